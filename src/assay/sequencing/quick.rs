//! Sequencing of many cultures at several depths: only what is called, without the bookkeeping of a run. The same law as
//! [`sequence`](super::sequence): binomial reads, a caller, copy ratios with scatter.

use super::calling::{read_share, reads_needed};
use super::copies::{true_ratio, true_vaf};
use super::design::{Method, SequencingDesign};
use super::panel::{DnaChange, Panel, Site, sites};
use crate::assay::bench::Bench;
use crate::assay::cells::specimen::Specimen;
use crate::assay::scatter::normal;
use crate::random::Generator;
use crate::sampling::binomial;
use libm::log2;

/// A panel read at some depths.
pub struct Quick {
    design: SequencingDesign,
    sites: Vec<Site>,
    /// Depths, each with the reads that a call needs.
    depths: Vec<(u64, u64)>,
}

/// What a culture has at the sites of a panel.
pub struct TrueDna {
    /// Frequency of each point mutation, log2 of copies over the unaltered line's of each gain or loss.
    values: Vec<f64>,
}

/// What was called: the site, and its frequency among the reads or its log2 ratio.
pub struct QuickCall<'a> {
    /// Where.
    pub site: &'a Site,
    /// Frequency among the reads; of a gain or loss log2 of the ratio.
    pub value: f64,
}

impl Quick {
    /// A panel on a bench; changes that the unaltered line has are left out, as against a sample of it.
    pub fn new(bench: &Bench, panel: Panel, depths: &[u64]) -> Self {
        let covered: Vec<Site> = sites(bench).into_iter().filter(|site| panel.covers(site)).collect();
        let point = covered.iter().filter(|site| site.dna == DnaChange::Point).count();
        let usual = depths.first().copied().unwrap_or(0);
        let design = SequencingDesign::new(Method::Reads { depth: usual }, panel);
        let needed = |depth: &u64| (*depth, reads_needed(&design, *depth, point));
        Self {
            depths: depths.iter().map(needed).collect(),
            sites: covered.into_iter().filter(|site| !site.of_line).collect(),
            design,
        }
    }

    /// How the panel is read.
    pub fn design(&self) -> &SequencingDesign {
        &self.design
    }

    /// What a culture has.
    pub fn dna(&self, bench: &Bench, specimen: &Specimen) -> TrueDna {
        let value = |site: &Site| match site.dna {
            DnaChange::Point => true_vaf(bench, specimen, site, self.design.purity),
            DnaChange::Gain | DnaChange::Loss => {
                // A gene that is lost in every cell still has a few stray reads.
                log2(true_ratio(bench, specimen, site, self.design.purity).0.max(0.02))
            }
            _ => 0.0,
        };
        TrueDna {
            values: self.sites.iter().map(value).collect(),
        }
    }

    /// What is called at the depth with this index.
    pub fn calls(&self, dna: &TrueDna, depth: usize, rng: &mut Generator) -> Vec<QuickCall<'_>> {
        let (depth, needed) = self.depths[depth];
        let design = &self.design;
        let mut calls = Vec::new();
        for (site, value) in self.sites.iter().zip(&dna.values) {
            match site.dna {
                DnaChange::Point => {
                    let changed = binomial(rng, depth, read_share(*value, design.error_rate));
                    if changed >= needed {
                        let value = changed as f64 / depth as f64;
                        calls.push(QuickCall { site, value });
                    }
                }
                DnaChange::Gain | DnaChange::Loss => {
                    let value = value + design.ratio_noise * normal(rng);
                    let called = match site.dna {
                        DnaChange::Loss => value <= -design.ratio_call,
                        _ => value >= design.ratio_call,
                    };
                    // Gains of the driver are judged by the decision, from their interval.
                    let driver = site.what == super::panel::Alteration::DriverCopies;
                    if called || driver {
                        calls.push(QuickCall { site, value });
                    }
                }
                _ => {}
            }
        }
        calls
    }
}
