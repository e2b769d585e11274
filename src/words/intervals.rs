//! Values with what they may lie between.

use super::numbers::percent_number;

/// A value and its interval as they are read: `12 (9.5 to 15)`.
///
/// ```
/// use escalade::words::{number, with_interval};
/// assert_eq!(with_interval([12.0, 9.5, 15.0].map(number)), "12 (9.5 to 15)");
/// ```
pub fn with_interval([value, low, high]: [String; 3]) -> String {
    format!("{value} ({low} to {high})")
}

/// The same, where nothing around it says that it is a 95% interval: `12 (95% interval 9.5 to 15)`.
pub fn with_95([value, low, high]: [String; 3]) -> String {
    format!("{value} (95% interval {low} to {high})")
}

/// A difference and its interval: `+31 d (95% interval +25 to +37)`; `text` writes the numbers.
pub fn difference(text: fn(f64) -> String, value: f64, interval: Option<(f64, f64)>, unit: &str) -> String {
    let value = format!("{} {unit}", text(value));
    match interval {
        Some((low, high)) => with_95([value, text(low), text(high)]),
        None => value,
    }
}

/// A share and its interval, with as many decimals as the interval warrants: `72%`, `65 to 77%`.
pub fn percents(share: f64, low: f64, high: f64) -> (String, String) {
    let decimals = match (high - low) * 100.0 {
        width if width >= 10.0 => 0,
        width if width >= 1.0 => 1,
        width if width >= 0.1 => 2,
        _ => 3,
    };
    let text = |share| percent_number(share, decimals);
    (format!("{}%", text(share)), format!("{} to {}%", text(low), text(high)))
}

/// What is more frequent than it was: `risen from 10% to 45%`.
pub fn risen(from: &str, to: &str) -> String {
    format!("risen from {from} to {to}")
}

/// [`percents`] in one: `72% (65 to 77%)`.
pub fn percent_with_interval(share: f64, low: f64, high: f64) -> String {
    let (share, range) = percents(share, low, high);
    format!("{share} ({range})")
}
