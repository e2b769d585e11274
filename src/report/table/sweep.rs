//! The tables of a sweep.

use super::families::{SweepFamilies, keys, mechanism, share};
use super::options;
use super::wells::{all_mutations, well_rows, wells};
use crate::model::biology::Mechanism;
use crate::report::sweep::{PointResult, SweepReport};
use crate::statistics::Proportion;
use crate::statistics::sweep::leading;
use crate::statistics::synergy::SynergyCell;
use crate::statistics::wells::WellsSummary;
use crate::statistics::worlds::ChoiceOption;
use crate::tables::{COLUMNS_FILE, Description, Kind, Rows, Table, dictionary};

impl SweepFamilies {
    fn of(report: &SweepReport) -> Self {
        Self {
            keys: report.keys.iter().map(|key| key.key.clone()).collect(),
            wells: report.in_wells(),
            synergy: report.synergy.is_some(),
            worlds: report.worlds.is_some(),
        }
    }

    /// What the tables are, in the order of [`sweep`].
    pub fn descriptions(&self) -> Vec<Description> {
        let all = [
            points(self).description().clone(),
            mechanisms(self).description().clone(),
        ];
        let wells = self.wells.then(|| wells(self).description().clone());
        all.into_iter().chain(wells).collect()
    }
}

/// Tables of a sweep and their data dictionary: (file name, content).
pub fn sweep(report: &SweepReport) -> Vec<(String, String)> {
    let families = SweepFamilies::of(report);
    let mut texts = vec![
        points(&families).text(point_rows(report)),
        mechanisms(&families).text(mechanism_rows(report, &all_mechanisms(report))),
    ];
    if families.wells {
        texts.push(wells(&families).text(well_rows(report, &all_mutations(report))));
    }
    let descriptions = families.descriptions();
    let names = descriptions.iter().map(|table| table.name.to_owned());
    let told = (COLUMNS_FILE.to_owned(), dictionary(&descriptions));
    names.zip(texts).chain([told]).collect()
}

/// Rows of `sweep.csv`.
struct Points;

#[derive(Clone, Copy)]
struct PointRow<'a> {
    point: &'a PointResult,
    /// Something is given at this point; without drug nothing counts as resistant, which is no result.
    assay: Option<&'a SynergyCell>,
    over_worlds: Option<&'a ChoiceOption>,
}

impl PointRow<'_> {
    fn told<T>(self, value: T) -> Option<T> {
        (!self.point.untreated).then_some(value)
    }

    fn wells(&self) -> Option<&WellsSummary> {
        self.point.result.wells.as_ref()
    }
}

impl Rows for Points {
    type Row<'a> = PointRow<'a>;
}

fn point_rows(report: &SweepReport) -> impl Iterator<Item = PointRow<'_>> {
    let mut assays = (report.synergy.iter()).flat_map(|synergy| synergy.matrix.cells.iter().flatten());
    report.points.iter().enumerate().map(move |(i, point)| PointRow {
        point,
        assay: assays.next(),
        over_worlds: report.worlds.as_ref().and_then(|over| over.choice.options.get(i)),
    })
}

/// When a result of a point is left out.
const UNTREATED: &str = "no drug is given at the point";
/// When a median is left out.
const NO_MEDIAN: &str = "it cannot be told";

fn points(families: &SweepFamilies) -> Table<Points> {
    let table = keys(
        Table::<Points>::new("sweep.csv", "point of the sweep"),
        families,
        |row| row.point,
    )
    .column(
        "unaltered_held",
        Kind::Flag,
        "the doses hold the unaltered cells; where they do not, flasks count as resistant without any change",
        |row| (row.point.unaltered_held && !row.point.untreated).into(),
    )
    .column("flasks", Kind::Integer, "flasks at the point", |row| {
        row.point.result.resistant.n.into()
    })
    .column(
        "resistant",
        Kind::Integer,
        "flasks that were resistant by the horizon",
        |row| row.told(row.point.result.resistant.count).into(),
    )
    .missing(UNTREATED)
    .column("p_resistant", Kind::Share, "their share", |row| {
        row.told(row.point.result.resistant.share).into()
    })
    .missing(UNTREATED)
    .column("p_low", Kind::Share, "lower end of its 95% interval (Wilson)", |row| {
        row.told(row.point.result.resistant.low).into()
    })
    .missing(UNTREATED)
    .column("p_high", Kind::Share, "upper end of its 95% interval", |row| {
        row.told(row.point.result.resistant.high).into()
    })
    .missing(UNTREATED)
    .column(
        "extinct",
        Kind::Integer,
        "flasks that were extinct by the horizon",
        |row| row.point.result.extinct.count.into(),
    )
    .column(
        "given_up",
        Kind::Integer,
        "flasks that were given up by the horizon",
        |row| row.point.result.given_up.count.into(),
    );
    let table = times(table);
    let table = if families.wells { clones(table) } else { table };
    let table = if families.synergy { synergy(table) } else { table };
    match families.worlds {
        true => options::columns(table, "worlds_", |row| row.over_worlds.filter(|_| !row.point.untreated)),
        false => table,
    }
}

