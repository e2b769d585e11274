//! Sequencing of the work-up: the driver and the panel, each against the pre-treatment sample.

use crate::assay::sequencing::copies::{AMPLIFIED_COPIES, USUAL_COPIES};
use crate::assay::sequencing::missed::{Against, against};
use crate::assay::sequencing::panel::{Alteration, DnaChange, Panel, Ready, Site, sites};
use crate::assay::sequencing::rows::VariantRow;
use crate::assay::sequencing::{Method, SequencingDesign, SequencingRun, detection_limit, sequence};
use crate::assay::{Bench, Estimate};
use crate::diagnosis::examination::case::Case;
use crate::diagnosis::examination::notebook::{Runs, Sequenced};
use crate::diagnosis::examination::workup::{PanelGenes, PanelRun, Reads, Workup};
use crate::diagnosis::readouts::{DriverSequencing, PanelFinding, PanelSequencing, Readouts, Variant};
use crate::random::{Generator, Purpose};
use crate::statistics::interval::Z95;
use libm::exp2;

/// Copies of a gene in cells with its amplification over those of other cells, less one: turns the excess of a copy
/// ratio into a share of cells.
const AMPLIFIED_EXCESS: f64 = AMPLIFIED_COPIES / USUAL_COPIES - 1.0;

/// Share of cells with a gain or loss of a gene, by log2 of the culture's copies over the unaltered line's.
pub fn cells_with(dna: DnaChange, log2_ratio: f64) -> f64 {
    match dna {
        DnaChange::Loss => (1.0 - exp2(log2_ratio)).max(0.0),
        _ => ((exp2(log2_ratio) - 1.0) / AMPLIFIED_EXCESS).max(0.0),
    }
}

/// Puts the driver on the table.
pub(super) fn driver(case: &Case, workup: &Workup, table: &mut Readouts) -> Option<Sequenced> {
    let reads = workup.driver.as_ref()?;
    let purpose = match reads {
        Reads::Sanger => Purpose::Sanger,
        Reads::Depth { .. } => Purpose::Sequencing,
    };
    let design = SequencingDesign::new(reads.method(), Panel::ready(case.bench, Ready::KinaseDomain));
    let read = runs(case, &design, &mut case.rng(purpose));
    table.driver = Some(of_driver(case, workup.copies, &design, &read));
    Some(Sequenced::of(case.bench, case.resistant, &design, read))
}

/// Puts the panel on the table.
pub(super) fn panel(case: &Case, workup: &Workup, table: &mut Readouts) -> Option<Sequenced> {
    let PanelRun { genes, depth } = workup.panel.as_ref()?;
    let panel = match genes {
        PanelGenes::Ready { panel } => Panel::ready(case.bench, *panel),
        // Names were checked where they were given; an unknown one leaves the panel empty.
        PanelGenes::Named { genes } => Panel::of_genes(case.bench, genes).unwrap_or_default(),
    };
    let design = SequencingDesign::new(Method::Reads { depth: *depth }, panel);
    let read = runs(case, &design, &mut case.rng(Purpose::Panel));
    table.panel = Some(outside(case, &design, &read));
    Some(Sequenced::of(case.bench, case.resistant, &design, read))
}

/// Culture and pre-treatment sample, read in one run.
pub(super) fn runs(case: &Case, design: &SequencingDesign, rng: &mut Generator) -> Runs {
    Runs {
        culture: sequence(case.bench, case.resistant, design, rng),
        before: sequence(case.bench, case.before, design, rng),
    }
}

/// Smallest allele fraction that is found in 95% of runs.
fn limit(bench: &Bench, design: &SequencingDesign) -> f64 {
    let covered = sites(bench).iter().filter(|site| design.panel.covers(site)).count();
    detection_limit(design, covered)
}

