//! Single-cell cloning: cells picked at random, each grown up without drug (or under it) and banked.
//!
//! A clone is whole cells that divide, die and switch state by chance: a founder or its whole family may die,
//! and what survives under drug does so by a real switch of a real cell. Reversible resistance is lost off drug
//! on the way. New mutations of the expansion are left out.

use crate::assay::bench::Bench;
use crate::assay::cells::specimen::{Specimen, SpecimenCells};
use crate::assay::scatter::ReadoutValue;
use crate::model::biology::{Genotype, Switch};
use crate::model::branching::{Branching, Transition};
use crate::random::Generator;
use crate::sampling::{bernoulli, binomial, multinomial, pick_cumulative};
use libm::expm1;
use serde::{Deserialize, Serialize};

/// Clones that have not grown by then are given up, days.
const PATIENCE: f64 = 150.0;

/// How cells are cloned.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CloningDesign {
    /// Cells plated singly.
    pub cells: u32,
    /// Chance that a plated cell takes; its family may still die out by chance or under drug.
    pub efficiency: f64,
    /// Cells to bank.
    pub expand_to: f64,
    /// Doses during expansion, nM, one per drug of the bench.
    pub doses: Vec<f64>,
}

impl CloningDesign {
    /// So many cells in drug-free medium.
    pub fn new(bench: &Bench, cells: u32) -> Self {
        Self {
            cells,
            efficiency: 0.3,
            expand_to: 1e6,
            doses: vec![0.0; bench.biology.drugs().len()],
        }
    }

    /// What is wrong with it, if anything.
    pub fn fault(&self) -> Option<String> {
        if !(1..=10_000).contains(&self.cells) {
            return Some(format!("{} cells to plate: allowed 1 to 10000", self.cells));
        }
        if !(self.efficiency > 0.0 && self.efficiency <= 1.0) {
            return Some(format!("efficiency {}: allowed above 0 to 1", self.efficiency));
        }
        None
    }

    /// What stands behind the numbers.
    pub fn assumptions(&self) -> Vec<ReadoutValue> {
        vec![ReadoutValue::assumed(
            "cloning: chance that a singly plated cell takes",
            self.efficiency,
            (0.05, 0.8),
            "Differs between lines and media; no value for these.",
        )]
    }
}

/// One plated cell and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BankedClone {
    /// Number of the well, from 1.
    pub well: u32,
    /// Name of the founding cell's genotype and state; the truth, for comparison.
    pub founder: String,
    /// Days until it could be banked.
    pub days: f64,
    /// The banked cells.
    pub specimen: Specimen,
}

/// What a cloning gave.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cloning {
    /// Name of the culture.
    pub source: String,
    /// Cells plated singly.
    pub plated: u32,
    /// Those that grew, in the order of wells.
    pub clones: Vec<BankedClone>,
}

/// Plates single cells of a specimen and grows those that take. `growth` gives the generator of each well, so
/// that no clone depends on the fate of another.
pub fn single_cell_clones(
    bench: &Bench,
    specimen: &Specimen,
    design: &CloningDesign,
    rng: &mut Generator,
    growth: impl Fn(u32) -> Generator,
) -> Cloning {
    let mut sum = 0.0;
    let cumulative: Vec<f64> = (specimen.cells().iter())
        .map(|part| {
            sum += part.count;
            sum
        })
        .collect();
    let mut clones = Vec::new();
    for well in 1..=design.cells {
        let part = &specimen.cells()[pick_cumulative(rng, &cumulative)];
        // Drawn for every well, so that a better efficiency does not change who is picked.
        let takes = bernoulli(rng, design.efficiency);
        let grown = takes
            .then(|| Family::new(bench, part, design).expand(design.expand_to, &mut growth(well)))
            .flatten();
        if let Some((days, cells)) = grown {
            let cells = cells.into_iter().enumerate().map(|(state, count)| SpecimenCells {
                genotype: part.genotype.clone(),
                state,
                count: count as f64,
            });
            clones.extend(
                Specimen::mixed(format!("clone {well}"), cells).map(|specimen| BankedClone {
                    well,
                    founder: bench.biology.mechanism(&part.genotype, part.state).label,
                    days,
                    specimen,
                }),
            );
        }
    }
    Cloning {
        source: specimen.name.clone(),
        plated: design.cells,
        clones,
    }
}

/// Longest step of a family, days; shorter where cells switch or turn over fast.
const STEP: f64 = 1.0 / 24.0;

/// The descendants of one cell by state.
struct Family {
    cells: Vec<u64>,
    ways: Vec<Way>,
    step: f64,
}

/// What cells of one state do within a step.
struct Way {
    transition: Transition,
    /// Chance to leave the state.
    leave: f64,
    /// Relative rates to each state.
    to: Vec<f64>,
}

impl Family {
    fn new(bench: &Bench, founder: &SpecimenCells, design: &CloningDesign) -> Self {
        let biology = &bench.biology;
        let states = biology.states().len();
        let switches = |state: usize| biology.switches(&founder.genotype, state, &design.doses);
        let leaving = |state: usize| switches(state).iter().map(|switch| switch.per_day).sum::<f64>();
        let fastest = (0..states).map(leaving).fold(0.0, f64::max);
        // At most a tenth of a state leaves within a step.
        let step = STEP.min(0.1 / fastest.max(f64::MIN_POSITIVE));
        let way = |state: usize| Way::new(bench, (&founder.genotype, state), &switches(state), design, step);
        let mut cells = vec![0; states];
        cells[founder.state] = 1;
        Self {
            cells,
            ways: (0..states).map(way).collect(),
            step,
        }
    }

    /// Days until there are enough cells to bank, and their states; `None` where the family dies or stays small.
    fn expand(mut self, wanted: f64, rng: &mut Generator) -> Option<(f64, Vec<u64>)> {
        let steps = (PATIENCE / self.step) as u64;
        for step in 1..=steps {
            self.advance(rng);
            let total: u64 = self.cells.iter().sum();
            if total == 0 {
                return None;
            }
            if total as f64 >= wanted {
                return Some((step as f64 * self.step, self.cells));
            }
        }
        None
    }

    /// Births and deaths by the exact law of each state, then switches.
    fn advance(&mut self, rng: &mut Generator) {
        let mut next = vec![0; self.cells.len()];
        let mut moved = vec![0; self.cells.len()];
        for (state, way) in self.ways.iter().enumerate() {
            let families = binomial(rng, self.cells[state], way.transition.alive);
            let cells = families + way.transition.extra.sum(rng, families);
            let leaving = binomial(rng, cells, way.leave);
            next[state] += cells - leaving;
            if leaving > 0 {
                moved.fill(0);
                multinomial(rng, leaving, &way.to, &mut moved);
                next.iter_mut().zip(&moved).for_each(|(cells, moved)| *cells += moved);
            }
        }
        self.cells = next;
    }
}

impl Way {
    fn new(
        bench: &Bench,
        (genotype, state): (&Genotype, usize),
        switches: &[Switch],
        design: &CloningDesign,
        step: f64,
    ) -> Self {
        let phenotype = bench.biology.phenotype(genotype, state, &design.doses);
        let mut to = vec![0.0; bench.biology.states().len()];
        switches.iter().for_each(|switch| to[switch.to] += switch.per_day);
        Self {
            transition: Branching::new(phenotype.birth, phenotype.death, 0.0).after(step),
            leave: -expm1(-to.iter().sum::<f64>() * step),
            to,
        }
    }
}
