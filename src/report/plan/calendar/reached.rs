//! When flasks get somewhere, in many worlds.

use crate::model::protocol::Protocol;
use crate::report::plan::event::Event;
use crate::statistics::quantile::sorted_quantile;
use crate::statistics::race::PlanFlask;
use crate::words::{capital, dose};

/// Steps that are told by themselves where at least this share of the flasks gets there.
const REACHED: f64 = 0.05;

/// When a flask gets somewhere, over all flasks.
pub(super) fn expected(
    kind: &'static str,
    all: &[&PlanFlask],
    by: f64,
    day: impl Fn(&PlanFlask) -> Option<f64>,
) -> Event {
    let mut reached: Vec<f64> = all
        .iter()
        .filter_map(|flask| day(flask))
        .filter(|day| *day <= by)
        .collect();
    reached.sort_by(f64::total_cmp);
    let at = |p: f64| {
        if reached.is_empty() {
            by
        } else {
            sorted_quantile(&reached, p)
        }
    };
    Event {
        kind,
        day: at(0.5),
        early: at(0.05),
        late: at(0.95),
        every: None,
        times: 1,
        share: reached.len() as f64 / all.len().max(1) as f64,
        what: String::new(),
        when: String::new(),
    }
}

/// First doses and steps of every course, with the doses at the central values.
pub(super) fn doses(protocol: &Protocol, drugs: &[String], all: &[&PlanFlask]) -> Vec<Event> {
    let mut events = Vec::new();
    for (i, (course, drug)) in protocol.courses.iter().zip(drugs).enumerate() {
        let escalates = course.dosing.escalates();
        let begins = match course.until.is_some() || course.timing.pauses() {
            true => "begins",
            false => "from now on",
        };
        let mut levels = course.dosing.doses();
        if !escalates {
            levels.truncate(1);
        }
        for (place, level) in levels.iter().enumerate() {
            let event = expected(if place == 0 { "dose" } else { "step" }, all, f64::INFINITY, |flask| {
                rises(flask, i).nth(place)
            });
            if event.share < REACHED {
                continue;
            }
            let what = match (place, escalates) {
                (0, false) => format!("{} {begins} at {}", capital(drug), dose(*level)),
                (0, true) => format!("{} {begins}, first at {}", capital(drug), dose(*level)),
                _ => format!("Step {place} of {}: {drug} up to {}", levels.len() - 1, dose(*level)),
            };
            let when = if place == 0 {
                ""
            } else {
                "when the step rule below holds"
            };
            let when = when.to_owned();
            events.push(Event { what, when, ..event });
        }
    }
    events
}

/// Days on which a course reached a dose higher than all before.
fn rises(flask: &PlanFlask, course: usize) -> impl Iterator<Item = f64> {
    let mut highest = 0.0;
    let own = flask.steps.iter().filter(move |step| step.course as usize == course);
    own.filter_map(move |step| {
        let rises = step.dose > highest * (1.0 + 1e-9);
        highest = step.dose.max(highest);
        rises.then_some(step.day)
    })
}
