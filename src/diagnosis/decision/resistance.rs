//! Whether the culture is resistant, in its surroundings and out of them.

use crate::assay::Estimate;
use crate::diagnosis::call::{Kind, Step};
use crate::diagnosis::decision::reading::Reading;
use crate::diagnosis::readouts::{Shift, Survival};
use crate::diagnosis::thresholds::Thresholds;

/// Three digits, without zeros that say nothing.
fn three_digits(value: f64) -> String {
    let text = format!("{value:.2e}");
    text.parse::<f64>().map_or(text, |rounded| rounded.to_string())
}

/// "12.3 nM", "3.4 µM".
pub(in crate::diagnosis) fn dose(nm: f64) -> String {
    match nm {
        x if x >= 1000.0 => format!("{} µM", three_digits(x / 1000.0)),
        x => format!("{} nM", three_digits(x)),
    }
}

pub(super) fn shift_words(drug: &str, shift: &Shift) -> String {
    let ic50 = |value: Option<f64>| value.map_or(format!("above {}", dose(shift.highest)), dose);
    let Estimate { value, low, high } = shift.index;
    let index = match (shift.at_least, high.is_finite()) {
        (true, _) => format!("at least {value:.0}"),
        (false, true) => format!("{value:.1} (95% {low:.1} to {high:.1})"),
        (false, false) => format!("{value:.1} (95% {low:.1} or more)"),
    };
    format!(
        "IC50 of {drug} {} against {} of the parental line, index {index}",
        ic50(shift.resistant_ic50),
        ic50(shift.parental_ic50)
    )
}

/// Whether cells live at a dose at which the parental line dies: surely more, and at least twice as many.
fn survives(cells: &Estimate, parental: &Estimate, limits: &Thresholds) -> bool {
    cells.low > parental.high && cells.value >= limits.resistance_index * parental.value
}

/// Whether the culture is resistant in its surroundings; an untested one is taken at its word.
pub(super) fn resistance(reading: &mut Reading) -> bool {
    let readouts = reading.readouts;
    let limit = reading.limits.resistance_index;
    let shifted = |shift: &Shift| shift.index.low >= limit || (shift.at_least && shift.index.value >= limit);
    let lives = |at: &Survival| survives(&at.resistant, &at.parental, reading.limits);
    // Where neither is beyond its limit for sure, both together may be: surely shifted, or so by the estimate, and
    // surely more alive.
    let perhaps = |shift: &Shift| shift.index.value >= limit || shift.index.low > 1.0;
    let more = |at: &Survival| at.resistant.low > at.parental.high;
    let both = readouts.shift.as_ref().is_some_and(perhaps) && readouts.survival.as_ref().is_some_and(more);
    let by_index = readouts.shift.as_ref().map(shifted);
    let by_survival = readouts.survival.as_ref().map(lives);
    let (mut words, resistant) = match (by_index, by_survival) {
        (None, None) => return true,
        (a, b) => (Vec::new(), a == Some(true) || b == Some(true) || both),
    };
    words.extend(readouts.shift.as_ref().map(|shift| shift_words(&readouts.drug, shift)));
    words.extend(readouts.survival.as_ref().map(|at| {
        format!(
            "at {} of {} {:.0}% are left of the culture, {:.0}% of the parental line",
            dose(readouts.dose),
            readouts.drug,
            100.0 * at.resistant.value,
            100.0 * at.parental.value
        )
    }));
    let says = if resistant { "resistant" } else { "not resistant" };
    let text = format!(
        "{}: {says} (limit {limit}-fold for either; both surely above 1 will do)",
        words.join("; ")
    );
    reading.note(Step::Resistance, (!resistant).then_some(Kind::NotResistant), text);
    resistant
}

/// Resistant in the co-culture, sensitive out of it.
pub(super) fn protected(reading: &mut Reading) -> bool {
    let Some(alone) = &reading.readouts.alone else {
        return false;
    };
    let limits = reading.limits;
    let at = reading.readouts.survival.as_ref();
    let lives = at.is_some_and(|at| at.alone.is_some_and(|alone| alone.low > at.parental.high));
    let shifted = alone.index.value >= limits.resistance_index;
    let gone = !alone.at_least && !shifted && !lives;
    let text = format!(
        "taken out of the co-culture: {}; the resistance {}",
        shift_words(&reading.readouts.drug, alone),
        if gone {
            "stays behind with the stroma"
        } else {
            "goes with the cells"
        }
    );
    reading.note(Step::Resistance, gone.then_some(Kind::Niche), text);
    gone
}
