//! What was proved, a row each.

use crate::tables::{Description, Kind, Rows, Table};
use crate::words::{self, Align, Columns};
use serde::Serialize;

/// A promise, and how it was kept.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Proof {
    /// What is proved.
    pub proof: String,
    /// Experiments that count.
    pub trials: u64,
    /// What came of them.
    pub result: f64,
    /// The least that passes; absent where there is no such limit.
    pub low: Option<f64>,
    /// The most that passes; absent where there is no such limit.
    pub high: Option<f64>,
    /// The result lies within the limits.
    pub passed: bool,
}

impl Proof {
    pub(super) fn new(
        proof: impl Into<String>,
        trials: usize,
        result: f64,
        limits: (Option<f64>, Option<f64>),
    ) -> Self {
        let (low, high) = limits;
        let passed =
            result.is_finite() && low.is_none_or(|low| low <= result) && high.is_none_or(|high| result <= high);
        Self {
            proof: proof.into(),
            trials: trials as u64,
            result,
            low,
            high,
            passed,
        }
    }

    /// Between two limits.
    pub(super) fn within(proof: impl Into<String>, trials: usize, result: f64, low: f64, high: f64) -> Self {
        Self::new(proof, trials, result, (Some(low), Some(high)))
    }

    /// A share of trials that should be `p`, give or take so many standard errors of a binomial.
    pub(super) fn share(proof: impl Into<String>, hits: impl IntoIterator<Item = bool>, p: f64, errors: f64) -> Self {
        let hits: Vec<bool> = hits.into_iter().collect();
        let (n, found) = (hits.len(), hits.iter().filter(|hit| **hit).count());
        let error = errors * libm::sqrt(p * (1.0 - p) / n.max(1) as f64);
        Self::within(proof, n, found as f64 / n as f64, p - error, p + error)
    }

    fn limit(&self) -> String {
        match (self.low, self.high) {
            (Some(low), Some(high)) => format!("{} to {}", words::number(low), words::number(high)),
            (None, Some(high)) => format!("at most {}", words::number(high)),
            (Some(low), None) => format!("at least {}", words::number(low)),
            (None, None) => "stated".to_owned(),
        }
    }
}

/// The rows as an aligned table.
pub fn proofs_table(rows: &[Proof]) -> String {
    let mut table = Columns::new(&[Align::Left, Align::Right, Align::Right, Align::Left, Align::Left]);
    table.row(["proof", "trials", "result", "limit", ""]);
    for row in rows {
        table.row([
            row.proof.clone(),
            row.trials.to_string(),
            words::number(row.result),
            row.limit(),
            if row.passed { "ok" } else { "FAILS" }.to_owned(),
        ]);
    }
    table.text()
}

/// Rows of the table for programs.
struct Proofs;

impl Rows for Proofs {
    type Row<'a> = &'a Proof;
}

fn proofs() -> Table<Proofs> {
    Table::<Proofs>::new(
        "verify_worlds.csv",
        "what worlds promise and how they keep it (the file that `verify --worlds --out` names)",
    )
    .column("proof", Kind::Text, "what is proved", |row| (&row.proof).into())
    .column("trials", Kind::Integer, "experiments that count", |row| {
        row.trials.into()
    })
    .column("result", Kind::Number, "what came of them", |row| row.result.into())
    .column(
        "limit_low",
        Kind::Number,
        "the least that passes; empty where there is no such limit",
        |row| row.low.into(),
    )
    .column(
        "limit_high",
        Kind::Number,
        "the most that passes; empty where there is no such limit",
        |row| row.high.into(),
    )
    .column("passed", Kind::Flag, "the result lies within the limits", |row| {
        row.passed.into()
    })
}

/// The rows as comma-separated values, one header line.
pub fn proofs_csv(rows: &[Proof]) -> String {
    proofs().text(rows)
}

/// What [`proofs_csv()`] holds.
pub fn proofs_description() -> Description {
    proofs().description().clone()
}
