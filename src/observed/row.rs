//! A row of a table, cell by cell.

use super::cell;
use super::column::{Column, Holds};
use super::faults::{At, Fault, Faults};
use super::head::{Head, Place};
use super::unit::{self, Unit};
use csv::StringRecord;

/// On which side of a number a value is known to lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// It is larger.
    Above,
    /// It is smaller.
    Below,
}

/// One row; what is wrong in it is told as it is read.
pub(super) struct Row<'a, 'f> {
    pub head: &'a Head,
    pub cells: &'a StringRecord,
    pub at: At,
    pub faults: &'a mut Faults<'f>,
}

impl<'a> Row<'a, '_> {
    fn cell(&self, column: usize) -> Option<(&'a Column, &'a Place, &'a str)> {
        let place = self.head.places[column].as_ref()?;
        let text = self.cells.get(place.at).unwrap_or_default();
        Some((&self.head.columns[column], place, text))
    }

    /// A name that has to be there.
    pub fn name(&mut self, column: usize) -> Option<String> {
        let found = self.may_name(column);
        if found.is_none() {
            self.empty(column);
        }
        found
    }

    /// A name; none where the cell or the column is empty.
    pub fn may_name(&mut self, column: usize) -> Option<String> {
        let (_, place, text) = self.cell(column)?;
        if text.is_empty() {
            return None;
        }
        if cell::is_month_date(text) {
            let fault = Fault {
                column: Some(&place.name),
                cell: Some(text),
                what: "looks like a date",
                allowed: "a name".to_owned(),
                help: "a spreadsheet may have made it of a name: format the column as text, type it again and save anew",
                ..Fault::default()
            };
            self.faults.add(Some(self.at), &fault);
        } else if text.chars().any(char::is_control) {
            let fault = Fault {
                column: Some(&place.name),
                cell: Some(text),
                what: "holds a line break or another control character",
                allowed: "a name".to_owned(),
                help: "a quotation mark may have been left open",
                ..Fault::default()
            };
            self.faults.add(Some(self.at), &fault);
        }
        Some(text.to_owned())
    }

    /// A number that has to be there.
    pub fn number(&mut self, column: usize) -> Option<f64> {
        self.is_there(column).then(|| self.may_number(column)).flatten()
    }

    /// Whether a value is there; told where not.
    pub fn is_there(&mut self, column: usize) -> bool {
        let there = self.cell(column).is_some_and(|(_, _, text)| !cell::is_missing(text));
        if !there {
            self.empty(column);
        }
        there
    }

    /// A number in the unit in which it is kept; none where the cell or the column is empty, or it is wrong.
    pub fn may_number(&mut self, column: usize) -> Option<f64> {
        self.may_measure(column).map(|(value, _)| value)
    }

    /// A number with the unit that it was written in.
    pub fn may_measure(&mut self, column: usize) -> Option<(f64, Unit)> {
        let (_, _, text) = self.cell(column)?;
        self.measure(column, text)
    }

    /// A number that may be known as a bound only: `> 10000`, `<1`.
    pub fn may_bound(&mut self, column: usize) -> Option<(Option<Side>, f64)> {
        let (_, _, text) = self.cell(column)?;
        let (side, text) = match text.chars().next() {
            Some('>' | '≥') => (Some(Side::Above), text.trim_start_matches(['>', '≥', '='])),
            Some('<' | '≤') => (Some(Side::Below), text.trim_start_matches(['<', '≤', '='])),
            _ => (None, text),
        };
        self.measure(column, text.trim()).map(|(value, _)| (side, value))
    }

    /// A text of a column as a number.
    fn measure(&mut self, column: usize, text: &str) -> Option<(f64, Unit)> {
        let (known, place, whole) = self.cell(column)?;
        if cell::is_missing(text) {
            return None;
        }
        let holds = known.holds;
        let (what, help) = match number(holds, text) {
            Ok(value) => match self.unit(place, holds) {
                None => ("", ""),
                Some(unit) => {
                    let kept = value * unit.factor;
                    if holds.admits(kept) {
                        return Some((kept, unit));
                    }
                    (out_of_range(holds, value), remedy(holds, value))
                }
            },
            Err(wrong) => (wrong.what, wrong.help),
        };
        if what.is_empty() {
            self.unknown_unit(column);
            return None;
        }
        let fault = Fault {
            column: Some(&place.name),
            cell: Some(whole),
            what,
            allowed: holds.allowed().to_owned(),
            help,
            ..Fault::default()
        };
        self.faults.add(Some(self.at), &fault);
        None
    }

    fn unit(&self, place: &Place, holds: Holds) -> Option<Unit> {
        match place.beside {
            None => Some(place.unit),
            Some(beside) => unit::unit(holds, self.cells.get(beside).unwrap_or_default()),
        }
    }

    fn unknown_unit(&mut self, column: usize) {
        let Some((known, place, _)) = self.cell(column) else {
            return;
        };
        let stated = place.beside.and_then(|at| self.cells.get(at)).unwrap_or_default();
        let fault = Fault {
            column: Some(&place.name),
            cell: Some(stated),
            what: "is an unknown unit",
            names: unit::names(known.holds),
            ..Fault::default()
        };
        self.faults.add(Some(self.at), &fault);
    }

    fn empty(&mut self, column: usize) {
        let Some((known, place, text)) = self.cell(column) else {
            return;
        };
        let fault = Fault {
            column: Some(&place.name),
            cell: (!text.is_empty()).then_some(text),
            what: if text.is_empty() { "is empty" } else { "is missing" },
            allowed: known.holds.allowed().to_owned(),
            help: "leave out rows without a value",
            ..Fault::default()
        };
        self.faults.add(Some(self.at), &fault);
    }

    /// Tells that a cell cannot be so.
    pub fn refuse(&mut self, column: usize, what: &'static str, detail: String, allowed: &str) {
        let Some((_, place, text)) = self.cell(column) else {
            return;
        };
        let fault = Fault {
            column: Some(&place.name),
            cell: Some(text),
            what,
            detail,
            allowed: allowed.to_owned(),
            ..Fault::default()
        };
        self.faults.add(Some(self.at), &fault);
    }

    /// A name that has to be one of these, `_`, `-` and spaces alike.
    pub fn one_of(&mut self, column: usize, names: &[&'static str]) -> Option<usize> {
        let text = self.name(column)?;
        let plain = |text: &str| text.to_lowercase().replace([' ', '-'], "_");
        let found = names.iter().position(|name| *name == plain(&text));
        if found.is_none() {
            let (_, place, _) = self.cell(column)?;
            let fault = Fault {
                column: Some(&place.name),
                cell: Some(&text),
                what: "is unknown",
                names: names.to_vec(),
                ..Fault::default()
            };
            self.faults.add(Some(self.at), &fault);
        }
        found
    }
}

/// A share may be a split, 1:8, or in percent.
fn number(holds: Holds, text: &str) -> Result<f64, cell::Wrong> {
    if holds == Holds::Share {
        if let Some((one, of)) = text.split_once(':') {
            return Ok(cell::number(one.trim())? / cell::number(of.trim())?);
        }
        if let Some(percent) = text.strip_suffix('%') {
            return Ok(cell::number(percent.trim())? / 100.0);
        }
    }
    cell::number(text)
}

fn out_of_range(holds: Holds, value: f64) -> &'static str {
    match holds {
        _ if value < 0.0 => "is negative",
        Holds::Whole if value.fract() != 0.0 => "is no whole number",
        Holds::Share => "is no share",
        _ => "is out of range",
    }
}

fn remedy(holds: Holds, value: f64) -> &'static str {
    match holds {
        Holds::Days if value > 36_500.0 => "days count from seeding; a spreadsheet keeps dates as such numbers",
        Holds::Share if value > 1.0 && value <= 100.0 => "if it is in percent, put (%) into the header",
        _ => "",
    }
}
