//! One replicate of the plain model, on either engine.

use super::world::{PlainWorld, Routes};
use crate::engine::culture::{Culture, Halt, Span};
use crate::engine::exact::Advance;
use crate::engine::method::{Engine, Settings};
use crate::engine::population::{Crowding, Kind, Population, World};
use crate::engine::record::{PlainRecord, PlainSample, PlainStop};
use crate::engine::threshold::Watch;
use crate::model::plain::{PlainModel, PlainPhase, Threshold};
use crate::random::{Generator, Purpose, stream};
use crate::units::MAX_CELLS;
use std::sync::atomic::AtomicBool;

/// What all replicates of a plain model share: its routes, laid out for the engines.
#[derive(Debug, Clone)]
pub struct PlainPlan<'a> {
    model: &'a PlainModel,
    /// Of phases that say nothing of their own.
    usual: Routes,
    /// Of each phase, where it has rates of change of its own.
    own: Vec<Option<Routes>>,
}

impl<'a> PlainPlan<'a> {
    /// Lays out the channels and switches of a validated model.
    pub fn new(model: &'a PlainModel) -> Self {
        let all = |phase: &PlainPhase| Routes::new(model, &phase.per_division(model), &phase.per_day(model));
        Self {
            model,
            usual: Routes::new(model, &model.per_division(), &model.per_day()),
            own: (model.phases.iter())
                .map(|phase| phase.changes.is_some().then(|| all(phase)))
                .collect(),
        }
    }

    fn routes(&self, phase: usize) -> &Routes {
        self.own[phase].as_ref().unwrap_or(&self.usual)
    }

    /// Runs one replicate.
    ///
    /// # Panics
    /// Never: nobody asks to halt.
    pub fn run(&self, settings: &Settings, seed: u64, replicate: u64) -> PlainRecord {
        let record = self.run_or_halt(Halt::default(), settings, seed, replicate);
        record.expect("nobody asks to halt")
    }

    /// The same, unless `stop` is set before its end.
    pub fn run_unless(&self, stop: &AtomicBool, settings: &Settings, seed: u64, replicate: u64) -> Option<PlainRecord> {
        self.run_or_halt(Halt::on(stop), settings, seed, replicate)
    }

    fn run_or_halt(&self, halt: Halt, settings: &Settings, seed: u64, replicate: u64) -> Option<PlainRecord> {
        let mut run = Run {
            model: self.model,
            engine: Engine::new(settings, halt),
            crowding: Crowding {
                capacity: self.model.capacity.map(|cells| cells as f64),
            },
            world: PlainWorld {
                model: self.model,
                routes: &self.usual,
                rates: Vec::with_capacity(self.model.types.len()),
                ceiling: (0.0, 0.0),
                founded: vec![0; self.model.mutations.len()],
            },
            population: Population::default(),
            growth: stream(seed, replicate, Purpose::Growth),
            day: 0.0,
            samples: Vec::new(),
        };
        for (kind, plain) in self.model.types.iter().enumerate() {
            run.population.add(kind as Kind, plain.founders);
        }
        let mut passage = stream(seed, replicate, Purpose::Passage);
        let stop = run.all_phases(self, &mut passage)?;
        Some(PlainRecord {
            replicate,
            stop,
            end_day: run.day,
            cells: run.population.cells,
            mutations: run.world.founded,
            samples: run.samples,
        })
    }
}

/// Runs one replicate of a plain model (many: make one [`PlainPlan`]).
pub fn run_plain(model: &PlainModel, settings: &Settings, seed: u64, replicate: u64) -> PlainRecord {
    PlainPlan::new(model).run(settings, seed, replicate)
}

/// A phase without a duration is left after so many days if neither stop nor extinction came.
const LONGEST_PHASE: f64 = 1e6;

/// A replicate is left at so many cells: 1% (the accuracy of watched sizes) below what can be counted one by one.
const MOST_CELLS: u64 = MAX_CELLS - MAX_CELLS / 80;

/// Below this total, expected growth by `e^growth` cannot come near [`MOST_CELLS`] by any chance that matters (families
/// of exponential size: 100 times the mean has probability e^-100).
const FAR_FROM_MOST: f64 = MOST_CELLS as f64 / 100.0;

/// State of a running replicate.
struct Run<'a> {
    model: &'a PlainModel,
    engine: Engine<'a>,
    crowding: Crowding,
    world: PlainWorld<'a>,
    population: Population,
    growth: Generator,
    day: f64,
    samples: Vec<PlainSample>,
}

