//! Blot, array, ELISA, stains and expression.

use crate::assay::signals::array::{PhosphoArray, Spot};
use crate::assay::signals::blot::{Band, Blot, BlotRow, Lane};
use crate::assay::signals::expression::{Expression, ExpressionRow};
use crate::assay::signals::markers::{StainRow, Stains};
use crate::assay::surroundings::cytokines::{CytokineRow, Elisa};
use crate::report::assay::short;
use crate::tables::{Description, Kind, Rows, Table};

/// Rows of `blot.csv`.
struct Bands;

#[derive(Clone, Copy)]
struct Place<'a> {
    lane: &'a Lane,
    row: &'a BlotRow,
    band: &'a Band,
}

impl Rows for Bands {
    type Row<'a> = Place<'a>;
}

fn band_table() -> Table<Bands> {
    Table::<Bands>::new("blot.csv", "antibody and lane")
        .column("antibody", Kind::Text, "what the antibody sees", |at| {
            (&at.row.readout).into()
        })
        .column("of", Kind::Text, "what it stands for", |at| (&at.row.name).into())
        .column("in_model", Kind::Flag, "the model has something that moves it", |at| {
            (!at.row.silent).into()
        })
        .column("culture", Kind::Text, "cells in the lane", |at| {
            (&at.lane.specimen).into()
        })
        .column("treatment", Kind::Text, "what they were given", |at| {
            (&at.lane.treatment).into()
        })
        .column(
            "band",
            Kind::Number,
            "relative to the undrugged parental line or a positive control",
            |at| short(at.band.value).into(),
        )
        .column(
            "faint",
            Kind::Flag,
            "below the weakest band that is told from background",
            |at| at.band.faint.into(),
        )
        .column(
            "saturated",
            Kind::Flag,
            "above the strongest band that is told apart",
            |at| at.band.saturated.into(),
        )
}

/// `blot.csv`.
pub(in crate::report::assay) fn bands(blot: &Blot) -> (&'static str, String) {
    let rows = blot.rows.iter().flat_map(|row| {
        let bands = row.bands.iter().zip(&blot.lanes);
        bands.map(move |(band, lane)| Place { lane, row, band })
    });
    ("blot.csv", band_table().text(rows))
}

/// Rows of `array.csv`: rank and spot.
struct Spots;

impl Rows for Spots {
    type Row<'a> = (usize, &'a Spot);
}

fn spot_table() -> Table<Spots> {
    Table::<Spots>::new("array.csv", "spot of the array, the largest change first")
        .column("rank", Kind::Integer, "by change, from 1", |(rank, _)| (*rank).into())
        .column("spot", Kind::Text, "what it sees", |(_, spot)| (&spot.readout).into())
        .column("of", Kind::Text, "what it stands for", |(_, spot)| (&spot.name).into())
        .column("parental", Kind::Number, "signal of the parental line", |(_, spot)| {
            short(spot.parental).into()
        })
        .column("resistant", Kind::Number, "signal of the culture", |(_, spot)| {
            short(spot.resistant).into()
        })
        .column("fold", Kind::Number, "culture over parental line", |(_, spot)| {
            short(spot.fold).into()
        })
        .column("errors", Kind::Number, "change over its standard error", |(_, spot)| {
            short(spot.errors).into()
        })
        .column("called", Kind::Flag, "beyond both limits", |(_, spot)| {
            spot.called.into()
        })
        .column("measures", Kind::Text, "what the signal measures", |(_, spot)| {
            spot.measure.words().into()
        })
}

/// `array.csv`.
pub(in crate::report::assay) fn spots(array: &PhosphoArray) -> (&'static str, String) {
    let rows = array.spots.iter().enumerate().map(|(i, spot)| (i + 1, spot));
    ("array.csv", spot_table().text(rows))
}

/// Rows of `cytokines.csv`.
struct Cytokines;

impl Rows for Cytokines {
    type Row<'a> = &'a CytokineRow;
}

