//! What decides which tables and columns a sweep has, and the columns that several of them have.

use crate::model::biology::Mechanism;
use crate::report::sweep::PointResult;
use crate::statistics::Proportion;
use crate::statistics::profile::class_word;
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

/// The columns that say which mechanism, under a name of its own.
pub(super) fn mechanism<T: Rows>(
    table: Table<T>,
    name: &'static str,
    meaning: &'static str,
    of: for<'r> fn(&'r T::Row<'_>) -> &'r Mechanism,
) -> Table<T> {
    table
        .column(name, Kind::Text, meaning, move |row| (&of(row).label).into())
        .column("class", Kind::Text, "as in mechanisms.csv of a run", move |row| {
            class_word(of(row).class).into()
        })
        .column(
            "region",
            Kind::Text,
            "protein region of an on-target allele",
            move |row| Some(of(row).region.as_str()).filter(|region| !region.is_empty()).into(),
        )
        .missing("no single on-target allele")
}

/// The columns of a share with its interval.
pub(super) fn share<T: Rows>(
    table: Table<T>,
    meaning: &'static str,
    of: for<'r> fn(&'r T::Row<'_>) -> &'r Proportion,
) -> Table<T> {
    table
        .column("share", Kind::Share, meaning, move |row| of(row).share.into())
        .column(
            "share_low",
            Kind::Share,
            "lower end of its 95% interval (Wilson)",
            move |row| of(row).low.into(),
        )
        .column("share_high", Kind::Share, "upper end of its 95% interval", move |row| {
            of(row).high.into()
        })
}
