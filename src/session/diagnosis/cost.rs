//! What a diagnosis will cost, told before it starts.

use super::request::Request;
use crate::diagnosis::Workup;
use crate::diagnosis::examination::workup::WorkupStep;
use crate::scenario::cost::{self, Cost};

/// Seconds of working up a flask without and with adding every pathway's inhibitor to its drug, whose plates are fitted one by one
/// (`measured`, as other costs are).
const WORKED_UP: f64 = 0.07;
const ADD_BACK: f64 = 0.3;

impl Request {
    /// What all flasks together cost: each is simulated again for a look at its cells and once more to take them.
    pub fn cost(&self) -> Cost {
        let flasks = self
            .flasks
            .as_ref()
            .map_or(self.usual_flasks(), |named| named.len() as u64);
        let all = [Some(&self.workup), self.against.as_ref()];
        // Steps are left out of the first work-up alone.
        let left_out = self.left_out().is_ok_and(|steps| steps.contains(&WorkupStep::AddBack));
        let of = |(i, workup): (usize, &Workup)| {
            let adds_back = workup.add_back && !(i == 0 && left_out);
            WORKED_UP + if adds_back { ADD_BACK } else { 0.0 }
        };
        let worked_up: f64 = all.into_iter().flatten().enumerate().map(of).sum();
        let one = Cost {
            seconds: 2.0 * cost::flask(&self.run.scenario).seconds + worked_up,
            replicates: 1,
            ..Cost::NOTHING
        };
        one.times(flasks)
    }
}
