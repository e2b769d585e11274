//! How a typing scatters.

use crate::assay::scatter::ReadoutValue;
use serde::{Deserialize, Serialize};

/// Alleles of a marker, taken as equally common.
pub(super) const ALLELES: u8 = 6;

/// Chance that a line has two alleles at a marker.
pub(super) const TWO_ALLELES: f64 = 0.6;

/// How a typing scatters and what counts as a peak.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct TypingNoise {
    /// Coefficient of variation of a peak.
    pub peak_cv: f64,
    /// Stutter: a peak one repeat below an allele, as a share of it.
    pub stutter: f64,
    /// Least height of an allele over the marker's highest peak.
    pub least: f64,
    /// The same one repeat below a higher peak, where stutter lies.
    pub least_at_stutter: f64,
    /// Least share of the cells that a species PCR finds.
    pub species_limit: f64,
}

impl Default for TypingNoise {
    fn default() -> Self {
        Self {
            peak_cv: 0.09,
            stutter: 0.08,
            least: 0.1,
            least_at_stutter: 0.15,
            species_limit: 0.01,
        }
    }
}

impl TypingNoise {
    /// What stands behind the numbers.
    pub fn assumptions(&self) -> Vec<ReadoutValue> {
        let row = ReadoutValue::assumed;
        vec![
            row(
                "STR: variation of a peak (CV)",
                self.peak_cv,
                (0.05, 0.2),
                "Of two balanced peaks the smaller is about 90% of the larger one (forensic practice), as at this CV.",
            ),
            row(
                "STR: stutter, share of its allele's peak",
                self.stutter,
                (0.05, 0.1),
                "5 to 10% are usual (forensic practice, Whitaker 2001 second-hand).",
            ),
            row(
                "STR: least peak, share of the marker's highest",
                self.least,
                (0.05, 0.2),
                "Smaller peaks are left aside as background.",
            ),
            row(
                "STR: least peak where stutter lies",
                self.least_at_stutter,
                (0.1, 0.2),
                "About twice the stutter.",
            ),
            row(
                "STR: chance that a line has two alleles at a marker",
                TWO_ALLELES,
                (0.4, 0.8),
                "Most people have two; tumour cells lost some. Alleles are drawn: no profiles were at hand.",
            ),
            row(
                "STR: alleles of a marker, equally common",
                f64::from(ALLELES),
                (4.0, 10.0),
                "Unrelated lines then share a third or less, as the standard says (55% at most).",
            ),
            row(
                "species PCR: least share of cells found",
                self.species_limit,
                (0.001, 0.05),
                "Depends on the assay; no value for these cells.",
            ),
        ]
    }
}
