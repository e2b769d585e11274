//! Sequencing of a specimen over a panel.

use crate::assay::bench::Bench;
use crate::assay::cells::specimen::Specimen;
use crate::assay::sequencing::calling::{copy_row, partitions, reads, trace};
use crate::assay::sequencing::copies::true_vaf;
use crate::assay::sequencing::design::{Method, SequencingDesign};
use crate::assay::sequencing::panel::{DnaChange, Site, sites};
use crate::assay::sequencing::rows::{SequencingRun, VariantRow};
use crate::random::Generator;

/// Sequences a specimen.
pub fn sequence(bench: &Bench, specimen: &Specimen, design: &SequencingDesign, rng: &mut Generator) -> SequencingRun {
    let covered: Vec<Site> = (sites(bench).into_iter())
        .filter(|site| design.panel.covers(site))
        .collect();
    let point: Vec<&Site> = covered.iter().filter(|site| site.dna == DnaChange::Point).collect();
    let mut variants: Vec<VariantRow> = Vec::new();
    for &site in &point {
        let vaf = true_vaf(bench, specimen, site, design.purity);
        let row = match design.method {
            Method::Reads { depth } => reads(site, vaf, depth, point.len(), design, rng),
            Method::Sanger { limit } => trace(site, vaf, limit, rng),
            Method::DigitalPcr { genomes } => partitions(site, vaf, genomes, rng),
        };
        if row.called || row.changed > 0 {
            variants.push(row);
        }
    }
    variants.sort_by(|a, b| b.called.cmp(&a.called).then(b.vaf.total_cmp(&a.vaf)));
    let mut copies = Vec::new();
    if matches!(design.method, Method::Reads { .. } | Method::DigitalPcr { .. }) {
        for site in covered
            .iter()
            .filter(|site| matches!(site.dna, DnaChange::Gain | DnaChange::Loss))
        {
            copies.push(copy_row(bench, specimen, site, design, rng));
        }
    }
    SequencingRun {
        specimen: specimen.name.clone(),
        method: design.method,
        panel: design.panel.name.clone(),
        variants,
        copies,
        sites: point.len(),
    }
}
