//! Switch, add-back, ectopic expression and the cross-resistance map.

use super::parts::span;
use crate::assay::functional::add_back::AddBack;
use crate::assay::functional::cross_resistance::{CrossCell, CrossMap, CrossRow, Crossing, Flag, Treatment};
use crate::assay::functional::express::Expressed;
use crate::assay::functional::switch::SwitchTest;
use crate::report::assay::short;
use crate::tables::{Description, Kind, Rows, Table};

/// Rows of `switch.csv`.
struct Switches;

impl Rows for Switches {
    type Row<'a> = &'a SwitchTest;
}

fn switch_table() -> Table<Switches> {
    let table = Table::<Switches>::new("switch.csv", "other inhibitor of the driver")
        .column("drug", Kind::Text, "its name", |test| (&test.drug).into())
        .column("generation", Kind::Integer, "its generation", |test| {
            test.generation.into()
        })
        .missing("it has none")
        .column("dose_nM", Kind::Nanomolar, "dose that was given", |test| {
            test.dose.nm.into()
        })
        .column("dose", Kind::Text, "why that dose", |test| (&test.dose.words).into());
    let table = span(
        table,
        "parental",
        "viability of the parental line over its undrugged control",
        |test| test.parental.into(),
    );
    span(
        table,
        "resistant",
        "viability of the culture over its undrugged control",
        |test| test.resistant.into(),
    )
}

/// `switch.csv`.
pub(in crate::report::assay) fn switches(tests: &[SwitchTest]) -> (&'static str, String) {
    ("switch.csv", switch_table().text(tests))
}

/// Rows of `add_back.csv`.
struct AddBacks;

impl Rows for AddBacks {
    type Row<'a> = &'a AddBack;
}

fn add_back_table() -> Table<AddBacks> {
    let table = Table::<AddBacks>::new("add_back.csv", "partner beside the drug")
        .column("partner", Kind::Text, "its name", |test| (&test.partner).into())
        .column("dose_nM", Kind::Nanomolar, "dose of the partner", |test| {
            test.partner_dose.nm.into()
        })
        .column("dose", Kind::Text, "why that dose", |test| {
            (&test.partner_dose.words).into()
        });
    let table = span(table, "drug_alone", "viability over the undrugged control", |test| {
        test.drug_alone.into()
    });
    let table = span(table, "partner_alone", "viability over the undrugged control", |test| {
        test.partner_alone.into()
    });
    let table = span(table, "both", "viability over the undrugged control", |test| {
        test.both.into()
    });
    let table = span(
        table,
        "bliss_excess",
        "viability expected of independent action minus that found",
        |test| test.bliss_excess.into(),
    );
    let table = span(
        table,
        "loewe_index",
        "doses over those that do the same alone, summed",
        |test| test.loewe_index.into(),
    );
    span(
        table,
        "ic50_fold",
        "IC50 of the drug alone over that beside the partner",
        |test| test.ic50_fold.into(),
    )
}

/// Rows of `add_back_closes.csv`: a partner and a route.
struct Closes;

impl Rows for Closes {
    type Row<'a> = (&'a AddBack, &'a String);
}

fn closes_table() -> Table<Closes> {
    Table::<Closes>::new("add_back_closes.csv", "partner and route that it closes")
        .column("partner", Kind::Text, "its name", |(test, _)| (&test.partner).into())
        .column("route", Kind::Text, "identifier of the route", |(_, route)| {
            (*route).into()
        })
}

/// `add_back.csv` and `add_back_closes.csv`.
pub(in crate::report::assay) fn add_backs(tests: &[AddBack]) -> Vec<(&'static str, String)> {
    let closes = tests
        .iter()
        .flat_map(|test| test.closes.iter().map(move |route| (test, route)));
    vec![
        ("add_back.csv", add_back_table().text(tests)),
        ("add_back_closes.csv", closes_table().text(closes)),
    ]
}

/// Rows of `express.csv`.
struct Candidates;

impl Rows for Candidates {
    type Row<'a> = &'a Expressed;
}

fn candidate_table() -> Table<Candidates> {
    let table = Table::<Candidates>::new("express.csv", "candidate engineered into the parental line, and drug")
        .column("candidate", Kind::Text, "its name", |test| (&test.candidate).into())
        .column("drug", Kind::Text, "what was titrated", |test| (&test.drug).into());
    span(
        table,
        "resistance_index",
        "IC50 with the candidate over that without",
        |test| test.engineered.resistance_index(&test.parental).into(),
    )
}

/// `express.csv`.
pub(in crate::report::assay) fn expressed(tests: &[Expressed]) -> (&'static str, String) {
    ("express.csv", candidate_table().text(tests))
}

/// Rows of `cross_resistance.csv`.
struct Crossings;

#[derive(Clone, Copy)]
struct Culture<'a> {
    row: &'a CrossRow,
    treatment: &'a Treatment,
    cell: &'a CrossCell,
}

impl Rows for Crossings {
    type Row<'a> = Culture<'a>;
}

fn crossing_table() -> Table<Crossings> {
    Table::<Crossings>::new("cross_resistance.csv", "culture and treatment")
        .column("culture", Kind::Text, "name of the culture", |at| (&at.row.name).into())
        .column("flasks", Kind::Integer, "flasks whose cells it pools", |at| {
            at.row.flasks.into()
        })
        .missing("it does not come from a run")
        .column("treatment", Kind::Text, "drugs of the treatment", |at| {
            (&at.treatment.name).into()
        })
        .column(
            "ic50_nM",
            Kind::Nanomolar,
            "dose of the titrated drug that halves the cells",
            |at| {
                match at.cell.ic50 {
                    Crossing::At(nm) | Crossing::Above(nm) => Some(short(nm)),
                    Crossing::Beside => None,
                }
                .into()
            },
        )
        .missing("the partner alone halves them")
        .column(
            "kind",
            Kind::Text,
            "`dose`, `above` the one that is told, or `partner-alone`",
            |at| {
                match at.cell.ic50 {
                    Crossing::At(_) => "dose",
                    Crossing::Above(_) => "above",
                    Crossing::Beside => "partner-alone",
                }
                .into()
            },
        )
        .column(
            "fold",
            Kind::Number,
            "over the parental line's under the titrated drug alone",
            |at| at.cell.fold.map(short).into(),
        )
        .missing("it is not known")
        .column("fold_is_bound", Kind::Flag, "the fold is this or more", |at| {
            at.cell.at_least.into()
        })
        .column(
            "flag",
            Kind::Text,
            "against the parental line under the same treatment",
            |at| {
                match at.cell.flag {
                    Flag::CrossResistant => "cross-resistant",
                    Flag::Similar => "similar",
                    Flag::CollateralSensitivity => "collateral sensitivity",
                    Flag::Unknown => "unknown",
                }
                .into()
            },
        )
}

/// `cross_resistance.csv`.
pub(in crate::report::assay) fn crossings(map: &CrossMap) -> (&'static str, String) {
    let rows = map.rows.iter().flat_map(|row| {
        let cells = row.cells.iter().zip(&map.treatments);
        cells.map(move |(cell, treatment)| Culture { row, treatment, cell })
    });
    ("cross_resistance.csv", crossing_table().text(rows))
}

pub(super) fn descriptions() -> Vec<Description> {
    vec![
        switch_table().description().clone(),
        add_back_table().description().clone(),
        closes_table().description().clone(),
        candidate_table().description().clone(),
        crossing_table().description().clone(),
    ]
}
