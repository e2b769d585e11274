//! `[[course]]` as TOML sees it.

use crate::scenario::value::Scalar;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CourseFile {
    pub drug: String,
    pub from: Option<Scalar>,
    pub until: Option<Scalar>,
    pub pulse: Option<PulseFile>,
    pub holidays: Option<Vec<HolidayFile>>,
    pub adaptive: Option<AdaptiveFile>,
    pub half_life: Option<Scalar>,
    pub actual: Option<Scalar>,
    pub oral: Option<OralFile>,
    pub dose: Option<Scalar>,
    pub start: Option<Scalar>,
    pub factor: Option<Scalar>,
    pub doses: Option<Vec<Scalar>>,
    pub goal: Option<Scalar>,
    pub step_when: Option<StepFile>,
    pub hold: Option<Scalar>,
    pub crash_below: Option<Scalar>,
    pub on_crash: Option<String>,
    pub vial_cells: Option<Scalar>,
    pub vial_survival: Option<Scalar>,
    pub give_up_after: Option<Scalar>,
    pub give_up_after_crashes: Option<Scalar>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepFile {
    pub growth: Option<Scalar>,
    pub doubling_time: Option<Scalar>,
    pub confluence: Option<bool>,
    pub held_for: Option<Scalar>,
    pub passages: Option<Scalar>,
    pub every: Option<Scalar>,
    pub or_after: Option<Scalar>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PulseFile {
    pub on: Scalar,
    pub off: Option<Scalar>,
    pub off_until: Option<Scalar>,
    pub start: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HolidayFile {
    pub from: Scalar,
    pub until: Scalar,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdaptiveFile {
    pub off_below: Scalar,
    pub on_above: Scalar,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OralFile {
    pub every: Scalar,
    pub half_life: Option<Scalar>,
    pub absorption_half_life: Option<Scalar>,
    pub average: Option<Scalar>,
    pub trough: Option<Scalar>,
    pub free_fraction: Option<Scalar>,
    pub medium_free_fraction: Option<Scalar>,
}

/// The first key of a file that only an escalation has.
pub fn escalation_key(file: &CourseFile) -> Option<&'static str> {
    let keys = [
        ("start", file.start.is_some()),
        ("factor", file.factor.is_some()),
        ("doses", file.doses.is_some()),
        ("goal", file.goal.is_some()),
        ("step_when", file.step_when.is_some()),
        ("hold", file.hold.is_some()),
        ("crash_below", file.crash_below.is_some()),
        ("on_crash", file.on_crash.is_some()),
        ("vial_cells", file.vial_cells.is_some()),
        ("vial_survival", file.vial_survival.is_some()),
        ("give_up_after", file.give_up_after.is_some()),
        ("give_up_after_crashes", file.give_up_after_crashes.is_some()),
    ];
    keys.into_iter().find(|(_, given)| *given).map(|(key, _)| key)
}
