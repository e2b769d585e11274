//! Switch, add-back and ectopic expression in words and tables.

use super::Delivery;
use super::dose_response::{potency, ratio};
use super::grid::{Grid, short};
use crate::assay::functional::{AddBack, Estimate, Expressed, SwitchTest};
use crate::report::ReportError;
use crate::report::figure::{assay_curves, assay_signals};
use crate::report::words;

fn left(of: &Estimate) -> String {
    format!(
        "{:.0}% ({:.0} to {:.0})",
        100.0 * of.value,
        100.0 * of.low.max(0.0),
        100.0 * of.high
    )
}

/// Switch tests as rows.
pub fn switch_table(tests: &[SwitchTest]) -> Grid {
    let mut table = Grid::new(&["drug", "generation", "dose", "which is", "parental", "resistant"]);
    for test in tests {
        table.push(vec![
            test.drug.clone(),
            test.generation
                .map_or(String::new(), |generation| generation.to_string()),
            words::dose(test.dose.nm),
            test.dose.words.clone(),
            left(&test.parental),
            left(&test.resistant),
        ]);
    }
    table
}

/// Switch tests.
pub fn switches(tests: &[SwitchTest]) -> Result<Delivery, ReportError> {
    let table = switch_table(tests);
    let text = match tests.is_empty() {
        true => "no other inhibitor of the driver is on the bench\n".to_owned(),
        false => format!(
            "Viability after 72 h, over the undrugged control (95%).\n{}",
            table.text()
        ),
    };
    Delivery::new(
        "switch",
        text,
        &tests,
        vec![("switch", table.csv())],
        vec![("switch", assay_signals::switch(tests)?)],
    )
}

/// Add-backs as rows.
pub fn add_back_table(tests: &[AddBack]) -> Grid {
    let heads = [
        "partner",
        "dose",
        "closes",
        "drug alone",
        "partner alone",
        "both",
        "Bliss excess",
        "Loewe index",
        "IC50 down",
    ];
    let mut table = Grid::new(&heads);
    for test in tests {
        let bliss = test.bliss_excess;
        table.push(vec![
            test.partner.clone(),
            words::dose(test.partner_dose.nm),
            test.closes.join(" "),
            left(&test.drug_alone),
            left(&test.partner_alone),
            left(&test.both),
            format!("{:+.2} ({:+.2} to {:+.2})", bliss.value, bliss.low, bliss.high),
            test.loewe_index.map_or("none".to_owned(), short),
            test.ic50_fold.map_or(String::new(), |fold| {
                format!("{}{}-fold", if test.at_least { "at least " } else { "" }, short(fold))
            }),
        ]);
    }
    table
}

/// Add-backs.
pub fn add_backs(tests: &[AddBack]) -> Result<Delivery, ReportError> {
    let table = add_back_table(tests);
    let text = format!(
        "Viability over the undrugged control (95%). Bliss excess above 0 and Loewe index below 1 are synergy;\n\
         IC50 down: the drug's IC50 alone over that beside the partner.\n{}",
        table.text()
    );
    Delivery::new(
        "add_back",
        text,
        &tests,
        vec![("add_back", table.csv())],
        vec![("add_back", assay_signals::add_back(tests)?)],
    )
}

/// A candidate in the parental line.
pub fn expressed(tests: &[Expressed]) -> Result<Delivery, ReportError> {
    let mut table = Grid::new(&[
        "candidate",
        "drug",
        "IC50 parental",
        "IC50 with it",
        "index",
        "validated",
    ]);
    for test in tests {
        let index = test.engineered.resistance_index(&test.parental);
        table.push(vec![
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
        table.text()
    );
    Delivery::new(
        "express",
        text,
        &tests,
        vec![("express", table.csv())],
        vec![("express", assay_curves::draw(&plates)?)],
    )
}
