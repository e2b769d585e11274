//! What a flask's population looks like at one moment, for its record.

use super::lineage::{Lineage, Place};
use super::world::FlaskWorld;
use crate::engine::population::{Kind, Population};
use crate::engine::record::{LineageRecord, MechanismShare};
use crate::model::biology::{Biology, Mechanism};
use std::collections::BTreeMap;

/// Composition at one moment (shares of living cells).
#[derive(Debug, Clone, Default)]
pub(super) struct Moment {
    pub cells: u64,
    pub composition: Vec<MechanismShare>,
    pub pre_existing: f64,
    pub acquired: f64,
    pub via_tolerant: f64,
    pub spiked: f64,
    pub compound: f64,
}

/// Cells and mutated driver copies of one kind or mechanism.
#[derive(Default)]
struct Weight {
    cells: u64,
    mutated_copies: f64,
    has_allele: bool,
    /// A lineage and state of this kind.
    seen: (u32, usize),
}

impl Weight {
    /// Cells of which each has so many mutated copies.
    fn of(cells: u64, mutated: u32) -> Self {
        Self {
            cells,
            mutated_copies: cells as f64 * f64::from(mutated),
            has_allele: mutated > 0,
            ..Self::default()
        }
    }

    fn add(&mut self, other: &Self) {
        self.cells += other.cells;
        self.mutated_copies += other.mutated_copies;
        self.has_allele |= other.has_allele;
    }
}

/// Cells by kind, and the driver copies of all of them.
#[derive(Default)]
struct Kinds {
    weights: BTreeMap<Kind, Weight>,
    copies: f64,
}

/// Shares by mechanism, and where the cells' latest heritable alterations came from.
pub(super) fn compose(biology: &Biology, world: &FlaskWorld, population: &Population, limit: f64) -> Moment {
    let mut kinds = Kinds::default();
    let mut moment = Moment {
        cells: population.total(),
        ..Moment::default()
    };
    let total = moment.cells.max(1) as f64;
    for (i, &cells) in population.cells.iter().enumerate() {
        if cells == 0 {
            continue;
        }
        let Place { lineage, state } = world.place(i);
        let lineage = world.unmarked(lineage);
        let genotype = world.genotype_of(lineage);
        let (copies, alleles) = biology.driver_copies(genotype);
        let mutated = alleles.iter().map(|(_, n)| *n).max().unwrap_or(0);
        kinds.copies += cells as f64 * f64::from(copies);
        let weight = kinds.weights.entry(population.kinds[i]).or_default();
        weight.seen = (lineage, state);
        weight.add(&Weight::of(cells, mutated));
        let share = cells as f64 / total;
        if biology.alteration_count(genotype) >= 2 {
            moment.compound += share;
        }
        if lineage != 0 {
            *moment.origin(&world.lineages[lineage as usize]) += share;
        }
    }
    moment.limit_shares();
    moment.composition = kinds.composition(biology, world, total, limit);
    moment
}

impl Moment {
    /// The share of cells that came about like this lineage.
    fn origin(&mut self, founder: &Lineage) -> &mut f64 {
        match (founder.since_drug, founder.founded_state) {
            _ if founder.spiked => &mut self.spiked,
            (false, _) => &mut self.pre_existing,
            (true, 0) => &mut self.acquired,
            (true, _) => &mut self.via_tolerant,
        }
    }

    /// Sums of many shares may exceed 1 by rounding.
    fn limit_shares(&mut self) {
        for share in [
            &mut self.pre_existing,
            &mut self.acquired,
            &mut self.via_tolerant,
            &mut self.spiked,
            &mut self.compound,
        ] {
            *share = share.clamp(0.0, 1.0);
        }
    }
}

impl Kinds {
    /// Shares by mechanism, most cells first.
    fn composition(self, biology: &Biology, world: &FlaskWorld, total: f64, limit: f64) -> Vec<MechanismShare> {
        let mut mechanisms: BTreeMap<Mechanism, Weight> = BTreeMap::new();
        for weight in self.weights.into_values() {
            let (lineage, state) = weight.seen;
            let mechanism = biology.mechanism(world.genotype_of(lineage), state);
            mechanisms.entry(mechanism).or_default().add(&weight);
        }
        let copies = self.copies.max(1.0);
        let share_of = |(mechanism, weight): (Mechanism, Weight)| {
            let share = weight.cells as f64 / total;
            let frequency = match weight.has_allele {
                true => weight.mutated_copies / copies,
                false => share,
            };
            MechanismShare {
                mechanism,
                share,
                frequency,
                present: frequency >= limit,
            }
        };
        let mut composition: Vec<MechanismShare> = mechanisms.into_iter().map(share_of).collect();
        composition.sort_by(|a, b| b.share.total_cmp(&a.share).then_with(|| a.mechanism.cmp(&b.mechanism)));
        composition
    }
}

/// Lineages that ever exceeded 0.1% of the flask or 1,000 cells, and how many did not.
pub(super) fn lineage_records(
    biology: &Biology,
    world: &FlaskWorld,
    population: &Population,
) -> (Vec<LineageRecord>, u64) {
    let states = biology.states();
    let mut end: BTreeMap<u32, Vec<u64>> = BTreeMap::new();
    for (i, &cells) in population.cells.iter().enumerate() {
        let Place { lineage, state } = world.place(i);
        end.entry(world.unmarked(lineage))
            .or_insert_with(|| vec![0; states.len()])[state] += cells;
    }
    let mut records = Vec::new();
    let mut minor = 0;
    for (id, lineage) in world.lineages.iter().enumerate() {
        let id = id as u32;
        // A barcode alone is no lineage of its own; `barcodes.csv` counts it.
        if lineage.marked_here {
            continue;
        }
        if id != 0 && lineage.max_cells <= 1_000 && lineage.max_share <= 1e-3 {
            minor += 1;
            continue;
        }
        records.push(LineageRecord {
            lineage: id,
            parent: lineage.parent.map(|parent| world.unmarked(parent)),
            mechanism: biology.mechanism(world.genotype_of(id), 0),
            founded_day: lineage.founded_day,
            founded_state: states[lineage.founded_state].id.clone(),
            under_drug: lineage.under_drug,
            spiked: lineage.spiked,
            barcode: lineage.mark,
            founders: lineage.founders,
            max_cells: lineage.max_cells,
            max_share: lineage.max_share,
            end_cells: end.remove(&id).unwrap_or_else(|| vec![0; states.len()]),
        });
    }
    (records, minor)
}
