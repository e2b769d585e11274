//! Simulated flasks at the days that somebody looked at real ones.

use super::reads::Genome;
use super::seen::{Condition, SeenFlask};
use super::simulated::{Followed, Simulated, of_plain};
use crate::engine::record::Outcome;
use crate::engine::{self, PlainPlan};
use crate::model::plain::PlainModel;
use crate::scenario::{Body, Laboratory, Scenario};
use crate::statistics::fit::{
    Observation, ObservedEnd, Synthetic, Timescale, flasks_for_moments, log_density_of_stock, read_to,
};
use crate::statistics::worlds::WorldFlask;
use std::sync::atomic::AtomicBool;

/// Simulated flasks for each observed end, at least, and at least for all of them: their days make a density.
const FOR_ENDS: (usize, usize) = (2, 32);

/// Simulated stocks where flasks of one stock are observed together: what they hold in common differs from stock to stock.
const STOCKS_FOR_ENDS: usize = 32;

impl Condition {
    /// Log likelihood of all flasks, and the flasks simulated for it; `None` on a stop. Where chance between flasks does not
    /// show beside the error of counting, few suffice.
    pub fn log_likelihood(
        &self,
        scenario: &Scenario,
        (seed, first): (u64, u64),
        repeats: u32,
        error: f64,
        stop: &AtomicBool,
    ) -> Option<(f64, u64)> {
        let followed: Vec<(&SeenFlask, Vec<Observation>)> = self
            .flasks
            .values()
            .map(|flask| (flask, flask.observations()))
            .filter(|(_, seen)| !seen.is_empty())
            .collect();
        let (pilots, most) = self.flasks_of_estimate();
        let (pilots, most) = (pilots as u64 * u64::from(repeats), most as u64 * u64::from(repeats));
        let mut simulated = self.simulate(scenario, seed, first, pilots, stop)?;
        // None where every simulated flask was given up before a real one was looked at.
        let moments = |simulated: &[Simulated]| -> Option<Vec<Synthetic>> {
            let of = |(flask, seen): &(&SeenFlask, Vec<Observation>)| {
                let expected: Vec<Vec<f64>> = simulated.iter().filter_map(|one| one.expected_of(flask)).collect();
                (!expected.is_empty()).then(|| Synthetic::of(seen, &expected, error))
            };
            followed.iter().map(of).collect()
        };
        let is_plain = |all: &Vec<Synthetic>| all.iter().all(Synthetic::is_plain);
        let mut synthetic = moments(&simulated);
        if pilots < most && !synthetic.as_ref().is_some_and(is_plain) {
            simulated.extend(self.simulate(scenario, seed, first + pilots, most - pilots, stop)?);
            synthetic = moments(&simulated);
        }
        let Some(synthetic) = synthetic else {
            return Some((f64::NEG_INFINITY, simulated.len() as u64));
        };
        let mut sum: f64 = synthetic.iter().map(Synthetic::log_likelihood).sum();
        if self.has_ends() {
            sum += self.log_ends(scenario, &simulated);
        }
        Some((sum, simulated.len() as u64))
    }

    /// Log likelihood of how flasks ended: of each where each has a stock of its own, else of each stock.
    fn log_ends(&self, scenario: &Scenario, simulated: &[Simulated]) -> f64 {
        let ends: Vec<WorldFlask> = simulated.iter().map(|flask| flask.end().clone()).collect();
        let seen = || self.flasks.values().filter_map(|flask| flask.end.as_ref());
        let dated = seen().filter(|end| end.outcome != Outcome::TimeOver);
        let scale = Timescale {
            horizon: horizon(scenario, &ends),
            read: read_to(dated.map(|end| end.day)),
        };
        match self.ends_by_stock() {
            Ok(stocks) if self.arms > 1 => {
                let simulated: Vec<&[WorldFlask]> = ends.chunks_exact(self.arms as usize).collect();
                let of_stock = |ends: &Vec<&ObservedEnd>| log_density_of_stock(ends, &simulated, scale);
                stocks.iter().map(of_stock).sum()
            }
            _ => seen().map(|end| end.log_density(&ends, scale)).sum(),
        }
    }

