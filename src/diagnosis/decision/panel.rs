//! The gene panel.

use crate::diagnosis::call::{Call, Kind};
use crate::diagnosis::decision::reading::Reading;
use crate::diagnosis::evidence::Finding;

/// Alterations outside the driver.
pub(super) fn read(reading: &mut Reading) -> Vec<Call> {
    let Some(run) = &reading.readouts.panel else {
        return Vec::new();
    };
    let calls: Vec<Call> = (run.findings.iter())
        .map(|finding| Call {
            kind: Kind::Bypass,
            names: vec![finding.name.clone()],
            route: Some(finding.route.clone()),
            weight: finding.share.value.min(1.0),
            confirmed: false,
        })
        .collect();
    reading.note(Finding::Panel, (!calls.is_empty()).then_some(Kind::Bypass));
    calls
}
