//! Whether the culture is resistant, in its surroundings and out of them.

use crate::assay::Estimate;
use crate::diagnosis::call::Kind;
use crate::diagnosis::decision::reading::Reading;
use crate::diagnosis::evidence::Finding;
use crate::diagnosis::readouts::{Shift, Survival};
use crate::diagnosis::thresholds::Thresholds;

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
    let resistant = match (
        readouts.shift.as_ref().map(shifted),
        readouts.survival.as_ref().map(lives),
    ) {
        (None, None) => return true,
        (by_index, by_survival) => by_index == Some(true) || by_survival == Some(true) || both,
    };
    reading.note(
        Finding::Resistance { resistant },
        (!resistant).then_some(Kind::NotResistant),
    );
    resistant
}

/// Resistant in the co-culture, sensitive out of it.
pub(super) fn protected(reading: &mut Reading) -> bool {
    let Some(alone) = &reading.readouts.alone else {
        return false;
    };
    let at = reading.readouts.survival.as_ref();
    let lives = at.is_some_and(|at| at.alone.is_some_and(|alone| alone.low > at.parental.high));
    let shifted = alone.index.value >= reading.limits.resistance_index;
    let stays_behind = !alone.at_least && !shifted && !lives;
    reading.note(Finding::Alone { stays_behind }, stays_behind.then_some(Kind::Niche));
    stays_behind
}
