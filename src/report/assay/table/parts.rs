//! Columns that stand together in several tables.

use crate::assay::estimate::Estimate;
use crate::assay::viability::ratio::Ratio;
use crate::report::assay::short;
use crate::tables::{Kind, Rows, Table};

/// A value with its 95% interval; ends that are open are none.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    value: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
}

impl From<Estimate> for Span {
    fn from(of: Estimate) -> Self {
        Self {
            value: Some(of.value),
            low: Some(of.low),
            high: Some(of.high),
        }
    }
}

impl From<Option<Ratio>> for Span {
    fn from(of: Option<Ratio>) -> Self {
        Self {
            value: of.and_then(|ratio| ratio.value),
            low: of.map(|ratio| ratio.low),
            high: of.map(|ratio| ratio.high).filter(|high| high.is_finite()),
        }
    }
}

/// Columns of a value and its interval.
pub(super) fn span<T: Rows>(
    table: Table<T>,
    name: &'static str,
    meaning: &'static str,
    of: for<'r> fn(&'r T::Row<'_>) -> Span,
) -> Table<T> {
    table
        .column(name, Kind::Number, meaning, move |row| of(row).value.map(short).into())
        .missing("only a bound is known, or nothing is")
        .column(
            format!("{name}_low"),
            Kind::Number,
            "lower end of its 95% interval",
            move |row| of(row).low.map(short).into(),
        )
        .missing("nothing is known")
        .column(
            format!("{name}_high"),
            Kind::Number,
            "upper end of its 95% interval",
            move |row| of(row).high.map(short).into(),
        )
        .missing("no upper bound is known")
}
