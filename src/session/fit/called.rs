//! What free values are called.

use crate::scenario::vary::key_words;
use crate::scenario::{Body, Scenario};

/// A key of the scenario in words: "death rate of resistant in phase 1".
pub(super) fn in_words(key: &str, scenario: &Scenario) -> String {
    let arrow = |number: &str| {
        let Body::Plain(model) = &scenario.body else {
            return None;
        };
        let place = number.parse::<usize>().ok()?.checked_sub(1)?;
        model.mutations.get(place).map(|mutation| model.arrow(mutation))
    };
    let steps: Vec<&str> = key.split('.').collect();
    match steps[..] {
        ["plain", "phases", phase, "rates", kind, rate] => format!("{rate} rate of {kind} in phase {phase}"),
        ["plain", "types", number, "founders"] => format!("founders of type {number}"),
        ["plain", "mutations", number, "per_division"] => {
            arrow(number).map_or_else(|| key.to_owned(), |arrow| format!("mutations {arrow} per division"))
        }
        ["plain", what, number, rate] => format!("{} of entry {number} in {what}", rate.replace('_', " ")),
        _ if key.contains('.') => {
            let drugs = scenario
                .laboratory()
                .map(|laboratory| laboratory.biology.drugs())
                .unwrap_or_default();
            let named: Vec<(String, String)> = drugs.iter().map(|drug| (drug.id.clone(), drug.name.clone())).collect();
            key_words(key, &named)
        }
        _ => key.to_owned(),
    }
}
