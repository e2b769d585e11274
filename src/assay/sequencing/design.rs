//! How DNA is read: the method and its settings.

use crate::assay::sequencing::panel::Panel;
use serde::{Deserialize, Serialize};

/// Reads with a change that a call asks for, whatever else (`assumed`: callers ask for about five).
pub const FEWEST_READS: u64 = 5;

/// How DNA is read.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Method {
    /// Next-generation sequencing: usable reads per site.
    Reads {
        /// Usable reads per site.
        depth: u64,
    },
    /// One trace: a peak counts from this share on.
    Sanger {
        /// Least share of the trace that counts.
        limit: f64,
    },
    /// One reaction per change.
    DigitalPcr {
        /// Haploid genomes per reaction.
        genomes: f64,
    },
}

impl Method {
    /// Sanger with its usual limit.
    pub const SANGER: Self = Method::Sanger { limit: 0.2 };
    /// Digital PCR on 33 ng of DNA.
    pub const DIGITAL_PCR: Self = Method::DigitalPcr { genomes: 10_000.0 };

    /// "1000x", "Sanger", "digital PCR".
    pub fn name(&self) -> String {
        match self {
            Method::Reads { depth } => format!("{depth}x"),
            Method::Sanger { .. } => "Sanger".to_owned(),
            Method::DigitalPcr { .. } => "digital PCR".to_owned(),
        }
    }
}

/// Everything about a sequencing run but the cells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SequencingDesign {
    /// How DNA is read.
    pub method: Method,
    /// What is read.
    pub panel: Panel,
    /// Chance that a base is read as another one; each of the three is as likely.
    pub error_rate: f64,
    /// Share of the DNA that comes from the specimen; the rest is normal.
    pub purity: f64,
    /// Reads with the change that a call needs.
    pub min_reads: u64,
    /// Chance of any false call of a point mutation in a run.
    pub false_calls: f64,
    /// Standard deviation of a gene's log2 copy ratio.
    pub ratio_noise: f64,
    /// Change of the log2 copy ratio that is called.
    pub ratio_call: f64,
}

impl SequencingDesign {
    /// Usual settings.
    pub fn new(method: Method, panel: Panel) -> Self {
        Self {
            method,
            panel,
            error_rate: 1e-3,
            purity: 1.0,
            min_reads: FEWEST_READS,
            false_calls: 0.01,
            ratio_noise: 0.12,
            ratio_call: 0.5,
        }
    }

    /// What is wrong with it, if anything.
    pub fn fault(&self) -> Option<String> {
        match self.method {
            Method::Reads { depth } if !(self.min_reads..=10_000_000).contains(&depth) => Some(format!(
                "depth {depth}: allowed {0} to 10000000 reads per site (a call needs {0} with the change)",
                self.min_reads
            )),
            Method::Sanger { limit } if !(0.01..=0.9).contains(&limit) => {
                Some(format!("Sanger limit {limit}: allowed 1% to 90%"))
            }
            _ if !(0.0..=0.1).contains(&self.error_rate) => {
                Some(format!("error rate {}: allowed 0 to 0.1 per base", self.error_rate))
            }
            _ if !(self.purity > 0.0 && self.purity <= 1.0) => {
                Some(format!("purity {}: allowed above 0% to 100%", 100.0 * self.purity))
            }
            _ => None,
        }
    }
}
