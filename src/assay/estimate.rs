//! A measured number with its interval.

use crate::statistics::interval::Z95;
use serde::{Deserialize, Serialize};

/// A number with its 95% interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// Best value.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end; infinite where it is open.
    pub high: f64,
}

impl Estimate {
    /// A number known without error.
    pub fn exact(value: f64) -> Self {
        Self {
            value,
            low: value,
            high: value,
        }
    }

    /// From a standard error.
    pub(crate) fn around(value: f64, error: f64) -> Self {
        Self {
            value,
            low: value - Z95 * error,
            high: value + Z95 * error,
        }
    }
}
