//! Peaks of a typing, and the scores by which samples are held to be of one line.

use crate::assay::identity::noise::TypingNoise;
use serde::{Deserialize, Serialize};

/// From this score on, two samples are taken for one line; below the other for unrelated (ATCC's reading of
/// Tanabe's score, www.atcc.org/search-str-database/matching-algorithm).
pub const RELATED: f64 = 0.9;
/// Below this score two samples are taken for unrelated.
pub const UNRELATED: f64 = 0.8;

/// Share of a line's alleles that tells its presence in a mixture (Masters' score; ANSI/ATCC ASN-0002-2011).
pub const PRESENT: f64 = 0.8;

/// Markers with a foreign allele that make a mixture: one may be a mutation.
pub const FOREIGN_MARKERS: usize = 2;

/// One allele's peak.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Peak {
    /// A letter: shorter alleles come first.
    pub allele: String,
    /// Over the marker's highest peak.
    pub height: f64,
    /// High enough for an allele.
    pub called: bool,
    /// The line's profile has it.
    pub of_line: bool,
}

/// One marker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Marker {
    /// Such as "TH01".
    pub name: String,
    /// Every allele that the marker can have, in order.
    pub peaks: Vec<Peak>,
}

/// What a typing says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Identity {
    /// The line on the label, and nothing beside it.
    Match,
    /// The line, with cells of another one.
    Mixed,
    /// Another line.
    Other,
    /// Between related and unrelated.
    Unclear,
}

impl Identity {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Identity::Match => "the line on the label",
            Identity::Mixed => "the line on the label with cells of another",
            Identity::Other => "another line",
            Identity::Unclear => "unclear: neither the line's profile nor an unrelated one",
        }
    }
}

/// A culture, typed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Typing {
    /// Name of the culture.
    pub specimen: String,
    /// Name of the line on its label.
    pub line: String,
    /// Species of the kit: the line's.
    pub kit: String,
    /// Peaks, marker by marker.
    pub markers: Vec<Marker>,
    /// Alleles of the profile, called ones, and how many are in both.
    pub of_line: usize,
    /// Alleles called in the culture.
    pub called: usize,
    /// Alleles in both.
    pub shared: usize,
    /// Markers with an allele that the line has not.
    pub foreign_markers: usize,
    /// Species that PCR finds.
    pub species: Vec<String>,
    /// Lines of the knowledge base whose whole profile is among the foreign and shared alleles.
    pub fits: Vec<String>,
    /// Lines of the knowledge base that share the line's DNA, which typing cannot tell from it.
    #[serde(default)]
    pub alike: Vec<String>,
    /// How it scattered.
    pub noise: TypingNoise,
    /// What that means.
    pub identity: Identity,
}

impl Typing {
    /// Twice the shared alleles over all of both samples (Tanabe's score, the standard's recommended one).
    pub fn score(&self) -> f64 {
        2.0 * self.shared as f64 / (self.of_line + self.called).max(1) as f64
    }

    /// Shared alleles over those of the line (Masters' score, for mixtures).
    pub fn found(&self) -> f64 {
        self.shared as f64 / self.of_line.max(1) as f64
    }
}
