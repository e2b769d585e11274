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
    let ids = names::course_ids(biology, protocol);
    let drugs: Vec<(String, String)> = ids.into_iter().zip(names::course_drugs(biology, protocol)).collect();
    let rule =
        |key: String, stated: f64, ends: [f64; 2], text: fn(f64) -> String, set: &dyn Fn(&mut Protocol, f64)| Rule {
            what: key_words(&key, &drugs),
            key,
            stated: text(stated),
            neighbours: ends.map(|value| {
                let mut other = protocol.clone();
                set(&mut other, value);
                (text(value), other)
            }),
        };
    let mut rules = Vec::new();
    for (i, course) in protocol.courses.iter().enumerate() {
        let Dosing::Escalation {
            step_when,
            crash_below,
            give_up_after,
            ..
        } = &course.dosing
        else {
            continue;
        };
        let key = |rest: &str| format!("course.{}.{rest}", i + 1);
        if let Some(growth) = step_when.growth {
            rules.push(rule(
                key("step_when.growth"),
                growth,
                growths(growth),
                percent,
                &|protocol, value| {
                    if let Dosing::Escalation { step_when, .. } = &mut protocol.courses[i].dosing {
                        step_when.growth = Some(value);
                    }
                },
            ));
        }
        if *crash_below > 0.0 {
            let ends = [0.5 * crash_below, (2.0 * crash_below).min(1.0)];
            rules.push(rule(
                key("crash_below"),
                *crash_below,
                ends,
                percent,
                &|protocol, value| {
                    if let Dosing::Escalation { crash_below, .. } = &mut protocol.courses[i].dosing {
                        *crash_below = value;
                    }
                },
            ));
        }
        if let Some(after) = *give_up_after {
            rules.push(rule(
                key("give_up_after"),
                after,
                [0.5 * after, 2.0 * after],
                days,
                &|protocol, value| {
                    if let Dosing::Escalation { give_up_after, .. } = &mut protocol.courses[i].dosing {
                        *give_up_after = Some(value);
                    }
                },
            ));
        }
    }
    if !rules.is_empty() {
        let growth = protocol.resistance.growth;
        let set = |protocol: &mut Protocol, value: f64| protocol.resistance.growth = value;
        rules.push(rule(
            "resistance.growth".to_owned(),
            growth,
            growths(growth),
            percent,
            &set,
        ));
    }
    for (_, protocol) in rules.iter_mut().flat_map(|rule| &mut rule.neighbours) {
        // What comes after resistance is not asked for.
        protocol.stop.at_resistance = true;
    }
    rules
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
