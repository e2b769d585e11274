//! The first doubt: drug stock and line.

use crate::assay::identity::Identity;
use crate::diagnosis::call::{Fault, Kind};
use crate::diagnosis::decision::reading::Reading;
use crate::diagnosis::evidence::Finding;

/// A weak drug looks like resistance.
pub(super) fn stock(reading: &mut Reading) -> Option<Fault> {
    let check = reading.readouts.potency.as_ref()?;
    let weak = check.ic50_over_record.low > reading.limits.weak_stock;
    reading.note(Finding::Stock, weak.then_some(Kind::Material));
    weak.then_some(Fault::WeakStock)
}

/// Cells that do not live on the driver look resistant.
pub(super) fn line(reading: &mut Reading) -> Option<Fault> {
    let typing = reading.readouts.identity.as_ref()?;
    let foreign = matches!(typing.identity, Identity::Mixed | Identity::Other);
    reading.note(Finding::Line, foreign.then_some(Kind::Material));
    foreign.then_some(Fault::ForeignCells)
}
