//! The plain model as a [`World`]: kinds and compartments are the types, every channel is pooled.

use crate::engine::population::{FREQUENT, Kind, KindRates, Population, World};
use crate::model::plain::{PlainModel, PlainPhase};
use std::ops::Range;

/// Cumulative rates of ways from one type, and what each is.
#[derive(Debug, Clone, Default)]
struct Ways<T> {
    what: Vec<T>,
    cumulative: Vec<f64>,
}

impl<T> Ways<T> {
    fn push(&mut self, what: T, rate: f64) {
        self.what.push(what);
        self.cumulative.push(self.total() + rate);
    }

    fn total(&self) -> f64 {
        self.cumulative.last().copied().unwrap_or(0.0)
    }
}

/// The ways from every type to others.
#[derive(Debug, Clone)]
pub(super) struct Routes {
    /// Per type: where its channels lie in the tables below, and how many of them are rare.
    channels: Vec<(Range<usize>, usize)>,
    /// Cumulative probabilities per division within a type; which mutation each channel is, and to which type.
    cumulative: Vec<f64>,
    mutation: Vec<usize>,
    mutants: Vec<Kind>,
    /// Per type: pairs of types that both daughters become, and which mutation each is.
    conversions: Vec<Ways<[Kind; 2]>>,
    converting: Vec<Vec<usize>>,
    switches: Vec<Ways<Kind>>,
}

impl Routes {
    pub(super) fn new(model: &PlainModel, per_division: &[f64], per_day: &[f64]) -> Self {
        let types = model.types.len();
        let mut routes = Self {
            channels: Vec::with_capacity(types),
            cumulative: Vec::new(),
            mutation: Vec::new(),
            mutants: Vec::new(),
            conversions: vec![Ways::default(); types],
            converting: vec![Vec::new(); types],
            switches: vec![Ways::default(); types],
        };
        let mut by_type: Vec<[Vec<usize>; 2]> = vec![[Vec::new(), Vec::new()]; types];
        for (i, mutation) in model.mutations.iter().enumerate() {
            match mutation.and {
                None => by_type[mutation.from][usize::from(per_division[i] >= FREQUENT)].push(i),
                Some(and) => {
                    routes.conversions[mutation.from].push([mutation.to as Kind, and as Kind], per_division[i]);
                    routes.converting[mutation.from].push(i);
                }
            }
        }
        for [rare, frequent] in by_type {
            let start = routes.mutation.len();
            let mut sum = 0.0;
            for &i in rare.iter().chain(&frequent) {
                sum += per_division[i];
                routes.cumulative.push(sum);
                routes.mutation.push(i);
                routes.mutants.push(model.mutations[i].to as Kind);
            }
            routes.channels.push((start..routes.mutation.len(), rare.len()));
        }
        for (switch, &rate) in model.switches.iter().zip(per_day) {
            routes.switches[switch.from].push(switch.to as Kind, rate);
        }
        routes
    }
}

/// The types under the rates of a phase.
#[derive(Debug, Clone)]
pub(super) struct PlainWorld<'a> {
    pub model: &'a PlainModel,
    pub routes: &'a Routes,
    /// Per type, in the current phase.
    pub rates: Vec<KindRates>,
    /// Largest birth rate and largest net growth.
    pub ceiling: (f64, f64),
    /// Events per mutation.
    pub founded: Vec<u64>,
}

impl<'a> PlainWorld<'a> {
    /// A phase begins.
    pub(super) fn enter(&mut self, phase: &PlainPhase, routes: &'a Routes) {
        self.routes = routes;
        self.rates.clear();
        self.ceiling = (0.0, f64::NEG_INFINITY);
        for (i, r) in phase.rates.iter().enumerate() {
            self.ceiling = (self.ceiling.0.max(r.birth), self.ceiling.1.max(r.birth - r.death));
            let (range, _) = &routes.channels[i];
            self.rates.push(KindRates {
                birth: r.birth,
                death: r.death,
                mutation: routes.cumulative[range.clone()].last().copied().unwrap_or(0.0),
                converting: routes.conversions[i].total(),
                switching: routes.switches[i].total(),
            });
        }
    }
}

impl World for PlainWorld<'_> {
    fn rates(&self, kind: Kind) -> KindRates {
        self.rates[kind as usize]
    }
    fn channels(&self, kind: Kind) -> &[f64] {
        &self.routes.cumulative[self.routes.channels[kind as usize].0.clone()]
    }
    fn rare_channels(&self, kind: Kind) -> usize {
        self.routes.channels[kind as usize].1
    }
    fn switches(&self, kind: Kind) -> (&[Kind], &[f64]) {
        let Ways { what, cumulative } = &self.routes.switches[kind as usize];
        (what, cumulative)
    }
    fn conversions(&self, kind: Kind) -> (&[[Kind; 2]], &[f64]) {
        let Ways { what, cumulative } = &self.routes.conversions[kind as usize];
        (what, cumulative)
    }
    fn mutants(&self, kind: Kind) -> &[Kind] {
        &self.routes.mutants[self.routes.channels[kind as usize].0.clone()]
    }
    fn found(&mut self, _: &mut Population, from: usize, channel: usize, _: f64, founders: u64) -> usize {
        let mutation = self.routes.mutation[self.routes.channels[from].0.start + channel];
        self.founded[mutation] += founders;
        self.model.mutations[mutation].to
    }
    fn converted(&mut self, _: &mut Population, from: usize, conversion: usize, times: u64) -> [usize; 2] {
        self.founded[self.routes.converting[from][conversion]] += times;
        self.routes.conversions[from].what[conversion].map(|kind| kind as usize)
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
