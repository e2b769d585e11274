//! What holds at every look.

use crate::model::protocol::Protocol;
use crate::scenario::Laboratory;
use crate::statistics::names;
use crate::words::{cells, counted, days, number, percent};

/// What holds at every look, as "if this, then that".
pub fn rules(laboratory: &Laboratory, courses: &[String]) -> Vec<String> {
    let protocol = &laboratory.protocol;
    let vessel = names::vessel_noun(&protocol.flask.vessel);
    let mut rules = vec![match protocol.look_every {
        1.0 => format!("Every day: look at every {vessel}, note confluence, then go through the lines below."),
        every => format!(
            "Every {}: look at every {vessel}, note confluence, then go through the lines below.",
            days(every)
        ),
    }];
    if !protocol.design.calendar_only {
        rules.push(format!(
            "If a {vessel} is at {} confluence or above: count it and passage it 1:{}.",
            percent(protocol.flask.passage_at),
            number(1.0 / protocol.flask.split)
        ));
    }
    if let Some(every) = protocol.flask.passage_every {
        rules.push(format!(
            "If its last passage was {} ago: count it and passage it back to {} cells (all, if there are fewer).",
            days(every),
            cells(protocol.flask.seed_cells as f64)
        ));
    }
    if let Some(every) = protocol.flask.medium_every {
        rules.push(format!("If its medium is {} old: change it, with drug.", days(every)));
    }
    rules.extend(courses.iter().cloned());
    rules.push(format!(
        "If it {}: it is resistant; freeze vials, take a pellet, and its course is over.",
        is_resistant(protocol)
    ));
    rules
}

/// `grows at 70% of the parental rate at the goal dose for 2 passages`; without a goal `has outgrown its size at treatment start`.
pub(super) fn is_resistant(protocol: &Protocol) -> String {
    match protocol.courses.iter().any(|course| course.dosing.escalates()) {
        true => format!(
            "grows at {} of the parental rate at the goal dose for {}",
            percent(protocol.resistance.growth),
            counted(u64::from(protocol.resistance.held_for), "passage")
        ),
        false => "has outgrown its size at treatment start, on drug".to_owned(),
    }
}
