//! What is noted of a flask along the way.

use super::chronicle::Chronicle;
use super::record::Moment;
use crate::engine::record::{BarcodeCounts, LineFailure, Look, Outcome};
use crate::model::culture::{FULL, growth_share};
use crate::model::protocol::Flask;

/// The medium at its last change.
#[derive(Default)]
pub(super) struct LastMedium {
    /// Per course, nM.
    pub doses: Vec<f64>,
    pub day: f64,
}

/// Cells on a day.
#[derive(Clone, Copy, Default)]
pub(super) struct Count {
    pub day: f64,
    pub cells: f64,
}

/// What happens along the way.
#[derive(Default)]
pub(super) struct Log {
    pub looks: Vec<Look>,
    pub medium: LastMedium,
    pub passages: u32,
    /// The flask after its last passage.
    pub since: Count,
    /// The look at which it came to be full, while it is: what it grew after that is no growth of its cells.
    pub filled: Option<Count>,
    pub growth_share: Option<f64>,
    /// Resistance to lines of treatment that another one followed.
    pub failures: Vec<LineFailure>,
    pub ended: Option<Ended>,
    pub barcodes: Option<BarcodeCounts>,
    pub chronicle: Chronicle,
}

impl Log {
    /// The cells in the flask are those that the next growth is measured on.
    pub fn begin_passage(&mut self, with: Count) {
        (self.since, self.filled) = (with, None);
    }

    /// Notes the look at which the flask came to be as full as its passage rule asks, or nearly full.
    pub fn mind_filling(&mut self, now: Count, flask: &Flask) {
        let full = now.cells >= flask.passage_at.min(FULL) * flask.capacity;
        self.filled = full.then(|| self.filled.unwrap_or(now));
    }

    /// Growth since the last passage as a share of the parental growth, until the flask was full where it is.
    pub fn grown(&self, now: Count, parental: f64, capacity: f64) -> f64 {
        let (start, end) = (self.since, self.filled.unwrap_or(now));
        growth_share(start.cells, end.cells, end.day - start.day, parental, capacity)
    }
}

/// How the flask ended.
pub(super) struct Ended {
    pub outcome: Outcome,
    pub day: f64,
    /// Its cells then.
    pub moment: Moment,
}
