//! Lineage and state markers by stain: how many cells of a slide are positive (P19).

use crate::assay::cells::specimen::Specimen;
use crate::assay::scatter::ReadoutValue;
use crate::model::biology::{Biology, StateClass};
use crate::random::Generator;
use crate::sampling::binomial;
use crate::statistics::Proportion;
use serde::{Deserialize, Serialize};

/// How a slide is counted.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct StainNoise {
    /// Cells counted.
    pub cells: u64,
    /// Share of marker-negative cells that look stained.
    pub false_positive: f64,
    /// Share of marker-positive cells that look unstained.
    pub false_negative: f64,
}

impl Default for StainNoise {
    fn default() -> Self {
        Self {
            cells: 500,
            false_positive: 0.01,
            false_negative: 0.1,
        }
    }
}

impl StainNoise {
    /// What stands behind the numbers.
    pub fn assumptions(&self) -> Vec<ReadoutValue> {
        vec![
            ReadoutValue::assumed(
                "stain: share of negative cells that look stained",
                self.false_positive,
                (0.0, 0.05),
                "Background staining of a good antibody; no value for these cells.",
            ),
            ReadoutValue::assumed(
                "stain: share of positive cells that look unstained",
                self.false_negative,
                (0.02, 0.3),
                "Nuclear markers are missed in part of the cells; no value for these cells.",
            ),
        ]
    }
}

/// One stain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StainRow {
    /// Such as "ASCL1".
    pub marker: String,
    /// Cell state that it stands for.
    pub state: String,
    /// Class of that state.
    pub class: StateClass,
    /// Stained cells, with a 95% Wilson interval.
    pub resistant: Proportion,
    /// The same in the pre-treatment sample.
    pub parental: Proportion,
}

/// Slides as counted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stains {
    /// A row per stain.
    pub rows: Vec<StainRow>,
    /// How slides are read.
    pub noise: StainNoise,
}

/// Share of cells in a state; cells of another line are in none of them.
pub fn state_share(specimen: &Specimen, state: usize) -> f64 {
    specimen.own_share() * specimen.mean(|part| f64::from(u8::from(part.state == state)))
}

/// Share of cells in a state, or on the rungs of the adaptation whose highest it is, each by its grade.
pub fn graded_share(biology: &Biology, specimen: &Specimen, state: usize) -> f64 {
    let rungs = state - biology.states()[state].below()..=state;
    rungs
        .map(|rung| biology.states()[rung].grade() * state_share(specimen, rung))
        .sum()
}

/// Stains for every state that has a marker.
pub fn stain(
    biology: &Biology,
    parental: &Specimen,
    resistant: &Specimen,
    noise: StainNoise,
    rng: &mut Generator,
) -> Stains {
    let mut count = |specimen: &Specimen, state: usize| {
        let share = graded_share(biology, specimen, state);
        let stained = share * (1.0 - noise.false_negative) + (1.0 - share) * noise.false_positive;
        Proportion::new(binomial(rng, noise.cells, stained), noise.cells)
    };
    let marked = biology
        .states()
        .iter()
        .enumerate()
        .filter(|(_, s)| !s.marker.is_empty() && s.is_top());
    let rows = marked
        .map(|(index, state)| StainRow {
            marker: state.marker.clone(),
            state: state.name.clone(),
            class: state.class,
            resistant: count(resistant, index),
            parental: count(parental, index),
        })
        .collect();
    Stains { rows, noise }
}
