//! A flask over its days: what its cells are in, beside the dose-responses of each day.

use super::grid::Grid;
use crate::assay::signals::expression::DaySample;
use crate::assay::signals::markers::state_share;
use crate::model::biology::Biology;
use crate::words;
use serde::Serialize;

/// States that hold less of the cells than this on every day are left to the table.
const LEAST: f64 = 0.01;

/// The flask on one of its days; each plate has a culture of it, in the order of the days.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CourseDay {
    /// From seeding.
    pub day: f64,
    /// Drug was in the medium.
    pub on_drug: bool,
    /// Every cell state, in the biology's order.
    pub states: Vec<StateShare>,
}

/// Share of the cells in a state.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StateShare {
    /// Its name, with its place among the rungs of an adaptation.
    pub state: String,
    /// Its name without that.
    pub of: String,
    /// Place among the rungs: k / n, else 1.
    pub grade: f64,
    /// From 0 to 1.
    pub share: f64,
}

impl CourseDay {
    /// What the cells of a sample are in.
    pub fn of(biology: &Biology, sample: &DaySample) -> Self {
        let share = |(i, state): (usize, &crate::model::biology::CellState)| StateShare {
            state: state.full_name(),
            of: state.name.clone(),
            grade: state.grade(),
            share: state_share(&sample.specimen, i),
        };
        Self {
            day: sample.day,
            on_drug: sample.on_drug,
            states: biology.states().iter().enumerate().map(share).collect(),
        }
    }
}

/// Indices of the states that hold a part of the cells worth showing on some day.
pub fn shown(course: &[CourseDay]) -> Vec<usize> {
    let states = course.first().map_or(0, |day| day.states.len());
    let held = |i: &usize| course.iter().any(|day| day.states[*i].share >= LEAST);
    (0..states).filter(held).collect()
}

/// Days as rows, states as columns.
pub(super) fn grid(course: &[CourseDay]) -> Grid {
    let shown = shown(course);
    let name = |i: &usize| course.first().map_or("", |day| day.states[*i].state.as_str());
    let head: Vec<&str> = ["day", "drug"].into_iter().chain(shown.iter().map(name)).collect();
    let mut grid = Grid::new(&head);
    for day in course {
        let drug = if day.on_drug { "on" } else { "off" };
        let shares = shown.iter().map(|i| words::percent(day.states[*i].share));
        grid.push(
            [words::number(day.day), drug.to_owned()]
                .into_iter()
                .chain(shares)
                .collect(),
        );
    }
    grid
}
