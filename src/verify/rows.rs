//! The rows of the suite as text: a table to read and one to compute with.

use super::check::Row;
use crate::tables::{Description, Kind, Rows, Table};

/// The rows as an aligned table.
pub fn table(rows: &[Row]) -> String {
    let mut lines = vec![["case", "quantity", "engine", "theory", "simulated", "z", ""].map(str::to_owned)];
    for row in rows {
        lines.push([
            row.case.clone(),
            row.quantity.clone(),
            row.engine.to_owned(),
            number(row.theory),
            number(row.simulated),
            match row.engine {
                "formula" => String::new(),
                _ => format!("{:.2}", row.z),
            },
            if row.passed { "ok" } else { "FAILS" }.to_owned(),
        ]);
    }
    let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
    let widths: [usize; 7] = std::array::from_fn(width);
    let mut text = String::new();
    for line in &lines {
        let mut shown = String::new();
        for (i, (cell, width)) in line.iter().zip(widths).enumerate() {
            let cell = match i {
                3..=5 => format!("{cell:>width$}  "),
                _ => format!("{cell:<width$}  "),
            };
            shown.push_str(&cell);
        }
        text.push_str(shown.trim_end());
        text.push('\n');
    }
    text
}

/// Six significant digits.
fn number(value: f64) -> String {
    match value.abs() {
        0.0 => "0".to_owned(),
        size if !(1e-4..1e7).contains(&size) => format!("{value:.5e}"),
        size => {
            let decimals = (5 - libm::floor(libm::log10(size)) as i32).clamp(0, 9) as usize;
            format!("{value:.decimals$}")
        }
    }
}

/// Rows of the suite's table.
struct Comparisons;

impl Rows for Comparisons {
    type Row<'a> = &'a Row;
}

fn comparisons() -> Table<Comparisons> {
    Table::<Comparisons>::new(
        "verify.csv",
        "comparison of an engine with theory (the file that `verify --out` names)",
    )
    .column("case", Kind::Text, "what is simulated", |row| (&row.case).into())
    .column("quantity", Kind::Text, "what is compared", |row| (&row.quantity).into())
    .column("source", Kind::Text, "where the theory comes from", |row| {
        row.source.into()
    })
    .column("engine", Kind::Text, "`interval`, `exact` or `formula`", |row| {
        row.engine.into()
    })
    .column("theory", Kind::Number, "the exact value or limit", |row| {
        row.theory.into()
    })
    .column("simulated", Kind::Number, "the engine's value", |row| {
        row.simulated.into()
    })
    .column(
        "z",
        Kind::Number,
        "their distance in standard errors beyond the allowance of a limit formula, to four decimals",
        |row| format!("{:.4}", row.z).into(),
    )
    .column("replicates", Kind::Integer, "replicates simulated", |row| {
        row.replicates.into()
    })
    .column("passed", Kind::Flag, "the two agree", |row| row.passed.into())
}

/// The rows as comma-separated values, one header line.
pub fn csv(rows: &[Row]) -> String {
    comparisons().text(rows)
}

/// What [`csv()`] holds.
pub fn csv_description() -> Description {
    comparisons().description().clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_kept() {
        assert_eq!(
            [0.0, 0.367_879_44, 28.826_31, 1.05e7, 3.1e-9].map(number),
            ["0", "0.367879", "28.8263", "1.05000e7", "3.10000e-9"]
        );
    }
}
