//! What a fit will cost, told before it starts.

use super::run::{Fit, USUAL_BATCHES};
use crate::scenario::cost::{self, Cost};

/// Seconds for the knowledge base with other values, the scenario and the plates of one evaluation (`measured` on the machine
/// that Escalade is developed on).
const EACH: f64 = 1e-3;

impl Fit {
    /// Of as many steps as fits take; of no more flasks than it may simulate. What estimates of the likelihood ask for beyond
    /// their first flasks is not foreseen.
    pub fn cost(&self) -> Cost {
        let evaluations = USUAL_BATCHES * self.wanted.particles as u64;
        let evaluator = &self.evaluator;
        let both = evaluator.conditions.iter().zip(&evaluator.usual);
        let each: Vec<(f64, f64)> = both
            .filter(|(condition, _)| condition.is_simulated())
            .map(|(condition, scenario)| {
                let followed = if condition.has_flasks() {
                    condition.flasks_of_estimate().0
                } else {
                    0
                };
                let (stocks, arms) = condition.stocks_of_estimate();
                let marked = if condition.has_barcodes() { stocks * arms } else { 0 };
                let flasks = (followed + marked) as f64;
                (flasks, flasks * cost::flask(scenario).seconds)
            })
            .collect();
        let (flasks, seconds) = each.iter().fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        let share = (self.wanted.most_flasks as f64 / (flasks * evaluations as f64).max(1.0)).min(1.0);
        Cost {
            seconds: EACH + share * seconds,
            ..Cost::NOTHING
        }
        .times(evaluations)
    }
}
