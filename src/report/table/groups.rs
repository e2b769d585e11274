//! Every table by the folder that it stands in, for the page that documents them.

use super::posterior::posterior_description;
use super::{BatchFamilies, PosteriorUnit};
use super::{FlaskFamilies, PairFamily, PlainFamilies, PlanFamilies, SweepFamilies};
use super::{
    cultures_description, drawn, fit_descriptions, flasks, options_descriptions, pairs_description, placed_description,
    plain, tornado_description, validation_descriptions,
};
use crate::report::assay::table_descriptions;
use crate::report::diagnosis::descriptions;
use crate::report::export;
use crate::tables::Description;
use std::io;

/// Tables that stand together, with families of columns under placeholders such as `cells_<type>`.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// What the folder is of.
    pub title: &'static str,
    /// Its tables, in the order in which they are written.
    pub tables: Vec<Description>,
}

/// Tables that this room writes.
///
/// # Panics
/// Never: writing to memory cannot fail.
pub fn groups() -> Vec<Group> {
    let name = |text: &str| text.to_owned();
    let laboratory = FlaskFamilies {
        states: vec![name("<state>")],
        drugs: vec![name("<drug>")],
        medium_ml: None,
        barcoded_arms: Some(1),
        samples: true,
        looks: true,
        patients: true,
    };
    let plain_form = PlainFamilies {
        types: vec![name("<type>")],
        mutations: vec![vec![name("<from>"), name("<to>")]],
        trajectories: true,
    };
    let sweep = SweepFamilies {
        keys: vec![name("<key>")],
        wells: true,
        synergy: true,
        worlds: true,
    };
    let plan = PlanFamilies {
        keys: vec![name("<key>")],
        drugs: vec![name("<drug>")],
    };
    let protocol = PairFamily {
        letter: name("<protocol>"),
        drugs: vec![name("<drug>")],
    };
    let batch = BatchFamilies {
        collected: vec![name("<collected>")],
        errors: true,
    };
    let nowhere = |_: &'static str| Ok::<_, io::Error>(Vec::new());
    let written = "writing to memory cannot fail";
    let group = |title, tables| Group { title, tables };
    vec![
        group("A run in the laboratory form", {
            let mut tables = flasks(&laboratory, nowhere).expect(written).descriptions();
            tables.extend(drawn(&[name("<value>")], nowhere).expect(written).descriptions());
            tables
        }),
        group(
            "A run in the plain form",
            plain(&plain_form, nowhere).expect(written).descriptions(),
        ),
        group("A sweep", sweep.descriptions()),
        group("A comparison", {
            let mut tables = vec![pairs_description(&[protocol])];
            tables.extend(options_descriptions());
            tables
        }),
        group("A plan", plan.descriptions()),
        group("A tornado", vec![tornado_description()]),
        group(
            "A fit",
            fit_descriptions(posterior_description("<value>", PosteriorUnit::Own)),
        ),
        group(
            "A validation",
            validation_descriptions(posterior_description("<class>", PosteriorUnit::Score)),
        ),
        group(
            "Your own data beside a run (its folder `observed`)",
            vec![placed_description()],
        ),
        group("A diagnosis (the folder `diagnosis` of a run)", descriptions().to_vec()),
        group(
            "Assays (`--out`; the columns of each are told in `<assay>_columns.csv`)",
            table_descriptions(),
        ),
        group("A batch", vec![batch.description()]),
        group(
            "Drawn cultures (`fluctuation --mutations M --out FILE`)",
            vec![cultures_description()],
        ),
        group("An export (the folder `export` of a run)", export::descriptions()),
    ]
}
