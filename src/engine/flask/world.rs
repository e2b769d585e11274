//! The cells of one flask as a [`World`]: genotypes and lineages made on demand.
//!
//! A kind is a genotype in a cell state. A lineage is what descends from one founder (or from
//! founders pooled by genotype, origin and time bin) without a further heritable alteration; it
//! has one compartment per cell state, and switching moves cells between them.

use super::exposure::Exposure;
use super::lineage::{Group, Identity, Lineage, Place};
use super::medium::Medium;
use super::pools::{PoolKey, Pools};
use super::rates::Rates;
use crate::engine::population::{FREQUENT, Kind, KindRates, Population, World};
use crate::model::biology::{Biology, Channel, Genotype};
use std::collections::BTreeMap;

/// What is known about a genotype, per flask.
#[derive(Clone)]
struct GenotypeEntry {
    genotype: Genotype,
    channels: Vec<Channel>,
    cumulative: Vec<f64>,
    /// How many channels, from the first, are rare.
    rare: usize,
    /// Entry of each channel's child, once founded.
    children: Vec<Option<u32>>,
    /// Rates are those of the current doses.
    fresh: bool,
}

/// Rates and switches of a kind under the current doses.
#[derive(Clone, Default)]
struct KindEntry {
    birth: f64,
    death: f64,
    switch_kinds: Vec<Kind>,
    switch_cumulative: Vec<f64>,
}

/// See module docs.
#[derive(Clone)]
pub struct FlaskWorld<'a> {
    pub(super) biology: &'a Biology,
    pub(super) identity: Identity,
    pub(super) states: usize,
    exposure: Exposure,
    /// Any drug in the medium.
    under_drug: bool,
    /// Drug has been in the medium.
    since_drug: bool,
    genotypes: Vec<GenotypeEntry>,
    index: BTreeMap<Genotype, u32>,
    kinds: Vec<KindEntry>,
    pub lineages: Vec<Lineage>,
    pools: Pools,
    /// Lineage and state of each compartment.
    places: Vec<Place>,
    ceiling: (f64, f64),
    steepest: f64,
    /// Work space: cells per lineage.
    sizes: Vec<(u32, u64)>,
}

impl<'a> FlaskWorld<'a> {
    /// A world with `founders` wild-type cells in the naive state, without drug.
    pub fn new(biology: &'a Biology, identity: Identity, founders: u64) -> (Self, Population) {
        let mut world = Self {
            biology,
            identity,
            states: biology.states().len(),
            exposure: Exposure::without_drug(biology.drugs().len()),
            under_drug: false,
            since_drug: false,
            genotypes: Vec::new(),
            index: BTreeMap::new(),
            kinds: Vec::new(),
            lineages: Vec::new(),
            pools: Pools::default(),
            places: Vec::new(),
            ceiling: (0.0, 0.0),
            steepest: 0.0,
            sizes: Vec::new(),
        };
        let wild_type = world.genotype(biology.wild_type());
        let mut population = Population::default();
        world
            .lineages
            .push(Lineage::new(None, wild_type, (0.0, 0), world.states));
        world.lineages[0].founders = 1;
        let first = world.compartment(&mut population, 0, 0);
        population.cells[first] = founders;
        (world, population)
    }

    /// Lineage and state of a compartment.
    pub fn place(&self, compartment: usize) -> Place {
        self.places[compartment]
    }

    /// The genotype of a lineage.
    pub fn genotype_of(&self, lineage: u32) -> &Genotype {
        &self.genotypes[self.lineages[lineage as usize].genotype as usize].genotype
    }

    /// Puts drug into the medium.
    pub fn set_medium(&mut self, population: &Population, medium: Medium) {
        self.since_drug |= medium.drugs.iter().any(|drug| drug.dose > 0.0);
        if self.exposure.set(medium) {
            self.set_rates(population);
        }
    }

    /// The rates of all living kinds are those of what the cells see now.
    fn set_rates(&mut self, population: &Population) {
        self.under_drug = self.exposure.is_to_drug();
        self.genotypes.iter_mut().for_each(|g| g.fresh = false);
        (self.ceiling, self.steepest) = ((0.0, 0.0), 0.0);
        for (&kind, &cells) in population.kinds.iter().zip(&population.cells) {
            if cells > 0 {
                self.refresh(kind / self.states as u32);
            }
        }
    }

