//! A course in sentences.

use super::timing::{passages_held, resistance_words};
use crate::model::biology::Biology;
use crate::model::course::{Course, CrashRule, Dosing, Oral, Pulse, Recovery, StepRule};
use crate::model::pharmacokinetics::Plasma;
use crate::words::{cells, counted, days, dose, hours, number, percent};

/// What happens in a course, a sentence per entry.
pub fn of(biology: &Biology, course: &Course) -> Vec<String> {
    let name = &biology.drugs()[course.drug].name;
    let when = when(course);
    let mut words = match &course.dosing {
        Dosing::Oral(oral) => vec![patient_like(name, &when, oral)],
        Dosing::Constant { dose } => vec![format!("{name} {when} at {}.", self::dose(*dose))],
        escalating => escalation(name, &when, escalating),
    };
    words.extend(pauses(name, course));
    if course.actual != 1.0 {
        let actual = |nominal: &f64| dose(nominal * course.actual);
        let list: Vec<String> = course.dosing.doses().iter().map(actual).collect();
        words.push(format!(
            "What-if: the cells get only {} of the nominal {name} (wrongly diluted or degraded), that is {}; doses are \
             reported as nominal.",
            percent(course.actual),
            list.join(", ")
        ));
        if course.actual > 1.0
            && let Some(last) = words.last_mut()
        {
            *last = last.replace("get only", "get");
        }
    }
    words
}

/// Which drug at which doses: "alectinib at 300 nM", "alectinib from 20 nM to 1 µM in 5 doses".
pub fn doses(biology: &Biology, course: &Course) -> String {
    let name = &biology.drugs()[course.drug].name;
    let doses = match &course.dosing {
        Dosing::Oral(oral) => return format!("{name} at {} in plasma", dose(oral.plasma_average)),
        constant => constant.doses(),
    };
    match doses.as_slice() {
        [] => name.clone(),
        [only] => format!("{name} at {}", dose(*only)),
        [first, .., last] => {
            let count = counted(doses.len() as u64, "dose");
            format!("{name} from {} to {} in {count}", dose(*first), dose(*last))
        }
    }
}

/// The doses of an escalation, and how it reacts to the flask.
fn escalation(name: &str, when: &str, dosing: &Dosing) -> Vec<String> {
    let Dosing::Escalation {
        doses,
        step_when,
        hold,
        crash_below,
        on_crash,
        give_up_after,
        give_up_after_crashes,
    } = dosing
    else {
        return Vec::new();
    };
    let mut rules = Vec::new();
    let (doses, since) = match doses.as_slice() {
        [only] => (format!("{name} {when} at {}.", dose(*only)), "after the first dose"),
        rising => {
            rules.push(steps(step_when));
            let list: Vec<String> = rising.iter().map(|nanomolar| dose(*nanomolar)).collect();
            let count = counted(rising.len() as u64, "dose");
            (
                format!("{name} {when}, in {count}: {}.", list.join(", ")),
                "after the last step up",
            )
        }
    };
    if *hold > 0.0 {
        rules.push(match rules.is_empty() {
            true => format!(
                "A passage counts towards resistance once the dose has been held for {}.",
                days(*hold)
            ),
            false => format!("Each dose is held for at least {}.", days(*hold)),
        });
    }
    let (below, crash) = (percent(*crash_below), crash(on_crash));
    rules.push(format!("Below {below} of the seeding number {crash}."));
    rules.extend(give_up_after.map(|wait| format!("The flask is given up {} {since}.", days(wait))));
    rules.extend(give_up_after_crashes.map(|most| format!("The flask is given up at its crash number {most}.")));
    vec![doses, rules.join(" ")]
}

/// What is done with a crashed flask.
fn crash(rule: &CrashRule) -> String {
    match rule {
        CrashRule::Hold => "the dose is held".to_owned(),
        CrashRule::StepBack => "the dose goes back one step".to_owned(),
        CrashRule::Rescue => {
            "the drug is left out until the flask is confluent, or is passaged with twice the seeding number".to_owned()
        }
        CrashRule::Thaw(vial) => format!(
            "the last of the vials ({} cells each, frozen before the first dose and before every step up) is \
                     thawed ({} of its cells live) into medium without any drug until the flask is confluent, or is \
                     passaged with twice the seeding number; then comes the dose before",
            cells(vial.cells as f64),
            percent(vial.survival)
        ),
    }
}

