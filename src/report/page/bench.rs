//! The calendar of a plan's winner for the bench, and what it takes.

use super::document::table;
use crate::report::plan::Event;
use crate::report::plan::costs::CostLine;
use crate::report::plan::{PlanReport, WeekRow};
use crate::scenario::plan::FirstDay;
use crate::words::{capital, counted, grouped, mass, number, percent, with_interval};
use maud::{Markup, html};

/// The winner for the bench: its calendar, and what it takes. On two pages of their own when printed.
pub(super) fn bench(report: &PlanReport) -> Markup {
    html! { div.bench { (calendar(report)) (costs(report)) } }
}

fn calendar(report: &PlanReport) -> Markup {
    let (Some(winner), false) = (report.designs.first(), report.calendar.is_empty()) else {
        return html! {};
    };
    let first = report.first_day.as_deref().and_then(FirstDay::read);
    let date = |day: f64| first.map(|first| first.words(libm::round(day) as i64));
    let when = |event: &Event| match event.is_fixed() {
        true => number(event.day),
        false => format!(
            "about {}",
            with_interval([event.day, event.early, event.late].map(whole))
        ),
    };
    html! {
        section {
            h2 { "The calendar for the bench" }
            p { b { (report.name) } ", " (winner.name) ", " (counted(report.flasks, report.culture)) ". "
                @match &report.first_day {
                    Some(day) => { "Day 0 is " (day) "." }
                    None => { "Day 0 is the day of seeding; with " code { "first_day = \"2027-01-11\"" } " under [plan] the dates stand \
                        here, and calendar.ics (which begins on 2001-01-01 now) fits your calendar." }
                }
            }
            div.table { table.words {
                caption { "What is done on which day" }
                thead { tr { th { "Day" } @if first.is_some() { th { "Date" } } th { "What" } th { "If" } th { (capital(report.culture)) "s" } th { "Done" } } }
                tbody { @for event in &report.calendar { tr {
                    th scope="row" { (when(event)) }
                    @if first.is_some() { td { (date(event.day).unwrap_or_default()) } }
                    td { (event.what) }
                    td { (event.when) }
                    td { @if event.is_fixed() { "all in culture" } @else { (percent(event.share)) } }
                    td { "☐" }
                } } }
            } }
            p { "Days with a range follow the flasks: the median and nine of ten of those that get there, over all worlds. \
                \"" (capital(report.culture)) "s\" says how many of all get there; what has a day of its own is done with all that are in culture by then." }
            h3 { "At every look" }
            ul { @for rule in &report.rules { li { (rule) } } }
        }
        @if !report.weeks.is_empty() { section.second {
            h3 { "Work by week" }
            (table("All flasks together, on average over worlds", &week_heads(report), &week_rows(report)))
        } }
    }
}

fn whole(day: f64) -> String {
    number(libm::round(day))
}

fn week_heads(report: &PlanReport) -> Vec<&'static str> {
    let mut heads = vec!["week", "in culture", "passages", "dose steps", "resistant by its end"];
    if report.goal.probability.is_some() {
        heads.push("goal reached by then");
    }
    heads
}

fn week_rows(report: &PlanReport) -> Vec<Vec<String>> {
    // All weeks of a short plan, every second or fourth of a long one.
    let every = match report.weeks.len() {
        0..=20 => 1,
        21..=40 => 2,
        _ => 4,
    };
    let weeks = report
        .weeks
        .iter()
        .filter(|week| week.week == 1 || week.week % every == 0);
    let row = |week: &WeekRow| {
        let mut cells = vec![
            week.week.to_string(),
            number(week.flasks),
            number(week.passages),
            number(week.steps),
            number(week.resistant),
        ];
        cells.extend(week.met.map(percent));
        cells
    };
    weeks.map(row).collect()
}

fn amount(value: f64, unit: &str) -> String {
    match unit {
        "mg" => mass(value),
        "" => number(value),
        unit => format!("{} {unit}", number(value)),
    }
}

/// What the winner takes.
fn costs(report: &PlanReport) -> Markup {
    if report.costs.is_empty() {
        return html! {};
    }
    let bench = &report.bench;
    let row = |line: &CostLine| {
        vec![
            line.what.clone(),
            amount(line.mean, line.unit),
            amount(line.nine_of_ten, line.unit),
            line.from.clone(),
        ]
    };
    let rows: Vec<Vec<String>> = report.costs.iter().map(row).collect();
    let minutes = [
        ("each visit", "minutes_visit", bench.minutes_visit, "5 to 30"),
        ("a look at a flask", "minutes_look", bench.minutes_look, "1 to 5"),
        ("a change of medium", "minutes_feed", bench.minutes_feed, "3 to 15"),
        ("a passage", "minutes_passage", bench.minutes_passage, "10 to 40"),
        (
            "freezing vials of a flask",
            "minutes_freeze",
            bench.minutes_freeze,
            "10 to 30",
        ),
    ];
    html! {
        section {
            h2 { "What it takes, and what to order" }
            div.lines { (table("The winner: mean over worlds, and what is enough in nine experiments of ten (order that)", &["", "mean", "nine of ten", "worked out from"], &rows)) }
            p { "All of it is counted from seeding on. Growing the stocks before day 0, which the calendar begins with, is not among hours, \
                vessels and medium." }
            h3 { "Assumed, and yours to change under [plan.bench]" }
            ul {
                @for (what, key, value, range) in minutes {
                    li { (number(value)) " min for " (what) " (" code { (key) } "; assumed, " (range) ")" }
                }
                li { (percent(bench.spare)) " of medium and drug on top for what is lost in preparing and discarding ("
                    code { "spare" } "; assumed, 10% to 50%)" }
                li { (counted(bench.samples, "sample")) " of each flask sequenced at " (grouped(bench.depth)) " reads (" code { "samples" } ", " code { "depth" } ")" }
            }
        }
    }
}
