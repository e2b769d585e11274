//! What a sequencing run did not see, which only the simulator knows, and what is new against the
//! pre-treatment sample.

use crate::assay::bench::Bench;
use crate::assay::cells::specimen::{Specimen, SpecimenCells};
use crate::assay::sequencing::calling::{detection_power, reads_needed};
use crate::assay::sequencing::copies::true_vaf;
use crate::assay::sequencing::design::{Method, SequencingDesign};
use crate::assay::sequencing::panel::{Alteration, DnaChange, Site, sites};
use crate::assay::sequencing::rows::SequencingRun;
use crate::statistics::interval::Z95;
use crate::words::{grouped, number, percent};
use serde::{Deserialize, Serialize};

/// A change that cells have and a run did not call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Missed {
    /// The gene; empty for cell states.
    pub gene: String,
    /// Such as "G1202R".
    pub change: String,
    /// Share of cells with it.
    pub cells: f64,
    /// True frequency in the DNA; 0 for changes of copies and none.
    pub vaf: f64,
    /// Why it was not called, in words.
    pub why: String,
}

/// Smallest share of cells that counts as missed.
const WORTH_MISSING: f64 = 1e-3;

/// What the cells have beside the unaltered line and the run did not call; only the simulator knows.
pub fn missed(bench: &Bench, specimen: &Specimen, design: &SequencingDesign, run: &SequencingRun) -> Vec<Missed> {
    let wild = bench.biology.wild_type();
    let has = |part: &SpecimenCells, site: &Site| match site.what {
        Alteration::Allele(allele) => part.genotype.copies_with(allele) > wild.copies_with(allele),
        Alteration::Bypass(bypass) => part.genotype.bypasses().contains(&bypass),
        Alteration::DriverCopies => part.genotype.total_copies() > wild.total_copies(),
    };
    let called: Vec<Alteration> = (run.calls().map(|row| row.site.what))
        .chain(run.copy_calls().map(|row| row.site.what))
        .collect();
    let mut all = Vec::new();
    for site in sites(bench).into_iter().filter(|site| !called.contains(&site.what)) {
        let cells = specimen.own_share() * specimen.mean(|part| f64::from(u8::from(has(part, &site))));
        if cells < WORTH_MISSING {
            continue;
        }
        let vaf = true_vaf(bench, specimen, &site, design.purity);
        all.push(Missed {
            why: why_missed(&site, vaf, design, run.sites),
            gene: site.gene,
            change: site.change,
            cells,
            vaf,
        });
    }
    let in_states = specimen.own_share() * specimen.mean(|part| f64::from(u8::from(part.state != 0)));
    if in_states >= 0.5 {
        all.push(Missed {
            gene: String::new(),
            change: "cell states".to_owned(),
            cells: in_states,
            vaf: 0.0,
            why: "not in the DNA".to_owned(),
        });
    }
    all.sort_by(|a, b| b.cells.total_cmp(&a.cells));
    all
}

fn why_missed(site: &Site, vaf: f64, design: &SequencingDesign, sites: usize) -> String {
    if site.dna == DnaChange::None {
        return "not in the DNA".to_owned();
    }
    if !design.panel.covers(site) {
        return format!("not on the panel ({})", design.panel.name);
    }
    match (site.dna, design.method) {
        (DnaChange::Point, Method::Reads { depth }) => {
            let needed = reads_needed(design, depth, sites);
            let power = detection_power(design, vaf, sites);
            format!("{needed} reads needed at {depth}x: seen in {} of runs", percent(power))
        }
        (DnaChange::Point, Method::Sanger { limit }) => format!("below {} of the trace", percent(limit)),
        (DnaChange::Point, Method::DigitalPcr { genomes }) => {
            format!(
                "{} mutant copies among {} genomes",
                number(vaf * genomes),
                grouped(genomes as u64)
            )
        }
        (_, Method::Reads { .. } | Method::DigitalPcr { .. }) => {
            format!("copy ratio changes by less than 2^{}", design.ratio_call)
        }
        (_, Method::Sanger { .. }) => "a trace does not count copies".to_owned(),
    }
}

/// Whether a change was there before treatment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Against {
    /// Called in both, and not surely more of it now.
    Before,
    /// Called in both, and surely more of it now: see [`against`].
    Risen,
    /// Called in the resistant culture only.
    New,
    /// Called before treatment only.
    Lost,
}

/// Called changes of a resistant culture against its pre-treatment sample, both read by one design. A change of both has risen where
/// the 95% intervals of its frequencies, or of its copies, lie apart: of equal samples one in 350 does so by chance.
pub fn against(resistant: &SequencingRun, before: &SequencingRun, design: &SequencingDesign) -> Vec<(Site, Against)> {
    let called = |run: &SequencingRun| -> Vec<Site> {
        let point = run.calls().map(|row| row.site.clone());
        point.chain(run.copy_calls().map(|row| row.site.clone())).collect()
    };
    let (now, then) = (called(resistant), called(before));
    let lost = then.iter().filter(|site| !now.contains(site)).cloned();
    let lost: Vec<(Site, Against)> = lost.map(|site| (site, Against::Lost)).collect();
    let seen = now.into_iter().map(|site| {
        let told = match then.contains(&site) {
            false => Against::New,
            true if risen(resistant, before, &site, design) => Against::Risen,
            true => Against::Before,
        };
        (site, told)
    });
    seen.chain(lost).collect()
}

fn risen(now: &SequencingRun, then: &SequencingRun, site: &Site, design: &SequencingDesign) -> bool {
    if let (Some(now), Some(then)) = (now.variant(site), then.variant(site)) {
        return now.low > then.high;
    }
    let apart = 2.0 * Z95 * design.ratio_noise;
    let copies = now.copies_of(site).zip(then.copies_of(site));
    copies.is_some_and(|(now, then)| match site.dna {
        DnaChange::Loss => then.log2_ratio - now.log2_ratio > apart,
        _ => now.log2_ratio - then.log2_ratio > apart,
    })
}
