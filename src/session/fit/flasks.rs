//! Simulated flasks at the days that somebody looked at real ones.

use super::seen::{Condition, SeenCount, SeenFlask, SeenFraction};
use crate::engine::record::{FlaskRecord, Outcome, PlainRecord, PlainStop};
use crate::engine::{self, PlainPlan};
use crate::model::biology::{Mechanism, MechanismClass};
use crate::model::plain::PlainModel;
use crate::random::Generator;
use crate::sampling::{binomial, gamma, poisson};
use crate::scenario::{Body, Laboratory, Scenario};
use crate::statistics::fit::{Observation, Synthetic, flasks_for_moments};
use crate::statistics::profile::class_word;
use crate::statistics::worlds::WorldFlask;
use std::sync::atomic::AtomicBool;

/// Simulated flasks for each observed end, at least, and at least for all of them: their days make a density.
const FOR_ENDS: (usize, usize) = (2, 32);
/// Share of reads that show an allele where there is none (`assumed`: usual error of sequencing).
const MISREAD: f64 = 1e-3;

/// A simulated flask.
#[derive(Debug, Clone)]
pub(super) struct Simulated {
    /// By day, in the order of the condition's days; day 0 stands first.
    moments: Vec<Moment>,
    /// How it ended.
    end: WorldFlask,
}

/// Cells of a flask on one day.
#[derive(Debug, Clone)]
struct Moment {
    day: f64,
    /// NaN where the flask was given up before.
    cells: f64,
    /// Cells by type or mechanism.
    parts: Vec<Part>,
}

#[derive(Debug, Clone)]
struct Part {
    name: String,
    class: Option<MechanismClass>,
    cells: f64,
    /// Variant allele frequency of its allele in the flask.
    frequency: f64,
}

impl Part {
    fn is(&self, name: &str) -> bool {
        let altered = self
            .class
            .map(|class| !matches!(class, MechanismClass::None | MechanismClass::State));
        self.name.eq_ignore_ascii_case(name)
            || match (altered, self.class) {
                (Some(altered), Some(class)) => match name {
                    "sensitive" => !altered,
                    "resistant" => altered,
                    name => class != MechanismClass::None && name.eq_ignore_ascii_case(class_word(class)),
                },
                _ => false,
            }
    }

    fn carries(&self, change: &str) -> bool {
        let allele = change.rsplit('-').next().unwrap_or(change);
        self.name
            .split([' ', '+'])
            .any(|word| word.eq_ignore_ascii_case(allele))
    }
}

impl Moment {
    fn is_known(&self) -> bool {
        !self.cells.is_nan()
    }

    fn cells_of(&self, population: Option<&str>) -> f64 {
        match population {
            None => self.cells,
            Some(_) if !self.is_known() => f64::NAN,
            Some(name) => self
                .parts
                .iter()
                .filter(|part| part.is(name))
                .map(|part| part.cells)
                .sum(),
        }
    }
}

impl Simulated {
    fn moment(&self, day: f64) -> &Moment {
        let first = &self.moments[0];
        self.moments
            .iter()
            .find(|moment| moment.day >= day - 1e-9)
            .or(self.moments.last())
            .unwrap_or(first)
    }

    fn expected(&self, count: &SeenCount) -> f64 {
        count.share * self.moment(count.day).cells_of(count.population.as_deref())
    }

    fn frequency(&self, fraction: &SeenFraction) -> f64 {
        let moment = self.moment(fraction.day);
        if !moment.is_known() {
            return f64::NAN;
        }
        let carried = moment.parts.iter().filter(|part| part.carries(&fraction.change));
        carried
            .map(|part| part.frequency)
            .sum::<f64>()
            .clamp(MISREAD, 1.0 - MISREAD)
    }

    /// What is expected of each number seen of a flask: counts, then allele frequencies; `None` of one that was given up before
    /// the last of them.
    fn expected_of(&self, seen: &SeenFlask) -> Option<Vec<f64>> {
        let counts = seen.counts.iter().map(|count| self.expected(count));
        let reads = seen.fractions.iter().map(|fraction| self.frequency(fraction));
        let all = counts.chain(reads).map(|number| (!number.is_nan()).then_some(number));
        all.collect()
    }

    /// What would be seen of it by those who saw this flask: counts, then allele frequencies; NaN of one that was given up.
    pub fn seen_again(&self, seen: &SeenFlask, error: f64, rng: &mut Generator) -> Vec<f64> {
        let shape = 1.0 / (error * error).max(1e-8);
        let mut numbers: Vec<f64> = Vec::new();
        for count in &seen.counts {
            let mean = self.expected(count) * gamma(rng, shape) / shape;
            numbers.push(match mean.is_nan() {
                true => mean,
                false => poisson(rng, mean) as f64 / count.share,
            });
        }
        for fraction in &seen.fractions {
            let frequency = self.frequency(fraction);
            numbers.push(match frequency.is_nan() {
                true => frequency,
                false => binomial(rng, fraction.depth, frequency) as f64 / fraction.depth.max(1) as f64,
            });
        }
        numbers
    }

