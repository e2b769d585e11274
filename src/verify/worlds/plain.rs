//! Plain scenarios whose rates are not known, with closed forms over worlds.

use super::fault::WorldFault;
use super::law::{ShareLaw, time_quantile};
use crate::engine::record::{Outcome, PlainRecord, PlainStop};
use crate::engine::{Method, Settings, run_plain};
use crate::knowledge::Span;
use crate::model::plain::PlainModel;
use crate::statistics::worlds::{
    Described, Drawn, Ignorance, SHARED, World, WorldFlask, WorldRecord, WorldsAccumulator, WorldsSummary,
};
use crate::verify::plain::{model, of_type, phase, total};
use crate::verify::rescue::rescue_probability;

/// Flasks that a world may have.
const FLASKS: u64 = 1 << 20;

/// As scenarios have it that say nothing else.
const SETTINGS: Settings = Settings {
    method: Method::Interval,
    tolerance: 0.01,
};

/// A plain scenario, and the values of it that are not known.
pub(super) struct Unknown {
    spans: Vec<Span>,
    model: fn(&[f64]) -> PlainModel,
    horizon: f64,
}

/// An input without more words than its key.
pub(super) fn described(key: &str) -> Described {
    Described {
        what: key.to_owned(),
        key: Some(key.to_owned()),
        value: None,
        range: None,
        certainty: None,
        measure: String::new(),
    }
}

/// Where half of the range is left on either side.
fn narrowed(span: &Span) -> Span {
    Span {
        low: libm::sqrt(span.low * span.value),
        high: libm::sqrt(span.high * span.value),
        ..span.clone()
    }
}

impl Unknown {
    /// What is expected of flasks, over so many worlds.
    pub fn summary(&self, seed: u64, worlds: u64, flasks: u64, fault: WorldFault) -> WorldsSummary {
        let spans = match fault {
            WorldFault::Narrow => self.spans.iter().map(narrowed).collect(),
            _ => self.spans.clone(),
        };
        let ignorance = Ignorance::new(spans, SHARED);
        let drawn: Vec<World> = (0..worlds).map(|world| ignorance.world(seed, world)).collect();
        let mut all = WorldsAccumulator::default();
        for (number, world) in drawn.iter().enumerate() {
            let mut of_world = self.flasks(world, seed, number as u64, flasks);
            if fault == WorldFault::OneStream {
                let first = of_world[0].clone();
                of_world.fill(first);
            }
            all.add(&WorldRecord {
                world: number as u64,
                numbers: world.numbers.clone(),
                flasks: Ok(of_world),
            });
        }
        let drawn = Drawn {
            exact: Vec::new(),
            given: None,
            scores: (0..self.spans.len())
                .map(|i| drawn.iter().map(|world| world.scores[i]).collect())
                .collect(),
            inputs: self.spans.iter().map(|span| described(&span.key)).collect(),
            shared: SHARED,
            horizon: self.horizon,
            seed,
        };
        all.finish(&drawn).expect("worlds have flasks")
    }

    /// The truth: a world more than those of the summary, and flasks in it.
    pub fn truth(&self, seed: u64, worlds: u64, flasks: u64) -> (World, Vec<WorldFlask>) {
        let world = Ignorance::new(self.spans.clone(), SHARED).world(seed, worlds);
        let flasks = self.flasks(&world, seed, worlds, flasks);
        (world, flasks)
    }

    fn flasks(&self, world: &World, seed: u64, number: u64, flasks: u64) -> Vec<WorldFlask> {
        let model = (self.model)(&world.numbers);
        let first = number * FLASKS;
        let settings = &SETTINGS;
        (first..first + flasks)
            .map(|replicate| flask(&run_plain(&model, settings, seed, replicate)))
            .collect()
    }

    fn at(&self, value: usize, score: f64) -> f64 {
        self.spans[value].at(score)
    }
}

/// A replicate that reaches its size counts as resistant.
fn flask(record: &PlainRecord) -> WorldFlask {
    let outcome = match record.stop {
        PlainStop::TypeCells | PlainStop::TotalCells => Outcome::Resistant,
        PlainStop::Extinct => Outcome::Extinct,
        _ => Outcome::TimeOver,
    };
    WorldFlask {
        outcome,
        day: record.end_day,
        class: None,
        mechanism: None,
    }
}

/// A declining population of a million cells whose mutants may rescue it; how often they arise and how fast they die is
/// not known.
pub(super) fn rescue() -> Unknown {
    Unknown {
        spans: vec![
            Span::between("supply", 1e-6, 1e-7, 1e-5),
            Span::between("death", 0.3, 0.15, 0.55),
        ],
        model: |numbers| {
            let rates = [DECLINE, (BIRTH, numbers[1])];
            let phases = vec![phase(1e5, &rates)];
            model(&[FOUNDERS, 0], &[(0, 1, numbers[0])], &[], phases, of_type(1, 10_000))
        },
        horizon: 60.0,
    }
}

const FOUNDERS: u64 = 1_000_000;
/// Birth and death of what declines, per day.
const DECLINE: (f64, f64) = (0.3, 0.6);
/// Birth of mutants, per day.
const BIRTH: f64 = 0.7;

/// The share of flasks that are rescued in the world of these numbers (Orr and Unckless 2008, exact for the linear
/// process).
pub(super) fn rescued(numbers: &[f64]) -> f64 {
    let established = (1.0 - numbers[1] / BIRTH).max(0.0);
    rescue_probability(FOUNDERS, DECLINE, numbers[0], established)
}

/// That share over worlds.
pub(super) fn rescue_law() -> ShareLaw {
    let unknown = rescue();
    ShareLaw::of_two(|one, other| rescued(&[unknown.at(0, one), unknown.at(1, other)]))
}

const GROWN_FROM: u64 = 10;
const GROWN_TO: u64 = 1_000_000;

/// Ten cells that divide at a rate that is not known, until there are a million.
pub(super) fn growth() -> Unknown {
    Unknown {
        spans: vec![Span::between("rate", 0.7, 0.5, 1.0)],
        model: |numbers| {
            let phases = vec![phase(1e5, &[(numbers[0], 0.0)])];
            model(&[GROWN_FROM], &[], &[], phases, total(GROWN_TO))
        },
        horizon: 200.0,
    }
}

/// The day that is not exceeded with this probability. In a world of rate r, cells over e^(rt) tend to a gamma law of
/// shape n0 (Yule 1925), within 1e-5 of the exact negative binomial here.
pub(super) fn growth_quantile(p: f64) -> f64 {
    let unknown = growth();
    time_quantile(p, 200.0, |score, day| {
        let x = GROWN_TO as f64 * libm::exp(-unknown.at(0, score) * day);
        let terms = (1..GROWN_FROM).scan(1.0, |term, k| {
            *term *= x / k as f64;
            Some(*term)
        });
        libm::exp(-x) * (1.0 + terms.sum::<f64>())
    })
}
