//! Mistakes of a file as they are found: each kind of mistake a few times, and the number of the others.

use crate::document::{Checked, FileError, Line, Path};
use crate::words::{counted, shortened};
use std::collections::BTreeMap;

/// So many mistakes are told at most.
const MOST: usize = 20;
/// So many of one kind in one column.
const ALIKE: u64 = 3;
/// Characters of a line that are shown.
const WIDTH: usize = 100;

/// Mistakes found so far.
pub(super) struct Faults<'a> {
    file: &'a str,
    text: &'a str,
    told: Vec<FileError>,
    /// What became of each mistake in each column.
    alike: BTreeMap<(String, &'static str), Alike>,
}

/// Mistakes of one kind in one column.
#[derive(Default)]
struct Alike {
    met: u64,
    told: u64,
    /// Where in `told` the last one is.
    last: Option<usize>,
}

/// Where in a file something stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct At {
    /// Line, from 1.
    pub line: usize,
    /// Byte at which the line begins.
    pub byte: usize,
}

/// One mistake.
#[derive(Default)]
pub(super) struct Fault<'a> {
    /// The column, where it is about one.
    pub column: Option<&'a str>,
    /// The refused cell.
    pub cell: Option<&'a str>,
    /// What is wrong, the same for all alike.
    pub what: &'static str,
    /// More about it, such as the value of the row before.
    pub detail: String,
    /// What is allowed.
    pub allowed: String,
    /// The names that are, where it has to be one of them.
    pub names: Vec<&'a str>,
    /// What to do about it.
    pub help: &'a str,
}

impl<'a> Faults<'a> {
    pub fn new(file: &'a str, text: &'a str) -> Self {
        Self {
            file,
            text,
            told: Vec::new(),
            alike: BTreeMap::new(),
        }
    }

    /// Keeps one about a place, or counts it where enough like it are told.
    pub fn add(&mut self, at: Option<At>, fault: &Fault) {
        let kind = (fault.column.unwrap_or_default().to_owned(), fault.what);
        let full = self.told.len() >= MOST;
        let alike = self.alike.entry(kind).or_default();
        alike.met += 1;
        if full || alike.met > ALIKE {
            return;
        }
        (alike.told, alike.last) = (alike.met, Some(self.told.len()));
        let error = self.error(at, fault);
        self.told.push(error);
    }

    fn error(&self, at: Option<At>, fault: &Fault) -> FileError {
        let subject = match (fault.column, fault.cell) {
            (Some(column), Some(cell)) => format!("column `{column}` = \"{}\" ", shown(cell, 40)),
            (Some(column), None) => format!("column `{column}` "),
            (None, _) => String::new(),
        };
        let mut error = FileError {
            line: at.map(|at| Line {
                number: at.line,
                text: shown(self.text[at.byte..].lines().next().unwrap_or_default(), WIDTH),
            }),
            key: fault.column.map(|column| Path::default().key(column)),
            value: fault.cell.map(|cell| toml::Value::String(cell.to_owned())),
            ..FileError::whole_file(self.file, format!("{subject}{}{}", fault.what, fault.detail))
        };
        if !fault.names.is_empty() {
            error = error.one_of(fault.cell.or(fault.column).unwrap_or_default(), &fault.names);
        } else if !fault.allowed.is_empty() {
            error = error.allowed(fault.allowed.as_str());
        }
        error.help(fault.help)
    }

    pub fn is_empty(&self) -> bool {
        self.alike.is_empty()
    }

    /// Nothing, or one error of them all.
    pub fn told(mut self) -> Checked<()> {
        let mut untold = 0;
        for Alike { met, told, last } in self.alike.into_values() {
            match last {
                Some(last) if met > told => {
                    let more = counted(met - told, "more line");
                    self.told[last].help.push(format!("the same in {more}"));
                }
                Some(_) => {}
                None => untold += met,
            }
        }
        let mut all = self.told.into_iter();
        let Some(mut first) = all.next() else { return Ok(()) };
        first.more = all.collect();
        if untold > 0 {
            let last = first.more.last_mut();
            let told = format!("and {} of other kinds", counted(untold, "more mistake"));
            last.map_or(&mut first.help, |last| &mut last.help).push(told);
        }
        Err(first)
    }
}

/// A text without what a terminal takes for a command, cut to a length.
fn shown(text: &str, width: usize) -> String {
    let plain: String = text
        .chars()
        .take(4 * width)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    shortened(&plain, width)
}
