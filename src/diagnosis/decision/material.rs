//! The first doubt: drug stock and line.

use crate::assay::identity::Identity;
use crate::diagnosis::call::{Kind, Step};
use crate::diagnosis::decision::reading::Reading;

/// What can be wrong with the material.
pub(in crate::diagnosis) const WEAK_STOCK: &str = "weak drug stock";

pub(in crate::diagnosis) const FOREIGN_CELLS: &str = "cells of another line";

/// Cells that do not live on the driver look resistant.
pub(super) fn line(reading: &mut Reading) -> Option<&'static str> {
    let typing = reading.readouts.identity.as_ref()?;
    let foreign = matches!(typing.identity, Identity::Mixed | Identity::Other);
    let reason = foreign.then_some(FOREIGN_CELLS);
    reading.note(Step::Identity, reason.map(|_| Kind::Material), typing.words());
    reason
}

/// A weak drug looks like resistance.
pub(super) fn stock(reading: &mut Reading) -> Option<&'static str> {
    let check = reading.readouts.potency.as_ref()?;
    let limits = reading.limits;
    let weak = check.ic50_over_record.low > limits.weak_stock;
    let text = format!(
        "IC50 of {} on the parental line with this stock is {:.2} times that with a reference batch (95% {:.2} to {:.2}; weak where the lower end is above {})",
        reading.readouts.drug,
        check.ic50_over_record.value,
        check.ic50_over_record.low,
        check.ic50_over_record.high,
        limits.weak_stock
    );
    let reason = weak.then_some(WEAK_STOCK);
    reading.note(Step::Potency, reason.map(|_| Kind::Material), text);
    reason
}
