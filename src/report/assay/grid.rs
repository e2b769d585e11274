//! Rows of text as an aligned table.

use crate::words::{Columns, four_digits};

/// A header and rows of equal length.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Grid {
    rows: Vec<Vec<String>>,
}

impl Grid {
    /// A header without rows.
    pub fn new(head: &[&str]) -> Self {
        Self {
            rows: vec![head.iter().map(|cell| (*cell).to_owned()).collect()],
        }
    }

    /// Adds a row, a cell for each column.
    pub fn push(&mut self, row: Vec<String>) {
        self.rows.push(row);
    }

    /// Header and rows.
    pub fn cells(&self) -> &[Vec<String>] {
        &self.rows
    }

    /// Whether there is nothing below the header.
    pub fn is_empty(&self) -> bool {
        self.rows.len() < 2
    }

    /// Some columns, and at most so many rows below the header.
    pub fn pick(&self, columns: &[usize], rows: usize) -> Self {
        let of = |row: &Vec<String>| columns.iter().filter_map(|&column| row.get(column).cloned()).collect();
        Self {
            rows: self.rows.iter().take(rows.saturating_add(1)).map(of).collect(),
        }
    }

    /// Columns aligned to the left.
    pub fn text(&self) -> String {
        let mut columns = Columns::left();
        self.rows.iter().for_each(|row| columns.row(row.iter().cloned()));
        columns.text()
    }
}

/// A number in a file: shortest text with at most four significant digits.
pub fn short(value: f64) -> String {
    match value.is_finite() {
        true => four_digits(value).to_string(),
        false => String::new(),
    }
}
