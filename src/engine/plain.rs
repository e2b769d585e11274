//! One replicate of the plain model, on either engine.

use super::exact::{self, Advance};
use super::interval::Interval;
use super::population::{Crowding, FREQUENT, Kind, KindRates, Population, World};
use super::record::{PlainRecord, PlainSample, PlainStop};
use super::threshold::Watch;
use super::{Method, Settings};
use crate::model::plain::{PlainModel, PlainPhase, Threshold};
use crate::random::{Generator, Purpose, stream};

/// The plain model as a [`World`]: kinds and compartments are the types, every channel is pooled.
#[derive(Debug, Clone)]
struct PlainWorld {
    /// Per type, in the current phase.
    rates: Vec<KindRates>,
    ceiling: (f64, f64),
    /// Per type: cumulative probabilities per division, and which mutation each channel is.
    channels: Vec<(Vec<f64>, Vec<usize>)>,
    /// Per type: how many of the channels are rare.
    rare: Vec<usize>,
    /// Target type of each mutation.
    mutation_to: Vec<usize>,
    switches: Vec<(Vec<Kind>, Vec<f64>)>,
    founded: Vec<u64>,
}

impl PlainWorld {
    fn new(model: &PlainModel) -> Self {
        let n = model.types.len();
        let mut channels = vec![(Vec::new(), Vec::new()); n];
        let mut order: Vec<usize> = (0..model.mutations.len()).collect();
        order.sort_by_key(|&i| model.mutations[i].per_division >= FREQUENT);
        for i in order {
            let mutation = &model.mutations[i];
            let (cumulative, which): &mut (Vec<f64>, Vec<usize>) = &mut channels[mutation.from];
            cumulative.push(cumulative.last().copied().unwrap_or(0.0) + mutation.per_division);
            which.push(i);
        }
        let rare = channels
            .iter()
            .map(|(_, which)| {
                which
                    .iter()
                    .filter(|&&i| model.mutations[i].per_division < FREQUENT)
                    .count()
            })
            .collect();
        let mut switches = vec![(Vec::new(), Vec::new()); n];
        for switch in &model.switches {
            let (kinds, cumulative): &mut (Vec<Kind>, Vec<f64>) = &mut switches[switch.from];
            kinds.push(switch.to as Kind);
            cumulative.push(cumulative.last().copied().unwrap_or(0.0) + switch.per_day);
        }
        Self {
            rates: Vec::new(),
            ceiling: (0.0, 0.0),
            channels,
            rare,
            mutation_to: model.mutations.iter().map(|m| m.to).collect(),
            switches,
            founded: vec![0; model.mutations.len()],
        }
    }

    fn enter(&mut self, phase: &PlainPhase) {
        self.rates.clear();
        self.ceiling = (0.0, f64::NEG_INFINITY);
        for (i, r) in phase.rates.iter().enumerate() {
            self.ceiling = (self.ceiling.0.max(r.birth), self.ceiling.1.max(r.birth - r.death));
            self.rates.push(KindRates {
                birth: r.birth,
                death: r.death,
                mutation: self.channels[i].0.last().copied().unwrap_or(0.0),
                switching: self.switches[i].1.last().copied().unwrap_or(0.0),
            });
        }
    }
}

impl World for PlainWorld {
    fn rates(&self, kind: Kind) -> KindRates {
        self.rates[kind as usize]
    }
    fn channels(&self, kind: Kind) -> &[f64] {
        &self.channels[kind as usize].0
    }
    fn rare_channels(&self, kind: Kind) -> usize {
        self.rare[kind as usize]
    }
    fn switches(&self, kind: Kind) -> (&[Kind], &[f64]) {
        let (kinds, cumulative) = &self.switches[kind as usize];
        (kinds, cumulative)
    }
    fn found(&mut self, _: &mut Population, from: usize, channel: usize, _: f64, founders: u64) -> usize {
        let mutation = self.channels[from].1[channel];
        self.founded[mutation] += founders;
        self.mutation_to[mutation]
    }
    fn pooled(&self, _: Kind, _: usize) -> bool {
        true
    }
    fn ceiling(&self) -> (f64, f64) {
        self.ceiling
    }
    fn switched(&mut self, _: &mut Population, _: usize, to: Kind) -> usize {
        to as usize
    }
}

/// A phase without a duration ends after so many days even if its stop is never met.
const LONGEST_PHASE: f64 = 1e6;

/// State of a running replicate.
struct Run<'a> {
    model: &'a PlainModel,
    method: Method,
    interval: Interval,
    world: PlainWorld,
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

/// Runs one replicate of a plain model.
pub fn run_plain(model: &PlainModel, settings: &Settings, seed: u64, replicate: u64) -> PlainRecord {
    let mut run = Run {
        model,
        method: settings.method,
        interval: Interval::new(settings.tolerance),
        world: PlainWorld::new(model),
        population: Population::default(),
        growth: stream(seed, replicate, Purpose::Growth),
        day: 0.0,
        samples: Vec::new(),
    };
    for (kind, plain) in model.types.iter().enumerate() {
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
                    break;
                }
            }
        }
        PhaseEnd::Done
    }

    fn advance(&mut self, to: f64, watches: &mut [Watch]) -> Advance {
        let (world, population, rng) = (&mut self.world, &mut self.population, &mut self.growth);
        let open = Crowding::default();
        match self.method {
            Method::Interval => self
                .interval
                .advance(world, population, &open, (self.day, to), watches, rng),
            Method::Exact => exact::advance(world, population, &open, (self.day, to), watches, rng),
        }
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