fn cytokine_table() -> Table<Cytokines> {
    Table::<Cytokines>::new("cytokines.csv", "factor in the supernatant")
        .column("factor", Kind::Text, "what is measured", |row| (&row.readout).into())
        .column(
            "of",
            Kind::Text,
            "factor of the surroundings that it belongs to",
            |row| (&row.factor).into(),
        )
        .column("medium", Kind::Number, "in plain medium, in the row's unit", |row| {
            short(row.medium).into()
        })
        .column(
            "co_culture",
            Kind::Number,
            "in the co-culture, in the row's unit",
            |row| short(row.co_culture).into(),
        )
        .column("unit", Kind::Text, "unit of the row's numbers", |row| {
            (&row.unit).into()
        })
        .column("limit", Kind::Number, "detection limit, in the row's unit", |row| {
            short(row.limit).into()
        })
        .column(
            "raised",
            Kind::Flag,
            "above the limit and at least three times plain medium",
            |row| row.raised.into(),
        )
}

/// `cytokines.csv`.
pub(in crate::report::assay) fn cytokines(elisa: &Elisa) -> (&'static str, String) {
    ("cytokines.csv", cytokine_table().text(&elisa.rows))
}

/// Rows of `markers.csv`.
struct Stained;

impl Rows for Stained {
    type Row<'a> = &'a StainRow;
}

fn stain_table() -> Table<Stained> {
    Table::<Stained>::new("markers.csv", "marker that was stained")
        .column("marker", Kind::Text, "such as ASCL1", |row| (&row.marker).into())
        .column("state", Kind::Text, "cell state that it stands for", |row| {
            (&row.state).into()
        })
        .column("cells", Kind::Cells, "cells of the culture looked at", |row| {
            row.resistant.n.into()
        })
        .column("stained", Kind::Cells, "of them stained", |row| {
            row.resistant.count.into()
        })
        .column("share", Kind::Share, "their share", |row| {
            short(row.resistant.share).into()
        })
        .column(
            "share_low",
            Kind::Share,
            "lower end of its 95% interval (Wilson)",
            |row| short(row.resistant.low).into(),
        )
        .column("share_high", Kind::Share, "upper end of its 95% interval", |row| {
            short(row.resistant.high).into()
        })
        .column(
            "untreated_cells",
            Kind::Cells,
            "untreated parental cells looked at",
            |row| row.parental.n.into(),
        )
        .column("untreated_stained", Kind::Cells, "of them stained", |row| {
            row.parental.count.into()
        })
}

/// `markers.csv`.
pub(in crate::report::assay) fn stained(stains: &Stains) -> (&'static str, String) {
    ("markers.csv", stain_table().text(&stains.rows))
}

/// Rows of `expression.csv`.
struct Scores;

#[derive(Clone, Copy)]
struct Score<'a> {
    row: &'a ExpressionRow,
    day: f64,
    on_drug: bool,
    score: f64,
}

impl Rows for Scores {
    type Row<'a> = Score<'a>;
}

fn score_table() -> Table<Scores> {
    Table::<Scores>::new("expression.csv", "cell state and day")
        .column("state", Kind::Text, "name of the state", |at| (&at.row.state).into())
        .column("marker", Kind::Text, "gene that stands for it", |at| {
            (&at.row.marker).into()
        })
        .missing("the knowledge base names none")
        .column("day", Kind::Day, "day of the sample", |at| short(at.day).into())
        .column("on_drug", Kind::Flag, "drug was given on that day", |at| {
            at.on_drug.into()
        })
        .column(
            "score",
            Kind::Number,
            "share of the cells in the state, plus background",
            |at| short(at.score).into(),
        )
        .column(
            "drug_fold",
            Kind::Number,
            "last score on drug over that without",
            |at| at.row.drug_fold.map(short).into(),
        )
        .missing("there are not both")
        .column(
            "follows_drug",
            Kind::Flag,
            "the state rises on drug and falls without it",
            |at| at.row.follows_drug.into(),
        )
}

/// `expression.csv`.
pub(in crate::report::assay) fn scores(course: &Expression) -> (&'static str, String) {
    let rows = course.rows.iter().flat_map(|row| {
        let days = course.days.iter().zip(&course.on_drug).zip(&row.scores);
        days.map(move |((&day, &on_drug), &score)| Score {
            row,
            day,
            on_drug,
            score,
        })
    });
    ("expression.csv", score_table().text(rows))
}

pub(super) fn descriptions() -> Vec<Description> {
    vec![
        band_table().description().clone(),
        spot_table().description().clone(),
        cytokine_table().description().clone(),
        stain_table().description().clone(),
        score_table().description().clone(),
    ]
}
