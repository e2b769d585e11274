//! The rows of the suite as text: a table to read and one to compute with.

use super::check::Row;
use crate::tables::{Description, Kind, Rows, Table};
use crate::words::{Align, Columns, digits, fixed};

/// Significant digits: more than elsewhere, since two numbers are to be compared.
const DIGITS: i32 = 6;

/// The rows as an aligned table.
pub fn table(rows: &[Row]) -> String {
    use Align::{Left, Right};
    let mut lines = Columns::new(&[Left, Left, Left, Right, Right, Right, Left]);
    lines.row(["case", "quantity", "engine", "theory", "simulated", "z", ""]);
    for row in rows {
        lines.row([
            row.case.clone(),
            row.quantity.clone(),
            row.engine.to_owned(),
            digits(row.theory, DIGITS),
            digits(row.simulated, DIGITS),
            match row.engine {
                "formula" => String::new(),
                _ => fixed(row.z, 2),
            },
            if row.passed { "ok" } else { "FAILS" }.to_owned(),
        ]);
    }
    lines.text()
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
