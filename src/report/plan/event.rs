//! Something that is done at the bench, and when.

use serde::Serialize;

/// What is done on a day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Event {
    /// What kind of work: `prepare`, `seed`, `dose`, `step`, `pause`, `resume`, `stop` (of a drug), `freeze`,
    /// `sample`, `sequence`, `end`.
    pub kind: &'static str,
    /// The day, or the median of the flasks that get there.
    pub day: f64,
    /// One flask of twenty is earlier.
    pub early: f64,
    /// One flask of twenty is later.
    pub late: f64,
    /// Days from one time to the next, where it is done several times.
    pub every: Option<f64>,
    /// How often it is done.
    pub times: u64,
    /// Share of flasks that get there.
    pub share: f64,
    /// What is done.
    pub what: String,
    /// Only when.
    pub when: String,
}

impl Event {
    /// What is done on the same day in every flask.
    pub(super) fn fixed(kind: &'static str, day: f64, what: String, when: &str) -> Self {
        Self {
            kind,
            day,
            early: day,
            late: day,
            every: None,
            times: 1,
            share: 1.0,
            what,
            when: when.to_owned(),
        }
    }

    /// Every day on which it is done.
    pub fn days(&self) -> impl Iterator<Item = f64> {
        let (first, every) = (self.day, self.every.unwrap_or(0.0));
        (0..self.times).map(move |time| first + time as f64 * every)
    }

    /// Whether its day is the same in every flask.
    pub fn is_fixed(&self) -> bool {
        self.early == self.late && self.share >= 1.0
    }
}
