//! What the interval engine approximates.

use crate::engine::Settings;
use crate::words::number;

/// What the interval engine does in every scenario.
pub fn interval_engine(settings: &Settings) -> String {
    format!(
        "Interval engine, tolerance {}: growth, death and founding of mutants between events follow the closed-form \
         birth-death laws; mutants are founded at their times inside an interval.",
        number(settings.tolerance)
    )
}
