//! What a comparison keeps of a flask.

use crate::engine::record::{FlaskRecord, Outcome};
use crate::model::biology::Mechanism;

/// What a comparison keeps of one flask.
#[derive(Debug, Clone, PartialEq)]
pub struct FlaskEnd {
    /// How it ended.
    pub outcome: Outcome,
    /// Day of the outcome.
    pub day: f64,
    /// Mechanism with most cells at the outcome; none where no cell lived.
    pub dominant: Option<Mechanism>,
    /// Highest dose of each course up to the horizon, nM.
    pub highest: Vec<f64>,
}

impl FlaskEnd {
    /// Keeps a flask; doses are looked up to day `horizon`.
    pub fn of(record: &FlaskRecord, courses: usize, horizon: f64) -> Self {
        let mut highest = vec![0.0; courses];
        for look in record.looks.iter().take_while(|look| look.day <= horizon) {
            for (high, &dose) in highest.iter_mut().zip(&look.doses) {
                *high = dose.max(*high);
            }
        }
        Self {
            outcome: record.outcome,
            day: record.outcome_day,
            dominant: record.composition.first().map(|entry| entry.mechanism.clone()),
            highest,
        }
    }

    /// Day of resistance, where that came by the horizon.
    pub fn resistant_by(&self, horizon: f64) -> Option<f64> {
        (self.outcome == Outcome::Resistant && self.day <= horizon).then_some(self.day)
    }

    /// Time to resistance restricted to the horizon: the horizon where there was none before it.
    pub fn restricted(&self, horizon: f64) -> f64 {
        self.resistant_by(horizon).unwrap_or(horizon)
    }

    /// Resistant by the horizon with this mechanism dominant.
    pub(super) fn carried_by(&self, mechanism: &Mechanism, horizon: f64) -> bool {
        // By label: the order of mechanisms follows the scenario's drugs.
        self.resistant_by(horizon).is_some() && self.dominant.as_ref().is_some_and(|m| m.label == mechanism.label)
    }
}