fn times(table: Table<Points>) -> Table<Points> {
    table
        .column(
            "median_ttr",
            Kind::Day,
            "median day of resistance of flasks resistant by the horizon",
            |row| row.point.result.median.map(|median| median.value).into(),
        )
        .missing("no flask is")
        .column("median_low", Kind::Day, "lower end of its 95% interval", |row| {
            row.point.result.median.and_then(|median| median.low).into()
        })
        .missing(NO_MEDIAN)
        .column("median_high", Kind::Day, "upper end of its 95% interval", |row| {
            row.point.result.median.and_then(|median| median.high).into()
        })
        .missing(NO_MEDIAN)
        .column(
            "restricted_mean",
            Kind::Days,
            "mean time to resistance within the horizon; flasks that never are count with the horizon",
            |row| row.told(row.point.result.restricted_mean).into(),
        )
        .missing(UNTREATED)
        .column("restricted_low", Kind::Days, "lower end of its 95% interval", |row| {
            row.point.result.restricted_low.and_then(|low| row.told(low)).into()
        })
        .missing("no drug is given at the point, or it has a single flask")
        .column("restricted_high", Kind::Days, "upper end of its 95% interval", |row| {
            row.point.result.restricted_high.and_then(|high| row.told(high)).into()
        })
        .missing("no drug is given at the point, or it has a single flask")
}

fn clones(table: Table<Points>) -> Table<Points> {
    table
        .column(
            "wells_with_clone",
            Kind::Integer,
            "positive wells that hold a clone (wells)",
            |row| row.wells().map(|wells| wells.clonal.count).into(),
        )
        .column(
            "clones",
            Kind::Integer,
            "clones in them, of all mutations (wells)",
            |row| row.wells().map(WellsSummary::clones).into(),
        )
        .column(
            "founders_per_well",
            Kind::Number,
            "cells per well that grew out, from the share of negative wells (wells)",
            |row| row.wells().and_then(|wells| wells.founders_per_well).into(),
        )
        .missing("every well is positive")
        .column(
            "founders_low",
            Kind::Number,
            "lower end of its 95% interval (wells)",
            |row| row.wells().map(|wells| wells.founders_low).into(),
        )
        .column(
            "founders_high",
            Kind::Number,
            "upper end of its 95% interval (wells)",
            |row| row.wells().and_then(|wells| wells.founders_high).into(),
        )
        .missing("all wells may be positive")
}

fn synergy(table: Table<Points>) -> Table<Points> {
    table
        .column(
            "viability",
            Kind::Number,
            "cells after the simulated assay over the undrugged control (dose matrix)",
            |row| row.assay.map(|assay| assay.viability).into(),
        )
        .column(
            "bliss_excess",
            Kind::Number,
            "fewer cells than independent action expects (dose matrix)",
            |row| row.assay.map(|assay| assay.bliss_excess).into(),
        )
        .column(
            "hsa_excess",
            Kind::Number,
            "fewer cells than under the better drug alone (dose matrix)",
            |row| row.assay.map(|assay| assay.hsa_excess).into(),
        )
        .column(
            "loewe_excess",
            Kind::Number,
            "fewer cells than dose addition expects (dose matrix)",
            |row| row.assay.and_then(|assay| assay.loewe_excess).into(),
        )
        .missing("one drug alone cannot reach the effect")
}

/// Rows of `sweep_mechanisms.csv`.
struct Mechanisms;

#[derive(Clone, Copy)]
struct MechanismRow<'a> {
    point: &'a PointResult,
    mechanism: &'a Mechanism,
    share: Proportion,
}

impl Rows for Mechanisms {
    type Row<'a> = MechanismRow<'a>;
}

fn all_mechanisms(report: &SweepReport) -> Vec<Mechanism> {
    leading(report.points.iter().map(|point| &point.result), usize::MAX)
}

fn mechanism_rows<'a>(report: &'a SweepReport, mechanisms: &'a [Mechanism]) -> impl Iterator<Item = MechanismRow<'a>> {
    report.points.iter().flat_map(move |point| {
        mechanisms.iter().map(move |mechanism| MechanismRow {
            point,
            mechanism,
            share: point.result.share_of(&mechanism.label),
        })
    })
}

fn mechanisms(families: &SweepFamilies) -> Table<Mechanisms> {
    let table = Table::<Mechanisms>::new(
        "sweep_mechanisms.csv",
        "point of the sweep and mechanism that dominates a resistant flask at any point",
    );
    let table = keys(table, families, |row| row.point);
    let table = mechanism(table, "mechanism", "as in mechanisms.csv of a run", |row| row.mechanism).column(
        "flasks",
        Kind::Integer,
        "flasks resistant by the horizon that it dominates",
        |row| row.share.count.into(),
    );
    share(table, "their share of all flasks of the point", |row| &row.share)
}
