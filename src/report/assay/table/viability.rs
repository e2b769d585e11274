//! Plates: wells, potencies, clones.

use super::parts::span;
use crate::assay::clones::{BankedClone, Cloning};
use crate::assay::viability::dose_response::DoseResponse;
use crate::assay::viability::potency::Potency;
use crate::report::assay::{CourseDay, StateShare, short};
use crate::tables::{Description, Kind, Rows, Table};

/// Rows of tables of wells.
struct Wells;

#[derive(Clone, Copy)]
struct Well<'a> {
    curve: &'a DoseResponse,
    dose: f64,
    number: usize,
    viability: f64,
}

impl Rows for Wells {
    type Row<'a> = Well<'a>;
}

fn well_table(name: &'static str) -> Table<Wells> {
    Table::<Wells>::new(name, "well of a dose-response plate")
        .column("culture", Kind::Text, "name of the culture", |well| {
            (&well.curve.specimen).into()
        })
        .column("drug", Kind::Text, "what was titrated", |well| {
            (&well.curve.drug).into()
        })
        .column("hours", Kind::Hours, "duration", |well| short(well.curve.hours).into())
        .column("dose_nM", Kind::Nanomolar, "dose; 0: undrugged control", |well| {
            short(well.dose).into()
        })
        .column(
            "well",
            Kind::Integer,
            "number among the wells of the dose, from 1",
            |well| well.number.into(),
        )
        .column(
            "viability",
            Kind::Number,
            "read-out over the mean of the undrugged wells",
            |well| short(well.viability).into(),
        )
}

/// A table of wells of this name: (file name, content).
pub(in crate::report::assay) fn wells<'a>(
    name: &'static str,
    curves: impl Iterator<Item = &'a DoseResponse>,
) -> (&'static str, String) {
    let rows = curves.flat_map(|curve| {
        let own = curve.readings.points.iter().map(|point| (point.dose, &point.wells));
        let all = own.chain([(0.0, &curve.readings.controls)]);
        all.flat_map(move |(dose, wells)| {
            wells.iter().enumerate().map(move |(i, &viability)| Well {
                curve,
                dose,
                number: i + 1,
                viability,
            })
        })
    });
    (name, well_table(name).text(rows))
}

/// Rows of tables of potencies.
struct Potencies;

#[derive(Clone, Copy)]
struct Endpoint<'a> {
    curve: &'a DoseResponse,
    name: &'static str,
    potency: &'a Potency,
}

impl Rows for Potencies {
    type Row<'a> = Endpoint<'a>;
}

fn dose(potency: &Potency) -> Option<f64> {
    match potency {
        Potency::Dose { nm, .. } | Potency::Above { nm } | Potency::Below { nm } => Some(*nm),
        Potency::None => None,
    }
}

fn interval(potency: &Potency) -> Option<(f64, f64)> {
    match potency {
        Potency::Dose { low, high, .. } => Some((*low, *high)),
        _ => None,
    }
}

fn potency_table(name: &'static str) -> Table<Potencies> {
    Table::<Potencies>::new(name, "culture, drug and endpoint")
        .column("culture", Kind::Text, "name of the culture", |row| {
            (&row.curve.specimen).into()
        })
        .column("drug", Kind::Text, "what was titrated", |row| (&row.curve.drug).into())
        .column("hours", Kind::Hours, "duration", |row| short(row.curve.hours).into())
        .column("endpoint", Kind::Text, "`IC50`, `EC50`, `GI50` or `GR50`", |row| {
            row.name.into()
        })
        .column(
            "kind",
            Kind::Text,
            "`dose`, `above` or `below` the one that is told, or `none`",
            |row| {
                match row.potency {
                    Potency::Dose { .. } => "dose",
                    Potency::Above { .. } => "above",
                    Potency::Below { .. } => "below",
                    Potency::None => "none",
                }
                .into()
            },
        )
        .column("nM", Kind::Nanomolar, "the potency, or its bound", |row| {
            dose(row.potency).map(short).into()
        })
        .missing("there is none")
        .column("low_nM", Kind::Nanomolar, "lower end of its 95% interval", |row| {
            interval(row.potency).map(|(low, _)| short(low)).into()
        })
        .missing("no dose is told")
        .column("high_nM", Kind::Nanomolar, "upper end of its 95% interval", |row| {
            interval(row.potency).map(|(_, high)| short(high)).into()
        })
        .missing("no dose is told")
}

