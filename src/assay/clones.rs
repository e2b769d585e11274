//! Single-cell cloning: cells picked at random, each grown up without drug (or under it) and banked.
//!
//! A clone grows at the mean: its state may change on the way (reversible resistance is lost off drug), new
//! mutations of the expansion are left out.

use super::bench::Bench;
use super::growth::Culture;
use super::scatter::ReadoutValue;
use super::specimen::Specimen;
use crate::random::Generator;
use crate::sampling::{bernoulli, pick_cumulative};
use serde::{Deserialize, Serialize};

/// Clones that have not grown by then are given up, days.
const PATIENCE: f64 = 150.0;

/// How cells are cloned.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CloningDesign {
    /// Cells plated singly.
    pub cells: u32,
    /// Chance that a plated cell founds a clone.
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
            "cloning: chance that a singly plated cell founds a clone",
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
    pub specimen: Specimen,
}

/// What a cloning gave.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cloning {
    pub source: String,
    pub plated: u32,
    pub clones: Vec<BankedClone>,
}

/// Plates single cells of a specimen and grows those that take.
pub fn single_cell_clones(bench: &Bench, specimen: &Specimen, design: &CloningDesign, rng: &mut Generator) -> Cloning {
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
        let name = format!("clone {well}");
        let single = Specimen::pure(name, part.genotype.clone(), part.state);
        let grown = takes.then(|| expand(bench, &single, design)).flatten();
        if let Some((days, specimen)) = grown {
            clones.push(BankedClone {
                well,
                founder: bench.biology.mechanism(&part.genotype, part.state).label,
                days,
                specimen,
            });
        }
    }
    Cloning {
        source: specimen.name.clone(),
        plated: design.cells,
        clones,
    }
}

/// Days until a single cell's descendants are enough to bank, and what they are then.
fn expand(bench: &Bench, single: &Specimen, design: &CloningDesign) -> Option<(f64, Specimen)> {
    let culture = Culture::new(&bench.biology, single, &design.doses);
    let day = (1..=PATIENCE as u32)
        .map(f64::from)
        .find(|&day| culture.fold(day) >= design.expand_to)?;
    Some((day, culture.after(day)?))
}
