//! What a fit, and holding data against simulated experiments, will cost, told before it starts.

use super::evaluate::Evaluator;
use super::placing::Placing;
use super::run::Fit;
use super::seen::Condition;
use crate::scenario::cost::{self, Cost};

/// Seconds for the knowledge base with other values, the scenario and the plates of one evaluation, and for each observation that
/// it is held against (`measured` on the machine that Escalade is developed on).
const EACH: f64 = 1e-3;
const EACH_OBSERVATION: f64 = 4e-7;
/// Bytes of a number of a simulated experiment, with what is made of it.
const BYTES: f64 = 40.0;

impl Evaluator {
    /// Flasks of each condition that has some, and the seconds of one.
    fn flasks(&self, of: impl Fn(&Condition) -> u64) -> Vec<(f64, f64)> {
        let both = self.conditions.iter().zip(&self.usual);
        both.filter(|(condition, _)| condition.is_simulated())
            .map(|(condition, scenario)| (of(condition) as f64, cost::flask(scenario).seconds))
            .collect()
    }

    /// Of so many experiments that are simulated anew as the data are.
    fn seen_again_cost(&self, experiments: usize) -> Cost {
        let n = experiments as f64;
        let observations = self.conditions.iter().map(Condition::observations).sum::<usize>() as f64;
        let flasks = self.flasks(Condition::flasks_seen);
        let each: f64 = flasks.into_iter().map(|(flasks, seconds)| flasks * seconds).sum();
        Cost {
            replicates: experiments as u64,
            seconds: n * (EACH + each + EACH_OBSERVATION * observations),
            memory: n * observations * BYTES,
            ..Cost::NOTHING
        }
    }
}

impl Placing {
    /// Of every experiment that the data are held against.
    pub fn cost(&self) -> Cost {
        self.evaluator.seen_again_cost(self.experiments())
    }
}

impl Fit {
    /// Of as many steps as fits take; of no more flasks than it may simulate. What estimates of the likelihood ask for beyond
    /// their first flasks is not foreseen.
    pub fn cost(&self) -> Cost {
        let evaluations = self.usual_evaluations();
        let each = self.evaluator.flasks(|condition| condition.first_flasks_of_estimate());
        let sums = |(flasks, seconds), (n, each)| (flasks + n, seconds + n * each);
        let (flasks, seconds) = each.into_iter().fold((0.0, 0.0), sums);
        let share = (self.wanted.most_flasks as f64 / (flasks * evaluations as f64).max(1.0)).min(1.0);
        let likelihood = Cost {
            seconds: EACH + EACH_OBSERVATION * self.observations() as f64 + share * seconds,
            ..Cost::NOTHING
        };
        likelihood.times(evaluations).and(
            self.evaluator
                .seen_again_cost(self.wanted.particles.max(super::run::LEAST_SEEN_AGAIN)),
        )
    }
}
