//! `patients.csv`: what each patient has of its own, where replicates are patients.

use crate::engine::record::FlaskRecord;
use crate::model::patients::Patient;
use crate::tables::{Feed, Kind, Rows, Table};
use std::io;

/// Rows of `patients.csv`.
pub struct Patients;

/// One patient.
#[derive(Debug, Clone, Copy)]
pub struct PatientRow {
    replicate: u64,
    patient: Patient,
}

impl Rows for Patients {
    type Row<'a> = PatientRow;
}

impl Feed for Patients {
    type Record = FlaskRecord;

    fn feed(record: &FlaskRecord, row: &mut dyn FnMut(PatientRow) -> io::Result<()>) -> io::Result<()> {
        let replicate = record.replicate;
        record
            .patient
            .map_or(Ok(()), |patient| row(PatientRow { replicate, patient }))
    }
}

/// `patients.csv`.
pub fn patients() -> Table<Patients> {
    Table::<Patients>::new("patients.csv", "patient")
        .column("replicate", Kind::Integer, "as in replicates.csv", |row| {
            row.replicate.into()
        })
        .column("pool", Kind::Cells, "tumour cells when the treatment began", |row| {
            libm::round(row.patient.pool).into()
        })
        .column(
            "exposure",
            Kind::Number,
            "concentration in the patient over the one that the courses say",
            |row| row.patient.exposure.into(),
        )
        .column(
            "doubling_days",
            Kind::Number,
            "days in which the untreated tumour doubles",
            |row| row.patient.doubling.into(),
        )
        .column(
            "supply",
            Kind::Number,
            "heritable changes per division over those of the line",
            |row| row.patient.supply.into(),
        )
        .column(
            "turnover",
            Kind::Share,
            "deaths per birth in the untreated tumour",
            |row| row.patient.turnover.into(),
        )
}