/// "from day 3 to day 60 (in medium its half-life is 36 h)".
fn when(course: &Course) -> String {
    let from = match course.timing.after_resistance {
        0 => format!("from day {}", number(course.from)),
        times => format!("from the day of the flask's {}", resistance_words(times)),
    };
    let until = match (course.timing.until_resistance, course.until) {
        (true, _) => " until resistance".to_owned(),
        (false, Some(day)) => format!(" to day {}", number(day)),
        (false, None) => String::new(),
    };
    let decay = course.half_life.map_or(String::new(), |days| {
        format!(" (in medium its half-life is {})", hours(24.0 * days))
    });
    format!("{from}{until}{decay}")
}

/// "The dose goes up when ...".
fn steps(rule: &StepRule) -> String {
    let mut all = Vec::new();
    let held = passages_held(rule.held_for);
    match (rule.growth, rule.confluence) {
        (Some(growth), false) => {
            all.push(format!(
                "the flask grows at {} of the parental rate for {held}",
                percent(growth)
            ));
        }
        (Some(growth), true) => all.push(format!(
            "the flask is confluent and has grown at {} of the parental rate for {held}",
            percent(growth)
        )),
        (None, true) if rule.held_for == 1 => all.push("the flask is passaged at confluence".to_owned()),
        (None, true) => all.push(format!("the flask is passaged at confluence for {held}")),
        (None, false) => {}
    }
    if let Some(count) = rule.passages {
        all.push(match count {
            1 => "there was a passage at the dose".to_owned(),
            more => format!("there were {more} passages at the dose"),
        });
    }
    if let Some(days) = rule.every {
        all.push(format!("the dose was given for {}", self::days(days)));
    }
    let after = rule
        .or_after
        .map_or(String::new(), |wait| format!(", or after {} at a dose", days(wait)));
    format!("The dose goes up when {}{after}.", all.join(" and "))
}

/// Pulses, holidays and adaptive pauses.
fn pauses(name: &str, course: &Course) -> Vec<String> {
    let timing = &course.timing;
    let mut words = Vec::new();
    if let Some(pulse) = &timing.pulse {
        words.push(self::pulse(name, pulse));
    }
    if !timing.holidays.is_empty() {
        let list = timing.holidays.iter();
        let list: Vec<String> = list
            .map(|holiday| format!("day {} to day {}", number(holiday.from), number(holiday.until)))
            .collect();
        words.push(format!("Drug holidays without {name}: {}.", list.join(", ")));
    }
    if let Some(adaptive) = &timing.adaptive {
        let of = match adaptive.of_seeding {
            true => "the seeding number",
            false => "the cells at the course's start",
        };
        words.push(format!(
            "{name} is left out once fewer than {} of {of} are left, and given again once there are {}.",
            percent(adaptive.off_below),
            percent(adaptive.on_above)
        ));
    }
    words
}

fn pulse(name: &str, pulse: &Pulse) -> String {
    let first = if pulse.starts_off { ", first without" } else { "" };
    match pulse.recovery {
        Recovery::Days { days: off } => format!(
            "{name} is given in pulses: {} with, {} without{first}.",
            days(pulse.on),
            days(off)
        ),
        Recovery::Confluence { share } => format!(
            "{name} is given in pulses: {} with, then without until the flask is {} confluent{first}.",
            days(pulse.on),
            percent(share)
        ),
    }
}

/// By which rule plasma is turned into medium.
fn told(plasma: Plasma) -> String {
    match plasma {
        Plasma::Shift { fold } => format!(
            "of which {} times as much as in medium is needed (measured)",
            number(fold)
        ),
        Plasma::Free { in_plasma, in_medium } => {
            format!(
                "of which {} is free ({} in medium)",
                percent(in_plasma),
                percent(in_medium)
            )
        }
    }
}

/// An oral course, and what the cells see of it.
fn patient_like(name: &str, when: &str, oral: &Oral) -> String {
    let (trough, peak) = oral.profile().extremes().unwrap_or((1.0, 1.0));
    let average = oral.flask_equivalent(oral.plasma_average);
    format!(
        "{name} {when} as in a patient: a dose every {}, half-life {} (absorption {}), on average {} in plasma at \
         steady state, {}. The cells then see as much as at nominal {} on \
         average, {} at the trough and {} at the peak; it builds up from the first dose and washes out after the last, and growth counts from five half-lives on.",
        hours(24.0 * oral.every),
        hours(24.0 * oral.half_life),
        hours(24.0 * oral.absorption_half_life),
        dose(oral.plasma_average),
        told(oral.plasma),
        dose(average),
        dose(average * trough),
        dose(average * peak)
    )
}
