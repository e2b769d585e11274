//! One replicate of the plain model, on either engine.

use super::culture::{Culture, Span};
use super::exact::Advance;
use super::method::{Engine, Settings};
use super::population::{Crowding, FREQUENT, Kind, KindRates, Population, World};
use super::record::{PlainRecord, PlainSample, PlainStop};
use super::threshold::Watch;
use crate::model::plain::{PlainModel, PlainPhase, Threshold};
use crate::random::{Generator, Purpose, stream};
use crate::units::MAX_CELLS;

/// What all replicates of a plain model share: its routes, laid out for the engines.
#[derive(Debug, Clone)]
pub struct PlainPlan<'a> {
    model: &'a PlainModel,
    /// Per type: where its channels lie in the tables below, and how many of them are rare.
    channels: Vec<(std::ops::Range<usize>, usize)>,
    /// Cumulative probabilities per division within a type; which mutation each channel is.
    cumulative: Vec<f64>,
    mutation: Vec<usize>,
    switches: Vec<(Vec<Kind>, Vec<f64>)>,
}

impl<'a> PlainPlan<'a> {
    /// Lays out the channels and switches of a validated model.
    pub fn new(model: &'a PlainModel) -> Self {
        let mut plan = Self {
            model,
            channels: Vec::new(),
            cumulative: Vec::new(),
            mutation: Vec::new(),
            switches: vec![(Vec::new(), Vec::new()); model.types.len()],
        };
        for from in 0..model.types.len() {
            let of_type = |frequent: bool| {
                let channels = model.mutations.iter().enumerate();
                channels.filter(move |(_, m)| m.from == from && (m.per_division >= FREQUENT) == frequent)
            };
            let start = plan.mutation.len();
            let mut sum = 0.0;
            for (i, mutation) in of_type(false).chain(of_type(true)) {
                sum += mutation.per_division;
                plan.cumulative.push(sum);
                plan.mutation.push(i);
            }
            plan.channels.push((start..plan.mutation.len(), of_type(false).count()));
        }
        for switch in &model.switches {
            let (kinds, cumulative) = &mut plan.switches[switch.from];
            kinds.push(switch.to as Kind);
            cumulative.push(cumulative.last().copied().unwrap_or(0.0) + switch.per_day);
        }
        plan
    }

    /// Runs one replicate.
    pub fn run(&self, settings: &Settings, seed: u64, replicate: u64) -> PlainRecord {
        let mut run = Run {
            model: self.model,
            engine: Engine::new(settings),
            world: PlainWorld {
                plan: self,
                rates: Vec::with_capacity(self.channels.len()),
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
        let stop = run.all_phases(&mut passage);
        PlainRecord {
            replicate,
            stop,
            end_day: run.day,
            cells: run.population.cells,
            mutations: run.world.founded,
            samples: run.samples,
        }
    }
}

/// Runs one replicate of a plain model (many: make one [`PlainPlan`]).
pub fn run_plain(model: &PlainModel, settings: &Settings, seed: u64, replicate: u64) -> PlainRecord {
    PlainPlan::new(model).run(settings, seed, replicate)
}

/// The plain model as a [`World`]: kinds and compartments are the types, every channel is pooled.
#[derive(Debug, Clone)]
struct PlainWorld<'a> {
    plan: &'a PlainPlan<'a>,
    /// Per type, in the current phase.
    rates: Vec<KindRates>,
    ceiling: (f64, f64),
    founded: Vec<u64>,
}

impl PlainWorld<'_> {
    fn enter(&mut self, phase: &PlainPhase) {
        self.rates.clear();
        self.ceiling = (0.0, f64::NEG_INFINITY);
        for (i, r) in phase.rates.iter().enumerate() {
            self.ceiling = (self.ceiling.0.max(r.birth), self.ceiling.1.max(r.birth - r.death));
            let (range, _) = &self.plan.channels[i];
            self.rates.push(KindRates {
                birth: r.birth,
                death: r.death,
                mutation: self.plan.cumulative[range.clone()].last().copied().unwrap_or(0.0),
                switching: self.plan.switches[i].1.last().copied().unwrap_or(0.0),
            });
        }
    }
}

impl World for PlainWorld<'_> {
    fn rates(&self, kind: Kind) -> KindRates {
        self.rates[kind as usize]
    }
    fn channels(&self, kind: Kind) -> &[f64] {
        &self.plan.cumulative[self.plan.channels[kind as usize].0.clone()]
    }
    fn rare_channels(&self, kind: Kind) -> usize {
        self.plan.channels[kind as usize].1
    }
    fn switches(&self, kind: Kind) -> (&[Kind], &[f64]) {
        let (kinds, cumulative) = &self.plan.switches[kind as usize];
        (kinds, cumulative)
    }
    fn found(&mut self, _: &mut Population, from: usize, channel: usize, _: f64, founders: u64) -> usize {
        let mutation = self.plan.mutation[self.plan.channels[from].0.start + channel];
        self.founded[mutation] += founders;
        self.plan.model.mutations[mutation].to
    }
    fn pooled(&self, _: Kind, _: usize) -> bool {
        true
    }
    fn ceiling(&self) -> (f64, f64) {
        self.ceiling
    }
    fn steepest(&self) -> f64 {
        self.rates.iter().map(|r| (r.birth - r.death).abs()).fold(0.0, f64::max)
    }
    fn switched(&mut self, _: &mut Population, _: usize, to: Kind) -> usize {
        to as usize
    }
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
    engine: Engine,
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
}

impl Run<'_> {
    fn all_phases(&mut self, passage: &mut Generator) -> PlainStop {
        self.record();
        if self.population.total() == 0 {
            return PlainStop::Extinct;
        }
        for phase in &self.model.phases {
            self.world.enter(phase);
            for _ in 0..phase.repeat {
                if let PhaseEnd::Stopped(stop) = self.one_phase(phase) {
                    return stop;
                }
                self.record();
                self.population.sample(passage, phase.keep);
                if self.population.total() == 0 {
                    return PlainStop::Extinct;
                }
            }
        }
        PlainStop::PhasesDone
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
        let growth = self.world.ceiling.1.max(0.0) * phase.duration.min(LONGEST_PHASE);
        !stopped && self.population.total() as f64 * libm::exp(growth.min(700.0)) > FAR_FROM_MOST
    }

    fn advance(&mut self, to: f64, watches: &mut [Watch]) -> Advance {
        let mut culture = Culture {
            world: &mut self.world,
            population: &mut self.population,
            crowding: Crowding::default(),
            rng: &mut self.growth,
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
