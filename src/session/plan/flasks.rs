//! What more or fewer flasks of the winner would do.

use super::found::{Found, ends};
use super::request::Planned;
use crate::scenario::plan::GoalKind;
use crate::statistics::race::{PlanFlask, Power, PowerCurve};

/// Powers that flasks are told for.
const POWERS: [f64; 3] = [0.8, 0.9, 0.95];

/// What more or fewer flasks of the winner would do.
pub struct ByFlasks {
    /// Its value by number of flasks, from 1, or its probability where that is asked of it; beyond those that were simulated
    /// where that can be told.
    pub values: Vec<f64>,
    /// Flasks for some powers, where the goal is met or not.
    pub power: Vec<Power>,
    /// Of flasks that are what is counted.
    curve: Option<PowerCurve>,
}

impl ByFlasks {
    /// Of all flasks of the winner that were simulated.
    pub fn of(planned: &Planned, found: &Found, worlds: &[&[PlanFlask]]) -> Self {
        let (goal, n) = (&planned.plan().goal, planned.plan().limits.flasks);
        let winner = found.finalists[0];
        let values: Vec<f64> = match goal.kind {
            GoalKind::Flasks | GoalKind::Cheapest => {
                let hits: Vec<u64> = worlds.iter().map(|world| goal.hits(&ends(world))).collect();
                let curve = PowerCurve::new(&hits, planned.plan().of_winner(), goal.at_least);
                let seed = planned.designs.designs[winner].scenario.seed;
                return Self {
                    values: (1..=(2 * n).max(12)).map(|flasks| curve.at(flasks)).collect(),
                    power: curve.needed(&POWERS, seed),
                    curve: Some(curve),
                };
            }
            GoalKind::Tell => {
                let apart = found.apart(planned.plan(), winner);
                (1..=n).map(|flasks| apart.right(flasks)).collect()
            }
            _ => {
                let mean = |flasks: u64| {
                    let each = worlds.iter().map(|world| goal.value(&ends(world), flasks));
                    each.sum::<f64>() / worlds.len().max(1) as f64
                };
                (1..=n).map(mean).collect()
            }
        };
        let powers = POWERS.iter().filter(|_| goal.is_met());
        Self {
            power: powers.map(|power| Power::counted(*power, &values)).collect(),
            values,
            curve: None,
        }
    }

    /// Flasks beyond these that gain as much.
    pub fn more_for(&self, flasks: u64, gain: f64) -> Option<u64> {
        let curve = self.curve.as_ref()?;
        let more = curve.fewest((curve.at(flasks) + gain).min(1.0))?;
        Some(more.saturating_sub(flasks))
    }
}
