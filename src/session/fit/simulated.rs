//! A simulated flask as it would be looked at: its cells on the days of the data, and how it ended.

use super::reads::Genome;
use super::seen::{SeenCount, SeenFlask, SeenFraction};
use crate::assay::sequencing::panel::Alteration;
use crate::engine::record::{FlaskRecord, FlaskSample, Outcome, PlainRecord, PlainStop, SampledCells};
use crate::model::biology::{Biology, MechanismClass};
use crate::model::plain::PlainModel;
use crate::random::Generator;
use crate::sampling::{binomial, gamma, poisson};
use crate::statistics::profile::class_word;
use crate::statistics::worlds::WorldFlask;

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
    /// True frequencies of the changes that are asked for, in their order.
    frequencies: Vec<f64>,
}

#[derive(Debug, Clone)]
struct Part {
    name: String,
    class: Option<MechanismClass>,
    cells: f64,
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
        let frequency = moment.frequencies.get(fraction.number).copied();
        frequency.unwrap_or(0.0).clamp(fraction.misread, 1.0 - fraction.misread)
    }

    /// What is expected of each number seen of a flask: counts, then allele frequencies; `None` of one that was given up before
    /// the last of them.
    pub fn expected_of(&self, seen: &SeenFlask) -> Option<Vec<f64>> {
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

/// Of a replicate of the plain form.
pub(super) fn of_plain(model: &PlainModel, record: &PlainRecord, days: &[f64]) -> Simulated {
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
            })
            .collect(),
        frequencies: Vec::new(),
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

/// How flasks of the laboratory form are looked at.
pub(super) struct Followed<'a> {
    pub biology: &'a Biology,
    /// What the changes are of which reads were counted.
    pub changes: Vec<Option<Alteration>>,
    pub genome: Genome<'a>,
    /// Days on which they are looked at, rising, from day 0 on.
    pub days: Vec<f64>,
}

impl Followed<'_> {
    /// Of a flask and its cells on these days, as far as it lived, and at its end.
    pub fn simulated(&self, record: &FlaskRecord, taken: &[FlaskSample]) -> Simulated {
        let reached = &taken[..taken.len().saturating_sub(1)];
        let moment = |(place, &day): (usize, &f64)| match reached.get(place) {
            Some(sample) => self.moment(record, day, sample),
            None => Moment {
                day,
                cells: match record.outcome {
                    Outcome::GivenUp => f64::NAN,
                    _ => 0.0,
                },
                parts: Vec::new(),
                frequencies: Vec::new(),
            },
        };
        Simulated {
            moments: self.days.iter().enumerate().map(moment).collect(),
            end: WorldFlask::of(record),
        }
    }

    fn moment(&self, record: &FlaskRecord, day: f64, sample: &FlaskSample) -> Moment {
        let all: u64 = sample.cells.iter().map(|part| part.cells).sum();
        let cells = cells_on(record, day).unwrap_or(all as f64);
        let share = |part: &SampledCells| part.cells as f64 / all.max(1) as f64;
        let part = |part: &SampledCells| {
            let mechanism = self.biology.mechanism(&part.genotype, part.state);
            Part {
                name: mechanism.label,
                class: Some(mechanism.class),
                cells: share(part) * cells,
            }
        };
        let frequency = |what: &Option<Alteration>| what.map_or(0.0, |what| self.genome.frequency(what, &sample.cells));
        Moment {
            day,
            cells,
            parts: sample.cells.iter().map(part).collect(),
            frequencies: self.changes.iter().map(frequency).collect(),
        }
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
