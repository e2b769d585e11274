//! Phospho-array: everything that carries signal at once, resistant against parental cells under drug,
//! ranked by change. It looks for the bypass without a suspicion (P16 of the guides).
//!
//! Beside phospho-proteins the lysate array holds proteins whose amount tells (VIM, ASCL1, BCL2, ...); what no
//! antibody on a membrane can see (RAS-GTP, PIP3, cAMP) is read from the same lysate by a test of its own. Each
//! spot says what it measures.

use crate::assay::cells::specimen::Specimen;
use crate::assay::scatter::{ReadoutValue, log_sd, mean_of};
use crate::assay::signals::shown::{Measure, RowKind, activities, readouts};
use crate::model::biology::Biology;
use crate::random::Generator;
use libm::{fabs, log, log2, sqrt};
use serde::{Deserialize, Serialize};

/// How spots scatter and when a change is called.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ArrayNoise {
    /// Coefficient of variation of one spot.
    pub cv: f64,
    /// Signal of an empty spot, share of a strong one.
    pub background: f64,
    /// Spots per reading.
    pub spots: u32,
    /// Least change that is called, as a fold up or down.
    pub least_fold: f64,
    /// Standard errors that a called change lies beyond.
    pub least_errors: f64,
}

impl Default for ArrayNoise {
    fn default() -> Self {
        Self {
            cv: 0.2,
            background: 0.05,
            spots: 2,
            least_fold: 2.0,
            least_errors: 4.0,
        }
    }
}

impl ArrayNoise {
    /// Standard error of the log of a ratio of two readings.
    pub fn log_error(&self) -> f64 {
        log_sd(self.cv) * sqrt(2.0 / f64::from(self.spots.max(1)))
    }

    /// What stands behind the numbers.
    pub fn assumptions(&self) -> Vec<ReadoutValue> {
        vec![
            ReadoutValue::assumed(
                "phospho-array: variation of a spot (CV)",
                self.cv,
                (0.1, 0.4),
                "Spotted arrays are read in duplicate and vary somewhat less than blots.",
            ),
            ReadoutValue::assumed(
                "phospho-array: background, share of a strong spot",
                self.background,
                (0.02, 0.15),
                "Spots are read against the membrane; no value for these cells.",
            ),
            ReadoutValue::assumed(
                "phospho-array: least fold that is called",
                self.least_fold,
                (1.5, 3.0),
                "A twofold change is the usual cut; it must also lie beyond four standard errors, because \
                 all spots are tested at once.",
            ),
        ]
    }
}

/// One spot pair.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Spot {
    /// What the spot sees, such as "pERK".
    pub readout: String,
    /// What it stands for, such as "MAPK".
    pub name: String,
    /// What kind of signal that is.
    pub kind: RowKind,
    /// What is measured of it.
    pub measure: Measure,
    /// Background included.
    pub parental: f64,
    /// Signal of the resistant cells, background included.
    pub resistant: f64,
    /// Resistant over parental.
    pub fold: f64,
    /// Change over its standard error.
    pub errors: f64,
    /// Beyond both limits.
    pub called: bool,
}

/// An array as read, the largest change first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PhosphoArray {
    /// Doses, in words.
    pub treatment: String,
    /// Spots, the largest change first.
    pub spots: Vec<Spot>,
    /// How it scattered.
    pub noise: ArrayNoise,
}

/// Reads resistant and parental cells at the same doses.
pub fn array(
    biology: &Biology,
    (parental, resistant): (&Specimen, &Specimen),
    (doses, treatment): (&[f64], &str),
    noise: ArrayNoise,
    rng: &mut Generator,
) -> PhosphoArray {
    let before = activities(biology, parental, doses);
    let after = activities(biology, resistant, doses);
    let error = noise.log_error();
    let mut read = |value: f64| mean_of(rng, value + noise.background, noise.cv, noise.spots);
    let mut spots: Vec<Spot> = readouts(biology)
        .into_iter()
        .zip(before.into_iter().zip(after))
        .map(|((readout, name, kind), (p, r))| {
            let (parental, resistant) = (read(p), read(r));
            let fold = resistant / parental;
            let errors = fabs(log(fold)) / error;
            Spot {
                measure: Measure::of(&readout),
                readout,
                name,
                kind,
                parental,
                resistant,
                fold,
                errors,
                called: fabs(log2(fold)) >= log2(noise.least_fold) && errors >= noise.least_errors,
            }
        })
        .collect();
    spots.sort_by(|a, b| fabs(log(b.fold)).total_cmp(&fabs(log(a.fold))));
    PhosphoArray {
        treatment: treatment.to_owned(),
        spots,
        noise,
    }
}
