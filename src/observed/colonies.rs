//! Colonies of a fluctuation test.

use super::column::{Column, Holds};
use super::counts::{CONDITIONS, cells, volume_is_there};
use super::faults::{At, Faults};
use super::head::Head;
use super::record::{Before, Observation, Record, only_once};
use super::row::Row;

/// Mutants of a culture.
#[derive(Debug, Clone, PartialEq)]
pub struct Culture {
    /// Line of the file, from 1.
    pub line: usize,
    /// The condition; none where the file has but one.
    pub condition: Option<String>,
    /// Which cells form the colonies, where the file says so.
    pub population: Option<String>,
    /// The culture; its number among the rows where the file does not name it. Each is there once within a condition.
    pub culture: String,
    /// Colonies that grew on the selective plate.
    pub count: u64,
    /// Share of the culture that was plated, above 0 to 1; none: not stated.
    pub plated: Option<f64>,
    /// Cells of the culture when it was plated, above 0; none: not stated.
    pub final_cells: Option<f64>,
}

const COUNT: usize = 0;
const CULTURE: usize = 1;
const PLATED: usize = 2;
const FINAL: usize = 3;
const CONDITION: usize = 4;
const VOLUME: usize = 5;
const TYPE: usize = 6;

pub(super) static COLUMNS: [Column; 7] = [
    Column::must("count", Holds::Whole, "colonies of the culture").also(&["colonies", "mutants"]),
    Column::may("culture", Holds::Name, "name of the culture").also(&["tube"]),
    Column::may("plated_share", Holds::Share, "share of the culture that was plated").also(&[
        "plated",
        "plating",
        "plating_efficiency",
    ]),
    Column::may("final_cells", Holds::Cells, "cells of the culture when plated"),
    CONDITIONS,
    Column::may("volume", Holds::Volume, "volume of the culture, for final cells per mL"),
    Column::may(
        "type",
        Holds::Name,
        "which cells form the colonies, for fits of scenarios with several",
    )
    .also(&["population", "cell_type"]),
];

impl Observation for Culture {
    fn condition(&self) -> Option<&str> {
        self.condition.as_deref()
    }
}

impl Record for Culture {
    fn check(head: &Head, at: At, faults: &mut Faults) {
        volume_is_there(head, &[FINAL], VOLUME, at, faults);
    }

    fn read(row: &mut Row) -> Option<Self> {
        let count = row.number(COUNT);
        let culture = match row.head.has(CULTURE) {
            true => row.name(CULTURE),
            false => Some(String::new()),
        };
        let plated = row.may_number(PLATED);
        if plated == Some(0.0) {
            row.refuse(PLATED, "is nothing", String::new(), "above 0 to 1");
        }
        let final_cells = cells(row, FINAL, VOLUME);
        if final_cells == Some(0.0) {
            row.refuse(FINAL, "is nothing", String::new(), "above 0; empty where not known");
        }
        Some(Self {
            line: row.at.line,
            condition: row.may_name(CONDITION),
            population: row.may_name(TYPE),
            plated,
            final_cells,
            culture: culture?,
            count: count? as u64,
        })
    }

    fn follow(&self, before: &mut Before, row: &mut Row) {
        if row.head.has(CULTURE) {
            only_once(
                &[self.condition().unwrap_or_default(), &self.culture],
                before,
                row,
                CULTURE,
            );
        }
    }

    fn number(&mut self, row: usize) {
        if self.culture.is_empty() {
            self.culture = row.to_string();
        }
    }
}