/// A table of potencies of this name: (file name, content).
pub(in crate::report::assay) fn potencies<'a>(
    name: &'static str,
    curves: impl Iterator<Item = &'a DoseResponse>,
) -> (&'static str, String) {
    let rows = curves.flat_map(|curve| {
        let all = [
            ("IC50", &curve.ic50),
            ("EC50", &curve.ec50),
            ("GI50", &curve.gi50),
            ("GR50", &curve.gr50),
        ];
        all.map(|(name, potency)| Endpoint { curve, name, potency })
    });
    (name, potency_table(name).text(rows))
}

/// Rows of `clones.csv`: a clone, and its curve beside the parental one under a drug.
struct Clones;

#[derive(Clone, Copy)]
struct Clone<'a> {
    clone: &'a BankedClone,
    parental: Option<&'a DoseResponse>,
    curve: Option<&'a DoseResponse>,
}

impl Rows for Clones {
    type Row<'a> = Clone<'a>;
}

fn clone_table() -> Table<Clones> {
    let table = Table::<Clones>::new("clones.csv", "clone that grew, and drug on its plate")
        .column("clone", Kind::Integer, "number of the well, from 1", |row| {
            row.clone.well.into()
        })
        .column("banked_after", Kind::Days, "days until it could be banked", |row| {
            short(row.clone.days).into()
        })
        .column(
            "founder",
            Kind::Text,
            "genotype and state of the founding cell; the truth",
            |row| (&row.clone.founder).into(),
        )
        .column("drug", Kind::Text, "what was titrated", |row| {
            row.parental.map(|curve| &curve.drug).into()
        })
        .missing("nothing was titrated");
    let meaning = "IC50 over that of the parental line on the plate";
    span(table, "resistance_index", meaning, |row| {
        let curves = row.curve.zip(row.parental);
        curves
            .and_then(|(curve, parental)| curve.resistance_index(parental))
            .into()
    })
}

/// `clones.csv`; `plates`: one per drug, the parental line first, then the clones in order.
pub(in crate::report::assay) fn clones(cloning: &Cloning, plates: &[Vec<DoseResponse>]) -> (&'static str, String) {
    let bare = [Vec::new()];
    let plates = if plates.is_empty() { &bare } else { plates };
    let rows = cloning.clones.iter().enumerate().flat_map(|(i, clone)| {
        plates.iter().map(move |plate| Clone {
            clone,
            parental: plate.first(),
            curve: plate.get(i + 1),
        })
    });
    ("clones.csv", clone_table().text(rows))
}

/// Rows of `dose_response_states.csv`.
struct States;

#[derive(Clone, Copy)]
struct Held<'a> {
    day: &'a CourseDay,
    state: &'a StateShare,
}

impl Rows for States {
    type Row<'a> = Held<'a>;
}

fn state_table() -> Table<States> {
    Table::<States>::new("dose_response_states.csv", "day of the flask and cell state")
        .column("day", Kind::Day, "day of the sample", |row| short(row.day.day).into())
        .column("on_drug", Kind::Flag, "drug was given on that day", |row| {
            row.day.on_drug.into()
        })
        .column("state", Kind::Text, "name of the state, with its rung", |row| {
            (&row.state.state).into()
        })
        .column("share", Kind::Share, "share of the cells in it", |row| {
            short(row.state.share).into()
        })
}

/// `dose_response_states.csv`.
pub(in crate::report::assay) fn states(course: &[CourseDay]) -> (&'static str, String) {
    let of_day = |day| move |state| Held { day, state };
    let rows = course.iter().flat_map(|day| day.states.iter().map(of_day(day)));
    ("dose_response_states.csv", state_table().text(rows))
}

pub(super) fn descriptions() -> Vec<Description> {
    let wells = ["dose_response_wells.csv", "potency_wells.csv"].map(|name| well_table(name).description().clone());
    let potencies = ["dose_response.csv", "clones_potencies.csv", "potency.csv"];
    let potencies = potencies.map(|name| potency_table(name).description().clone());
    wells
        .into_iter()
        .chain(potencies)
        .chain([clone_table().description().clone(), state_table().description().clone()])
        .collect()
}
