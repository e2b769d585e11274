//! What a holiday without drug takes away.

use crate::assay::Estimate;
use crate::diagnosis::call::Kind;
use crate::diagnosis::decision::reading::Reading;
use crate::diagnosis::evidence::{Finding, Resistance, Rested};
use crate::diagnosis::readouts::Shift;
use crate::statistics::interval::Z95;

/// Share of the resistance that is gone after the holiday: of the shift on the log scale, or of the
/// survival at the dose where the IC50 was not shifted. The holiday is spent in plain medium, so it is held
/// against the culture out of its surroundings.
pub(super) fn holiday(reading: &mut Reading) -> Option<f64> {
    let (readouts, limits) = (reading.readouts, reading.limits);
    let test = readouts.holiday.as_ref()?;
    let before = readouts.alone.as_ref().or(readouts.shift.as_ref())?;
    let shifted = before.index.value >= limits.resistance_index;
    let survival = readouts.survival.as_ref();
    let at = survival.and_then(|at| Some((at.alone.unwrap_or(at.resistant), at.parental, at.rested?)));
    let more = at.is_some_and(|(cells, parental, _)| cells.low > parental.high);
    if readouts.alone.is_some() && !shifted && !more {
        reading.note(Finding::Holiday(Rested::Nothing), None);
        return None;
    }
    let (lost, sure, of) = match at {
        Some((cells, parental, rested)) if !shifted => {
            let gained = (cells.value - parental.value).max(1e-9);
            let lost = (cells.value - rested.value) / gained;
            (lost, cells.low > rested.high, Resistance::Survival)
        }
        _ => {
            let lost = shift_lost(&before.index, &test.shift.index);
            (lost, surely_lower(before, &test.shift), Resistance::Shift)
        }
    };
    let lost = lost.clamp(0.0, 1.0);
    let gone = lost >= limits.reversible && sure && !test.shift.at_least;
    let rested = match test.shift.at_least && of == Resistance::Shift {
        true => Rested::Beyond,
        false => Rested::Lost { share: lost, sure, of },
    };
    reading.note(Finding::Holiday(rested), gone.then_some(Kind::Reversible));
    Some(if gone { lost } else { 0.0 })
}

/// Share of a shift that is gone, on the log scale.
fn shift_lost(was: &Estimate, is: &Estimate) -> f64 {
    1.0 - libm::log(is.value.max(1e-9)) / libm::log(was.value.max(1.0 + 1e-9))
}

/// Whether an index fell by more than scatter explains (95%); a bound is taken at its word.
fn surely_lower(was: &Shift, is: &Shift) -> bool {
    let error = |of: &Estimate| libm::log(of.high / of.low) / (2.0 * Z95);
    let both = libm::hypot(error(&was.index), error(&is.index));
    match both.is_finite() {
        true => libm::log(was.index.value / is.index.value) > Z95 * both,
        false => was.index.low > is.index.high || was.at_least,
    }
}
