//! Drug left in the medium over time, in words, a table and a figure.

use super::delivery::{Delivery, Footing};
use super::grid::Grid;
use super::table;
use crate::assay::surroundings::drug_level::DrugLevel;
use crate::report::figure::assay as drawing;
use crate::report::{AssumptionRow, ReportError};
use crate::words;

/// Samples as rows.
pub fn drug_level_table(level: &DrugLevel) -> Grid {
    let mut grid = Grid::new(&["hour", "medium_nM", "co-culture_nM", "share"]);
    let limit = level.noise.limit;
    let seen = |nm: f64| match nm <= limit {
        true => format!("<{}", words::number(limit)),
        false => words::number(nm),
    };
    for row in &level.rows {
        grid.push(vec![
            words::number(row.hour),
            seen(row.medium),
            seen(row.co_culture),
            words::percent(row.co_culture / row.medium),
        ]);
    }
    grid
}

/// What the samples say.
fn says(level: &DrugLevel) -> String {
    let share = level.mean_share;
    let half = level.half_life.map_or("no loss that is sure".to_owned(), |half| {
        let [low, high] = [half.low, half.high].map(words::number);
        format!("half-life {}", words::with_95([words::hours(half.value), low, high]))
    });
    let last = level.rows.last().map_or(0.0, |row| row.hour);
    let suspects = match level.suspects.is_empty() {
        true => "nothing that breaks it down is in the knowledge base for this family".to_owned(),
        false => format!("known to do so around this family: {}", level.suspects.join(", ")),
    };
    let verdict = match level.broken_down {
        true => format!("the co-culture breaks {} down; {suspects}", level.drug),
        false => format!("{} is as stable as in plain medium", level.drug),
    };
    let (mean, interval) = words::percents(share.value, share.low, share.high);
    format!(
        "Mean level over {}: {mean} of plain medium (95% interval {interval}); {half}.\nSo {verdict}.",
        words::hours(last)
    )
}

/// A drug's level over a co-culture.
///
/// # Errors
/// The figure cannot be drawn, or JSON cannot hold the read-outs: see [`ReportError`].
pub fn drug_level(level: &DrugLevel, leans_on: &[AssumptionRow]) -> Result<Delivery, ReportError> {
    let grid = drug_level_table(level);
    let text = format!(
        "{} {}, LC-MS/MS of the medium, {} wells per time.\n{}{}\n",
        level.drug,
        words::dose(level.design.dose),
        level.noise.wells,
        grid.text(),
        says(level),
    );
    let figure = drawing::drug_level::draw(&drawing::drug_level::data(level))?;
    Delivery::new(
        "drug_level",
        text,
        level,
        Footing::of(level.noise.assumptions(level.design.window), leans_on),
        vec![table::levels(level)],
        vec![("drug_level", figure)],
    )
}
