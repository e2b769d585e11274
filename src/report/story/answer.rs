//! The answer of a laboratory run in one sentence.

use crate::engine::record::Outcome;
use crate::model::biology::MechanismClass;
use crate::report::words::{median_of_all, share_parts, start};
use crate::statistics::FlaskSummary;
use crate::statistics::lines::LineRow;
use crate::statistics::quantile::Distribution;
use crate::statistics::summary::CourseSummary;
use crate::words::{self, counted, dose, grouped, listed, number, percent};

/// The answer in one sentence (two where no flask became resistant), with numbers.
pub fn answer_sentence(summary: &FlaskSummary) -> String {
    let n = summary.replicates;
    let resistant = summary.outcome(Outcome::Resistant);
    if n == 0 {
        return format!("No {} was simulated.", summary.culture());
    }
    let others = other_outcomes(summary);
    let (percent_resistant, range) = share_parts(&resistant);
    if resistant.count == 0 {
        return format!(
            "No {} of {} became resistant (0%, 95% interval {range}){others}.",
            summary.culture(),
            grouped(n)
        );
    }

    let mut out = format!(
        "In {} of {} ({}, 95% interval {range}) {}{}",
        grouped(resistant.count),
        counted(n, summary.culture()),
        percent_resistant,
        match summary.patients {
            Some(_) => "the tumour progressed",
            None => "the cells became resistant",
        },
        to_what(summary),
    );
    if let Some(days) = &summary.time_to_resistance {
        out.push_str(&timing(days, &since(summary), summary.patients.is_some()));
        if let Some(series) = &summary.patients {
            let median = median_of_all(&series.median);
            out.push_str(&format!("; the Kaplan-Meier median over all patients is {median}"));
        }
        if !summary.courses.is_empty() && summary.patients.is_none() && summary.profile.never_held() {
            out.push_str(", when most cells are unaltered");
        }
    }
    if let Some(line) = summary.lines.last() {
        out.push_str(&last_line(line));
    }
    out.push_str(&mechanisms(summary));
    out.push_str(&spiked(summary));
    out.push_str(&others);
    out.push('.');
    out
}

/// ` to alectinib at 1 µM`; of patients, who differ in what they see of a drug, ` on alectinib`.
fn to_what(summary: &FlaskSummary) -> String {
    let of_line = || summary.courses.iter().filter(|course| !course.earlier_line);
    // A course that had ended by then, or had not begun, is nothing that the cells became resistant to.
    let day = summary.time_to_resistance.as_ref().map(|days| days.median().value);
    let on = |course: &&CourseSummary| day.is_none_or(|day| course.is_given_about(day));
    let any = of_line().any(|course| on(&course));
    let courses = of_line().filter(|course| !any || on(course));
    let (word, drugs): (&str, Vec<String>) = match summary.patients {
        Some(_) => ("on", courses.map(|course| course.drug.clone()).collect()),
        None => (
            "to",
            courses
                .map(|course| format!("{} at {}", course.drug, dose(course.goal)))
                .collect(),
        ),
    };
    match drugs.is_empty() {
        true => String::new(),
        false => format!(" {word} {}", listed(&drugs)),
    }
}

/// ` from seeding` where days of several lines of treatment could be meant.
pub(super) fn since(summary: &FlaskSummary) -> String {
    match summary.lines.is_empty() {
        true => String::new(),
        false => format!(" from {}", start(summary.culture())),
    }
}

/// `, after a median of 231 days (middle 80%: 190 to 238)`, of patients `after a median of 231 days among these`: others are still
/// to progress.
fn timing(days: &Distribution, since: &str, of_patients: bool) -> String {
    let these = if of_patients { " among these" } else { "" };
    let median = words::days(days.median().value) + these;
    match days.quantile(0.1).zip(days.quantile(0.9)) {
        Some((low, high)) if days.n >= 5 => {
            let (low, high) = (number(low.value), number(high.value));
            format!(", after a median of {median}{since} (80% of them between {low} and {high})")
        }
        _ if days.n == 1 => format!(", after {median}{since}"),
        _ => format!(", after a median of {median}{since}"),
    }
}

