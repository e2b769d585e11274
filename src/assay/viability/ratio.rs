//! Ratios of potencies, such as the resistance index.
//!
//! The interval of a ratio is put together from the arms of both intervals on the log scale, the lower end from the
//! lower arm of the numerator and the upper arm of the denominator and the other way round, so that lopsided
//! intervals give lopsided ones (MOVER: Zou and Donner 2008, doi 10.1002/sim.3095; for ratios Donner and Zou 2012,
//! doi 10.1177/0962280210383082).

use crate::assay::viability::potency::Potency;
use libm::{exp, hypot, log};
use serde::{Deserialize, Serialize};

/// A ratio with its 95% interval; open at an end where a potency lies outside the doses.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Ratio {
    /// `None` where only a bound is known.
    pub value: Option<f64>,
    /// Lower end; 0 where there is no lower bound.
    pub low: f64,
    /// Infinite where there is no upper bound.
    pub high: f64,
}

/// `above` over `below` in a potency, with its interval from both curves (independent wells). An end at 0 or at
/// infinity is open, and leaves the ratio open.
pub fn ratio(above: &Potency, below: &Potency) -> Option<Ratio> {
    let found = match (*above, *below) {
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
        ) => Some(Ratio {
            value: Some(a / b),
            low: a / b * exp(-hypot(log(a / al), log(bh / b))),
            high: a / b * exp(hypot(log(ah / a), log(b / bl))),
        }),
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
    };
    // A bound that bounds nothing.
    found.filter(|ratio| ratio.value.is_some() || ratio.low > 0.0 || ratio.high.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dose(nm: f64, low: f64, high: f64) -> Potency {
        Potency::Dose { nm, low, high }
    }

    #[test]
    fn arms_meet_the_arms_of_the_other() {
        // Even arms: the usual root of the sum of squares on the log scale.
        let even = ratio(&dose(80.0, 40.0, 160.0), &dose(10.0, 5.0, 20.0)).unwrap();
        let half = core::f64::consts::SQRT_2 * log(2.0);
        assert!((even.low - 8.0 * exp(-half)).abs() < 1e-12 && (even.high - 8.0 * exp(half)).abs() < 1e-12);
        // A numerator known from below only, a denominator known exactly.
        let uneven = ratio(&dose(80.0, 79.0, 800.0), &dose(10.0, 10.0, 10.0)).unwrap();
        assert!((uneven.low - 7.9).abs() < 1e-12 && (uneven.high - 80.0).abs() < 1e-12);
        // The other way round the denominator's upper arm is the ratio's lower one.
        let turned = ratio(&dose(10.0, 10.0, 10.0), &dose(80.0, 79.0, 800.0)).unwrap();
        assert!((turned.low - 1.0 / 80.0).abs() < 1e-12 && (turned.high - 1.0 / 7.9).abs() < 1e-12);
    }

    #[test]
    fn open_ends_leave_the_ratio_open() {
        let open = ratio(&dose(80.0, 40.0, f64::INFINITY), &dose(10.0, 5.0, 20.0)).unwrap();
        assert!(open.high.is_infinite() && open.low > 2.0);
        let below = ratio(&dose(80.0, 40.0, 160.0), &dose(10.0, 0.0, 20.0)).unwrap();
        assert!(below.high.is_infinite() && below.low > 2.0);
        let both = ratio(&dose(80.0, 0.0, 160.0), &dose(10.0, 5.0, 20.0)).unwrap();
        assert!(both.low == 0.0 && both.high.is_finite());
    }
}
