//! What the answer of a plan means.

use crate::report::plan::data::{PlanReport, Telling};
use crate::words::{counted, grouped, percent};

/// What the answer means, a paragraph each.
pub fn notes(report: &PlanReport) -> Vec<String> {
    let telling = report.telling.as_ref();
    let paragraphs = [
        Some(race(report)),
        telling.map(|told| how_to_read(report, told)),
        Some(figures(report)),
        refused(report),
        excluded(report),
    ];
    paragraphs.into_iter().flatten().collect()
}

/// What the designs raced for, and why the race ended.
fn race(report: &PlanReport) -> String {
    let (goal, search) = (&report.goal, &report.search);
    format!(
        "The goal: {}. Designs raced over {}, each with the same draws of what is not known and the same flasks ({} simulated, \
         where all designs in as many worlds as the final figures would take {}). The race ended because {}. It drops the \
         best design, or ends with one that is worse by more than {}, in at most 5 of 100 plans.{}",
        goal.words(),
        counted(search.worlds, "world"),
        counted(search.flasks, "flask"),
        grouped(search.brute_force),
        why_it_ended(report),
        goal.difference(report.margin),
        match goal.probability.zip(goal.near()) {
            Some((asked, near)) => format!(
                " Only a design that is known to come to the goal in {} of the experiments or more, and seems to in {} with a standard \
                 error to spare, beats others; one that is known to come to it more rarely is out.",
                percent(near),
                percent(asked)
            ),
            None => String::new(),
        },
    )
}

fn why_it_ended(report: &PlanReport) -> String {
    let search = &report.search;
    match (search.decided, search.running) {
        _ if search.out_of_reach => "no design came to the goal in any of them".to_owned(),
        (true, 1) if report.designs.len() == 1 => "there is but one design".to_owned(),
        (true, 1) => "every other design was shown to be worse".to_owned(),
        (true, running) => format!(
            "none of the other {} left can be better by more than {}",
            counted(running - 1, "design"),
            report.goal.difference(report.margin)
        ),
        (false, running) => format!(
            "the budget of {} flasks was spent with {} not shown to be worse, so that a better one may be among them: raise \
             plan.budget. {} only the best four went on, and beyond it in half as many worlds as the final figures rest on",
            grouped(search.budget),
            counted(running, "design"),
            match report.goal.is_cheapest() {
                true => "The worse half was set aside again and again, until after two thirds of it",
                false => "After two thirds of it",
            }
        ),
    }
}

/// Which hypothesis an outcome speaks for.
fn how_to_read(report: &PlanReport, told: &Telling) -> String {
    let (more, less) = match told.rule.first {
        true => (&told.first, &told.second),
        false => (&told.second, &told.first),
    };
    let of = report.goal.of.words();
    format!(
        "How to read it: with at least {} of {} {of} it speaks for \"{more}\", with fewer for \"{less}\". The rule comes from the \
         worlds of the race; guessing is right in half of the cases. Under \"{}\" {} of the {culture}s are {of}, under \"{}\" {}.",
        told.rule.at_least,
        counted(report.limits.flasks, report.culture),
        told.first,
        percent(told.shares[0]),
        told.second,
        percent(told.shares[1]),
        culture = report.culture,
    )
}

/// What the figures rest on.
fn figures(report: &PlanReport) -> String {
    let beside: Vec<f64> = (report.designs.iter().filter(|row| row.fresh).skip(1))
        .map(|row| row.value)
        .collect();
    let ahead = beside.iter().any(|value| *value > report.designs[0].value);
    format!(
        "The figures of the winner{} come from {} new worlds, which had no part in choosing.{}",
        match beside.len() as u64 {
            0 => String::new(),
            more => format!(" and of {} beside it", counted(more, "design")),
        },
        grouped(report.fresh_worlds),
        match ahead {
            true => " There another one came out ahead of it: between them the choice is open.",
            false => "",
        }
    )
}

/// Worlds that were left out.
fn refused(report: &PlanReport) -> Option<String> {
    let (search, worlds) = (&report.search, report.search.refused + report.fresh_refused);
    let why = search.refused_why.as_deref();
    (worlds > 0).then(|| {
        format!(
            "In {} some design cannot be carried out as it is written{}; they are left out.",
            counted(worlds, "further world"),
            why.map_or(String::new(), |why| format!(" (in the first: {why})"))
        )
    })
}

/// Designs that were left out.
fn excluded(report: &PlanReport) -> Option<String> {
    let designs = report.excluded.len() as u64;
    (designs > 0).then(|| {
        format!(
            "Left out before the search, by the limits or because the goal is out of their reach: {}.",
            counted(designs, "further design")
        )
    })
}
