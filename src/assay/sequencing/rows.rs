//! What a sequencing run shows.

use crate::assay::sequencing::design::Method;
use crate::assay::sequencing::panel::Site;
use serde::{Deserialize, Serialize};

/// A point mutation as a run sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VariantRow {
    /// The change.
    pub site: Site,
    /// Reads, or partitions, looked at; 0 for a trace.
    pub depth: u64,
    /// Of these with the change.
    pub changed: u64,
    /// Observed frequency with a 95% interval.
    pub vaf: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
    /// Seen surely enough.
    pub called: bool,
}

/// A gene's copies as a run sees them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CopyRow {
    /// Which gene.
    pub site: Site,
    /// Log2 of copies over those of the unaltered line.
    pub log2_ratio: f64,
    /// The ratio as copies per cell, taking the unaltered line's for known.
    pub copies: f64,
    /// Beyond the limit of a call.
    pub called: bool,
}

/// A sequencing run: what it shows, without the truth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SequencingRun {
    /// Name of the culture.
    pub specimen: String,
    /// How DNA was read.
    pub method: Method,
    /// Name of the panel.
    pub panel: String,
    /// Point mutations that were called or seen, most frequent first.
    pub variants: Vec<VariantRow>,
    /// Copy ratios; empty where the method has none.
    pub copies: Vec<CopyRow>,
    /// Sites looked at.
    pub sites: usize,
}

impl SequencingRun {
    /// A point mutation, where it was called or seen.
    pub fn variant(&self, site: &Site) -> Option<&VariantRow> {
        self.variants.iter().find(|row| row.site == *site)
    }

    /// Copies of a gene, where they were counted.
    pub fn copies_of(&self, site: &Site) -> Option<&CopyRow> {
        self.copies.iter().find(|row| row.site == *site)
    }

    /// Called point mutations, most frequent first.
    pub fn calls(&self) -> impl Iterator<Item = &VariantRow> {
        self.variants.iter().filter(|row| row.called)
    }

    /// Called gains and losses.
    pub fn copy_calls(&self) -> impl Iterator<Item = &CopyRow> {
        self.copies.iter().filter(|row| row.called)
    }
}
