//! `[[course]]` written with nothing left to default; rules that are not used stay out.

use super::file::{
    AdaptiveFile, CourseFile, HolidayFile, ON_CRASH, OnCrash, OralFile, PulseFile, RESISTANCE, STARTS_OFF, StepFile,
};
use super::timing::resistance_words;
use crate::model::biology::Biology;
use crate::model::course::{Adaptive, Course, CrashRule, Dosing, Oral, Pulse, Recovery, StepRule};
use crate::model::pharmacokinetics::Plasma;
use crate::scenario::keys::write::{days, days_or_never, nanomolar, percent, percent_of};

/// The table of a course.
pub fn course(biology: &Biology, course: &Course) -> CourseFile {
    let timing = &course.timing;
    let holidays = timing.holidays.iter().map(|holiday| HolidayFile {
        from: days(holiday.from),
        until: days(holiday.until),
    });
    let mut file = CourseFile {
        drug: biology.drugs()[course.drug].id.clone(),
        from: Some(match timing.after_resistance {
            0 => days(course.from),
            times => resistance_words(times).into(),
        }),
        until: Some(match timing.until_resistance {
            true => RESISTANCE.into(),
            false => days_or_never(course.until),
        }),
        half_life: Some(days_or_never(course.half_life)),
        actual: (course.actual != 1.0).then(|| percent(course.actual)),
        pulse: timing.pulse.as_ref().map(pulse),
        adaptive: timing.adaptive.as_ref().map(adaptive),
        oral: course.dosing.oral().map(oral),
        holidays: (!timing.holidays.is_empty()).then(|| holidays.collect()),
        ..CourseFile::default()
    };
    dosing(&mut file, &course.dosing);
    file
}

fn dosing(file: &mut CourseFile, dosing: &Dosing) {
    match dosing {
        // What `oral` says is enough.
        Dosing::Oral(_) => {}
        Dosing::Constant { dose } => file.dose = Some(nanomolar(*dose)),
        Dosing::Escalation {
            doses,
            step_when,
            hold,
            crash_below,
            on_crash,
            give_up_after,
            give_up_after_crashes,
        } => {
            let (word, vial) = match on_crash {
                CrashRule::Hold => (OnCrash::Hold, None),
                CrashRule::StepBack => (OnCrash::StepBack, None),
                CrashRule::Rescue => (OnCrash::Rescue, None),
                CrashRule::Thaw(vial) => (OnCrash::Thaw, Some(vial)),
            };
            file.doses = Some(doses.iter().map(|dose| nanomolar(*dose)).collect());
            file.hold = (*hold > 0.0).then(|| days(*hold));
            file.crash_below = Some(percent(*crash_below));
            file.on_crash = Some(ON_CRASH.word(word));
            file.vial_cells = vial.map(|vial| vial.cells.into());
            file.vial_survival = vial.map(|vial| percent(vial.survival));
            file.give_up_after = Some(days_or_never(*give_up_after));
            file.give_up_after_crashes = give_up_after_crashes.map(Into::into);
            file.step_when = Some(steps(step_when));
        }
    }
}

fn steps(rule: &StepRule) -> StepFile {
    StepFile {
        growth: rule.growth.map(percent),
        doubling_time: None,
        confluence: rule.confluence.then_some(true),
        held_for: (rule.growth.is_some() || rule.confluence).then(|| rule.held_for.into()),
        passages: rule.passages.map(Into::into),
        every: rule.every.map(days),
        or_after: Some(days_or_never(rule.or_after)),
    }
}

fn pulse(pulse: &Pulse) -> PulseFile {
    let (off, off_until) = match pulse.recovery {
        Recovery::Days { days: off } => (Some(days(off)), None),
        Recovery::Confluence { share } => (None, Some(percent(share))),
    };
    PulseFile {
        on: days(pulse.on),
        off,
        off_until,
        start: Some(STARTS_OFF.word(pulse.starts_off)),
    }
}

fn adaptive(adaptive: &Adaptive) -> AdaptiveFile {
    let of = if adaptive.of_seeding { "of seeding" } else { "of start" };
    AdaptiveFile {
        off_below: percent_of(adaptive.off_below, of),
        on_above: percent_of(adaptive.on_above, of),
    }
}

fn oral(oral: &Oral) -> OralFile {
    let (shift, free) = match oral.plasma {
        Plasma::Shift { fold } => (Some(fold), None),
        Plasma::Free { in_plasma, in_medium } => (None, Some((in_plasma, in_medium))),
    };
    OralFile {
        every: days(oral.every),
        half_life: Some(days(oral.half_life)),
        absorption_half_life: Some(days(oral.absorption_half_life)),
        average: Some(nanomolar(oral.plasma_average)),
        trough: None,
        free_fraction: free.map(|(in_plasma, _)| in_plasma.into()),
        medium_free_fraction: free.map(|(_, in_medium)| in_medium.into()),
        plasma_shift: shift.map(Into::into),
    }
}
