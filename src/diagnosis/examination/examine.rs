//! Doing the work-up: from cells to the numbers on the table.

use crate::assay::identity::{TypingNoise, typing};
use crate::assay::scatter::ReadoutValue;
use crate::assay::signals::array::ArrayNoise;
use crate::assay::signals::blot::BlotNoise;
use crate::assay::signals::markers::{StainNoise, stain};
use crate::assay::surroundings::cytokines::{ElisaNoise, elisa};
use crate::assay::surroundings::drug_level::{DrugLevel, LevelDesign, LevelNoise, drug_level};
use crate::assay::viability::plate::PlateDesign;
use crate::diagnosis::examination::case::{Case, Surroundings};
use crate::diagnosis::examination::genes;
use crate::diagnosis::examination::lysates::signals;
use crate::diagnosis::examination::notebook::Notebook;
use crate::diagnosis::examination::plates::viability_tests;
use crate::diagnosis::examination::workup::Workup;
use crate::diagnosis::readouts::Readouts;
use crate::random::Purpose;

/// What stands behind the numbers of every read-out of a work-up.
pub fn assumptions(workup: &Workup) -> Vec<ReadoutValue> {
    let mut all = PlateDesign::default().noise.assumptions();
    if workup.identity {
        all.extend(TypingNoise::default().assumptions());
    }
    if workup.blots > 0 {
        all.extend(BlotNoise::default().assumptions());
    }
    if workup.array {
        all.extend(ArrayNoise::default().assumptions());
    }
    if workup.stained_cells > 0 {
        all.extend(StainNoise::default().assumptions());
    }
    if workup.drug_level {
        all.extend(LevelNoise::default().assumptions(LevelDesign::usual(1.0).window));
    }
    if workup.elisa {
        all.extend(ElisaNoise::default().assumptions());
    }
    all
}

/// Does a work-up on a culture.
pub fn examine(case: &Case, workup: &Workup) -> Readouts {
    examine_noting(case, workup).0
}

/// Does a work-up on a culture and keeps its curves and sequencing runs.
pub fn examine_noting(case: &Case, workup: &Workup) -> (Readouts, Notebook) {
    let drug = &case.bench.biology.drugs()[case.drug];
    let mut table = Readouts::empty(&case.resistant.name, &drug.name, case.dose);
    table.given = case.given.to_vec();
    if workup.identity {
        let mut rng = case.rng(Purpose::Identity);
        table.identity = Some(typing(case.bench, case.resistant, TypingNoise::default(), &mut rng));
    }
    // The sequence comes first: the guides name drugs by allele. Each test has a stream of its own.
    let driver = genes::driver(case, workup, &mut table);
    let panel = genes::panel(case, workup, &mut table);
    let curves = viability_tests(case, workup, &mut table);
    signals(case, workup, &mut table);
    if workup.stained_cells > 0 {
        let noise = StainNoise {
            cells: workup.stained_cells,
            ..StainNoise::default()
        };
        let mut rng = case.rng(Purpose::Markers);
        table.stains = Some(stain(&case.bench.biology, case.before, case.resistant, noise, &mut rng));
    }
    if let Some(around) = case.surroundings.filter(|_| workup.elisa) {
        let mut rng = case.rng(Purpose::Cytokines);
        table.elisa = Some(elisa(around.known, around.factors, ElisaNoise::default(), &mut rng));
    }
    table.drug_level = case
        .surroundings
        .filter(|_| workup.drug_level)
        .and_then(|around| level(case, &around));
    (table, Notebook { curves, driver, panel })
}

/// The drug in the medium over the co-culture; `None` where the dose is below what is quantified.
fn level(case: &Case, around: &Surroundings) -> Option<DrugLevel> {
    let (biology, drug) = (&around.bench.biology, case.drug_on(around.bench));
    let design = LevelDesign::usual(case.dose * case.stock);
    let noise = LevelNoise::default();
    if design.dose <= noise.limit {
        return None;
    }
    let left = biology.niche.dose_left.get(drug).copied().unwrap_or(1.0);
    let record = &biology.drugs()[drug];
    let suspects = around.known.iter().filter(|factor| factor.breaks_down(&record.id));
    let suspects = suspects.flat_map(|factor| factor.readout.clone()).collect();
    let mut rng = case.rng(Purpose::DrugLevel);
    Some(drug_level((&record.name, suspects), left, &design, noise, &mut rng))
}