    /// Entry of a genotype, made if need be.
    pub(super) fn genotype(&mut self, genotype: Genotype) -> u32 {
        if let Some(&known) = self.index.get(&genotype) {
            return known;
        }
        let id = self.genotypes.len() as u32;
        let mut channels = self.biology.channels(&genotype);
        let frequent = |c: &Channel| c.pooled && c.per_division >= FREQUENT;
        channels.sort_by_key(frequent);
        let rare = channels.iter().filter(|c| !frequent(c)).count();
        self.index.insert(genotype.clone(), id);
        self.genotypes.push(GenotypeEntry {
            genotype,
            children: vec![None; channels.len()],
            cumulative: cumulative(&channels, 1.0),
            channels,
            rare,
            fresh: false,
        });
        self.kinds.resize(self.kinds.len() + self.states, KindEntry::default());
        self.refresh(id);
        id
    }

    /// Recomputes the rates of all states of a genotype, unless they are those of the doses: their means over the moments.
    fn refresh(&mut self, genotype: u32) {
        let entry = &mut self.genotypes[genotype as usize];
        if entry.fresh {
            return;
        }
        entry.fresh = true;
        if self.biology.induced_mutability != 1.0 {
            let moments = self.exposure.moments().iter();
            let factors = moments.map(|moment| moment.share * self.biology.mutability(&entry.genotype, &moment.doses));
            entry.cumulative = cumulative(&entry.channels, factors.sum());
        }
        let rates = Rates::over(self.exposure.moments(), self.biology, &entry.genotype);
        for (state, rates) in rates.into_iter().enumerate() {
            let kind = &mut self.kinds[genotype as usize * self.states + state];
            (kind.birth, kind.death) = (rates.birth, rates.death);
            kind.switch_kinds.clear();
            kind.switch_cumulative.clear();
            let mut sum = 0.0;
            for switch in rates.switches {
                sum += switch.per_day;
                kind.switch_kinds.push(genotype * self.states as u32 + switch.to as u32);
                kind.switch_cumulative.push(sum);
            }
            let growth = rates.birth - rates.death;
            self.exposure.note_swing(rates.swing);
            self.steepest = self.steepest.max(growth.abs());
            self.ceiling = (self.ceiling.0.max(rates.birth), self.ceiling.1.max(growth));
        }
    }

    /// A lineage without cells, with its parent's barcode.
    pub(super) fn new_lineage(&mut self, parent: u32, genotype: u32, day: f64, state: usize) -> u32 {
        let mut lineage = Lineage::new(Some(parent), genotype, (day, state), self.states);
        (lineage.under_drug, lineage.since_drug) = (self.under_drug, self.since_drug);
        lineage.mark = self.lineages[parent as usize].mark;
        self.lineages.push(lineage);
        self.lineages.len() as u32 - 1
    }

    /// The lineage that pools what founders like this one found, made if need be.
    fn pool(&mut self, parent: u32, genotype: u32, day: f64, state: usize) -> u32 {
        let founder = PoolKey {
            genotype,
            under_drug: self.under_drug,
            since_drug: self.since_drug,
            state,
            bin: PoolKey::bin(day),
            mark: self.lineages[parent as usize].mark,
        };
        let key = founder.told_apart(self.identity);
        if let Some(known) = self.pools.get(&key) {
            return known;
        }
        let made = self.new_lineage(parent, genotype, day, state);
        self.pools.insert(key, made);
        made
    }

    /// Whether founders of a genotype's channel are pooled.
    fn is_pooled(&self, genotype: usize, channel: usize) -> bool {
        self.identity == Identity::Origins || self.genotypes[genotype].channels[channel].pooled
    }

    /// The compartment of a lineage's state, made if need be.
    pub(super) fn compartment(&mut self, population: &mut Population, lineage: u32, state: usize) -> usize {
        let genotype = self.lineages[lineage as usize].genotype;
        self.refresh(genotype);
        let entry = &mut self.lineages[lineage as usize];
        if let Some(known) = entry.compartments[state] {
            return known as usize;
        }
        let made = population.add(genotype * self.states as u32 + state as u32, 0);
        entry.compartments[state] = Some(made as u32);
        self.places.push(Place { lineage, state });
        made
    }

    /// Replaces the population by these cells of lineages that the flask has known.
    pub fn replace(&mut self, population: &mut Population, groups: &[Group]) {
        population.cells.iter_mut().for_each(|n| *n = 0);
        for &Group { place, cells } in groups {
            let compartment = self.compartment(population, place.lineage, place.state);
            population.cells[compartment] += cells;
        }
    }

    /// Takes these cells out of the population, as far as they are there.
    pub fn take_out(&mut self, population: &mut Population, groups: &[Group]) {
        for &Group { place, cells } in groups {
            let compartment = self.compartment(population, place.lineage, place.state);
            population.cells[compartment] -= cells.min(population.cells[compartment]);
        }
    }

