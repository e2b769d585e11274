//! Expression of the markers of cell states over treatment and withdrawal: which of them follow the drug
//! (P15). Scores are shares of cells in the state, as a read-out of bulk RNA sees them.

use crate::assay::cells::specimen::Specimen;
use crate::assay::scatter::{ReadoutValue, scattered};
use crate::assay::signals::markers::graded_share;
use crate::model::biology::{Biology, StateClass};
use crate::random::Generator;
use serde::{Deserialize, Serialize};

/// How scores scatter.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ExpressionNoise {
    /// Coefficient of variation of a score.
    pub cv: f64,
    /// Score of cells without the state.
    pub background: f64,
}

impl Default for ExpressionNoise {
    fn default() -> Self {
        Self {
            cv: 0.2,
            background: 0.02,
        }
    }
}

impl ExpressionNoise {
    /// What stands behind the numbers.
    pub fn assumptions(&self) -> Vec<ReadoutValue> {
        vec![
            ReadoutValue::assumed(
                "expression: variation of a score (CV)",
                self.cv,
                (0.1, 0.5),
                "Between RNA-seq libraries of one culture; no value for these cells.",
            ),
            ReadoutValue::assumed(
                "expression: score of cells without the state",
                self.background,
                (0.0, 0.1),
                "Basal transcription of a marker; no value for these cells.",
            ),
        ]
    }
}

/// Cells of one day.
#[derive(Debug, Clone, PartialEq)]
pub struct DaySample {
    /// Day of the run.
    pub day: f64,
    /// Whether any drug was given at the time.
    pub on_drug: bool,
    /// The cells of that day.
    pub specimen: Specimen,
}

/// Scores of one state by day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExpressionRow {
    /// Name of the state.
    pub state: String,
    /// Gene, or empty where the knowledge base names none.
    pub marker: String,
    /// Its class.
    pub class: StateClass,
    /// One per day, background included.
    pub scores: Vec<f64>,
    /// Last score on drug over the last one after withdrawal, else over the first one before treatment; `None`
    /// without both.
    pub drug_fold: Option<f64>,
    /// Rises on drug and falls without it.
    pub follows_drug: bool,
}

/// A time course as read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Expression {
    /// Days of the samples, rising.
    pub days: Vec<f64>,
    /// Whether the cells were under drug, day by day.
    pub on_drug: Vec<bool>,
    /// A row per state.
    pub rows: Vec<ExpressionRow>,
    /// How it scattered.
    pub noise: ExpressionNoise,
}

/// Fold between drug and withdrawal that counts as following the drug.
///
/// `assumed`: twofold, as for other read-outs; scatter of CV 0.2 reaches it once in about a hundred pairs.
pub const FOLLOWS: f64 = 2.0;

/// Scores of every state but the naive one on the given days, of all rungs of an adaptation together.
pub fn expression(biology: &Biology, samples: &[DaySample], noise: ExpressionNoise, rng: &mut Generator) -> Expression {
    let shown = (1..biology.states().len()).filter(|&state| biology.states()[state].is_top());
    let rows = shown
        .map(|state| {
            let record = &biology.states()[state];
            let scores: Vec<f64> = samples
                .iter()
                .map(|sample| {
                    let share = graded_share(biology, &sample.specimen, state);
                    scattered(rng, share + noise.background, noise.cv)
                })
                .collect();
            let drug_fold = drug_fold(samples, &scores);
            let seen = scores.iter().copied().fold(0.0, f64::max) > 2.0 * noise.background;
            ExpressionRow {
                state: record.name.clone(),
                marker: record.marker.clone(),
                class: record.class,
                follows_drug: seen && drug_fold.is_some_and(|fold| fold >= FOLLOWS),
                drug_fold,
                scores,
            }
        })
        .collect();
    Expression {
        days: samples.iter().map(|sample| sample.day).collect(),
        on_drug: samples.iter().map(|sample| sample.on_drug).collect(),
        rows,
        noise,
    }
}

/// Last score on drug over the last one after it; where nothing was withdrawn, over the first one before.
fn drug_fold(samples: &[DaySample], scores: &[f64]) -> Option<f64> {
    let last_on = samples.iter().rposition(|sample| sample.on_drug)?;
    let after = samples.len() - 1;
    let off = match after > last_on {
        true => Some(after),
        false => samples[..last_on].iter().position(|sample| !sample.on_drug),
    }?;
    Some(scores[last_on] / scores[off])
}
