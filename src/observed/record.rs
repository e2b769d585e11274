//! Records of one kind, row by row.

use super::faults::{At, Faults};
use super::head::Head;
use super::row::Row;
use std::collections::{BTreeMap, BTreeSet};

/// A record of any kind.
pub trait Observation {
    /// The condition that it belongs to; none where its file has but one.
    fn condition(&self) -> Option<&str>;
}

/// How records of a kind are read.
pub(super) trait Record: Observation + Sized {
    /// What the header has to have beyond the columns that must be there.
    fn check(_head: &Head, _at: At, _faults: &mut Faults) {}

    /// Reads a row; none where something in it is wrong, which is told.
    fn read(row: &mut Row) -> Option<Self>;

    /// How it has to follow the rows before; what is wrong is told.
    fn follow(&self, before: &mut Before, row: &mut Row);

    /// Names it by its number among the rows, from 1, where the file does not.
    fn number(&mut self, _row: usize) {}
}

/// The records of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Table<R> {
    /// The file as the user named it.
    pub file: String,
    /// A record a row, in the file's order; at least one.
    pub records: Vec<R>,
    /// Columns of the file that mean nothing here and were left unread.
    pub unread: Vec<String>,
}

impl<R: Observation> Table<R> {
    /// The conditions in the order of the file; none for rows without one.
    pub fn conditions(&self) -> Vec<Option<&str>> {
        let mut seen = BTreeSet::new();
        let all = self.records.iter().map(Observation::condition);
        all.filter(|&condition| seen.insert(condition)).collect()
    }

    /// The records of a condition, in the order of the file.
    pub fn of_condition<'a>(&'a self, condition: Option<&'a str>) -> impl Iterator<Item = &'a R> {
        self.records
            .iter()
            .filter(move |record| record.condition() == condition)
    }
}

/// What was met in earlier rows, by names.
#[derive(Default)]
pub(super) struct Before {
    met: BTreeMap<String, (f64, usize)>,
    key: String,
}

impl Before {
    /// Where these names were met before, with the day; this row stands for them now.
    pub fn met(&mut self, names: &[&str], day: f64, line: usize) -> Option<(f64, usize)> {
        self.key.clear();
        for name in names {
            self.key.push_str(name);
            self.key.push('\u{1f}');
        }
        match self.met.get_mut(self.key.as_str()) {
            Some(known) => Some(std::mem::replace(known, (day, line))),
            None => self.met.insert(self.key.clone(), (day, line)),
        }
    }
}

/// Tells that a day is before that of an earlier row of the same flask.
pub(super) fn not_backwards(names: &[&str], day: f64, before: &mut Before, row: &mut Row, column: usize) {
    let Some((last, line)) = before.met(names, day, row.at.line) else {
        return;
    };
    if last > day {
        let detail = format!(": line {line} of the same flask has day {last}");
        row.refuse(
            column,
            "runs backwards",
            detail,
            "the rows of a flask in the order of time",
        );
    }
}

/// Tells that a name is there a second time.
pub(super) fn only_once(names: &[&str], before: &mut Before, row: &mut Row, column: usize) {
    if let Some((_, line)) = before.met(names, 0.0, row.at.line) {
        let detail = format!(": it stands on line {line}");
        row.refuse(
            column,
            "is there twice",
            detail,
            "one row each; conditions in a column `condition`",
        );
    }
}
