//! The flasks of a world under some designs.

use super::sequence::Sequencing;
use crate::engine::{self, PlainPlan, Settings};
use crate::ensemble::Job;
use crate::scenario::plan::PlanDesign;
use crate::scenario::{Body, Laboratory, Scenario};
use crate::session::SessionError;
use crate::session::worlds::{Shelf, Worlds, replicates};
use crate::statistics::race::PlanFlask;
use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;

/// A value that is drawn in every world.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawn {
    /// What it is, in words.
    pub what: String,
    /// What was drawn, a number per world.
    pub numbers: Vec<f64>,
}

/// Worlds of the final figures have numbers from here on, which no search reaches.
pub const FRESH: u64 = 1 << 24;

/// The flasks of a world under a design, or why it has none.
pub type Flasks = Result<Vec<PlanFlask>, String>;

/// What simulates the flasks of one design.
pub enum Runner<'a> {
    /// What is not known is drawn in every world.
    Worlds(Box<Worlds>),
    /// Everything is known: a world is chance alone.
    Known {
        /// The experiment.
        laboratory: Box<Laboratory>,
        /// Of the engine.
        settings: Settings,
        /// Of all streams.
        seed: u64,
    },
    /// The same design under two hypotheses.
    Pair(Box<[Runner<'a>; 2]>),
    /// The plain form.
    Plain {
        /// The model.
        plan: PlainPlan<'a>,
        /// Of the engine.
        settings: Settings,
        /// Of all streams.
        seed: u64,
    },
}

impl<'a> Runner<'a> {
    /// Of a design that is followed to a day.
    pub fn of(scenario: &'a Scenario, until: f64, shelf: &mut Shelf) -> Result<Self, SessionError> {
        let (settings, seed) = (scenario.settings, scenario.seed);
        let laboratory = match &scenario.body {
            Body::Plain(model) => {
                let plan = PlainPlan::new(model);
                return Ok(Runner::Plain { plan, settings, seed });
            }
            Body::Laboratory(laboratory) => laboratory,
        };
        if let Some(worlds) = Worlds::of_shelf(scenario, shelf)? {
            return Ok(Runner::Worlds(Box::new(worlds.until(until))));
        }
        let mut laboratory = laboratory.clone();
        laboratory.protocol.stop.at_resistance = true;
        laboratory.protocol.stop.after = laboratory.protocol.stop.after.min(until);
        Ok(Runner::Known {
            laboratory,
            settings,
            seed,
        })
    }

    /// Of a design: under either hypothesis, where there are two.
    pub fn of_design(design: &'a PlanDesign, until: f64, shelf: &mut Shelf) -> Result<Self, SessionError> {
        match &design.under[..] {
            [first, second] => {
                let pair = [Self::of(first, until, shelf)?, Self::of(second, until, shelf)?];
                Ok(Runner::Pair(Box::new(pair)))
            }
            _ => Self::of(&design.scenario, until, shelf),
        }
    }

    /// How many values are drawn.
    pub fn values(&self) -> usize {
        match self {
            Runner::Worlds(worlds) => worlds.keys().len(),
            Runner::Pair(pair) => pair.iter().map(Runner::values).max().unwrap_or(0),
            Runner::Known { .. } | Runner::Plain { .. } => 0,
        }
    }

    /// What is drawn in some worlds, by key.
    pub fn drawn(&self, worlds: &[u64]) -> BTreeMap<String, Drawn> {
        let of = match self {
            Runner::Worlds(of) => of,
            Runner::Pair(pair) => {
                let [first, second] = &**pair;
                return second.drawn(worlds).into_iter().chain(first.drawn(worlds)).collect();
            }
            Runner::Known { .. } | Runner::Plain { .. } => return BTreeMap::new(),
        };
        let mut told: BTreeMap<String, String> = of.told().into_iter().collect();
        let mut drawn: BTreeMap<String, Drawn> = BTreeMap::new();
        for world in worlds {
            for (key, number) in of.keys().into_iter().zip(of.numbers(*world)) {
                let entry = drawn.entry(key.clone()).or_insert_with(|| Drawn {
                    what: told.remove(&key).unwrap_or(key),
                    numbers: Vec::new(),
                });
                entry.numbers.push(number);
            }
        }
        drawn
    }

    /// So many flasks of a world, sequenced where that is asked for; `None` on a stop.
    fn flasks(&self, world: u64, flasks: u64, stop: &AtomicBool, by: Option<&Sequencing>) -> Option<Flasks> {
        let numbers = replicates(world, flasks);
        match self {
            Runner::Worlds(worlds) => match by {
                Some(by) => worlds.each_sampled(world, flasks, stop, by.days(), &|laboratory, record, samples| {
                    by.flask(laboratory, record, samples)
                }),
                None => worlds.each(world, flasks, stop, &PlanFlask::of),
            },
            Runner::Pair(pair) => {
                let first = pair[0].flasks(world, flasks, stop, None)?;
                let second = pair[1].flasks(world, flasks, stop, None)?;
                Some(first.and_then(|first| Ok(first.into_iter().chain(second?).collect())))
            }
            Runner::Known {
                laboratory,
                settings,
                seed,
            } => {
                let Laboratory { biology, protocol, .. } = &**laboratory;
                let identity = engine::Identity::Origins;
                let flask = |number| match by {
                    Some(by) => {
                        let days = by.days();
                        let (record, samples) =
                            engine::sample_flask_unless(stop, biology, protocol, settings, *seed, number, days)?;
                        Some(by.flask(laboratory, &record, &samples))
                    }
                    None => {
                        let record =
                            engine::run_flask_unless(stop, biology, protocol, settings, identity, *seed, number)?;
                        Some(PlanFlask::of(&record))
                    }
                };
                numbers.map(flask).collect::<Option<_>>().map(Ok)
            }
            Runner::Plain { plan, settings, seed } => {
                let flask = |number| Some(PlanFlask::of_plain(&plan.run_unless(stop, settings, *seed, number)?));
                numbers.map(flask).collect::<Option<_>>().map(Ok)
            }
        }
    }
}

/// Some worlds of some designs; record number w x designs + d is design d in world w.
pub struct BlockJob<'a> {
    /// All designs.
    pub runners: &'a [Runner<'a>],
    /// Those that are looked at.
    pub running: &'a [usize],
    /// The first world.
    pub first: u64,
    /// Flasks of each of them in each world.
    pub flasks: &'a [u64],
    /// How the flasks of the first of them are sequenced, and in how many worlds.
    pub sequencing: Option<(&'a Sequencing, u64)>,
}

impl BlockJob<'_> {
    /// Flasks of a record, on average.
    pub fn mean_flasks(&self) -> u64 {
        self.flasks.iter().sum::<u64>() / self.flasks.len().max(1) as u64
    }
}

impl Job for BlockJob<'_> {
    type Record = Flasks;

    fn record_bytes(&self) -> f64 {
        1e3 * self.mean_flasks() as f64
    }

    fn simulate(&self, record: u64, stop: &AtomicBool) -> Option<Flasks> {
        let designs = self.running.len() as u64;
        let place = (record % designs) as usize;
        let (world, runner) = (record / designs, &self.runners[self.running[place]]);
        let sequenced = |(_, worlds): &(&Sequencing, u64)| record.is_multiple_of(designs) && world < *worlds;
        let by = self.sequencing.filter(sequenced).map(|(by, _)| by);
        runner.flasks(self.first + world, self.flasks[place], stop, by)
    }
}
