//! A plan at the terminal.

use super::decision::answer;
use super::notes::notes;
use crate::report::plan::data::{DesignRow, PlanReport, Standing};
use crate::words::{Align, Columns, capital, counted, grouped, number, percent};

/// Designs told at the terminal at most.
const SHOWN: usize = 20;

/// All of it for a terminal.
pub fn text(report: &PlanReport) -> String {
    let mut out = format!("{}\n\n", answer(report));
    for note in notes(report) {
        out += &format!("{note}\n\n");
    }
    out += &designs(report);
    if report.designs.len() > SHOWN {
        out += &format!("and {} more in designs.csv\n", report.designs.len() - SHOWN);
    }
    out += &flasks_needed(report);
    out
}

/// The best designs, a row each.
fn designs(report: &PlanReport) -> String {
    let met = report.goal.is_cheapest();
    let mut aligned = vec![
        Align::Left,
        Align::Right,
        Align::Right,
        Align::Right,
        Align::Right,
        Align::Left,
    ];
    let mut heads = vec!["design", report.goal.value_words(), "weeks", "passages", "worlds", ""];
    if met {
        aligned.insert(2, Align::Right);
        heads.insert(2, "the goal");
    }
    let mut table = Columns::new(&aligned);
    table.row(heads);
    for row in report.designs.iter().take(SHOWN) {
        let mut cells = vec![
            row.name.clone(),
            report.goal.cell(row.value, row.low, row.high),
            number(row.used.weeks),
            number(row.used.passages),
            grouped(row.worlds),
            standing(row).to_owned(),
        ];
        if met {
            let told = row.met.map(|met| percent(met.probability));
            cells.insert(2, told.unwrap_or_default());
        }
        table.row(cells);
    }
    table.text()
}

fn standing(row: &DesignRow) -> &'static str {
    match (row.standing, row.fresh) {
        (Standing::Winner, _) => "winner",
        (Standing::Running, true) => "looked at again",
        (Standing::Running, false) => "in the race at its end",
        (Standing::SetAside, _) => "set aside",
        (Standing::Dropped, _) => "dropped",
        (Standing::OverLimit, _) => "over a limit",
        (Standing::Short, _) => "too rarely",
    }
}

/// Flasks for some powers; empty where the goal is not met or missed.
fn flasks_needed(report: &PlanReport) -> String {
    let power: Vec<String> = (report.power.iter())
        .map(|one| {
            let flasks = one
                .flasks
                .map_or_else(|| "no number is enough".to_owned(), |n| counted(n, report.culture));
            format!("{}: {flasks}", percent(one.power))
        })
        .collect();
    if power.is_empty() {
        return String::new();
    }
    format!(
        "\n{}s of this design needed for the goal with a probability of {}\n",
        capital(report.culture),
        power.join(", ")
    )
}
