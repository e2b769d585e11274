//! What decides which tables and columns a sweep has, and the columns that all of them have.

use crate::report::sweep::PointResult;
use crate::tables::{Kind, Rows, Table, column_names};

/// What decides which tables and columns a sweep has.
#[derive(Debug, Clone)]
pub struct SweepFamilies {
    /// The keys that are varied.
    pub keys: Vec<String>,
    /// Every flask is a well of a plate.
    pub wells: bool,
    /// Two doses are varied, with a simulated synergy assay beside.
    pub synergy: bool,
    /// Worlds were drawn at every point.
    pub worlds: bool,
}

/// A column per key: its value at the row's point.
pub(super) fn keys<T: Rows>(
    table: Table<T>,
    families: &SweepFamilies,
    point: for<'r> fn(&'r T::Row<'_>) -> &'r PointResult,
) -> Table<T> {
    table.each(column_names(&families.keys), |table, i, name| {
        let meaning = format!(
            "value of the key {} at the point, as the sweep states it",
            families.keys[i]
        );
        table.column(name, Kind::Text, meaning, move |row| (&point(row).values[i]).into())
    })
}
