//! A potency as a plate reports it.

use serde::{Deserialize, Serialize};

/// A potency as a plate reports it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Potency {
    /// nM with 95% interval. An end at the plate's lowest or highest dose is open.
    Dose {
        /// nM.
        nm: f64,
        /// Lower end, nM.
        low: f64,
        /// Upper end, nM.
        high: f64,
    },
    /// Not reached at the highest dose: surely above this, nM.
    Above {
        /// nM.
        nm: f64,
    },
    /// Passed before the lowest dose: surely below this, nM.
    Below {
        /// nM.
        nm: f64,
    },
    /// The curve has none (flat, or the cells do not grow).
    None,
}

impl Potency {
    /// nM, where it lies within the doses.
    pub fn dose(&self) -> Option<f64> {
        match self {
            Potency::Dose { nm, .. } => Some(*nm),
            _ => None,
        }
    }

    /// With a 95% interval; a bound is the end of it that matters.
    pub(super) fn within(self, (low, high): (f64, f64)) -> Self {
        match self {
            Potency::Dose { nm, .. } => Potency::Dose {
                nm,
                low: low.min(nm),
                high: high.max(nm),
            },
            Potency::Above { .. } => Potency::Above { nm: low },
            Potency::Below { .. } => Potency::Below { nm: high },
            Potency::None => Potency::None,
        }
    }
}
