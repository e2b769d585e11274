//! What to do, what comes of it, and how sure that is.

use super::asked::asked;
use crate::report::plan::data::{DesignRow, PlanReport};
use crate::scenario::plan::GoalKind;
use crate::words::{counted, number, percent, percent_with_interval};

/// One sentence: what to do, what comes of it, and how sure that is.
pub fn answer(report: &PlanReport) -> String {
    let Some(winner) = report.designs.first() else {
        return "No design could be looked at.".to_owned();
    };
    let cheapest = report.goal.is_cheapest();
    let flasks = match cheapest {
        true => format!("at most {}", counted(report.limits.flasks, report.culture)),
        false => counted(report.limits.flasks, report.culture),
    };
    let (comes, asked) = (comes(report, winner), asked(report, winner));
    if report.designs.len() + report.excluded.len() == 1 && !cheapest {
        return format!("With {flasks}, the experiment {comes}{asked}.");
    }
    if let Some(instead) = &report.instead {
        return out_of_reach(report, winner, &flasks, instead, &asked);
    }
    format!(
        "Of {} with {flasks}, choose \"{}\": it {comes}{asked}.{}",
        counted(report.designs.len() as u64, "design"),
        winner.name,
        sure(report)
    )
}

/// What comes of a design.
fn comes(report: &PlanReport, row: &DesignRow) -> String {
    let value = interval(report, row);
    match report.goal.kind {
        GoalKind::Cheapest => format!("takes {value} on average{}", beside(row)),
        GoalKind::Flasks | GoalKind::Mechanisms => format!("meets the goal with a probability of {value}"),
        GoalKind::Tell => {
            let apart = report.telling.as_ref().map_or_else(
                || "the hypotheses apart".to_owned(),
                |told| format!("\"{}\" from \"{}\"", told.first, told.second),
            );
            format!("tells {apart} with a probability of {value}")
        }
        GoalKind::Soonest => format!("reaches the goal after {value} on average"),
        GoalKind::Longest => format!("holds without resistance for {value} on average"),
        GoalKind::More => format!("gives {value} more of the one than of the other"),
    }
}

/// A design's value with its interval.
fn interval(report: &PlanReport, row: &DesignRow) -> String {
    let (value, range) = report.goal.told_within(row.value, row.low, row.high);
    format!("{value} (95% interval {range})")
}

/// How probably a design that is judged by what it takes comes to the goal.
fn beside(row: &DesignRow) -> String {
    row.met.map_or(String::new(), |met| {
        let told = percent_with_interval(met.probability, met.low, met.high);
        format!(" and meets the goal with a probability of {told}")
    })
}

/// No design came to the goal: what the flasks of the winner did instead.
fn out_of_reach(report: &PlanReport, winner: &DesignRow, flasks: &str, instead: &str, asked: &str) -> String {
    let asked = asked.strip_prefix('.');
    format!(
        "None of {} with {flasks} came to the goal in any of {}: within these limits it is out of reach. \"{}\" stands for \
         all of them; of its {}s by day {}: {instead}.{}",
        counted(report.designs.len() as u64, "design"),
        counted(report.fresh_worlds + report.search.worlds, "world"),
        winner.name,
        report.culture,
        number(report.goal.by),
        asked.map_or(String::new(), |asked| format!("{asked}."))
    )
}

/// How sure it is that the winner is the best.
fn sure(report: &PlanReport) -> String {
    let regret = &report.regret;
    match regret.each.len() {
        0 | 1 => String::new(),
        designs => format!(
            " It is the best of the {} looked at again with a probability of {}; choosing it is expected to cost {} against the \
             best of them.",
            counted(designs as u64, "design"),
            percent(regret.best),
            report.goal.difference(regret.expected)
        ),
    }
}
