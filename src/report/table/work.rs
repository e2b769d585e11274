//! `drug_use.csv`: how much drug each flask took.

use crate::engine::record::FlaskRecord;
use crate::tables::{Feed, Kind, Rows, Table};
use std::io;

/// Rows of `drug_use.csv`.
pub struct DrugUse;

/// The drug of one course in one flask.
#[derive(Debug, Clone, Copy)]
pub struct DrugRow {
    replicate: u64,
    course: usize,
    /// Doses of all fresh medium summed, nM.
    doses: f64,
}

impl Rows for DrugUse {
    type Row<'a> = DrugRow;
}

impl Feed for DrugUse {
    type Record = FlaskRecord;

    fn feed(flask: &FlaskRecord, row: &mut dyn FnMut(DrugRow) -> io::Result<()>) -> io::Result<()> {
        flask.work.drug.iter().enumerate().try_for_each(|(course, &doses)| {
            row(DrugRow {
                replicate: flask.replicate,
                course,
                doses,
            })
        })
    }
}

/// `drug_use.csv`, for courses of these drugs in so much medium.
pub fn drug_use(drugs: &[String], medium_ml: Option<f64>) -> Table<DrugUse> {
    let drugs = drugs.to_vec();
    Table::<DrugUse>::new("drug_use.csv", "flask and course, over the whole simulation")
        .column("replicate", Kind::Integer, "as in replicates.csv", |row| {
            row.replicate.into()
        })
        .column(
            "course",
            Kind::Integer,
            "number of the course in the scenario, from 1",
            |row| (row.course + 1).into(),
        )
        .column("drug", Kind::Text, "its drug", move |row| {
            drugs[row.course].clone().into()
        })
        .column(
            "dose_sum_nM",
            Kind::Nanomolar,
            "doses of all fresh medium summed",
            |row| row.doses.into(),
        )
        .column(
            "amount_nmol",
            Kind::Nanomoles,
            "drug used: that sum times the volume of the medium",
            move |row| {
                // nmol per litre times mL is a thousandth of a nmol.
                medium_ml.map(|volume| row.doses * volume / 1e3).into()
            },
        )
        .missing("the volume of the medium is not known")
}
