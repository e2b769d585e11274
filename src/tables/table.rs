//! A table's description together with how each value is taken from a row.

use super::cell::Cell;
use super::description::{ColumnDescription, Description};
use super::kind::Kind;
use std::borrow::Cow;

/// What a table has rows of: a type that stands for the table, and what its rows borrow from.
pub trait Rows: 'static {
    /// One row.
    type Row<'a>;
}

/// How a column takes its value from a row.
type Take<T> = Box<dyn for<'r, 'a> Fn(&'r <T as Rows>::Row<'a>) -> Cell<'r> + Send + Sync>;

/// A table: its description, and for each column how its value is taken from a row.
pub struct Table<T: Rows> {
    description: Description,
    values: Vec<Take<T>>,
}

impl<T: Rows> Table<T> {
    /// A table without columns; `row` says what a row is.
    pub fn new(name: &'static str, row: &'static str) -> Self {
        Self {
            description: Description {
                name,
                row,
                columns: Vec::new(),
            },
            values: Vec::new(),
        }
    }

    /// Adds a column.
    pub fn column<F>(
        mut self,
        name: impl Into<Cow<'static, str>>,
        kind: Kind,
        meaning: impl Into<Cow<'static, str>>,
        value: F,
    ) -> Self
    where
        F: for<'r, 'a> Fn(&'r T::Row<'a>) -> Cell<'r> + Send + Sync + 'static,
    {
        self.description.columns.push(ColumnDescription {
            name: name.into(),
            kind,
            meaning: meaning.into(),
            missing: "",
        });
        self.values.push(Box::new(value));
        self
    }

    /// Says when the column that was added last is empty.
    pub fn missing(mut self, when: &'static str) -> Self {
        if let Some(column) = self.description.columns.last_mut() {
            column.missing = when;
        }
        self
    }

    /// Adds a column per member of a family.
    pub fn each<I>(self, members: impl IntoIterator<Item = I>, column: impl Fn(Self, usize, I) -> Self) -> Self {
        let members = members.into_iter().enumerate();
        members.fold(self, |table, (i, member)| column(table, i, member))
    }

    /// What is told of it.
    pub fn description(&self) -> &Description {
        &self.description
    }

    /// The values of a row, in the order of the columns.
    pub(super) fn values<'r>(&'r self, row: &'r T::Row<'_>) -> impl Iterator<Item = Cell<'r>> {
        self.values.iter().map(move |value| value(row))
    }
}

/// A name as a column may have it: letters, digits and underscores. Names of a family's placeholders (`<type>`) stay.
pub fn column_name(name: &str) -> String {
    let kept = |c: char| c.is_alphanumeric() || matches!(c, '_' | '<' | '>');
    name.chars().map(|c| if kept(c) { c } else { '_' }).collect()
}

/// Names of a family as columns may have them; what would be the same is numbered: "a_b", "a_b_2".
pub fn column_names<S: AsRef<str>>(names: &[S]) -> Vec<String> {
    let names: Vec<String> = names.iter().map(|name| column_name(name.as_ref())).collect();
    let nth = |i: usize| names[..=i].iter().filter(|&name| *name == names[i]).count();
    (0..names.len())
        .map(|i| match nth(i) {
            1 => names[i].clone(),
            n => format!("{}_{n}", names[i]),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{column_name, column_names};

    #[test]
    fn names_of_columns_have_neither_dots_nor_hyphens() {
        assert_eq!(column_name("course.1.4sc-203 dose"), "course_1_4sc_203_dose");
        assert_eq!(column_name("cells_<type>"), "cells_<type>");
        assert_eq!(
            column_names(&["drug-tolerant", "a", "drug_tolerant"]),
            ["drug_tolerant", "a", "drug_tolerant_2"]
        );
    }
}