    /// Drops empty compartments, so that long runs do not carry the dead along.
    pub fn compact(&mut self, population: &mut Population) {
        if population.cells.iter().filter(|&&n| n == 0).count() * 2 < population.cells.len() {
            return;
        }
        let mut kept = 0;
        for i in 0..population.cells.len() {
            let Place { lineage, state } = self.places[i];
            if population.cells[i] == 0 {
                self.lineages[lineage as usize].compartments[state] = None;
                continue;
            }
            self.lineages[lineage as usize].compartments[state] = Some(kept as u32);
            population.cells[kept] = population.cells[i];
            population.kinds[kept] = population.kinds[i];
            self.places[kept] = self.places[i];
            kept += 1;
        }
        population.cells.truncate(kept);
        population.kinds.truncate(kept);
        self.places.truncate(kept);
    }

    /// Updates each lineage's largest count and share, where lineages are kept.
    pub fn note_sizes(&mut self, population: &Population, total: u64) {
        if self.identity == Identity::Origins {
            return;
        }
        let mut sizes = std::mem::take(&mut self.sizes);
        sizes.clear();
        for (i, &cells) in population.cells.iter().enumerate() {
            if cells > 0 {
                sizes.push((self.unmarked(self.places[i].lineage), cells));
            }
        }
        sizes.sort_unstable();
        for same in sizes.chunk_by(|a, b| a.0 == b.0) {
            let cells: u64 = same.iter().map(|(_, cells)| cells).sum();
            let entry = &mut self.lineages[same[0].0 as usize];
            entry.max_cells = entry.max_cells.max(cells);
            entry.max_share = entry.max_share.max(cells as f64 / total.max(1) as f64);
        }
        self.sizes = sizes;
    }

    /// Moves the origin of time: founding days become relative to `zero`.
    pub fn shift_days(&mut self, zero: f64) {
        for lineage in &mut self.lineages {
            lineage.founded_day -= zero;
        }
        if self.identity == Identity::Origins {
            return;
        }
        // Pools of the stock take no founders from the treated flask.
        self.pools.clear();
    }
}

impl World for FlaskWorld<'_> {
    fn rates(&self, kind: Kind) -> KindRates {
        let entry = &self.kinds[kind as usize];
        KindRates {
            birth: entry.birth,
            death: entry.death,
            mutation: self.channels(kind).last().copied().unwrap_or(0.0),
            converting: 0.0,
            switching: entry.switch_cumulative.last().copied().unwrap_or(0.0),
        }
    }

    fn prepare(&mut self, population: &Population, from: f64, to: f64) {
        if self.exposure.begins_interval(from) {
            self.set_rates(population);
        }
        if self.exposure.take_step(from, to) {
            self.set_rates(population);
        }
    }

    fn steady_for(&self, _day: f64) -> f64 {
        self.exposure.resolution()
    }

    fn averaged_for(&self, day: f64, tolerance: f64) -> f64 {
        self.exposure.averaged_for(day, tolerance)
    }

    fn channels(&self, kind: Kind) -> &[f64] {
        &self.genotypes[kind as usize / self.states].cumulative
    }

    fn rare_channels(&self, kind: Kind) -> usize {
        self.genotypes[kind as usize / self.states].rare
    }

    fn switches(&self, kind: Kind) -> (&[Kind], &[f64]) {
        let entry = &self.kinds[kind as usize];
        (&entry.switch_kinds, &entry.switch_cumulative)
    }

    fn found(&mut self, population: &mut Population, from: usize, channel: usize, at: f64, founders: u64) -> usize {
        let Place { lineage: parent, state } = self.places[from];
        let mother = self.lineages[parent as usize].genotype as usize;
        let child = match self.genotypes[mother].children[channel] {
            Some(child) => child,
            None => {
                let genotype = self.genotypes[mother].channels[channel].child.clone();
                let child = self.genotype(genotype);
                self.genotypes[mother].children[channel] = Some(child);
                child
            }
        };
        let lineage = if self.is_pooled(mother, channel) {
            self.pool(parent, child, at, state)
        } else {
            self.new_lineage(parent, child, at, state)
        };
        self.lineages[lineage as usize].founders += founders;
        self.compartment(population, lineage, state)
    }

    fn pooled(&self, kind: Kind, channel: usize) -> bool {
        self.is_pooled(kind as usize / self.states, channel)
    }

    fn ceiling(&self) -> (f64, f64) {
        self.ceiling
    }

    fn steepest(&self) -> f64 {
        self.steepest
    }

    fn switched(&mut self, population: &mut Population, from: usize, to: Kind) -> usize {
        let lineage = self.places[from].lineage;
        self.compartment(population, lineage, to as usize % self.states)
    }
}

/// Running sums of the channels' probabilities per division, with point mutations so many times as frequent.
fn cumulative(channels: &[Channel], point_mutations: f64) -> Vec<f64> {
    let mut sum = 0.0;
    channels
        .iter()
        .map(|channel| {
            sum += channel.per_division * if channel.point { point_mutations } else { 1.0 };
            sum
        })
        .collect()
}
