//! How a value that is not known could be off, as a distribution.
//!
//! A range is the central 90%, the value the median. On either side of the median the number follows the line through
//! both on its own scale: the logarithm, the logit of shares, the logarithm of what is missing to 1 of numbers below 1.
//! Two sides with slopes of their own make lopsided ranges what they say. Where such a scale does not reach the end
//! of a side, the side takes another form, told by the range alone:
//!
//! * The end is a bound (0, or 1 of a share): between bound and value the number is uniform, and the 5% beyond are an
//!   atom at the bound.
//! * The end is the value: the half on that side is an atom at the value.
//! * The value is a bound: the other side is linear in the normal score.
//!
//! A record may name another family ([`Shape`]): *limits* put half of the probability on either side of the value, uniform on
//! the number's own scale (the plain one where that does not reach), and nothing beyond the range; *normal* takes the
//! plain scale and cuts at the bounds of what the number may be.

use super::span::Span;
use crate::knowledge::schema::{Domain, MOST_COPIES, Shape};
use crate::model::spread::SCORE_95;

/// Which scale a value moves on.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Scale {
    Log,
    Logit,
    /// Logarithm of what is missing to 1.
    BelowOne,
}

impl Scale {
    fn of(domain: Domain) -> Self {
        match domain {
            Domain::Share => Scale::Logit,
            Domain::BelowOne => Scale::BelowOne,
            Domain::Positive | Domain::NonNegative | Domain::AtLeastOne | Domain::Copies => Scale::Log,
        }
    }

    /// Finite only inside the scale's bounds.
    fn to(self, number: f64) -> f64 {
        match self {
            Scale::Log => libm::log(number),
            Scale::Logit => libm::log(number) - libm::log1p(-number),
            Scale::BelowOne => -libm::log1p(-number),
        }
    }

    fn from(self, place: f64) -> f64 {
        match self {
            Scale::Log => libm::exp(place),
            // Small shares keep their digits.
            Scale::Logit if place < 0.0 => libm::exp(place) / (1.0 + libm::exp(place)),
            Scale::Logit => 1.0 / (1.0 + libm::exp(-place)),
            Scale::BelowOne => -libm::expm1(-place),
        }
    }
}

/// The largest number below 1.
const BELOW_ONE: f64 = 1.0 - f64::EPSILON / 2.0;

/// Probability between a score and its opposite.
fn inner(score: f64) -> f64 {
    libm::erf(score.abs() * core::f64::consts::FRAC_1_SQRT_2)
}

impl Span {
    /// The number at a standard normal score: the value at 0, the ends at the 5% and 95% scores.
    pub fn at(&self, score: f64) -> f64 {
        let end = if score < 0.0 { self.low } else { self.high };
        let number = match (end == self.value || score == 0.0, self.spread.family) {
            (true, _) => self.value,
            (false, Some(Shape::Limits)) => self.up_to(end, inner(score)),
            (false, Some(Shape::Normal)) => self.value + score.abs() / SCORE_95 * (end - self.value),
            (false, Some(Shape::Usual) | None) => self.beside(end, score),
        };
        match self.domain {
            Domain::Share => number.clamp(0.0, 1.0),
            Domain::AtLeastOne => number.max(1.0),
            Domain::Copies => libm::round(number).clamp(1.0, f64::from(MOST_COPIES)),
            Domain::NonNegative => number.max(0.0),
            Domain::BelowOne => number.min(BELOW_ONE),
            Domain::Positive => number,
        }
    }

    /// So far from the value to the end, on the number's own scale where that reaches.
    fn up_to(&self, end: f64, part: f64) -> f64 {
        let scale = Scale::of(self.domain);
        let (from, to) = (scale.to(self.value), scale.to(end));
        let number = match from.is_finite() && to.is_finite() {
            true => scale.from(from + part * (to - from)),
            false => self.value + part * (end - self.value),
        };
        number.clamp(self.low, self.high)
    }

    fn beside(&self, end: f64, score: f64) -> f64 {
        let scale = Scale::of(self.domain);
        let (from, to) = (scale.to(self.value), scale.to(end));
        if from.is_finite() && to.is_finite() {
            return scale.from(from + score.abs() / SCORE_95 * (to - from));
        }
        match from.is_finite() {
            // The end is a bound: uniform up to it, and an atom on it.
            true => self.value + (inner(score) / 0.9).min(1.0) * (end - self.value),
            false => self.value + score.abs() / SCORE_95 * (end - self.value),
        }
    }
}
