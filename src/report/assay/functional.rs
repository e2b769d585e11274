//! Switch, add-back and ectopic expression in words and tables.

use super::delivery::{Delivery, Footing};
use super::dose_response::{potency, ratio};
use super::grid::Grid;
use super::table;
use crate::assay::Estimate;
use crate::assay::functional::{AddBack, Expressed, SwitchTest};
use crate::assay::viability::plate::PlateNoise;
use crate::assay::viability::ratio::Ratio;
use crate::diagnosis::{Response, Thresholds};
use crate::report::figure::assay as drawing;
use crate::report::{AssumptionRow, ReportError};
use crate::words;

fn left(of: &Estimate) -> String {
    words::percent_with_interval(of.value, of.low.max(0.0), of.high)
}

/// Switch tests as rows.
pub fn switch_table(tests: &[SwitchTest]) -> Grid {
    let mut grid = Grid::new(&[
        "drug",
        "generation",
        "dose",
        "which is",
        "parental",
        "culture",
        "reads as",
    ]);
    let limits = Thresholds::default();
    for test in tests {
        grid.push(vec![
            test.drug.clone(),
            test.generation
                .map_or(String::new(), |generation| generation.to_string()),
            words::dose(test.dose.nm),
            test.dose.words.clone(),
            left(&test.parental),
            left(&test.resistant),
            Response::told(test, &limits)
                .map_or("no answer: parental cells live", Response::word)
                .to_owned(),
        ]);
    }
    grid
}

/// Switch tests.
///
/// # Errors
/// The figure cannot be drawn, or JSON cannot hold the read-outs: see [`ReportError`].
pub fn switches(tests: &[SwitchTest], noise: &PlateNoise, leans_on: &[AssumptionRow]) -> Result<Delivery, ReportError> {
    let grid = switch_table(tests);
    let text = match tests.is_empty() {
        true => "no other inhibitor of the driver is on the bench\n".to_owned(),
        false => format!(
            "Viability after 72 h, over the undrugged control (95%).\n{}Sensitive (as the parental line is): still driven by \
             the target, so on-target. Resistant: by another way. Partly: some of the cells, or of their signal.\n",
            grid.text()
        ),
    };
    Delivery::new(
        "switch",
        text,
        &tests,
        Footing::of(noise.assumptions(), leans_on),
        vec![table::switches(tests)],
        vec![("switch", drawing::signals::switch(tests)?)],
    )
}

/// "12-fold", "at least 40-fold"; why there is none where no bound is known.
fn fold(of: Option<Ratio>) -> String {
    match of {
        None => "not known".to_owned(),
        Some(Ratio { value: Some(value), .. }) => format!("{}-fold", words::number(value)),
        Some(Ratio { low, high, .. }) if high.is_infinite() => format!("at least {}-fold", words::number(low)),
        Some(Ratio { high, .. }) => format!("at most {}-fold", words::number(high)),
    }
}

/// Add-backs as rows.
pub fn add_back_table(tests: &[AddBack]) -> Grid {
    let heads = [
        "partner",
        "dose",
        "which is",
        "closes",
        "drug alone",
        "partner alone",
        "both",
        "Bliss excess",
        "Loewe index",
        "IC50 down",
    ];
    let excess = |share: f64| words::signed(libm::round(100.0 * share) / 100.0);
    let mut grid = Grid::new(&heads);
    for test in tests {
        let bliss = test.bliss_excess;
        grid.push(vec![
            test.partner.clone(),
            words::dose(test.partner_dose.nm),
            test.partner_dose.words.clone(),
            test.closes.join(" "),
            left(&test.drug_alone),
            left(&test.partner_alone),
            left(&test.both),
            words::with_interval([bliss.value, bliss.low, bliss.high].map(excess)),
            test.loewe_index.map_or("none".to_owned(), |index| ratio(Some(index))),
            fold(test.ic50_fold),
        ]);
    }
    grid
}

/// Add-backs.
///
/// # Errors
/// The figure cannot be drawn, or JSON cannot hold the read-outs: see [`ReportError`].
pub fn add_backs(tests: &[AddBack], noise: &PlateNoise, leans_on: &[AssumptionRow]) -> Result<Delivery, ReportError> {
    let grid = add_back_table(tests);
    let text = format!(
        "Viability over the undrugged control (95%). Bliss excess: expected of independent action minus found; Loewe\n\
         index: both doses, each over the dose that does the same alone (one that never does counts as 0). Synergy is\n\
         an excess whose interval lies above 0, or an index whose interval lies below 1; one partner in forty without any\n\
         may show that by chance. IC50 down: the drug's IC50 alone over that beside the partner.\n{}",
        grid.text()
    );
    Delivery::new(
        "add_back",
        text,
        &tests,
        Footing::of(noise.assumptions(), leans_on),
        table::add_backs(tests),
        vec![("add_back", drawing::signals::add_back(tests)?)],
    )
}

/// A candidate in the parental line.
///
/// # Errors
/// The figure cannot be drawn, or JSON cannot hold the read-outs: see [`ReportError`].
pub fn expressed(tests: &[Expressed], noise: &PlateNoise, leans_on: &[AssumptionRow]) -> Result<Delivery, ReportError> {
    let mut grid = Grid::new(&[
        "candidate",
        "drug",
        "IC50 parental",
        "IC50 with it",
        "index",
        "validated",
    ]);
    for test in tests {
        let index = test.engineered.resistance_index(&test.parental);
        grid.push(vec![
            test.candidate.clone(),
            test.drug.clone(),
            potency(&test.parental.ic50),
            potency(&test.engineered.ic50),
            ratio(index),
            match index {
                Some(ratio) if ratio.low > 1.0 => "yes: more survive",
                Some(_) => "no",
                None => "the plate cannot tell",
            }
            .to_owned(),
        ]);
    }
    let plates: Vec<_> = (tests.iter())
        .map(|test| vec![test.parental.clone(), test.engineered.clone()])
        .collect();
    let text = format!(
        "The candidate engineered into the parental line, 72 h.\n{}",
        grid.text()
    );
    Delivery::new(
        "express",
        text,
        &tests,
        Footing::of(noise.assumptions(), leans_on),
        vec![table::expressed(tests)],
        vec![("express", drawing::curves::draw(&drawing::curves::data(&plates))?)],
    )
}
