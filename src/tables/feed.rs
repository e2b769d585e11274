//! Tables that take their rows from records, as these are finished.

use super::description::Description;
use super::sheet::Sheet;
use super::table::{Rows, Table};
use std::io::{self, Write};

/// A table whose rows come from records.
pub trait Feed: Rows {
    /// What one replicate leaves behind.
    type Record;

    /// Hands each row of a record to `row`, in the order of the file.
    ///
    /// # Errors
    /// `row` fails.
    fn feed<'a>(record: &'a Self::Record, row: &mut dyn FnMut(Self::Row<'a>) -> io::Result<()>) -> io::Result<()>;
}

/// A sheet whatever its rows are.
trait Fed<R, W>: Send {
    fn add(&mut self, record: &R) -> io::Result<()>;
    fn description(&self) -> &Description;
    fn finish(self: Box<Self>) -> io::Result<W>;
}

impl<T: Feed, W: Write + Send> Fed<T::Record, W> for Sheet<T, W> {
    fn add(&mut self, record: &T::Record) -> io::Result<()> {
        T::feed(record, &mut |row| self.row(row))
    }

    fn description(&self) -> &Description {
        Sheet::description(self)
    }

    fn finish(self: Box<Self>) -> io::Result<W> {
        Sheet::finish(*self)
    }
}

/// The tables of one run, each written into a `W`. Memory does not grow with the records.
pub struct Tables<R, W> {
    sheets: Vec<Box<dyn Fed<R, W>>>,
}

impl<R, W> Default for Tables<R, W> {
    fn default() -> Self {
        Self { sheets: Vec::new() }
    }
}

impl<R, W: Write + Send + 'static> Tables<R, W> {
    /// Starts a table with its header; `open` makes what a table of this name is written to.
    ///
    /// # Errors
    /// `open` fails, or the header cannot be written.
    pub fn start<T, E>(&mut self, table: Table<T>, open: impl FnOnce(&'static str) -> Result<W, E>) -> Result<(), E>
    where
        T: Feed<Record = R>,
        E: From<io::Error>,
    {
        let out = open(table.description().name)?;
        self.sheets.push(Box::new(Sheet::new(table, out)?));
        Ok(())
    }

    /// Writes the rows of a record into every table.
    ///
    /// # Errors
    /// A row cannot be written.
    pub fn add(&mut self, record: &R) -> io::Result<()> {
        self.sheets.iter_mut().try_for_each(|sheet| sheet.add(record))
    }

    /// What the tables are.
    pub fn descriptions(&self) -> Vec<Description> {
        self.sheets.iter().map(|sheet| sheet.description().clone()).collect()
    }

    /// Gives back what the tables were written to, in the order in which they were started.
    ///
    /// # Errors
    /// What was written last cannot be handed on.
    pub fn finish(self) -> io::Result<Vec<W>> {
        self.sheets.into_iter().map(Fed::finish).collect()
    }
}
