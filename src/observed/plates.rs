//! Signals of wells under doses.

use super::column::{Column, Holds};
use super::counts::CONDITIONS;
use super::record::{Before, Observation, Record};
use super::row::Row;

/// The signal of a well.
#[derive(Debug, Clone, PartialEq)]
pub struct Well {
    /// Line of the file, from 1; of the layout, where there is one.
    pub line: usize,
    /// The condition; none where the file has but one.
    pub condition: Option<String>,
    /// The drug; none in a control well without drug.
    pub drug: Option<String>,
    /// Its dose, nM; 0 in a control well.
    pub dose: f64,
    /// The signal in units of the instrument.
    pub signal: f64,
    /// The plate; none where the file has but one.
    pub plate: Option<String>,
    /// The well, such as B3, or the number of the replicate.
    pub well: Option<String>,
    /// Hours under drug until the signal was taken; none: not stated. 0 is not allowed.
    pub hours: Option<f64>,
    /// The allele that the cells carry; none: the line as it is.
    pub allele: Option<String>,
    /// The cell line; none: that of the scenario.
    pub cell_line: Option<String>,
}

const DRUG: usize = 0;
const DOSE: usize = 1;
const SIGNAL: usize = 2;
const CONDITION: usize = 3;
const PLATE: usize = 4;
const WELL: usize = 5;
const HOURS: usize = 6;
const ALLELE: usize = 7;
const LINE: usize = 8;

pub(super) static COLUMNS: [Column; 9] = [
    Column::must(
        "drug",
        Holds::Name,
        "name of the drug; may be empty where the dose is 0",
    )
    .also(&["compound", "inhibitor"]),
    Column::must("dose", Holds::Dose, "its dose, 0 in control wells").also(&["concentration", "conc"]),
    Column::must("signal", Holds::Signal, "what the instrument showed").also(&[
        "luminescence",
        "fluorescence",
        "absorbance",
        "viability",
    ]),
    CONDITIONS,
    Column::may("plate", Holds::Name, "name of the plate"),
    Column::may("well", Holds::Name, "name of the well, or number of the replicate").also(&["replicate"]),
    Column::may("hours", Holds::Hours, "hours under drug").also(&["hour", "time", "day", "days"]),
    Column::may("allele", Holds::Name, "allele that the cells carry").also(&["mutation", "genotype"]),
    Column::may("line", Holds::Name, "cell line").also(&["cell_line"]),
];

impl Observation for Well {
    fn condition(&self) -> Option<&str> {
        self.condition.as_deref()
    }
}

impl Record for Well {
    fn read(row: &mut Row) -> Option<Self> {
        let (dose, signal) = (row.number(DOSE), row.number(SIGNAL));
        let drug = match dose {
            Some(0.0) => row.may_name(DRUG),
            _ => Some(row.name(DRUG)?),
        };
        Some(Self {
            line: row.at.line,
            condition: row.may_name(CONDITION),
            drug,
            plate: row.may_name(PLATE),
            well: row.may_name(WELL),
            hours: row.may_number(HOURS),
            allele: row.may_name(ALLELE),
            cell_line: row.may_name(LINE),
            dose: dose?,
            signal: signal?,
        })
    }

    fn follow(&self, _before: &mut Before, _row: &mut Row) {}
}
