//! The calendar of a design for the bench: what on which day.

use super::event::Event;
use super::pauses::pauses;
use super::samples::Samples;
use crate::model::protocol::Protocol;
use crate::scenario::Laboratory;
use crate::scenario::plan::Bench;
use crate::statistics::names;
use crate::statistics::quantile::sorted_quantile;
use crate::statistics::race::{PlanFlask, WhenToSequence};
use crate::words::{capital, cells, counted, days, dose, grouped, number, percent};

/// Steps that are told by themselves where at least this share of the flasks gets there.
const REACHED: f64 = 0.05;

/// Share of flasks that sequencing has to tell to be worth a line of its own.
const TELLING: f64 = 0.5;

/// The calendar of a design: its flasks in many worlds say when what reacts to them is to be expected.
/// `sequencing` is what samples of the winner's flasks would tell, `ordered` which are taken.
pub fn events(
    laboratory: &Laboratory,
    worlds: &[&[PlanFlask]],
    flasks: u64,
    bench: &Bench,
    by: f64,
    sequencing: Option<&WhenToSequence>,
    ordered: &Samples,
) -> Vec<Event> {
    let Laboratory { biology, protocol, .. } = laboratory;
    let all: Vec<&PlanFlask> = worlds.iter().copied().flatten().collect();
    let vessel = names::vessel_noun(&protocol.flask.vessel);
    let growth = biology.parental_growth();
    let expanded = protocol.stock.expand_to();
    let before = libm::ceil(libm::log(expanded.max(2.0)) / growth.max(1e-6));
    let mut events = vec![
        Event::fixed(
            "prepare",
            -before,
            format!(
                "Start {}: from one {} cell each to {} cells without drug",
                counted(flasks, "stock"),
                biology.line_name,
                cells(expanded)
            ),
            "a stock of its own for every flask, so that they do not share what arose before the drug",
        ),
        Event::fixed(
            "seed",
            0.0,
            format!(
                "Seed {} ({}): {} cells in each{}; freeze what is left of every stock",
                counted(flasks, vessel),
                match protocol.design.pooled {
                    1 => protocol.flask.vessel.name.clone(),
                    pooled => format!("{pooled} pooled {} each", protocol.flask.vessel),
                },
                cells(protocol.flask.seed_cells as f64),
                protocol
                    .design
                    .medium_ml
                    .map_or(String::new(), |ml| format!(", {} mL of medium", number(ml))),
            ),
            "",
        ),
    ];
    let drugs = names::course_drugs(biology, protocol);
    let mut steps = doses(protocol, &drugs, &all);
    if bench.freeze_at_steps {
        steps = steps.into_iter().flat_map(|step| with_vial(step, vessel)).collect();
    }
    events.extend(steps);
    events.extend(pauses(protocol, &drugs, by));
    events.extend(samples(sequencing, ordered, vessel, bench.depth));
    let resistant = expected("sequence", &all, by, |flask| {
        flask.end.is_resistant_by(by).then_some(flask.end.day)
    });
    let read = match ordered.at_end {
        true => format!(", and sequence it at {} reads", grouped(bench.depth)),
        false => String::new(),
    };
    if resistant.share > 0.0 {
        events.push(Event {
            what: format!("Freeze vials and a pellet{read}; then IC50 shift and a drug holiday"),
            when: format!("when a {vessel} {}", is_resistant(protocol)),
            ..resistant
        });
    }
    let rest = format!("Freeze vials and a pellet of what still lives{read}; end every culture");
    events.push(Event::fixed("end", by, rest, "the day that the goal counts"));
    events.sort_by(|a, b| a.day.total_cmp(&b.day));
    events
}

/// A dose step behind the vial that is frozen before it.
fn with_vial(step: Event, vessel: &str) -> Vec<Event> {
    match step.kind {
        "step" => vec![
            Event {
                kind: "freeze",
                what: format!("Freeze a vial of the {vessel} before its dose goes up"),
                ..step.clone()
            },
            step,
        ],
        _ => vec![step],
    }
}

/// Pellets of flasks in culture, and which of them are sequenced.
fn samples(sequencing: Option<&WhenToSequence>, ordered: &Samples, vessel: &str, depth: u64) -> Vec<Event> {
    let advised = |day: &f64| sequencing.filter(|all| all.sample().day == *day);
    let read = |day: &f64| match advised(day) {
        Some(all) => telling(*day, all, vessel, true),
        None => {
            let what = format!(
                "Freeze a pellet of every {vessel} and sequence it at {} reads",
                grouped(depth)
            );
            Event::fixed("sequence", *day, what, "")
        }
    };
    let kept = |day: &f64| match advised(day) {
        Some(all) => telling(*day, all, vessel, false),
        None => Event::fixed("sample", *day, format!("Freeze a pellet of every {vessel} for DNA"), ""),
    };
    (ordered.sequenced.iter().map(read))
        .chain(ordered.frozen.iter().map(kept))
        .collect()
}

/// The sample that speaks most for its trouble; where DNA says little, that. Sequencing it is ordered only where it is counted.
fn telling(day: f64, all: &WhenToSequence, vessel: &str, read: bool) -> Event {
    let one = all.sample();
    let (told, depth) = (percent(one.complete), grouped(one.depth));
    let kind = if read { "sequence" } else { "sample" };
    let mut what = format!("Freeze a pellet of every {vessel} that grows");
    let mut when = match one.complete >= TELLING {
        true => format!(
            "DNA then tells all that makes a {vessel} resistant in {told} at {depth} reads; waiting or reading deeper adds at most 5 points"
        ),
        false => {
            what += ", and take cells of it for a dose-response before and after a drug holiday and a blot";
            format!(
                "DNA alone tells all that makes a {vessel} resistant in at most {}, whenever and however deep it is read",
                percent(all.most())
            )
        }
    };
    match read {
        true => what += &format!("; sequence it at {depth} reads"),
        false => when += "; sequencing it is a run more of each: samples under [plan.bench] counts those",
    }
    Event::fixed(kind, day, what, &when)
}

/// When a flask gets somewhere, over all flasks.
fn expected(kind: &'static str, all: &[&PlanFlask], by: f64, day: impl Fn(&PlanFlask) -> Option<f64>) -> Event {
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
fn doses(protocol: &Protocol, drugs: &[String], all: &[&PlanFlask]) -> Vec<Event> {
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

/// What holds at every look, as "if this, then that".
pub fn rules(laboratory: &Laboratory, bench: &Bench, courses: &[String]) -> Vec<String> {
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
    if bench.freeze_at_steps && protocol.courses.iter().any(|course| course.dosing.escalates()) {
        rules.push(format!(
            "Before the dose of a {vessel} goes up, or up again: freeze a vial of it."
        ));
    }
    rules.push(format!(
        "If it {}: it is resistant; freeze vials, take a pellet, and its course is over.",
        is_resistant(protocol)
    ));
    rules
}

/// `grows at 70% of the parental rate at the goal dose for 2 passages`; without a goal `has outgrown its size at treatment start`.
fn is_resistant(protocol: &Protocol) -> String {
    match protocol.courses.iter().any(|course| course.dosing.escalates()) {
        true => format!(
            "grows at {} of the parental rate at the goal dose for {}",
            percent(protocol.resistance.growth),
            counted(u64::from(protocol.resistance.held_for), "passage")
        ),
        false => "has outgrown its size at treatment start, on drug".to_owned(),
    }
}
