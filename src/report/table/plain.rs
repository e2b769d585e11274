//! Tables of plain runs.

use crate::engine::record::{PlainRecord, PlainSample};
use crate::tables::{Feed, Kind, Rows, Table};
use std::io;

/// Rows of `replicates.csv`.
pub struct Replicates;

impl Rows for Replicates {
    type Row<'a> = &'a PlainRecord;
}

impl Feed for Replicates {
    type Record = PlainRecord;

    fn feed<'a>(record: &'a PlainRecord, row: &mut dyn FnMut(&'a PlainRecord) -> io::Result<()>) -> io::Result<()> {
        row(record)
    }
}

/// `replicates.csv`; names of types and mutations stay as the scenario writes them.
pub fn replicates(types: &[String], mutations: &[Vec<String>]) -> Table<Replicates> {
    Table::<Replicates>::new("replicates.csv", "replicate of a plain run")
        .column("replicate", Kind::Integer, "number of the replicate, from 0", |r| {
            r.replicate.into()
        })
        .column(
            "stop_reason",
            Kind::Text,
            "`phases_done`, `total_cells`, `type_cells`, `extinct`, `too_many_cells` or `unending`",
            |r| r.stop.word().into(),
        )
        .column("end_day", Kind::Day, "when it ended", |r| r.end_day.into())
        .column("cells_total", Kind::Cells, "cells of all types at the end", |r| {
            r.cells.iter().sum::<u64>().into()
        })
        .each(types, |table, i, name| {
            let meaning = format!("cells of type {name} at the end");
            table.column(format!("cells_{name}"), Kind::Cells, meaning, move |r| {
                r.cells[i].into()
            })
        })
        .each(mutations, |table, i, types| {
            let (from, to) = types
                .split_first()
                .map_or((String::new(), String::new()), |(from, to)| {
                    (from.clone(), to.join(" and one of "))
                });
            let meaning = format!("times that a cell of type {from} founded one of type {to}");
            table.column(
                format!("mutations_{}", types.join("_")),
                Kind::Integer,
                meaning,
                move |r| r.mutations[i].into(),
            )
        })
}

/// Rows of `trajectories.csv`.
pub struct Trajectories;

/// The cells of one type on one day.
#[derive(Clone, Copy)]
pub struct TrajectoryRow<'a> {
    replicate: u64,
    sample: &'a PlainSample,
    cell_type: usize,
}

impl Rows for Trajectories {
    type Row<'a> = TrajectoryRow<'a>;
}

impl Feed for Trajectories {
    type Record = PlainRecord;

    fn feed<'a>(record: &'a PlainRecord, row: &mut dyn FnMut(TrajectoryRow<'a>) -> io::Result<()>) -> io::Result<()> {
        for sample in &record.samples {
            for cell_type in 0..sample.cells.len() {
                row(TrajectoryRow {
                    replicate: record.replicate,
                    sample,
                    cell_type,
                })?;
            }
        }
        Ok(())
    }
}

/// `trajectories.csv`, for types of these names.
pub fn trajectories(types: Vec<String>) -> Table<Trajectories> {
    Table::<Trajectories>::new("trajectories.csv", "replicate of a plain run, recorded day and type")
        .column("replicate", Kind::Integer, "as in replicates.csv", |row| {
            row.replicate.into()
        })
        .column("day", Kind::Day, "recorded day", |row| row.sample.day.into())
        .column("type", Kind::Text, "name of the type", move |row| {
            types[row.cell_type].clone().into()
        })
        .column("cells", Kind::Cells, "cells of that type", |row| {
            row.sample.cells[row.cell_type].into()
        })
}
