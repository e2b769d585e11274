//! A count table and its samples, for edgeR's `DGEList`, on which bartools stands.

use super::source::{Exported, unread};
use crate::tables::{Description, Kind, Rows, Table};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Why a run without barcodes has no such tables.
pub const NO_BARCODES: &str = "bartools: cells carry no barcodes\n  allowed where the scenario has [barcodes]";

#[derive(Debug, Deserialize)]
struct Counted {
    stock: u64,
    replicate: u64,
    barcode: u32,
    seeded: u64,
    cells: u64,
}

/// A flask on one of its two days.
#[derive(Debug, Clone, PartialEq)]
struct Sample {
    name: String,
    stock: u64,
    replicate: u64,
    at: &'static str,
}

struct Counts;

impl Rows for Counts {
    /// A barcode, and its cells per sample.
    type Row<'a> = (u32, &'a [u64]);
}

struct Samples;

impl Rows for Samples {
    type Row<'a> = &'a Sample;
}

fn counts(samples: &[String]) -> Table<Counts> {
    let barcode = "number of the barcode within the stock";
    let table = Table::<Counts>::new("bartools_counts.csv", "barcode of the flask's stock").column(
        "Barcode",
        Kind::Integer,
        barcode,
        |row| row.0.into(),
    );
    table.each(samples, |table, i, name| {
        let meaning = "cells with it in that sample, without the noise of sequencing";
        table.column(name.clone(), Kind::Cells, meaning, move |row| row.1[i].into())
    })
}

fn samples() -> Table<Samples> {
    Table::<Samples>::new("bartools_samples.csv", "column of bartools_counts.csv")
        .column("Sample", Kind::Text, "name of the column", |row| (&row.name).into())
        .column(
            "Group",
            Kind::Text,
            "`seeded` (day 0, after plating) or `outcome`",
            |row| row.at.into(),
        )
        .column("Replicate", Kind::Integer, "the flask, as in replicates.csv", |row| {
            row.replicate.into()
        })
        .column("Stock", Kind::Integer, "number of its stock, from 0", |row| {
            row.stock.into()
        })
}

pub fn descriptions(names: &[String]) -> Vec<Description> {
    vec![counts(names).description().clone(), samples().description().clone()]
}

pub fn tables(of: &Exported) -> Result<(Vec<Description>, Vec<String>), String> {
    let none = || NO_BARCODES.to_owned();
    let text = of.barcodes.ok_or_else(none)?;
    let all = csv::Reader::from_reader(text.as_bytes()).into_deserialize();
    let all: Vec<Counted> = all.collect::<Result<_, _>>().map_err(unread)?;
    let ours = all.iter().find(|row| row.replicate == of.trace.record.replicate);
    let stock = ours.ok_or_else(none)?.stock;
    let all: Vec<Counted> = all.into_iter().filter(|row| row.stock == stock).collect();
    let mut flasks: Vec<u64> = all.iter().map(|row| row.replicate).collect();
    flasks.dedup();
    let sample = |replicate: u64, at| Sample {
        name: format!("flask_{replicate}_{at}"),
        stock,
        replicate,
        at,
    };
    let each = |&replicate: &u64| [sample(replicate, "seeded"), sample(replicate, "outcome")];
    let of_stock: Vec<Sample> = flasks.iter().flat_map(each).collect();
    let mut by_barcode: BTreeMap<u32, Vec<u64>> = BTreeMap::new();
    for row in &all {
        let Some(flask) = flasks.iter().position(|&flask| flask == row.replicate) else {
            continue;
        };
        let counts = by_barcode.entry(row.barcode).or_insert_with(|| vec![0; of_stock.len()]);
        (counts[2 * flask], counts[2 * flask + 1]) = (row.seeded, row.cells);
    }
    let names: Vec<String> = of_stock.iter().map(|sample| sample.name.clone()).collect();
    let texts = vec![
        counts(&names).text(by_barcode.iter().map(|(barcode, counts)| (*barcode, counts.as_slice()))),
        samples().text(&of_stock),
    ];
    Ok((descriptions(&names), texts))
}
