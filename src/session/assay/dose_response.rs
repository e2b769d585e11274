//! Viability under rising doses.

use super::cells::Cells;
use super::course::{flask_course, rested, sampled};
use super::delivery::Delivery;
use super::plate::Plate;
use super::subject::Subject;
use crate::assay::signals::expression::DaySample;
use crate::assay::viability::dose_response::dose_response;
use crate::assay::{Bench, Specimen};
use crate::random::Purpose;
use crate::report::assay::{CourseDay, DoseResponseReport, dose_responses};
use crate::session::SessionError;
use crate::units::Days;
use crate::words;
use std::iter::once;

/// The cultures and their parental line on a plate per drug.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DoseResponse {
    /// Drugs to titrate; a run's own without any.
    pub drugs: Vec<String>,
    /// The plate.
    pub plate: Plate,
    /// Days of the run on which the flask is sampled as well before the day of the subject: how its IC50 went.
    pub days: Vec<f64>,
    /// Each culture, of a flask's days the last one, also after so long without drug, at most a year. It grows at its mean; cells switch state, nobody
    /// mutates.
    pub holidays: Vec<Days>,
}

/// Longest holiday, days: growth without crowding stays within what a number holds.
const LONGEST: f64 = 365.0;

impl DoseResponse {
    /// Carries it out.
    ///
    /// # Errors
    /// The [`Subject`] or a drug cannot be had, the plate is not allowed, days or holidays do not go with the cells, or
    /// the report cannot be made.
    pub fn carry_out(&self, subject: &Subject, seed: u64) -> Result<Delivery<DoseResponseReport>, SessionError> {
        let cells = subject.take(seed)?;
        let bench = &cells.bench;
        let drugs = cells.drugs(&self.drugs)?;
        let course = self.course(&cells)?;
        let cultures = match course.is_empty() {
            true => self.cultures(&cells)?,
            false => once(Specimen::parental(&bench.biology))
                .chain(course.iter().map(|sample| sample.specimen.clone()))
                .collect(),
        };
        let mut rng = cells.rng(Purpose::DoseResponse);
        let mut read = DoseResponseReport {
            line: bench.biology.line_name.clone(),
            designs: Vec::new(),
            plates: Vec::new(),
            course: course
                .iter()
                .map(|sample| CourseDay::of(&bench.biology, sample))
                .collect(),
        };
        for &drug in &drugs {
            let design = self.plate.design(bench, drug)?;
            let curve = |culture| dose_response(bench, culture, drug, &design, &mut rng);
            read.plates.push(cultures.iter().map(curve).collect());
            read.designs.push(design);
        }
        let report = dose_responses(&read, &cells.leans_on(&drugs)?);
        Delivery::of(read, report)
    }

    /// The parental line, then each culture, followed by itself after each holiday.
    fn cultures(&self, cells: &Cells) -> Result<Vec<Specimen>, SessionError> {
        let parental = Specimen::parental(&cells.bench.biology);
        let mut cultures = vec![parental.clone()];
        for culture in cells.cultures.iter().filter(|culture| **culture != parental) {
            cultures.push(culture.clone());
            for holiday in &self.holidays {
                cultures.push(after(&cells.bench, culture, holiday)?);
            }
        }
        match cultures.len() == 1 && !self.holidays.is_empty() {
            true => Err(SessionError::request(
                "--holiday: only the parental line is on the plate, which has been under no drug\n  \
                 name a culture: --genotype TEXT, or a flask of a run",
            )),
            false => Ok(cultures),
        }
    }

    /// The flask on each of the days that are asked for, on its own, and after each holiday; nothing without days.
    fn course(&self, cells: &Cells) -> Result<Vec<DaySample>, SessionError> {
        if self.days.is_empty() {
            return Ok(Vec::new());
        }
        let (Some(run), Some((flask, last))) = (cells.run, cells.flask) else {
            return Err(SessionError::request(
                "--days: only a flask of a run has days\n  give --run DIR --flask N",
            ));
        };
        let mut course = flask_course(run, &cells.bench, flask, &sampled(&self.days, last)?)?;
        let own = course.last().map(|sample| sample.specimen.cells());
        let plain = cells
            .cultures
            .iter()
            .all(|culture| culture.foreign().is_none() && Some(culture.cells()) == own);
        if !plain {
            return Err(SessionError::request("--days does not go with --clone or --mixed-with"));
        }
        if let Some(before) = course.last().cloned() {
            for holiday in &self.holidays {
                course.push(DaySample {
                    day: before.day + holiday.get(),
                    on_drug: false,
                    specimen: after(&cells.bench, &before.specimen, holiday)?,
                });
            }
        }
        Ok(course)
    }
}

/// A culture after a holiday.
fn after(bench: &Bench, culture: &Specimen, holiday: &Days) -> Result<Specimen, SessionError> {
    let away = holiday.get();
    if away > LONGEST {
        return Err(SessionError::Request(format!(
            "--holiday \"{holiday}\": out of range\n  allowed: 0 d to {}",
            words::time_of_files(LONGEST)
        )));
    }
    let Some(rested) = rested(bench, culture, away) else {
        return Err(SessionError::Request(format!(
            "--holiday \"{holiday}\": nothing of {} is left by then",
            culture.name
        )));
    };
    let span = match away < 1.0 {
        true => words::hours(24.0 * away),
        false => words::short_days(away),
    };
    Ok(rested.named(format!("{}, {span} off drug", culture.name)))
}