fn of_driver(case: &Case, count_copies: bool, design: &SequencingDesign, read: &Runs) -> DriverSequencing {
    let told = against(&read.culture, &read.before, design);
    let copies = read.culture.copies.iter();
    let mut copies = copies
        .filter(|row| row.site.what == Alteration::DriverCopies && count_copies)
        .map(|row| Estimate {
            value: exp2(row.log2_ratio),
            low: exp2(row.log2_ratio - Z95 * design.ratio_noise),
            high: exp2(row.log2_ratio + Z95 * design.ratio_noise),
        });
    DriverSequencing {
        gene: case.bench.biology.driver_name.clone(),
        method: design.method,
        limit: limit(case.bench, design),
        new_variants: variants(read, &told, |against| explains(*against)),
        as_before: variants(read, &told, |against| *against == Against::Before),
        copies: copies.next(),
    }
}

/// Whether a change can be why a culture is resistant now and was not before.
fn explains(against: Against) -> bool {
    matches!(against, Against::New | Against::Risen)
}

/// Alleles of the driver that stand so against the pre-treatment sample. One that the line has anyway makes no cell differ from
/// another: more of it in the reads means more copies.
fn variants(read: &Runs, told: &[(Site, Against)], wanted: impl Fn(&Against) -> bool) -> Vec<Variant> {
    let called = read.culture.calls();
    let alleles = called.filter(|row| matches!(row.site.what, Alteration::Allele(_)) && !row.site.of_line);
    let so = |row: &&VariantRow| told.iter().any(|(site, against)| *site == row.site && wanted(against));
    alleles
        .filter(so)
        .map(|row| Variant {
            name: row.site.change.clone(),
            region: row.site.region.clone(),
            vaf: frequency(row),
            before: read.before.calls().find(|old| old.site == row.site).map(frequency),
        })
        .collect()
}

fn frequency(row: &VariantRow) -> Estimate {
    Estimate {
        value: row.vaf,
        low: row.low,
        high: row.high,
    }
}

fn outside(case: &Case, design: &SequencingDesign, read: &Runs) -> PanelSequencing {
    let told = against(&read.culture, &read.before, design);
    let biology = &case.bench.biology;
    let mut findings = Vec::new();
    for (site, against) in told.iter().filter(|(_, against)| explains(*against)) {
        let Alteration::Bypass(bypass) = site.what else {
            continue;
        };
        let fed = biology.bypasses[bypass as usize]
            .activity
            .iter()
            .position(|activity| *activity > 0.0);
        let Some((source, share)) = fed.zip(share_of_cells(&read.culture, site, design)) else {
            continue;
        };
        let before = (*against == Against::Risen).then(|| share_of_cells(&read.before, site, design));
        findings.push(PanelFinding {
            name: site.change.clone(),
            route: biology.sources[source].id.clone(),
            share,
            before: before.flatten(),
        });
    }
    let driver = &biology.driver_name;
    PanelSequencing {
        genes: (design.panel.genes.iter())
            .filter(|gene| *gene != driver)
            .cloned()
            .collect(),
        method: design.method,
        limit: limit(case.bench, design),
        findings,
    }
}

/// Cells that a change of a run speaks for: two reads in a cell, one of them changed, or what the copies imply.
fn share_of_cells(run: &SequencingRun, site: &Site, design: &SequencingDesign) -> Option<Estimate> {
    if let Some(row) = run.calls().find(|row| row.site == *site) {
        let Estimate { value, low, high } = frequency(row);
        return Some(Estimate {
            value: 2.0 * value,
            low: 2.0 * low,
            high: 2.0 * high,
        });
    }
    let row = run.copies_of(site)?;
    let share = |log2: f64| cells_with(site.dna, log2);
    let half = Z95 * design.ratio_noise;
    let (a, b) = (share(row.log2_ratio - half), share(row.log2_ratio + half));
    Some(Estimate {
        value: share(row.log2_ratio),
        low: a.min(b),
        high: a.max(b),
    })
}
