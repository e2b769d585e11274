//! Cells of flasks on days.

use super::column::{Column, Holds};
use super::faults::{At, Fault, Faults};
use super::head::Head;
use super::record::{Before, Observation, Record, not_backwards};
use super::row::Row;

/// A count of the living cells of a flask.
#[derive(Debug, Clone, PartialEq)]
pub struct Count {
    /// Line of the file, from 1.
    pub line: usize,
    /// The condition that the flask was under; none where the file has but one.
    pub condition: Option<String>,
    /// The flask.
    pub flask: String,
    /// Days from seeding, at least 0; they do not fall within a flask and population.
    pub day: f64,
    /// What was counted where types of cells are counted apart, such as sensitive; none: all cells.
    pub population: Option<String>,
    /// Living cells in the whole flask before a passage on that day, at least 0; scaled up where a share was counted.
    pub cells: f64,
    /// Share of the flask's cells that was counted, above 0 to 1; none: not stated. `cells` times it is what was seen.
    pub sampled: Option<f64>,
    /// Share of the cells that was kept at a passage right after the count, above 0 to 1; none: no passage.
    pub kept: Option<f64>,
    /// The drug that `dose` is of; none: the scenario's.
    pub drug: Option<String>,
    /// Dose from this day on, nM; none: as before.
    pub dose: Option<f64>,
}

const FLASK: usize = 0;
const DAY: usize = 1;
const CELLS: usize = 2;
const CONDITION: usize = 3;
const TYPE: usize = 4;
const VOLUME: usize = 5;
const SAMPLED_SHARE: usize = 6;
const SAMPLED_VOLUME: usize = 7;
const PASSAGE: usize = 8;
const DRUG: usize = 9;
const DOSE: usize = 10;

/// The column that tells conditions apart, in every kind.
pub(super) const CONDITIONS: Column =
    Column::may("condition", Holds::Name, "several conditions in one file").also(&["treatment", "group"]);
/// When something was seen.
pub(super) const WHEN: Column = Column::must(
    "day",
    Holds::Days,
    "days from seeding; hours, or time with a unit, are read too",
)
.also(&["days", "hour", "hours", "time"]);

pub(super) static COLUMNS: [Column; 11] = [
    Column::must("flask", Holds::Name, "name of the flask").also(&["replicate"]),
    WHEN,
    Column::must(
        "cells",
        Holds::Cells,
        "living cells of the whole flask (also where sampled_share says how much of it was counted), or per volume \
         (cells_per_mL) with a volume",
    )
    .also(&["count", "cell_count", "cell_number", "living_cells", "viable_cells"]),
    CONDITIONS,
    Column::may(
        "type",
        Holds::Name,
        "which cells were counted, where types are counted apart",
    )
    .also(&["population", "cell_type"]),
    Column::may("volume", Holds::Volume, "volume of the flask's medium"),
    Column::may("sampled_share", Holds::Share, "share of the flask that was counted"),
    Column::may(
        "sampled_volume",
        Holds::Volume,
        "the same as the volume that was counted",
    )
    .also(&["sampled"]),
    Column::may(
        "passage",
        Holds::Share,
        "share kept at a passage after the count: 0.125 or 1:8",
    )
    .also(&["kept"]),
    Column::may("drug", Holds::Name, "the drug whose dose is stated"),
    Column::may("dose", Holds::Dose, "dose from this day on"),
];

/// Cells of a whole flask or culture; a concentration times the volume.
pub(super) fn cells(row: &mut Row, cells: usize, volume: usize) -> Option<f64> {
    let (value, unit) = row.may_measure(cells)?;
    let volume = match (unit.per_ml, row.may_number(volume)) {
        (false, _) => 1.0,
        (true, Some(volume)) => volume,
        (true, None) => {
            let allowed = "the volume of the medium in a column volume_mL";
            row.refuse(cells, "is a concentration without a volume", String::new(), allowed);
            return None;
        }
    };
    Some(value * volume)
}

/// The header of a file that states concentrations or sampled volumes and no volume.
pub(super) fn volume_is_there(head: &Head, needing: &[usize], volume: usize, at: At, faults: &mut Faults) {
    let needs = |&&column: &&usize| {
        let place = head.places[column].as_ref();
        place.is_some_and(|place| place.unit.per_ml || head.columns[column].holds == Holds::Volume)
    };
    let Some(&column) = needing.iter().find(needs).filter(|_| !head.has(volume)) else {
        return;
    };
    let name = head.places[column].as_ref().map(|place| place.name.as_str());
    let fault = Fault {
        column: name,
        what: "needs the volume of the flask's medium",
        allowed: "a column volume_mL beside it".to_owned(),
        ..Fault::default()
    };
    faults.add(Some(at), &fault);
}

impl Observation for Count {
    fn condition(&self) -> Option<&str> {
        self.condition.as_deref()
    }
}

impl Record for Count {
    fn check(head: &Head, at: At, faults: &mut Faults) {
        volume_is_there(head, &[CELLS, SAMPLED_VOLUME], VOLUME, at, faults);
    }

    fn read(row: &mut Row) -> Option<Self> {
        let (flask, day) = (row.name(FLASK), row.number(DAY));
        row.is_there(CELLS);
        let cells = cells(row, CELLS, VOLUME);
        let kept = row.may_number(PASSAGE);
        if kept == Some(0.0) {
            row.refuse(
                PASSAGE,
                "keeps nothing",
                String::new(),
                "the share that was kept, or an empty cell: no passage",
            );
        }
        Some(Self {
            line: row.at.line,
            condition: row.may_name(CONDITION),
            population: row.may_name(TYPE),
            sampled: sampled(row),
            kept,
            drug: row.may_name(DRUG),
            dose: row.may_number(DOSE),
            flask: flask?,
            day: day?,
            cells: cells?,
        })
    }

    fn follow(&self, before: &mut Before, row: &mut Row) {
        let names = [self.condition(), Some(&self.flask), self.population.as_deref()].map(Option::unwrap_or_default);
        not_backwards(&names, self.day, before, row, DAY);
    }
}

/// The share of the flask that was counted.
fn sampled(row: &mut Row) -> Option<f64> {
    let share = row.may_number(SAMPLED_SHARE);
    if share == Some(0.0) {
        row.refuse(
            SAMPLED_SHARE,
            "is nothing",
            String::new(),
            "above 0 to 1; empty where it is not known",
        );
    }
    let Some(sampled) = row.may_number(SAMPLED_VOLUME) else {
        return share;
    };
    let volume = row.may_number(VOLUME)?;
    if sampled > volume {
        row.refuse(
            SAMPLED_VOLUME,
            "is more than the flask holds",
            String::new(),
            "at most the volume of the medium",
        );
    }
    share.or(Some(sampled / volume))
}
