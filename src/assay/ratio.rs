//! Ratios of potencies, such as the resistance index.

use super::dose_response::Potency;
use crate::statistics::interval::Z95;
use libm::{exp, log};
use serde::{Deserialize, Serialize};

/// A ratio with its 95% interval; open at an end where a potency lies outside the doses.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Ratio {
    /// `None` where only a bound is known.
    pub value: Option<f64>,
    pub low: f64,
    /// Infinite where there is no upper bound.
    pub high: f64,
}

/// `above` over `below` in a potency, with its interval from both curves (independent wells).
pub fn ratio(above: &Potency, below: &Potency) -> Option<Ratio> {
    let spread = |low: f64, high: f64| log(high / low) / (2.0 * Z95);
    match (*above, *below) {
        (
            Potency::Dose {
                nm: a,
                low: al,
                high: ah,
            },
            Potency::Dose {
                nm: b,
                low: bl,
                high: bh,
            },
        ) => {
            let half = Z95 * libm::hypot(spread(al, ah), spread(bl, bh));
            Some(Ratio {
                value: Some(a / b),
                low: a / b * exp(-half),
                high: a / b * exp(half),
            })
        }
        (Potency::Above { nm }, Potency::Dose { high, .. } | Potency::Below { nm: high }) => Some(Ratio {
            value: None,
            low: nm / high,
            high: f64::INFINITY,
        }),
        (Potency::Below { nm }, Potency::Dose { low, .. } | Potency::Above { nm: low }) => Some(Ratio {
            value: None,
            low: 0.0,
            high: nm / low,
        }),
        (Potency::Dose { low, .. }, Potency::Below { nm }) => Some(Ratio {
            value: None,
            low: low / nm,
            high: f64::INFINITY,
        }),
        (Potency::Dose { high, .. }, Potency::Above { nm }) => Some(Ratio {
            value: None,
            low: 0.0,
            high: high / nm,
        }),
        _ => None,
    }
}
