//! Shifts of an IC50, in words.

use crate::diagnosis::readouts::Shift;
use crate::words::{dose, number};

/// An IC50, or the dose that it is above.
fn ic50(shift: &Shift, value: Option<f64>) -> String {
    value.map_or(format!("above {}", dose(shift.highest)), dose)
}

/// The index with its 95% interval; `mark` stands before the interval.
fn index(shift: &Shift, mark: &str) -> String {
    let [value, low, high] = [shift.index.value, shift.index.low, shift.index.high].map(number);
    match (shift.at_least, shift.index.high.is_finite()) {
        (true, _) => format!("at least {value}"),
        (false, true) => format!("{value} ({mark}{low} to {high})"),
        (false, false) => format!("{value} ({mark}{low} or more)"),
    }
}

/// As evidence.
pub(super) fn shift_against_parental(drug: &str, shift: &Shift) -> String {
    format!(
        "IC50 of {drug} {} against {} of the parental line, index {}",
        ic50(shift, shift.resistant_ic50),
        ic50(shift, shift.parental_ic50),
        index(shift, "95% ")
    )
}

/// As a read-out.
pub(super) fn shift_words(shift: &Shift) -> String {
    format!(
        "IC50 {}, parental {}, index {}",
        ic50(shift, shift.resistant_ic50),
        ic50(shift, shift.parental_ic50),
        index(shift, "")
    )
}
