//! What can be added to the drug, and at which dose.

use crate::assay::bench::Bench;
use crate::assay::functional::fixed::TestDose;
use crate::assay::functional::loewe::dose_for;
use crate::assay::viability::dose_response::DoseResponse;

/// Partners that close a route beside the driver and leave the driver alone.
pub fn partners(bench: &Bench) -> Vec<usize> {
    let drugs = bench.biology.drugs().iter().enumerate();
    drugs
        .filter(|(_, drug)| drug.driver.is_none() && drug.acts())
        .map(|(d, _)| d)
        .collect()
}

/// Highest dose of a partner, nM (`assumed`: beyond ten micromolar a drug hits much else).
const PARTNER_CAP: f64 = 10_000.0;

/// Highest dose of a partner: ten times the dose that halves the site that it hits best (`assumed`: nine tenths
/// inhibited, little else hit), at most ten micromolar.
pub fn highest_partner_dose(bench: &Bench, partner: usize) -> TestDose {
    let drug = &bench.biology.drugs()[partner];
    let sites = drug.on_sources.iter().chain(&drug.on_nodes);
    let half = sites.map(|site| site.action.half_dose).fold(f64::INFINITY, f64::min);
    let (nm, words) = match half {
        half if 10.0 * half <= PARTNER_CAP => (10.0 * half, "ten times the dose that halves its site"),
        half if half <= PARTNER_CAP => (
            PARTNER_CAP,
            "highest tried; less than ten times the dose that halves its site",
        ),
        half if half.is_finite() => (PARTNER_CAP, "highest tried; below the dose that halves its site"),
        _ => (PARTNER_CAP, "highest tried; no site in these cells is known"),
    };
    TestDose {
        nm,
        words: words.to_owned(),
    }
}

/// Dose of a partner by its own curve on the cells: the IC20, so that most of the effect is left for the pair to
/// show; the highest dose where it does less than that alone.
pub(super) fn partner_dose(highest: &TestDose, alone: &DoseResponse) -> TestDose {
    match dose_for(alone, 0.8).filter(|dose| *dose < highest.nm) {
        Some(nm) => TestDose {
            nm,
            words: "its own IC20 on these cells".to_owned(),
        },
        None => highest.clone(),
    }
}

/// Routes that a partner closes, and whether it does so behind them.
pub fn closes(bench: &Bench, partner: usize) -> (Vec<String>, bool) {
    let biology = &bench.biology;
    let drug = &biology.drugs()[partner];
    let direct = drug
        .on_sources
        .iter()
        .map(|site| biology.sources[site.index].id.clone());
    let behind = drug.on_nodes.iter().flat_map(|site| {
        let feeds = move |source: &&crate::model::signalling::Source| {
            let strongest = source.weights.iter().copied().fold(0.0, f64::max);
            // A partner behind a source closes it only where most of its signal passes.
            strongest > 0.0 && source.weights[site.index] >= 0.5 * strongest
        };
        biology.sources.iter().filter(feeds).map(|source| source.id.clone())
    });
    (direct.chain(behind).collect(), !drug.on_nodes.is_empty())
}
