//! `[[course]]` written back with nothing left to default; rules that are not used stay out.

use super::timing::{RESISTANCE, resistance_words};
use crate::model::biology::Biology;
use crate::model::course::{Adaptive, Course, CrashRule, Dosing, Oral, Pulse, Recovery, StepRule};
use crate::scenario::form::{days, maybe, nanomolar, percent};
use serde::Serialize;

#[derive(Serialize, Default)]
pub struct CourseOut<'a> {
    drug: &'a str,
    from: String,
    until: String,
    half_life: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    actual: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dose: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    doses: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hold: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    crash_below: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    on_crash: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vial_cells: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vial_survival: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    give_up_after: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    give_up_after_crashes: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    step_when: Option<StepOut>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pulse: Option<PulseOut>,
    #[serde(skip_serializing_if = "Option::is_none")]
    adaptive: Option<AdaptiveOut>,
    #[serde(skip_serializing_if = "Option::is_none")]
    oral: Option<OralOut>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    holidays: Vec<HolidayOut>,
}

#[derive(Serialize)]
struct StepOut {
    #[serde(skip_serializing_if = "Option::is_none")]
    growth: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    confluence: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    held_for: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    passages: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    every: Option<String>,
    or_after: String,
}

#[derive(Serialize)]
struct PulseOut {
    on: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    off: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    off_until: Option<String>,
    start: &'static str,
}

#[derive(Serialize)]
struct HolidayOut {
    from: String,
    until: String,
}

#[derive(Serialize)]
struct AdaptiveOut {
    off_below: String,
    on_above: String,
}

#[derive(Serialize)]
struct OralOut {
    every: String,
    half_life: String,
    absorption_half_life: String,
    average: String,
    free_fraction: f64,
    medium_free_fraction: f64,
}

pub fn course<'a>(biology: &'a Biology, course: &Course) -> CourseOut<'a> {
    let timing = &course.timing;
    let base = CourseOut {
        drug: &biology.drugs()[course.drug].id,
        from: match timing.after_resistance {
            0 => days(course.from),
            times => resistance_words(times),
        },
        until: match timing.until_resistance {
            true => RESISTANCE.to_owned(),
            false => maybe(course.until),
        },
        half_life: maybe(course.half_life),
        actual: (course.actual != 1.0).then(|| percent(course.actual)),
        pulse: timing.pulse.as_ref().map(pulse),
        adaptive: timing.adaptive.as_ref().map(adaptive),
        oral: course.dosing.oral().map(oral),
        holidays: timing
            .holidays
            .iter()
            .map(|holiday| HolidayOut {
                from: days(holiday.from),
                until: days(holiday.until),
            })
            .collect(),
        ..CourseOut::default()
    };
    match &course.dosing {
        Dosing::Oral(_) => base,
        Dosing::Constant { dose } => CourseOut {
            dose: Some(nanomolar(*dose)),
            ..base
        },
        Dosing::Escalation {
            doses,
            step_when,
            hold,
            crash_below,
            on_crash,
            give_up_after,
            give_up_after_crashes,
        } => {
            let vial = match on_crash {
                CrashRule::Thaw(vial) => Some(vial),
                _ => None,
            };
            CourseOut {
                doses: Some(doses.iter().map(|dose| nanomolar(*dose)).collect()),
                hold: (*hold > 0.0).then(|| days(*hold)),
                crash_below: Some(percent(*crash_below)),
                on_crash: Some(match on_crash {
                    CrashRule::Hold => "hold",
                    CrashRule::StepBack => "step-back",
                    CrashRule::Rescue => "rescue",
                    CrashRule::Thaw(_) => "thaw",
                }),
                vial_cells: vial.map(|vial| vial.cells),
                vial_survival: vial.map(|vial| percent(vial.survival)),
                give_up_after: Some(maybe(*give_up_after)),
                give_up_after_crashes: *give_up_after_crashes,
                step_when: Some(steps(step_when)),
                ..base
            }
        }
    }
}

fn steps(rule: &StepRule) -> StepOut {
    StepOut {
        growth: rule.growth.map(percent),
        confluence: rule.confluence.then_some(true),
        held_for: (rule.growth.is_some() || rule.confluence).then_some(rule.held_for),
        passages: rule.passages,
        every: rule.every.map(days),
        or_after: maybe(rule.or_after),
    }
}

fn pulse(pulse: &Pulse) -> PulseOut {
    let (off, off_until) = match pulse.recovery {
        Recovery::Days { days: off } => (Some(days(off)), None),
        Recovery::Confluence { share } => (None, Some(percent(share))),
    };
    PulseOut {
        on: days(pulse.on),
        off,
        off_until,
        start: if pulse.starts_off { "off" } else { "on" },
    }
}

fn adaptive(adaptive: &Adaptive) -> AdaptiveOut {
    let of = if adaptive.of_seeding { "of seeding" } else { "of start" };
    AdaptiveOut {
        off_below: format!("{} {of}", percent(adaptive.off_below)),
        on_above: format!("{} {of}", percent(adaptive.on_above)),
    }
}

fn oral(oral: &Oral) -> OralOut {
    OralOut {
        every: days(oral.every),
        half_life: days(oral.half_life),
        absorption_half_life: days(oral.absorption_half_life),
        average: nanomolar(oral.plasma_average),
        free_fraction: oral.free_in_plasma,
        medium_free_fraction: oral.free_in_medium,
    }
}