/// Why a phase ended.
enum PhaseEnd {
    Done,
    Stopped(PlainStop),
    Halted,
}

impl<'a> Run<'a> {
    /// `None` where it was halted.
    fn all_phases(&mut self, plan: &'a PlainPlan, passage: &mut Generator) -> Option<PlainStop> {
        self.record();
        if self.population.total() == 0 {
            return Some(PlainStop::Extinct);
        }
        for (i, phase) in self.model.phases.iter().enumerate() {
            self.world.enter(phase, plan.routes(i));
            for _ in 0..phase.repeat {
                match self.one_phase(phase) {
                    PhaseEnd::Stopped(stop) => return Some(stop),
                    PhaseEnd::Halted => return None,
                    PhaseEnd::Done => {}
                }
                self.record();
                self.population.sample(passage, phase.keep);
                if self.population.total() == 0 {
                    return Some(PlainStop::Extinct);
                }
            }
        }
        Some(PlainStop::PhasesDone)
    }

    /// One pass through a phase: the watched sizes are tested at their first upward passage, so
    /// also at its end; recording comes after.
    fn one_phase(&mut self, phase: &PlainPhase) -> PhaseEnd {
        let sizes = [self.model.stop, phase.until];
        let mut watches: Vec<Watch> = Vec::with_capacity(2);
        let mut ends: Vec<Option<PlainStop>> = Vec::with_capacity(2);
        for (i, size) in sizes.iter().enumerate() {
            if let Some(Threshold { of_type, cells }) = *size {
                watches.push(Watch::new(of_type.map(|t| t as Kind), cells, &self.population));
                let stop = if of_type.is_some() {
                    PlainStop::TypeCells
                } else {
                    PlainStop::TotalCells
                };
                ends.push((i == 0).then_some(stop));
            }
        }
        if self.may_grow_beyond_counting(phase) {
            watches.push(Watch::new(None, MOST_CELLS, &self.population));
            ends.push(Some(PlainStop::TooManyCells));
        }
        let end = self.day + phase.duration.min(LONGEST_PHASE);
        while self.day < end {
            let to = self.next_record().min(end);
            match self.advance(to, &mut watches) {
                Advance::Reached => {
                    self.day = to;
                    if to < end {
                        self.record();
                    }
                }
                Advance::Halted => return PhaseEnd::Halted,
                Advance::Extinct(day) => {
                    self.day = day;
                    self.record();
                    return PhaseEnd::Stopped(PlainStop::Extinct);
                }
                Advance::Met(which, day) => {
                    self.day = day;
                    if let Some(stop) = ends[which] {
                        self.record();
                        return PhaseEnd::Stopped(stop);
                    }
                    return PhaseEnd::Done;
                }
            }
        }
        match phase.duration.is_finite() {
            true => PhaseEnd::Done,
            false => {
                self.record();
                PhaseEnd::Stopped(PlainStop::Unending)
            }
        }
    }

    /// Whether no stop keeps the total below what can be counted, and the fastest type could bring it there.
    fn may_grow_beyond_counting(&self, phase: &PlainPhase) -> bool {
        let stopped = self.model.stop.is_some_and(|stop| stop.of_type.is_none());
        let growth = self.world.ceiling().1.max(0.0) * phase.duration.min(LONGEST_PHASE);
        // At a plateau the total leaves its capacity by chance alone.
        let room = self.model.capacity.is_some_and(|cells| cells < MOST_CELLS / 2);
        !(stopped || room) && self.population.total() as f64 * libm::exp(growth.min(700.0)) > FAR_FROM_MOST
    }

    fn advance(&mut self, to: f64, watches: &mut [Watch]) -> Advance {
        let mut culture = Culture {
            world: &mut self.world,
            population: &mut self.population,
            crowding: self.crowding,
            rng: &mut self.growth,
            halt: self.engine.halt,
        };
        self.engine.advance(&mut culture, Span::new(self.day, to), watches)
    }

    /// Next day on the recording grid.
    fn next_record(&self) -> f64 {
        match self.model.record_every {
            None => f64::INFINITY,
            Some(every) => (libm::floor(self.day / every + 1e-9) + 1.0) * every,
        }
    }

    fn record(&mut self) {
        if self.model.record_every.is_none() || self.samples.last().is_some_and(|s| s.day == self.day) {
            return;
        }
        self.samples.push(PlainSample {
            day: self.day,
            cells: self.population.cells.clone(),
        });
    }
}
