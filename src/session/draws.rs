//! A table of draws: columns are keys, rows are values, read as they come.

use crate::observed::MOST_COLUMNS;
use crate::session::SessionError;
use crate::words::counted;
use std::io::{BufRead, BufReader, Read};

/// Rows read at once at most.
const MOST_ROWS: usize = 4096;
/// Bytes of a line at most.
const MOST_LINE: u64 = 4_000_000;
/// Bytes looked ahead in a pipe.
const BUFFER: usize = 1 << 16;

/// One row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draw {
    /// Its number, from 1.
    pub row: u64,
    /// The line that it stands on, from 1.
    pub line: u64,
    /// A text per column.
    pub cells: Vec<String>,
}

/// The rows of a table that is being read, a line each.
pub struct Draws<R: Read> {
    name: String,
    reader: BufReader<R>,
    columns: Vec<String>,
    /// Lines read so far.
    line: u64,
    next: u64,
}

impl<R: Read> Draws<R> {
    /// Reads the header; `name` is what the table is called in messages.
    ///
    /// # Errors
    /// There is no header, or a column is nameless or there twice.
    pub fn open(name: &str, source: R) -> Result<Self, SessionError> {
        let mut draws = Self {
            name: name.to_owned(),
            reader: BufReader::with_capacity(BUFFER, source),
            columns: Vec::new(),
            line: 0,
            next: 1,
        };
        let header = draws.cells()?.unwrap_or_default();
        let columns: Vec<String> = header
            .iter()
            .map(|name| name.trim_start_matches('\u{feff}').to_owned())
            .collect();
        if columns.iter().all(String::is_empty) {
            return Err(draws.wrong("is empty", "a header of keys, then a row of values each"));
        }
        if columns.len() > MOST_COLUMNS {
            let found = counted(columns.len() as u64, "column");
            return Err(draws.wrong(&format!("has {found}"), &format!("at most {MOST_COLUMNS}")));
        }
        for (i, column) in columns.iter().enumerate() {
            if column.is_empty() {
                return Err(draws.wrong(&format!("column {} has no name", i + 1), "a key per column"));
            }
            if columns[..i].contains(column) {
                return Err(draws.wrong(&format!("column \"{column}\" is there twice"), "each key once"));
            }
        }
        draws.columns = columns;
        Ok(draws)
    }

    /// The keys, one per column.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The next rows: as many as are there without waiting, at least one; none at the end. Empty lines are no rows.
    ///
    /// # Errors
    /// A row has not as many cells as there are columns, or the table cannot be read.
    pub fn some(&mut self) -> Result<Vec<Draw>, SessionError> {
        let mut rows = Vec::new();
        while rows.len() < MOST_ROWS && (rows.is_empty() || self.reader.buffer().contains(&b'\n')) {
            let Some(cells) = self.cells()? else { break };
            if cells.iter().all(String::is_empty) {
                continue;
            }
            if cells.len() != self.columns.len() {
                let (found, expected) = (counted(cells.len() as u64, "cell"), self.columns.len());
                return Err(self.wrong(
                    &format!("has {found}"),
                    &format!("{expected}, one per column of the header"),
                ));
            }
            rows.push(Draw {
                row: self.next,
                line: self.line,
                cells,
            });
            self.next += 1;
        }
        Ok(rows)
    }

    /// All rows that are left.
    ///
    /// # Errors
    /// See [`Self::some`].
    pub fn all(&mut self) -> Result<Vec<Draw>, SessionError> {
        let mut rows = Vec::new();
        loop {
            match self.some()? {
                some if some.is_empty() => return Ok(rows),
                some => rows.extend(some),
            }
        }
    }

    /// The cells of the next line; `None` at the end.
    fn cells(&mut self) -> Result<Option<Vec<String>>, SessionError> {
        let mut line = Vec::new();
        let read = (&mut self.reader).take(MOST_LINE).read_until(b'\n', &mut line);
        if read.map_err(|error| SessionError::Request(format!("{}: cannot be read: {error}", self.name)))? == 0 {
            return Ok(None);
        }
        self.line += 1;
        if line.len() as u64 == MOST_LINE {
            return Err(self.wrong(
                "is too long",
                &format!("lines of less than {} MB", MOST_LINE / 1_000_000),
            ));
        }
        let mut parser = csv::ReaderBuilder::new();
        let mut parser = parser
            .has_headers(false)
            .trim(csv::Trim::All)
            .from_reader(line.as_slice());
        match parser.records().next() {
            None => Ok(Some(Vec::new())),
            Some(Ok(record)) => Ok(Some(record.iter().map(str::to_owned).collect())),
            Some(Err(_)) => Err(self.wrong("is no line of a table", "UTF-8 text, cells with commas between")),
        }
    }

    fn wrong(&self, what: &str, allowed: &str) -> SessionError {
        SessionError::Request(format!(
            "{}:{}: {what}\n  allowed: {allowed}",
            self.name,
            self.line.max(1)
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_numbered_and_faults_named() {
        let mut draws = Draws::open("t.csv", "a, b\n1,2\n3,4\n".as_bytes()).unwrap();
        assert_eq!(draws.columns(), ["a", "b"]);
        let mut all = draws.some().unwrap();
        all.extend(draws.some().unwrap());
        all.extend(draws.some().unwrap());
        assert_eq!(all.len(), 2);
        assert_eq!(
            all[1],
            Draw {
                row: 2,
                line: 3,
                cells: vec!["3".to_owned(), "4".to_owned()]
            }
        );
        for (text, part) in [
            ("", "is empty"),
            ("a,a\n1,2\n", "\"a\" is there twice"),
            ("a,,b\n1,2,3\n", "column 2 has no name"),
        ] {
            let error = Draws::open("t.csv", text.as_bytes())
                .map(|_| ())
                .unwrap_err()
                .to_string();
            assert!(error.contains(part) && error.starts_with("t.csv"), "{error}");
        }
        let mut short = Draws::open("t.csv", "a,b\n1,2\n3\n".as_bytes()).unwrap();
        let error = loop {
            match short.some() {
                Err(error) => break error.to_string(),
                Ok(rows) => assert!(!rows.is_empty(), "the short row is not seen"),
            }
        };
        assert!(error.starts_with("t.csv:3: has 1 cell"), "{error}");
    }
}