    /// How it ended.
    pub fn end(&self) -> &WorldFlask {
        &self.end
    }
}

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
            let ends: Vec<WorldFlask> = simulated.iter().map(|flask| flask.end.clone()).collect();
            let seen = self.flasks.values().filter_map(|flask| flask.end.as_ref());
            let horizon = horizon(scenario, &ends);
            sum += seen.map(|end| end.log_density(&ends, horizon)).sum::<f64>();
        }
        Some((sum, simulated.len() as u64))
    }

    /// Flasks of an estimate of the likelihood: at first, and where chance between them shows.
    pub fn flasks_of_estimate(&self) -> (usize, usize) {
        let numbers = self.flasks.values().map(|flask| flask.observations().len()).max();
        let for_ends = (FOR_ENDS.0 * self.flasks.len()).max(FOR_ENDS.1);
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
                protocol.design.samples.clone_from(&days);
                numbers
                    .map(|number| {
                        let (settings, identity) = (&scenario.settings, engine::Identity::Origins);
                        let record =
                            engine::run_flask_unless(stop, biology, &protocol, settings, identity, seed, number)?;
                        Some(of_laboratory(&record, &protocol, &days))
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

fn of_plain(model: &PlainModel, record: &PlainRecord, days: &[f64]) -> Simulated {
    let moment = |day: f64, cells: &[u64]| Moment {
        day,
        cells: cells.iter().map(|&cells| cells as f64).sum(),
        parts: model
            .types
            .iter()
            .zip(cells)
            .map(|(kind, &cells)| Part {
                name: kind.name.clone(),
                class: None,
                cells: cells as f64,
                frequency: 0.0,
            })
            .collect(),
    };
    let founders: Vec<u64> = model.types.iter().map(|kind| kind.founders).collect();
    let none = vec![0; model.types.len()];
    let mut moments = vec![moment(0.0, &founders)];
    let mut samples = record.samples.iter().peekable();
    for &day in days {
        while samples.next_if(|sample| sample.day < day - 1e-6).is_some() {}
        let cells = match samples.peek() {
            Some(sample) => &sample.cells,
            None if record.stop == PlainStop::Extinct => &none,
            None => &record.cells,
        };
        moments.push(moment(day, cells));
    }
    Simulated {
        moments,
        end: WorldFlask::of_plain(record),
    }
}

fn of_laboratory(record: &FlaskRecord, protocol: &crate::model::protocol::Protocol, days: &[f64]) -> Simulated {
    let mut moments = vec![Moment {
        day: 0.0,
        cells: protocol.flask.seed_cells as f64 * protocol.design.plating,
        parts: Vec::new(),
    }];
    for &day in days {
        let kept = record.samples.iter().find(|sample| sample.asked_day == day);
        let none = Moment {
            day,
            cells: match record.outcome {
                Outcome::GivenUp => f64::NAN,
                _ => 0.0,
            },
            parts: Vec::new(),
        };
        moments.push(kept.map_or(none, |kept| {
            let cells = cells_on(record, day).unwrap_or(kept.cells as f64);
            let part = |mechanism: &Mechanism, share: f64, frequency: f64| Part {
                name: mechanism.label.clone(),
                class: Some(mechanism.class),
                cells: share * cells,
                frequency,
            };
            let parts = kept.composition.iter();
            Moment {
                day,
                cells,
                parts: parts
                    .map(|one| part(&one.mechanism, one.share, one.frequency))
                    .collect(),
            }
        }));
    }
    Simulated {
        moments,
        end: WorldFlask::of(record),
    }
}

/// Cells between two looks, on the line through the logarithms of both; none where a passage lies between them.
fn cells_on(record: &FlaskRecord, day: f64) -> Option<f64> {
    let after = record.looks.iter().position(|look| look.day >= day - 1e-9)?;
    let (before, after) = (record.looks.get(after.checked_sub(1)?)?, &record.looks[after]);
    if before.passaged || before.cells == 0 || after.cells == 0 {
        return None;
    }
    let part = (day - before.day) / (after.day - before.day);
    let log = |cells: u64| libm::log(cells as f64);
    Some(libm::exp(
        log(before.cells) + part * (log(after.cells) - log(before.cells)),
    ))
}
