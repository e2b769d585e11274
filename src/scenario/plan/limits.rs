//! `[plan.limits]` and `[plan.bench]`: what an experiment may use, and what a visit takes.

use super::kinds::Mass;
use crate::scenario::error::Checked;
use crate::scenario::keys::kinds::{Cells, List, Number, Time, Truth, Volume, Whole};
use crate::scenario::keys::{May, Or, Rules, table};
use crate::scenario::value::Place;
use serde::Serialize;

/// Flasks of an experiment where nothing is said.
const FLASKS: u64 = 6;

/// Flasks of an experiment at most: a world has so many of every design.
const MOST_FLASKS: u64 = 96;

table! {
    /// What the experiment may use; medium and drug have to be enough in nine of ten experiments.
    #[derive(Default)]
    pub struct LimitsFile {
        /// Flasks side by side, each from a stock of its own.
        flasks: Or<Whole> = Whole(1, MOST_FLASKS).or(FLASKS),
        /// Weeks that it may last.
        weeks: May<Number> = Number { low: 0.1, high: 1000.0, allowed: "weeks from 0.1 to 1000" }.may(),
        /// Visits to the flasks a week, weekends included: looks at them.
        visits_a_week: May<Number> = Number { low: 0.1, high: 168.0, allowed: "visits from 0.1 to 168" }.may(),
        /// Cells to seed all flasks with.
        cells: May<Cells> = Cells.may(),
        /// Medium altogether, from seeding on.
        medium: May<Volume> = Volume.may(),
        /// Mass of each drug.
        drug: May<Mass> = Mass.may(),
        /// Samples that may be sequenced.
        sequencing_runs: May<Whole> = Whole(0, 1_000_000).may(),
    }
}

table! {
    /// What a visit takes, and what is frozen and sequenced: assumed, and yours to change.
    #[derive(Default)]
    pub struct BenchFile {
        /// Minutes to get ready and to clean up, at each visit. Assumed (5 to 30).
        minutes_visit: Or<Number> = MINUTES.or(15.0),
        /// Minutes to look at a flask under the microscope and to note it. Assumed (1 to 5).
        minutes_look: Or<Number> = MINUTES.or(2.0),
        /// Minutes to change the medium of a flask. Assumed (3 to 15).
        minutes_feed: Or<Number> = MINUTES.or(5.0),
        /// Minutes to passage a flask and to count its cells. Assumed (10 to 40).
        minutes_passage: Or<Number> = MINUTES.or(20.0),
        /// Minutes to freeze vials of a flask. Assumed (10 to 30).
        minutes_freeze: Or<Number> = MINUTES.or(15.0),
        /// Whether a vial is frozen at every dose step.
        freeze_at_steps: Or<Truth> = Truth.or(true),
        /// Samples of each flask that are sequenced, the one at its end among them; the next is that of the day when DNA says most.
        samples: Or<Whole> = Whole(0, 100).or(1_u64),
        /// Reads at every position.
        depth: Or<Whole> = Whole(10, 10_000_000).or(1_000_u64),
        /// Days on which sequencing is tried out, up to the day that counts [default: about ten].
        sequence_on: May<List<Time>> = List(Time, 1).may(),
        /// Reads at which it is tried out [default: 100, 1000, 10000 and depth].
        sequence_at: May<List<Whole>> = List(Whole(10, 10_000_000), 1).may(),
        /// Part of medium and drug that is lost in preparing and discarding, on top. Assumed (0.1 to 0.5).
        spare: Or<Number> = Number { low: 0.0, high: 10.0, allowed: "a share on top from 0 to 10" }.or(0.2),
    }
}

const MINUTES: Number = Number {
    low: 0.0,
    high: 1440.0,
    allowed: "minutes from 0 to 1440",
};

/// What an experiment may use.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Limits {
    /// Flasks side by side.
    pub flasks: u64,
    /// Weeks that it may last.
    pub weeks: Option<f64>,
    /// Looks a week.
    pub visits_a_week: Option<f64>,
    /// Cells to seed all flasks with.
    pub cells: Option<u64>,
    /// Medium altogether, mL.
    pub medium_ml: Option<f64>,
    /// Mass of each drug, mg.
    pub drug_mg: Option<f64>,
    /// Samples that may be sequenced.
    pub sequencing_runs: Option<u64>,
}

/// What a visit takes, and what is frozen and sequenced.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bench {
    /// Minutes of each visit.
    pub minutes_visit: f64,
    /// Minutes of a look at a flask.
    pub minutes_look: f64,
    /// Minutes of a change of medium.
    pub minutes_feed: f64,
    /// Minutes of a passage.
    pub minutes_passage: f64,
    /// Minutes of freezing.
    pub minutes_freeze: f64,
    /// A vial is frozen at every dose step.
    pub freeze_at_steps: bool,
    /// Samples of each flask that are sequenced.
    pub samples: u64,
    /// Reads at every position.
    pub depth: u64,
    /// Days on which sequencing is tried out.
    pub sequence_on: Option<Vec<f64>>,
    /// Reads at which it is tried out.
    pub sequence_at: Option<Vec<u64>>,
    /// Part of medium and drug that is lost.
    pub spare: f64,
}

impl LimitsFile {
    /// The limits.
    pub fn check(&self, table: &Place) -> Checked<Limits> {
        Ok(Limits {
            flasks: self.flasks(table)?,
            weeks: self.weeks(table)?,
            visits_a_week: self.visits_a_week(table)?,
            cells: self.cells(table)?,
            medium_ml: self.medium(table)?,
            drug_mg: self.drug(table)?,
            sequencing_runs: self.sequencing_runs(table)?,
        })
    }
}

impl BenchFile {
    /// What a visit takes.
    pub fn check(&self, table: &Place) -> Checked<Bench> {
        Ok(Bench {
            minutes_visit: self.minutes_visit(table)?,
            minutes_look: self.minutes_look(table)?,
            minutes_feed: self.minutes_feed(table)?,
            minutes_passage: self.minutes_passage(table)?,
            minutes_freeze: self.minutes_freeze(table)?,
            freeze_at_steps: self.freeze_at_steps(table)?,
            samples: self.samples(table)?,
            depth: self.depth(table)?,
            sequence_on: self.sequence_on(table)?,
            sequence_at: self.sequence_at(table)?,
            spare: self.spare(table)?,
        })
    }
}
