//! What was imported, for programs.

use super::shown::{PotencyShown, Shown};
use crate::observed::Side;
use crate::statistics::growth::LineGrowth;
use serde::Serialize;

/// What was imported, and the overlay that it gives.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Told<'a> {
    files: &'a [String],
    made_up: bool,
    potencies: Vec<Potency<'a>>,
    growth: Vec<Doubling<'a>>,
    notes: &'a [String],
    /// The overlay's text.
    overlay: &'a str,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct Potency<'a> {
    system: &'a str,
    allele: &'a str,
    drug: &'a str,
    ic50_nm: f64,
    /// Of a bound: the side on which the value lies.
    bound: Option<&'static str>,
    /// Central 90%.
    range_nm: Option<(f64, f64)>,
    slope: Option<f64>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct Doubling<'a> {
    line: &'a str,
    file: &'a str,
    doubling_days: f64,
    /// Central 90%.
    range_days: (f64, f64),
    rate_per_day: f64,
    rate_error: f64,
    first_day: f64,
    last_day: f64,
    counts_used: usize,
    counts_left_out: usize,
    /// Of a logistic curve.
    plateau_cells: Option<f64>,
    /// Standard deviation of the rates of flasks.
    between_flasks_per_day: f64,
}

impl<'a> Told<'a> {
    /// Of what is shown, with the text of the overlay.
    pub fn of(shown: &'a Shown, overlay: &'a str) -> Self {
        let potency = |row: &'a PotencyShown| Potency {
            system: &row.system,
            allele: &row.allele,
            drug: &row.drug,
            ic50_nm: row.nm,
            bound: row.side.map(|side| match side {
                Side::Above => "above",
                Side::Below => "below",
            }),
            range_nm: row.range,
            slope: row.slope,
        };
        let doubling = |of: &'a LineGrowth| Doubling {
            line: &of.line,
            file: &of.file,
            doubling_days: of.doubling.days,
            range_days: (of.doubling.low, of.doubling.high),
            rate_per_day: of.growth.rate,
            rate_error: of.growth.error,
            first_day: of.growth.days.0,
            last_day: of.growth.days.1,
            counts_used: of.growth.used,
            counts_left_out: of.growth.left_out,
            plateau_cells: of.growth.capacity,
            between_flasks_per_day: of.growth.between,
        };
        Self {
            files: &shown.files,
            made_up: shown.made_up,
            potencies: shown.potencies.iter().map(potency).collect(),
            growth: shown.growth.iter().map(doubling).collect(),
            notes: &shown.notes,
            overlay,
        }
    }
}