/// `; where it failed, the last line of treatment (lorlatinib) had held for a median of 110 days`.
fn last_line(line: &LineRow) -> String {
    let held = line.held.as_ref();
    held.map_or(String::new(), |held| {
        format!(
            "; where it failed, the last line of treatment ({}) had held for a median of {}",
            listed(&line.drugs),
            words::days(held.median().value)
        )
    })
}

/// `; most often by G1202R (41% of the resistant flasks), then ...`.
fn mechanisms(summary: &FlaskSummary) -> String {
    let rows = summary
        .profile
        .by_mechanism
        .iter()
        .filter(|row| row.dominant.of_resistant.count > 0);
    let mut rows = rows.map(|row| {
        let label = if row.class == MechanismClass::None {
            "cells without a known alteration"
        } else {
            row.label.as_str()
        };
        (label.to_owned(), row.dominant.of_resistant.share)
    });
    let Some((first, most)) = rows.next() else {
        return String::new();
    };
    if most >= 1.0 {
        return format!("; always dominated by {first}");
    }
    let next = rows
        .next()
        .map(|(label, share)| format!(", then {label} ({})", percent(share)))
        .unwrap_or_default();
    format!(
        "; most often dominated by {first} ({} of the resistant {}s){next}",
        percent(most),
        summary.culture()
    )
}

/// `; most cells of 97% of them descend from cells that were spiked in`.
fn spiked(summary: &FlaskSummary) -> String {
    let share = summary.origin.mostly_spiked;
    let of = match share.count {
        0 => return String::new(),
        n if n == share.n => "all of them".to_owned(),
        _ => format!("{} of them", percent(share.share)),
    };
    format!("; in {of} most cells descend from those that were spiked in")
}

/// ` (most of those below the goal of alectinib stuck at 5.9 nM or less)`: where many are given up, at which dose.
fn stuck(summary: &FlaskSummary, given_up: u64) -> Option<String> {
    if given_up * 5 < summary.replicates {
        return None;
    }
    let course = summary
        .courses
        .iter()
        .find(|course| !course.earlier_line && course.ladder > 1)?;
    let below: Vec<(f64, u64)> = (course.highest_dose.iter().copied())
        .filter(|(nanomolar, _)| *nanomolar < course.goal)
        .collect();
    let all: u64 = below.iter().map(|(_, n)| n).sum();
    if 2 * all < given_up {
        return Some(format!(" (most after they had reached {})", dose(course.goal)));
    }
    let mut so_far = 0;
    let middle = below.iter().find(|(_, n)| {
        so_far += n;
        2 * so_far >= all
    })?;
    Some(format!(
        " (half of those below the goal came no further than {} of {})",
        dose(middle.0),
        course.drug
    ))
}

/// `; of the others, 40 went extinct and 17 were given up`.
fn other_outcomes(summary: &FlaskSummary) -> String {
    let verb = |outcome, count| match (outcome, count) {
        (Outcome::Extinct, _) => "went extinct",
        (Outcome::GivenUp, 1) => "was given up",
        (Outcome::GivenUp, _) => "were given up",
        _ => "ran out of time",
    };
    let empty = summary.empty().map(|empty| match empty.count {
        1 => "1 was empty from the start".to_owned(),
        n => format!("{} were empty from the start (no cell was seeded)", grouped(n)),
    });
    let parts: Vec<String> = [Outcome::Extinct, Outcome::GivenUp, Outcome::TimeOver]
        .into_iter()
        .map(|outcome| (outcome, summary.outcome(outcome).count))
        .filter(|&(_, count)| count > 0)
        .map(|(outcome, count)| {
            let stuck = (outcome == Outcome::GivenUp).then(|| stuck(summary, count)).flatten();
            format!(
                "{} {}{}",
                grouped(count),
                verb(outcome, count),
                stuck.unwrap_or_default()
            )
        })
        .chain(empty)
        .collect();
    if parts.is_empty() {
        return String::new();
    }
    let lead = if summary.outcome(Outcome::Resistant).count > 0 {
        "of the others, "
    } else {
        ""
    };
    format!("; {lead}{}", listed(&parts))
}
