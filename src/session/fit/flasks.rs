//! Simulated flasks at the days that somebody looked at real ones.

use super::seen::{Condition, SeenCount, SeenFlask, SeenFraction};
use crate::engine::record::{FlaskRecord, PlainRecord, PlainStop};
use crate::engine::{self, PlainPlan};
use crate::model::biology::{Mechanism, MechanismClass};
use crate::model::plain::PlainModel;
use crate::random::Generator;
use crate::sampling::{binomial, gamma, poisson};
use crate::scenario::{Body, Laboratory, Scenario};
use crate::statistics::fit::{MOST_TOGETHER, log_counted, log_matched};
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
    /// How it ended; none in the plain form.
    end: Option<WorldFlask>,
}

/// Cells of a flask on one day.
#[derive(Debug, Clone, Default)]
struct Moment {
    day: f64,
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
    fn cells_of(&self, population: Option<&str>) -> f64 {
        match population {
            None => self.cells,
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
        let parts = &self.moment(fraction.day).parts;
        let carried = parts.iter().filter(|part| part.carries(&fraction.change));
        carried
            .map(|part| part.frequency)
            .sum::<f64>()
            .clamp(MISREAD, 1.0 - MISREAD)
    }

    /// Log likelihood of what was seen of a flask, but for its end.
    fn log_likelihood(&self, seen: &SeenFlask, error: f64) -> f64 {
        let counts = seen
            .counts
            .iter()
            .map(|count| log_counted(count.seen, self.expected(count), error));
        let reads = seen.fractions.iter().map(|fraction| {
            let p = self.frequency(fraction);
            let (mutated, rest) = (fraction.mutated as f64, (fraction.depth - fraction.mutated) as f64);
            mutated * libm::log(p) + rest * libm::log1p(-p)
        });
        counts.chain(reads).sum()
    }

    /// What would be seen of it by those who saw this flask: counts, then allele frequencies.
    pub fn seen_again(&self, seen: &SeenFlask, error: f64, rng: &mut Generator) -> Vec<f64> {
        let shape = 1.0 / (error * error).max(1e-8);
        let mut numbers: Vec<f64> = Vec::new();
        for count in &seen.counts {
            let mean = self.expected(count) * gamma(rng, shape) / shape;
            numbers.push(poisson(rng, mean) as f64 / count.share);
        }
        for fraction in &seen.fractions {
            let mutated = binomial(rng, fraction.depth, self.frequency(fraction));
            numbers.push(mutated as f64 / fraction.depth.max(1) as f64);
        }
        numbers
    }

    /// How it ended.
    pub fn end(&self) -> Option<&WorldFlask> {
        self.end.as_ref()
    }
}

impl Condition {
    /// Flasks to be simulated for one value of the likelihood.
    pub fn flasks_needed(&self) -> usize {
        let n = self.flasks.len();
        match self.has_ends() {
            true => (FOR_ENDS.0 * n).max(FOR_ENDS.1),
            false => n,
        }
    }

    /// Log likelihood of all flasks; the observed ones go in groups, each with simulated ones of its own.
    pub fn log_likelihood(&self, simulated: &[Simulated], repeats: usize, error: f64, horizon: f64) -> f64 {
        let observed: Vec<&SeenFlask> = self.flasks.values().collect();
        let followed: Vec<&SeenFlask> = observed
            .iter()
            .filter(|flask| !flask.counts.is_empty() || !flask.fractions.is_empty())
            .copied()
            .collect();
        let mut sum = 0.0;
        let mut rest = simulated;
        for group in followed.chunks(MOST_TOGETHER) {
            let (own, others) = rest.split_at(repeats * group.len());
            rest = others;
            let logs: Vec<Vec<f64>> = group
                .iter()
                .map(|seen| own.iter().map(|flask| flask.log_likelihood(seen, error)).collect())
                .collect();
            sum += log_matched(&logs);
        }
        if self.has_ends() {
            let ends: Vec<WorldFlask> = simulated.iter().filter_map(|flask| flask.end.clone()).collect();
            let seen = observed.iter().filter_map(|flask| flask.end.as_ref());
            sum += seen.map(|end| end.log_density(&ends, horizon)).sum::<f64>();
        }
        sum
    }

    /// Simulates so many flasks; `None` on a stop.
    pub fn simulate(
        &self,
        scenario: &Scenario,
        seed: u64,
        first: u64,
        flasks: usize,
        stop: &AtomicBool,
    ) -> Option<Vec<Simulated>> {
        let days = self.days();
        let numbers = first..first + flasks as u64;
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
                        protocol.stop.after = last + protocol.look_every;
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
    Simulated { moments, end: None }
}

fn of_laboratory(record: &FlaskRecord, protocol: &crate::model::protocol::Protocol, days: &[f64]) -> Simulated {
    let mut moments = vec![Moment {
        day: 0.0,
        cells: protocol.flask.seed_cells as f64 * protocol.design.plating,
        parts: Vec::new(),
    }];
    for &day in days {
        let kept = record.samples.iter().find(|sample| sample.asked_day == day);
        moments.push(kept.map_or(
            Moment {
                day,
                ..Moment::default()
            },
            |kept| {
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
            },
        ));
    }
    Simulated {
        moments,
        end: Some(WorldFlask::of(record)),
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
