//! The rules of a schedule, and what they might as well have said: a rule that decides between all and none is told.

use super::Laboratory;
use super::vary::key_words;
use crate::model::course::Dosing;
use crate::model::protocol::Protocol;
use crate::statistics::names;
use crate::words::{days, percent};

/// A share of parental growth is looked at this much lower and higher.
const GROWTH: f64 = 0.2;

/// Flasks at each neighbouring value: at most these, and together at most half of the ensemble.
const MOST: u64 = 16;
/// Fewer than these tell nothing.
const FEWEST: u64 = 6;

/// A rule of a schedule, with neighbouring values.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// The key in the scenario file.
    pub key: String,
    /// The rule in words.
    pub what: String,
    /// Its value in words.
    pub stated: String,
    /// A lower and a higher value in words, with the protocol that has it.
    pub neighbours: [(String, Protocol); 2],
}

/// The rules of a schedule that reacts to its flasks: growth at which the dose goes up and at which a flask is
/// resistant (20 percentage points either way), size of a crash and days until giving up (half and twice). None where no
/// course escalates.
pub fn of(laboratory: &Laboratory) -> Vec<Rule> {
    let Laboratory { biology, protocol, .. } = laboratory;
    let courses = protocol.courses.iter().enumerate();
    let mut turned: Vec<Turned> = courses.flat_map(|(i, course)| of_course(i, &course.dosing)).collect();
    if !turned.is_empty() {
        let growth = protocol.resistance.growth;
        turned.push(Turned::new(Turn::Resistance, growth, growths(growth)));
    }
    let ids = names::course_ids(biology, protocol);
    let drugs: Vec<(String, String)> = ids.into_iter().zip(names::course_drugs(biology, protocol)).collect();
    turned.iter().map(|turned| turned.rule(protocol, &drugs)).collect()
}

/// The rules by which a course escalates.
fn of_course(course: usize, dosing: &Dosing) -> Vec<Turned> {
    let Dosing::Escalation {
        step_when,
        crash_below,
        give_up_after,
        ..
    } = dosing
    else {
        return Vec::new();
    };
    let step = step_when
        .growth
        .map(|growth| Turned::new(Turn::Step(course), growth, growths(growth)));
    let crash = (*crash_below > 0.0).then(|| {
        let ends = [0.5 * crash_below, (2.0 * crash_below).min(1.0)];
        Turned::new(Turn::Crash(course), *crash_below, ends)
    });
    let give_up = give_up_after.map(|after| Turned::new(Turn::GiveUp(course), after, [0.5 * after, 2.0 * after]));
    [step, crash, give_up].into_iter().flatten().collect()
}

/// What can be turned about a schedule; courses are counted from 0.
#[derive(Clone, Copy)]
enum Turn {
    /// Growth at which the dose of a course goes up.
    Step(usize),
    /// Size of a crash in a course.
    Crash(usize),
    /// Days until a course gives a flask up.
    GiveUp(usize),
    /// Growth at which a flask is resistant.
    Resistance,
}

impl Turn {
    fn key(self) -> String {
        let of_course = |course: usize, key: &str| format!("course.{}.{key}", course + 1);
        match self {
            Self::Step(course) => of_course(course, "step_when.growth"),
            Self::Crash(course) => of_course(course, "crash_below"),
            Self::GiveUp(course) => of_course(course, "give_up_after"),
            Self::Resistance => "resistance.growth".to_owned(),
        }
    }

    fn words(self, value: f64) -> String {
        match self {
            Self::GiveUp(_) => days(value),
            Self::Step(_) | Self::Crash(_) | Self::Resistance => percent(value),
        }
    }

    fn set(self, protocol: &mut Protocol, value: f64) {
        let course = match self {
            Self::Step(course) | Self::Crash(course) | Self::GiveUp(course) => course,
            Self::Resistance => {
                protocol.resistance.growth = value;
                return;
            }
        };
        if let Dosing::Escalation {
            step_when,
            crash_below,
            give_up_after,
            ..
        } = &mut protocol.courses[course].dosing
        {
            match self {
                Self::Step(_) => step_when.growth = Some(value),
                Self::Crash(_) => *crash_below = value,
                Self::GiveUp(_) => *give_up_after = Some(value),
                Self::Resistance => {}
            }
        }
    }
}

/// What is turned, from where to where.
struct Turned {
    turn: Turn,
    stated: f64,
    /// A lower and a higher value.
    ends: [f64; 2],
}

impl Turned {
    fn new(turn: Turn, stated: f64, ends: [f64; 2]) -> Self {
        Self { turn, stated, ends }
    }

    /// The rule, with the protocols that have its neighbouring values.
    fn rule(&self, protocol: &Protocol, drugs: &[(String, String)]) -> Rule {
        let key = self.turn.key();
        Rule {
            what: key_words(&key, drugs),
            key,
            stated: self.turn.words(self.stated),
            neighbours: self.ends.map(|value| {
                let mut other = protocol.clone();
                self.turn.set(&mut other, value);
                // What comes after resistance is not asked for.
                other.stop.at_resistance = true;
                (self.turn.words(value), other)
            }),
        }
    }
}

/// A share of growth, lower and higher; written in whole percent.
fn growths(growth: f64) -> [f64; 2] {
    let whole = |share: f64| libm::round(share * 100.0) / 100.0;
    [whole((growth - GROWTH).max(0.05)), whole((growth + GROWTH).min(1.0))]
}

/// Flasks at each neighbouring value; 0 where the ensemble is too small to pay for them.
pub fn flasks(rules: &[Rule], replicates: u64) -> u64 {
    let values = 2 * rules.len() as u64;
    let each = replicates.checked_div(2 * values).unwrap_or(0).min(MOST);
    if each < FEWEST { 0 } else { each }
}
