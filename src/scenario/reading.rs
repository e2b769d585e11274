//! Values of the laboratory form that are read in more than one table.

use super::error::Checked;
use super::value::{Place, Scalar};
use crate::model::protocol::Flask;
use crate::units::Days;

/// "2 passages", or the bare count.
pub(super) fn held_for(place: &Place, value: &Scalar) -> Checked<u32> {
    let count = match value {
        Scalar::Text(text) => {
            let text = text.trim();
            let number = text.strip_suffix("passages").or_else(|| text.strip_suffix("passage"));
            number
                .and_then(|number| number.trim().parse::<i64>().ok())
                .map(Scalar::Whole)
        }
        other => Some(other.clone()),
    };
    match count {
        Some(count) => place.whole(&count, 1, 100).map(|count| count as u32),
        None => Err(place
            .wrong(value, "cannot be read")
            .allowed("1 to 100 passages, such as \"2 passages\"")),
    }
}

/// A share in percent, optionally followed by one of the given words; as a fraction.
pub(super) fn share(place: &Place, value: &Scalar, words: &[&str]) -> Checked<f64> {
    let bare = match value {
        Scalar::Text(text) => {
            let trimmed = text.trim();
            let short = words.iter().find_map(|word| trimmed.strip_suffix(word));
            Scalar::Text(short.unwrap_or(trimmed).trim().to_owned())
        }
        other => other.clone(),
    };
    place
        .quantity::<crate::units::Percent>(&bare)
        .map(crate::units::Percent::fraction)
}

/// Days that parental cells need from `start` cells to this share of the capacity; `None` for ever.
pub(super) fn growth_to_reach(start: f64, share: f64, flask: &Flask, growth: f64) -> Option<f64> {
    let end = share * flask.capacity;
    if end <= start {
        return Some(0.0);
    }
    crate::model::culture::logistic_days(start, end, growth, flask.capacity)
}

/// A time in days.
pub(super) fn days(place: &Place, value: &Scalar) -> Checked<f64> {
    place.quantity::<Days>(value).map(Days::get)
}

/// A share in percent, optionally followed by one of the given words; may exceed 100%. As a fraction.
pub(super) fn ratio(place: &Place, value: &Scalar, words: &[&str], allowed: &str) -> Checked<f64> {
    let number = match value {
        Scalar::Text(text) => {
            let trimmed = text.trim();
            let short = words
                .iter()
                .find_map(|word| trimmed.strip_suffix(word))
                .unwrap_or(trimmed);
            let number = short.trim().strip_suffix('%').map(str::trim);
            number.and_then(|number| number.parse::<f64>().ok())
        }
        _ => None,
    };
    number
        .filter(|number| number.is_finite() && *number >= 0.0)
        .map(|number| number / 100.0)
        .ok_or_else(|| {
            place
                .wrong(value, "cannot be read")
                .allowed(format!("{allowed}, in quotes"))
        })
}
