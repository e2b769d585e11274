//! Text in, records out.

use super::barcodes::BarcodeCount;
use super::colonies::Culture;
use super::counts::Count;
use super::faults::{At, Fault, Faults};
use super::fractions::Fraction;
use super::head::Head;
use super::kind::Kind;
use super::outcomes::Ending;
use super::plates::Well;
use super::recognise::kind_of;
use super::record::{Before, Record, Table};
use super::row::Row;
use super::sheet::Sheet;
use crate::document::Checked;

/// The records of a file.
#[derive(Debug, Clone, PartialEq)]
pub enum Observed {
    /// Cells of flasks on days.
    Counts(Table<Count>),
    /// Signals of wells under doses.
    Plates(Table<Well>),
    /// How flasks ended.
    Outcomes(Table<Ending>),
    /// Allele frequencies.
    Fractions(Table<Fraction>),
    /// Colonies of a fluctuation test.
    Colonies(Table<Culture>),
    /// Reads of barcodes.
    Barcodes(Table<BarcodeCount>),
}

/// What the user states about a file.
#[derive(Debug, Clone, Default)]
pub struct Stated {
    /// Its kind; recognised from its columns where not stated.
    pub kind: Option<Kind>,
    /// Columns of the file, as they are called there, and what each is read as (`dose_uM`, `cells`).
    pub columns: Vec<(String, String)>,
}

/// Reads a file whose kind its columns tell; `file` is its name in messages.
///
/// # Errors
/// Everything that is wrong in it, up to twenty mistakes, each with line, column, cell and what is allowed.
pub fn read(file: &str, text: &str) -> Checked<Observed> {
    read_as(file, text, &Stated::default())
}

/// Reads a file as the user states it.
///
/// # Errors
/// As [`read`]; or a stated column is not in the file.
///
/// # Panics
/// Never: a file without mistakes has records.
pub fn read_as(file: &str, text: &str, stated: &Stated) -> Checked<Observed> {
    let mut faults = Faults::new(file, text);
    let observed = observed(file, text, stated, &mut faults);
    faults.told()?;
    Ok(observed.expect("a file without mistakes has records"))
}

fn observed<'a>(file: &str, text: &'a str, stated: &'a Stated, faults: &mut Faults<'a>) -> Option<Observed> {
    let mut sheet = Sheet::open(text, faults)?;
    rename(&mut sheet, stated, faults);
    let kind = match stated.kind {
        Some(kind) => kind,
        None => kind_of(&sheet.headers, sheet.at, faults)?,
    };
    let head = Head::of(kind.word(), kind.columns(), &sheet.headers, sheet.at, faults);
    Some(match kind {
        Kind::Counts => Observed::Counts(table(file, &sheet, head, faults)?),
        Kind::Plates => Observed::Plates(table(file, &sheet, head, faults)?),
        Kind::Outcomes => Observed::Outcomes(table(file, &sheet, head, faults)?),
        Kind::Fractions => Observed::Fractions(table(file, &sheet, head, faults)?),
        Kind::Colonies => Observed::Colonies(table(file, &sheet, head, faults)?),
        Kind::Barcodes => Observed::Barcodes(table(file, &sheet, head, faults)?),
    })
}

/// Calls columns as the user says that they are read.
fn rename(sheet: &mut Sheet, stated: &Stated, faults: &mut Faults) {
    for (theirs, ours) in &stated.columns {
        match sheet.headers.iter().position(|header| header == theirs) {
            Some(at) => ours.clone_into(&mut sheet.headers[at]),
            None => {
                let fault = Fault {
                    column: Some(theirs),
                    what: "is not in the file",
                    names: sheet.headers.iter().map(String::as_str).collect(),
                    ..Fault::default()
                };
                faults.add(Some(sheet.at), &fault);
            }
        }
    }
}

pub(super) fn table<R: Record>(file: &str, sheet: &Sheet, head: Head, faults: &mut Faults) -> Option<Table<R>> {
    R::check(&head, sheet.at, faults);
    if !faults.is_empty() {
        // What a cell is depends on the header.
        return None;
    }
    let mut records: Vec<R> = Vec::new();
    let mut before = Before::default();
    sheet.rows(|cells, at| {
        if !has_width(cells, head.width, at, faults) {
            return;
        }
        let mut row = Row {
            head: &head,
            cells,
            at,
            faults,
        };
        if let Some(mut record) = R::read(&mut row) {
            record.number(records.len() + 1);
            record.follow(&mut before, &mut row);
            // With a mistake nothing is given: what comes is read for its mistakes alone.
            if row.faults.is_empty() {
                records.push(record);
            }
        }
    });
    if records.is_empty() && faults.is_empty() {
        let fault = Fault {
            what: "has a header and no rows",
            allowed: "a row for each observation".to_owned(),
            ..Fault::default()
        };
        faults.add(Some(sheet.at), &fault);
    }
    let file = file.to_owned();
    let unread = head.foreign;
    Some(Table { file, records, unread })
}

/// Whether a row has a cell per column; empty ones beyond the last column do no harm.
pub(super) fn has_width(cells: &csv::StringRecord, width: usize, at: At, faults: &mut Faults) -> bool {
    let found = (0..cells.len())
        .rev()
        .find(|&at| !cells[at].is_empty())
        .map_or(0, |last| last + 1);
    if cells.len() >= width && found <= width {
        return true;
    }
    let fault = Fault {
        what: if found > width {
            "a row has more cells than the header"
        } else {
            "a row has fewer cells than the header"
        },
        detail: format!(": {} and {width}", if found > width { found } else { cells.len() }),
        allowed: "a cell per column; an empty one where there is no value".to_owned(),
        help: if found > width {
            "a decimal comma, or a comma in a name without quotation marks, makes two cells of one"
        } else {
            ""
        },
        ..Fault::default()
    };
    faults.add(Some(at), &fault);
    false
}

impl Observed {
    /// Its kind.
    pub fn kind(&self) -> Kind {
        match self {
            Observed::Counts(_) => Kind::Counts,
            Observed::Plates(_) => Kind::Plates,
            Observed::Outcomes(_) => Kind::Outcomes,
            Observed::Fractions(_) => Kind::Fractions,
            Observed::Colonies(_) => Kind::Colonies,
            Observed::Barcodes(_) => Kind::Barcodes,
        }
    }

    /// How many records.
    pub fn rows(&self) -> usize {
        match self {
            Observed::Counts(table) => table.records.len(),
            Observed::Plates(table) => table.records.len(),
            Observed::Outcomes(table) => table.records.len(),
            Observed::Fractions(table) => table.records.len(),
            Observed::Colonies(table) => table.records.len(),
            Observed::Barcodes(table) => table.records.len(),
        }
    }

    /// The file as the user named it.
    pub fn file(&self) -> &str {
        match self {
            Observed::Counts(table) => &table.file,
            Observed::Plates(table) => &table.file,
            Observed::Outcomes(table) => &table.file,
            Observed::Fractions(table) => &table.file,
            Observed::Colonies(table) => &table.file,
            Observed::Barcodes(table) => &table.file,
        }
    }
}
