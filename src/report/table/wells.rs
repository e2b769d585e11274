//! `wells.csv`: which mutations positive wells hold at each point of a sweep.

use super::families::{SweepFamilies, keys, mechanism, share};
use crate::model::biology::Mechanism;
use crate::report::sweep::{PointResult, SweepReport};
use crate::statistics::Proportion;
use crate::statistics::sweep::leading_in_wells;
use crate::tables::{Kind, Rows, Table};

/// Rows of `wells.csv`.
pub(super) struct Wells;

#[derive(Clone, Copy)]
pub(super) struct WellRow<'a> {
    point: &'a PointResult,
    positive: Proportion,
    mutation: &'a Mechanism,
    with: Proportion,
    clones: u64,
}

impl Rows for Wells {
    type Row<'a> = WellRow<'a>;
}

pub(super) fn all_mutations(report: &SweepReport) -> Vec<Mechanism> {
    leading_in_wells(report.points.iter().map(|point| &point.result), usize::MAX)
}

pub(super) fn well_rows<'a>(report: &'a SweepReport, mutations: &'a [Mechanism]) -> impl Iterator<Item = WellRow<'a>> {
    let of_wells = report
        .points
        .iter()
        .filter_map(|point| Some((point, point.result.wells.as_ref()?)));
    of_wells.flat_map(move |(point, wells)| {
        mutations.iter().map(move |mutation| {
            let (with, clones) = wells.of(&mutation.label);
            WellRow {
                point,
                positive: wells.positive,
                mutation,
                with: Proportion::new(with, wells.positive.n),
                clones,
            }
        })
    })
}

pub(super) fn wells(families: &SweepFamilies) -> Table<Wells> {
    let table = Table::<Wells>::new(
        "wells.csv",
        "point of the sweep and mutation in a positive well at any point",
    );
    let table = keys(table, families, |row| row.point)
        .column("wells", Kind::Integer, "wells at the point", |row| {
            row.positive.n.into()
        })
        .column("positive", Kind::Integer, "wells with a resistant culture", |row| {
            row.positive.count.into()
        });
    let meaning = "mechanism, as in mechanisms.csv of a run";
    let table = mechanism(table, "mutation", meaning, |row| row.mutation).column(
        "wells_with",
        Kind::Integer,
        "positive wells that hold a clone of it",
        |row| row.with.count.into(),
    );
    share(table, "their share of all wells", |row| &row.with).column(
        "clones",
        Kind::Integer,
        "its clones, each founding event counted once",
        |row| row.clones.into(),
    )
}