    /// Flasks of an estimate of the likelihood: at first, and where chance between them shows.
    pub fn flasks_of_estimate(&self) -> (usize, usize) {
        let numbers = self.flasks.values().map(|flask| flask.observations().len()).max();
        let for_ends = match self.arms as usize {
            0 | 1 => (FOR_ENDS.0 * self.flasks.len()).max(FOR_ENDS.1),
            arms => STOCKS_FOR_ENDS * arms,
        };
        match (
            numbers.filter(|most| *most > 0).map(flasks_for_moments),
            self.has_ends(),
        ) {
            (None, _) => (for_ends, for_ends),
            (Some((_, most)), true) => (most.max(for_ends), most.max(for_ends)),
            (Some(both), false) => both,
        }
    }

    /// Simulates so many flasks; `None` on a stop.
    pub fn simulate(
        &self,
        scenario: &Scenario,
        seed: u64,
        first: u64,
        flasks: u64,
        stop: &AtomicBool,
    ) -> Option<Vec<Simulated>> {
        let days = self.days();
        // Arms of one stock are consecutive flasks.
        let first = first.next_multiple_of(self.arms.max(1));
        let numbers = first..first + flasks;
        match &scenario.body {
            Body::Plain(model) => {
                let model = recorded(model, &days);
                let plan = PlainPlan::new(&model);
                numbers
                    .map(|number| {
                        Some(of_plain(
                            &model,
                            &plan.run_unless(stop, &scenario.settings, seed, number)?,
                            &days,
                        ))
                    })
                    .collect()
            }
            Body::Laboratory(laboratory) => {
                let Laboratory { biology, protocol, .. } = &**laboratory;
                let genome = Genome::of(biology, &self.species);
                let followed = Followed {
                    biology,
                    changes: self.alterations(&genome),
                    genome,
                    days: [0.0].into_iter().chain(days.iter().copied()).collect(),
                };
                let mut protocol = protocol.clone();
                if let Some(last) = days.last() {
                    // What was looked at later than resistance is simulated as well.
                    protocol.stop.at_resistance = false;
                    if !self.has_ends() {
                        // Somebody looked at it then, whatever rule says that it is given up before.
                        protocol.stop.after = last + protocol.look_every;
                        protocol
                            .courses
                            .iter_mut()
                            .for_each(|course| course.dosing.never_give_up());
                    }
                } else {
                    protocol.stop.at_resistance = true;
                }
                protocol.design.samples.clear();
                let (settings, days) = (&scenario.settings, &followed.days);
                numbers
                    .map(|number| {
                        let (record, taken) =
                            engine::sample_flask_unless(stop, biology, &protocol, settings, seed, number, days)?;
                        Some(followed.simulated(&record, &taken))
                    })
                    .collect()
            }
        }
    }
}

/// Days after which no flask goes on, or the last day of these where the scenario does not say.
fn horizon(scenario: &Scenario, ends: &[WorldFlask]) -> f64 {
    let planned = match &scenario.body {
        Body::Plain(model) => model.last_day(),
        Body::Laboratory(laboratory) => laboratory.protocol.stop.after,
    };
    match planned < f64::INFINITY {
        true => planned,
        false => ends.iter().map(|end| end.day).fold(1.0, f64::max),
    }
}

/// The model with all of these days among its recorded ones.
fn recorded(model: &PlainModel, days: &[f64]) -> PlainModel {
    const STEPS: [f64; 9] = [
        1.0,
        1.0 / 2.0,
        1.0 / 4.0,
        1.0 / 8.0,
        1.0 / 24.0,
        1.0 / 48.0,
        1.0 / 96.0,
        1.0 / 288.0,
        1.0 / 1440.0,
    ];
    let fits = |step: &f64| {
        days.iter().all(|day| {
            let steps = day / step;
            (steps - libm::round(steps)).abs() < 1e-6
        })
    };
    let step = STEPS.into_iter().find(fits).unwrap_or(STEPS[STEPS.len() - 1]);
    PlainModel {
        record_every: Some(step),
        ..model.clone()
    }
}
