//! Doses of one course over an ensemble.

use super::bands::{BandPoint, DayGrid, StepCounts};
use super::summary::CourseSummary;
use crate::model::protocol::Course;
use std::collections::BTreeMap;

/// Dose statistics of one course.
#[derive(Debug, Clone)]
pub(super) struct CourseAccumulator {
    drug: String,
    goal: f64,
    ladder: u64,
    earlier_line: bool,
    /// Highest dose so far, one entry per column of the day grid.
    reached: Vec<StepCounts>,
    /// Dose of the flasks under way, likewise.
    given: Vec<StepCounts>,
    highest: BTreeMap<u64, u64>,
}

impl CourseAccumulator {
    /// For a course of this drug on a grid of so many columns.
    pub fn new(drug: String, course: &Course, last_line: u32, columns: usize) -> Self {
        Self {
            drug,
            goal: course.dosing.goal(),
            ladder: course.dosing.doses().len() as u64,
            earlier_line: course.timing.until_resistance && course.timing.after_resistance < last_line,
            reached: vec![StepCounts::default(); columns],
            given: vec![StepCounts::default(); columns],
            highest: BTreeMap::new(),
        }
    }

    /// Adds one flask: (day, dose since the look before).
    pub fn add(&mut self, grid: DayGrid, doses: impl Iterator<Item = (f64, f64)>) {
        let mut highest = 0.0f64;
        let mut column = 0;
        for (day, dose) in doses {
            let here = grid.column_from(day).min(self.reached.len());
            self.reached[column..here.max(column)]
                .iter_mut()
                .for_each(|counts| counts.add(highest));
            // A look tells the dose of the days before it.
            self.given[column..here.max(column)]
                .iter_mut()
                .for_each(|counts| counts.add(dose));
            column = column.max(here);
            highest = highest.max(dose);
        }
        self.reached[column..].iter_mut().for_each(|counts| counts.add(highest));
        *self.highest.entry(highest.to_bits()).or_insert(0) += 1;
    }

    /// The statistics so far.
    pub fn finish(&self, grid: DayGrid) -> CourseSummary {
        let reached = self.reached.iter().enumerate();
        CourseSummary {
            drug: self.drug.clone(),
            goal: self.goal,
            ladder: self.ladder,
            earlier_line: self.earlier_line,
            dose_given: (self.given.iter().enumerate())
                .filter_map(|(i, counts)| BandPoint::of_steps(grid.day(i), counts))
                .collect(),
            dose_reached: reached
                .filter_map(|(i, counts)| BandPoint::of_steps(grid.day(i), counts))
                .collect(),
            highest_dose: self
                .highest
                .iter()
                .map(|(&bits, &flasks)| (f64::from_bits(bits), flasks))
                .collect(),
        }
    }
}
