//! Selection windows on a fine grid of doses, and for a pair of drugs as a map.

use super::beside::{Beside, beside, with};
use crate::assay::cells::genotype::label_by_copy;
use crate::engine::{Cycle, Given};
use crate::model::biology::{Biology, Genotype, Mechanism};
use crate::model::protocol::{Course, Protocol};
use crate::scenario::subject::Subject;
use serde::Serialize;

/// Doses of a window, and along each side of a map.
const WINDOW_DOSES: usize = 61;
const MAP_DOSES: usize = 21;

/// Net growth of every reachable type over the doses of one course's drug.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WindowGrid {
    /// Name of the drug.
    pub drug: String,
    /// What else is in the medium, in words; empty where nothing is.
    pub beside: String,
    /// Net growth of the undrugged parental line, per day.
    pub parental_growth: f64,
    /// nM, in equal steps of the logarithm.
    pub doses: Vec<f64>,
    /// The doses of the course itself.
    pub of_course: Vec<f64>,
    /// One row per reachable type.
    pub types: Vec<WindowRow>,
}

/// One type of a window.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WindowRow {
    /// What the type is called.
    pub mechanism: Mechanism,
    /// The same for people: a state with its place among rungs.
    pub name: String,
    /// Birth minus death per day, one per dose.
    pub net: Vec<f64>,
}

/// Which types grow at each pair of doses of two drugs that are given together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PairMap {
    /// Names of the two drugs.
    pub drugs: [String; 2],
    /// nM; the first is 0, the others rise in equal steps of the logarithm.
    pub doses: [Vec<f64>; 2],
    /// Every type with one alteration, or of another state; the first is the unaltered line.
    pub types: Vec<Mechanism>,
    /// By dose of the first drug, then of the second.
    pub cells: Vec<Vec<PairCell>>,
}

/// One pair of doses.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PairCell {
    /// The unaltered line grows.
    pub parental_grows: bool,
    /// How many other types grow.
    pub growing: u32,
    /// Place in the types of the alteration with the most supply times growth; `None` where none grows.
    pub most_dangerous: Option<usize>,
}

/// A type, with its probability per division where a division makes it.
struct Type {
    genotype: Genotype,
    state: usize,
    mechanism: Mechanism,
    per_division: Option<f64>,
}

fn types(biology: &Biology) -> Vec<Type> {
    let wild_type = biology.wild_type();
    let states = (0..biology.states().len()).map(|state| Type {
        mechanism: biology.mechanism(&wild_type, state),
        genotype: wild_type.clone(),
        state,
        per_division: None,
    });
    let altered = biology.reachable_first().into_iter();
    let altered = altered.map(|(genotype, mechanism, per_division)| Type {
        mechanism: Mechanism {
            label: label_by_copy(biology, &genotype, 0),
            ..mechanism
        },
        genotype,
        state: 0,
        per_division: Some(per_division),
    });
    states.chain(altered).collect()
}

/// Doses of a course, zeros left out, widened to about three decades.
fn span(course: &Course) -> (f64, f64) {
    let doses = || course.dosing.doses().into_iter().filter(|dose| *dose > 0.0);
    let high = doses().fold(0.0, f64::max);
    let low = doses().fold(f64::INFINITY, f64::min);
    match high > 0.0 {
        true if high / low >= 100.0 => (low / 3.0, high * 3.0),
        true => (low / 30.0, high * 30.0),
        false => (1.0, 1000.0),
    }
}

fn grid((low, high): (f64, f64), steps: usize) -> Vec<f64> {
    let ratio = libm::log(high / low) / (steps - 1) as f64;
    (0..steps).map(|i| low * libm::exp(ratio * i as f64)).collect()
}

/// The window of every course.
pub fn windows(subject: &Subject, protocol: &Protocol) -> Vec<WindowGrid> {
    let biology = &*subject.biology;
    let types = types(biology);
    let window = |(index, course): (usize, &Course)| {
        let Beside {
            given: others,
            told: beside,
        } = beside(biology, protocol, index);
        let doses = grid(span(course), WINDOW_DOSES);
        let seen = |dose: &f64| subject.cycle(&with(&others, course, *dose), protocol.flask.medium_lasts());
        let seen: Vec<Cycle> = doses.iter().map(seen).collect();
        let row = |one: &Type| {
            let net = seen.iter().map(|seen| subject.net(&one.genotype, one.state, seen));
            WindowRow {
                name: match (one.mechanism.is_unaltered(), one.state) {
                    (true, _) => "unaltered line".to_owned(),
                    (false, 0) => one.mechanism.label.clone(),
                    (false, state) => biology.states()[state].full_name(),
                },
                mechanism: one.mechanism.clone(),
                net: net.collect(),
            }
        };
        WindowGrid {
            drug: biology.drugs()[course.drug].name.clone(),
            beside,
            parental_growth: subject.undrugged(),
            types: types.iter().map(row).collect(),
            doses,
            of_course: course.dosing.doses(),
        }
    };
    protocol.courses.iter().enumerate().map(window).collect()
}

/// The map of the first two courses that give different drugs at the same time.
pub fn pair(subject: &Subject, protocol: &Protocol) -> Option<PairMap> {
    let biology = &*subject.biology;
    let end = |course: &Course| course.until.unwrap_or(f64::INFINITY);
    let courses = &protocol.courses;
    let (first, second) = courses.iter().enumerate().find_map(|(i, a)| {
        let together = |b: &&Course| b.drug != a.drug && b.from < end(a) && a.from < end(b);
        Some((a, courses[i + 1..].iter().find(together)?))
    })?;
    let doses = [first, second].map(|course| {
        let mut doses = vec![0.0];
        doses.extend(grid(span(course), MAP_DOSES));
        doses
    });
    let types = types(biology);
    let cell = |a: f64, b: f64| {
        let seen = subject.cycle(
            &[Given::of(first, a), Given::of(second, b)],
            protocol.flask.medium_lasts(),
        );
        let net: Vec<f64> = types
            .iter()
            .map(|one| subject.net(&one.genotype, one.state, &seen))
            .collect();
        let danger = types.iter().zip(&net).enumerate();
        let danger = danger.filter_map(|(i, (one, net))| Some((i, one.per_division? * net)));
        let worst = danger
            .filter(|(_, danger)| *danger > 0.0)
            .max_by(|a, b| a.1.total_cmp(&b.1));
        PairCell {
            parental_grows: net[0] > 0.0,
            growing: net[1..].iter().filter(|net| **net > 0.0).count() as u32,
            most_dangerous: worst.map(|(i, _)| i),
        }
    };
    let row = |a: &f64| doses[1].iter().map(|b| cell(*a, *b)).collect();
    Some(PairMap {
        drugs: [first, second].map(|course| biology.drugs()[course.drug].name.clone()),
        cells: doses[0].iter().map(row).collect(),
        types: types.into_iter().map(|one| one.mechanism).collect(),
        doses,
    })
}
