//! What a laboratory scenario implies: its courses, and how many mutants to expect.

use super::course::{CourseExplained, course};
use super::engine::interval_engine;
use super::supply::{Supply, supply};
use super::windows::{self, PairMap, WindowGrid};
use crate::engine::Settings;
use crate::model::patients::Patient;
use crate::model::protocol::Stock;
use crate::scenario::subject::Subject;
use crate::scenario::{Assumed, Laboratory};
use crate::words::{cells, days, hours, number};
use serde::Serialize;
use std::fmt;

/// What a laboratory scenario implies before anything is simulated.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LaboratoryExplained {
    /// Name of the line.
    pub line: String,
    /// Net growth of the unaltered line without drug, per day; in a patient, of the tumour.
    pub parental_growth: f64,
    /// The patient in the middle of all, whose cells the rates are of; absent for flasks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub patient: Option<Patient>,
    /// One entry per course of the protocol.
    pub courses: Vec<CourseExplained>,
    /// The same on a fine grid of doses, one per course.
    pub windows: Vec<WindowGrid>,
    /// Two drugs that are given together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pair: Option<PairMap>,
    /// Which alterations to expect, and how often.
    pub supply: Supply,
    /// Assumed, imputed and unchecked values that the scenario leans on.
    pub assumptions: Vec<Assumed>,
}

pub(super) fn explain(laboratory: &Laboratory) -> LaboratoryExplained {
    let Laboratory { biology, protocol, .. } = laboratory;
    let subject = Subject::of(laboratory);
    LaboratoryExplained {
        line: biology.line_name.clone(),
        parental_growth: subject.undrugged(),
        patient: subject.patient,
        courses: (0..protocol.courses.len())
            .map(|i| course(laboratory, &subject, i))
            .collect(),
        windows: windows::windows(&subject, protocol),
        pair: windows::pair(&subject, protocol),
        supply: supply(&subject, protocol),
        assumptions: laboratory.assumptions.clone(),
    }
}

pub fn approximations(laboratory: &Laboratory, settings: &Settings) -> Vec<String> {
    let Laboratory { biology, protocol, .. } = laboratory;
    let mut told = vec![
        interval_engine(settings),
        format!(
            "Crowding acts on births through the total: its mean over a step is predicted, in steps in which cells over \
             capacity move by at most {}.",
            10.0 * settings.tolerance
        ),
    ];
    let none = vec![0.0; biology.drugs().len()];
    let wild_type = biology.wild_type();
    if (0..biology.states().len()).any(|state| !biology.switches(&wild_type, state, &none).is_empty()) {
        told.push(
            "Frequent switching between cell states is split from growth in short steps, with exact means.".to_owned(),
        );
    }
    let pooled: Vec<String> = biology
        .channels(&wild_type)
        .into_iter()
        .filter(|channel| channel.pooled)
        .map(|channel| biology.mechanism(&channel.child, 0).label)
        .collect();
    if !pooled.is_empty() {
        told.push(format!(
            "Frequent founders are pooled by genotype, origin and time, and drawn in groups: {}.",
            pooled.join(", ")
        ));
        told.push(
            "Copy-number changes are split from growth like switching where they are many (shapes to second order in the \
             step)."
                .to_owned(),
        );
    }
    if protocol.courses.iter().any(|course| course.half_life.is_some()) {
        told.push("A drug that decays in medium acts by its mean over steps of a quarter of its half-life.".to_owned());
    }
    if protocol.courses.iter().any(|course| course.dosing.oral().is_some()) {
        told.push(
            "Oral kinetics act by the rates that each concentration brings, averaged from dose to dose where growth moves \
             so little in between that counts are right to the tolerance, else over shorter steps."
                .to_owned(),
        );
    }
    if let Stock::Old { .. } = protocol.stock {
        told.push("The old stock is grown through its passages before the flask is seeded.".to_owned());
    }
    told
}

impl fmt::Display for LaboratoryExplained {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, growth) = (&self.line, number(self.parental_growth));
        let doubling = core::f64::consts::LN_2 / self.parental_growth;
        match &self.patient {
            None => writeln!(
                f,
                "{line} without drug: {growth} per day net, doubling in {}",
                hours(24.0 * doubling)
            )?,
            Some(patient) => writeln!(
                f,
                "Rates below are those of a patient in the middle of all: {} tumour cells like {line}, at {}; without drug \
                 {growth} per day net, doubling in {}",
                cells(patient.pool),
                match number(patient.exposure).as_str() {
                    "1" => "the stated concentration".to_owned(),
                    times => format!("{times} times the stated concentration"),
                },
                days(doubling)
            )?,
        }
        for course in &self.courses {
            write!(f, "\n{course}")?;
        }
        write!(f, "\n{}", self.supply)?;
        writeln!(f, "\nAssumed, imputed or unchecked values")?;
        if self.assumptions.is_empty() {
            writeln!(f, "  none")?;
        }
        for value in &self.assumptions {
            let range = value
                .range
                .as_ref()
                .map_or(String::new(), |range| format!(" ({range})"));
            writeln!(
                f,
                "- {}: {}{range}, {}: {}",
                value.what, value.value, value.certainty, value.why
            )?;
        }
        Ok(())
    }
}
