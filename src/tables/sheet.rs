//! Writing a table.

use super::description::Description;
use super::table::{Rows, Table};
use std::io::{self, Write};

/// A table that is being written, row by row.
pub struct Sheet<T: Rows, W: Write> {
    table: Table<T>,
    out: csv::Writer<W>,
    /// The bytes of the cell at hand.
    cell: Vec<u8>,
}

impl<T: Rows, W: Write> Sheet<T, W> {
    /// Writes the header.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn new(table: Table<T>, out: W) -> io::Result<Self> {
        let mut out = csv::Writer::from_writer(out);
        out.write_record(table.description().columns.iter().map(|column| column.name.as_bytes()))?;
        Ok(Self {
            table,
            out,
            cell: Vec::new(),
        })
    }

    /// What is told of the table.
    pub fn description(&self) -> &Description {
        self.table.description()
    }

    /// Writes a row.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn row(&mut self, row: T::Row<'_>) -> io::Result<()> {
        for value in self.table.values(&row) {
            self.cell.clear();
            value.append(&mut self.cell);
            self.out.write_field(&self.cell)?;
        }
        Ok(self.out.write_record(None::<&[u8]>)?)
    }

    /// Hands on what was written so far.
    ///
    /// # Errors
    /// It cannot be handed on.
    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// Gives back where it was written to, with every byte.
    ///
    /// # Errors
    /// What was written last cannot be handed on.
    pub fn finish(self) -> io::Result<W> {
        self.out.into_inner().map_err(csv::IntoInnerError::into_error)
    }
}

impl<T: Rows> Table<T> {
    /// Header and rows as text.
    ///
    /// # Panics
    /// Never: writing to memory cannot fail, and cells are UTF-8.
    pub fn text<'a>(self, rows: impl IntoIterator<Item = T::Row<'a>>) -> String {
        let written = || -> io::Result<Vec<u8>> {
            let mut sheet = Sheet::new(self, Vec::new())?;
            for row in rows {
                sheet.row(row)?;
            }
            sheet.finish()
        };
        let bytes = written().expect("writing to memory cannot fail");
        String::from_utf8(bytes).expect("cells are UTF-8")
    }
}

#[cfg(test)]
mod tests {
    use crate::tables::{Kind, Rows, Table};

    struct Words;

    impl Rows for Words {
        type Row<'a> = (&'a str, Option<f64>);
    }

    fn words() -> Table<Words> {
        Table::<Words>::new("words.csv", "word")
            .column("word", Kind::Text, "itself", |row| row.0.into())
            .column("weight", Kind::Number, "its weight", |row| row.1.into())
            .missing("not weighed")
    }

    #[test]
    fn rows_follow_the_header_and_awkward_text_is_quoted() {
        let rows = [("a,\"b\"", Some(0.5)), ("G1202R + MET amplification", None)];
        assert_eq!(
            words().text(rows),
            "word,weight\n\"a,\"\"b\"\"\",0.5\nG1202R + MET amplification,\n"
        );
    }

    #[test]
    fn what_is_missing_is_told_of_the_last_column() {
        let told: Vec<&str> = words().description().columns.iter().map(|c| c.missing).collect();
        assert_eq!(told, ["", "not weighed"]);
    }
}
