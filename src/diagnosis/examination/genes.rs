//! Sequencing of the work-up: the driver and the panel, each against the pre-treatment sample.

use crate::assay::sequencing::copies::{AMPLIFIED_COPIES, USUAL_COPIES};
use crate::assay::sequencing::missed::{Against, against};
use crate::assay::sequencing::panel::{Alteration, DnaChange, Panel, Ready, sites};
use crate::assay::sequencing::{Method, SequencingDesign, detection_limit, sequence};
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
    let (method, purpose) = match workup.driver.as_ref()? {
        Reads::Sanger => (Method::SANGER, Purpose::Sanger),
        Reads::Depth { reads } => (Method::Reads { depth: *reads }, Purpose::Sequencing),
    };
    let design = SequencingDesign::new(method, Panel::ready(case.bench, Ready::KinaseDomain));
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
    let now = &read.culture;
    let new = against(now, &read.before);
    let is_new = |what: Alteration| {
        new.iter()
            .any(|(site, against)| site.what == what && *against == Against::New)
    };
    let copies = now
        .copies
        .iter()
        .find(|row| row.site.what == Alteration::DriverCopies)
        .filter(|_| count_copies);
    DriverSequencing {
        gene: case.bench.biology.driver_name.clone(),
        method: design.method.name(),
        limit: limit(case.bench, design),
        new_variants: (now.calls())
            .filter(|row| matches!(row.site.what, Alteration::Allele(_)) && is_new(row.site.what))
            .map(|row| Variant {
                name: row.site.change.clone(),
                region: row.site.region.clone(),
                vaf: Estimate {
                    value: row.vaf,
                    low: row.low,
                    high: row.high,
                },
            })
            .collect(),
        copies: copies.map(|row| Estimate {
            value: exp2(row.log2_ratio),
            low: exp2(row.log2_ratio - Z95 * design.ratio_noise),
            high: exp2(row.log2_ratio + Z95 * design.ratio_noise),
        }),
    }
}

fn outside(case: &Case, design: &SequencingDesign, read: &Runs) -> PanelSequencing {
    let now = &read.culture;
    let new = against(now, &read.before);
    let biology = &case.bench.biology;
    let mut findings = Vec::new();
    for (site, _) in new.iter().filter(|(_, against)| *against == Against::New) {
        let Alteration::Bypass(bypass) = site.what else {
            continue;
        };
        let fed = biology.bypasses[bypass as usize]
            .activity
            .iter()
            .position(|activity| *activity > 0.0);
        let Some(source) = fed else { continue };
        let point = now.calls().find(|row| row.site == *site);
        let ratio = now.copies.iter().find(|row| row.site == *site);
        let share = match (point, ratio) {
            (Some(row), _) => Estimate {
                value: 2.0 * row.vaf,
                low: 2.0 * row.low,
                high: 2.0 * row.high,
            },
            (None, Some(row)) => {
                let share = |log2: f64| cells_with(site.dna, log2);
                let half = Z95 * design.ratio_noise;
                let (a, b) = (share(row.log2_ratio - half), share(row.log2_ratio + half));
                Estimate {
                    value: share(row.log2_ratio),
                    low: a.min(b),
                    high: a.max(b),
                }
            }
            (None, None) => continue,
        };
        findings.push(PanelFinding {
            name: site.change.clone(),
            route: biology.sources[source].id.clone(),
            share,
        });
    }
    let driver = &biology.driver_name;
    PanelSequencing {
        genes: (design.panel.genes.iter())
            .filter(|gene| *gene != driver)
            .cloned()
            .collect(),
        method: design.method.name(),
        limit: limit(case.bench, design),
        findings,
    }
}
