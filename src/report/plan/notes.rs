//! What the answer of a plan means, in words.

use super::data::{PlanReport, Telling};
use crate::words::{counted, grouped, percent};

/// What the answer means, a paragraph each.
pub fn notes(report: &PlanReport) -> Vec<String> {
    let search = &report.search;
    let mut notes = vec![how_it_was_found(report)];
    notes.extend(report.telling.as_ref().map(|told| how_to_read(report, told)));
    notes.push(what_figures_rest_on(report));
    if search.refused + report.fresh_refused > 0 {
        notes.push(format!(
            "In {} some design cannot be carried out as it is written{}; they are left out.",
            counted(search.refused + report.fresh_refused, "further world"),
            search
                .refused_why
                .as_deref()
                .map_or(String::new(), |why| format!(" (in the first: {why})"))
        ));
    }
    if !report.excluded.is_empty() {
        notes.push(format!(
            "Left out before the search, by the limits or because the goal is out of their reach: {}.",
            counted(report.excluded.len() as u64, "further design")
        ));
    }
    notes
}

/// The goal, the race and how wrong it may be.
fn how_it_was_found(report: &PlanReport) -> String {
    let search = &report.search;
    let margin = report.goal.difference(report.margin);
    let why = why_it_ended(report, &margin);
    format!(
        "The goal: {}. Designs raced over {}, each with the same draws of what is not known and the same flasks ({} simulated, \
         where all designs in as many worlds as the final figures would take {}). The race ended because {why}. It drops the \
         best design, or ends with one that is worse by more than {margin}, in at most 5 of 100 plans.{}",
        report.goal.words(),
        counted(search.worlds, "world"),
        counted(search.flasks, "flask"),
        grouped(search.brute_force),
        match report.goal.probability.zip(report.goal.near()) {
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

/// Why the race ended.
fn why_it_ended(report: &PlanReport, margin: &str) -> String {
    let search = &report.search;
    match (search.decided, search.running) {
        _ if search.out_of_reach => "no design came to the goal in any of them".to_owned(),
        (true, 1) if report.designs.len() == 1 => "there is but one design".to_owned(),
        (true, 1) => "every other design was shown to be worse".to_owned(),
        (true, running) => format!(
            "none of the other {} left can be better by more than {margin}",
            counted(running - 1, "design")
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

/// How fewer flasks are read, where they are enough.
fn with_fewer(told: &Telling, culture: &str) -> String {
    told.fewer.map_or(String::new(), |(flasks, rule)| {
        let more = if rule.first { &told.first } else { &told.second };
        format!(
            " With {}: at least {} for \"{more}\".",
            counted(flasks, culture),
            rule.at_least
        )
    })
}

/// The rule by which two hypotheses are told apart.
fn how_to_read(report: &PlanReport, told: &Telling) -> String {
    let (more, less) = match told.rule.first {
        true => (&told.first, &told.second),
        false => (&told.second, &told.first),
    };
    let of = report.goal.of.words();
    format!(
        "How to read it: with at least {} of {} {of} it speaks for \"{more}\", with fewer for \"{less}\". The rule comes from the \
         worlds of the race; guessing is right in half of the cases.{} Under \"{}\" {} of the {culture}s are {of}, under \"{}\" {}.",
        told.rule.at_least,
        counted(report.limits.flasks, report.culture),
        with_fewer(told, report.culture),
        told.first,
        percent(told.shares[0]),
        told.second,
        percent(told.shares[1]),
        culture = report.culture,
    )
}

/// In how many new worlds the winner was looked at, and whether it stayed ahead.
fn what_figures_rest_on(report: &PlanReport) -> String {
    let again = report.designs.iter().filter(|row| row.fresh).count() as u64;
    format!(
        "The figures of the winner{} come from {} new worlds, which had no part in choosing.{}",
        match again {
            0 | 1 => String::new(),
            more => format!(" and of {} beside it", counted(more - 1, "design")),
        },
        grouped(report.fresh_worlds),
        match report
            .designs
            .iter()
            .filter(|row| row.fresh)
            .skip(1)
            .any(|row| row.value > report.designs[0].value)
        {
            true => " There another one came out ahead of it: between them the choice is open.",
            false => "",
        }
    )
}
