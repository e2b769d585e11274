//! The header of a table: which column is where, in which unit.

use super::column::{Column, signature};
use super::faults::{At, Fault, Faults};
use super::unit::{self, Unit};
use crate::document::nearest_name;

/// What a header means among the columns of a kind.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Meaning {
    /// A column, with the unit that the header states.
    Column(usize, Option<String>),
    /// The units of a column, row by row.
    UnitOf(usize),
    /// None of them.
    Foreign,
}

/// Where a column is.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// Its number in the file, from 0.
    pub at: usize,
    /// As the file calls it.
    pub name: String,
    /// Its unit; stated in another column where that is given.
    pub unit: Unit,
    /// The column beside it that states the unit.
    pub beside: Option<usize>,
}

/// A header that was understood.
pub(super) struct Head {
    /// Its columns.
    pub columns: Vec<Column>,
    /// The place of each, where the file has it.
    pub places: Vec<Option<Place>>,
    /// Columns of the file that mean nothing here.
    pub foreign: Vec<String>,
    /// How many columns the file has.
    pub width: usize,
}

/// `Dose (nM)`: the name in small letters with underscores, and the unit in brackets.
pub(super) fn taken_apart(header: &str) -> (String, Option<&str>) {
    let header = header.trim();
    let (name, unit) = match header.find(['(', '[']) {
        Some(open) if header.ends_with([')', ']']) => {
            (&header[..open], Some(header[open + 1..header.len() - 1].trim()))
        }
        _ => (header, None),
    };
    (plain(name), unit)
}

fn plain(name: &str) -> String {
    name.trim().to_lowercase().replace([' ', '-'], "_")
}

/// `dose_nM` and `cells/mL`: the unit as it stands behind a known name.
pub(super) fn behind<'a>(header: &'a str, column: &Column) -> Option<&'a str> {
    let header = header.trim();
    column.names().find_map(|name| {
        let head = header.get(..name.len())?;
        let rest = &header[name.len()..];
        let rest = rest
            .strip_prefix(['_', ' '])
            .or_else(|| rest.starts_with('/').then_some(rest))?;
        (plain(head) == name && !rest.is_empty()).then_some(rest)
    })
}

/// What a header means among these columns.
pub(super) fn meaning(header: &str, columns: &[Column]) -> Meaning {
    let (name, unit) = taken_apart(header);
    if let Some(at) = columns.iter().position(|column| column.is_called(&name)) {
        return Meaning::Column(at, unit.map(str::to_owned));
    }
    for (at, column) in columns.iter().enumerate() {
        let Some(rest) = behind(header, column) else { continue };
        if ["unit", "units"].contains(&plain(rest).as_str()) && !unit::names(column.holds).is_empty() {
            return Meaning::UnitOf(at);
        }
        if unit::unit(column.holds, rest).is_some() {
            return Meaning::Column(at, Some(rest.to_owned()));
        }
    }
    Meaning::Foreign
}

impl Head {
    /// Finds the columns of a kind; what is missing, doubled or of an unknown unit is told.
    pub fn of(kind: &str, columns: &[Column], headers: &[String], at: At, faults: &mut Faults) -> Self {
        let meanings: Vec<Meaning> = headers.iter().map(|header| meaning(header, columns)).collect();
        let mut head = Self {
            columns: columns.to_vec(),
            places: vec![None; columns.len()],
            foreign: Vec::new(),
            width: headers.len(),
        };
        for (at_file, (meaning, header)) in meanings.iter().zip(headers).enumerate() {
            let Meaning::Column(of, unit) = meaning else { continue };
            let beside = meanings.iter().position(|other| *other == Meaning::UnitOf(*of));
            let unit = head.unit(*of, header, unit.as_deref(), beside, at, faults);
            match &head.places[*of] {
                Some(first) => faults.add(
                    Some(at),
                    &Fault {
                        column: Some(header),
                        what: "is there twice",
                        detail: format!(": column {} is `{}`", first.at + 1, first.name),
                        help: "keep one of them",
                        ..Fault::default()
                    },
                ),
                None => {
                    head.places[*of] = Some(Place {
                        at: at_file,
                        name: header.clone(),
                        unit,
                        beside,
                    });
                }
            }
        }
        head.foreign(&meanings, headers, at, faults);
        head.missing(kind, at, faults);
        head
    }

    /// The unit of a column, from its header or its name.
    fn unit(
        &self,
        of: usize,
        header: &str,
        stated: Option<&str>,
        beside: Option<usize>,
        at: At,
        faults: &mut Faults,
    ) -> Unit {
        let column = &self.columns[of];
        let names = unit::names(column.holds);
        let found = match stated {
            // Counts and names may say what they are in brackets.
            Some(_) if names.is_empty() => Some(Unit::of(1.0)),
            Some(stated) => unit::unit(column.holds, stated),
            None => unit::usual(column.holds, &taken_apart(header).0),
        };
        if found.is_none() && (stated.is_some() || beside.is_none()) {
            let fault = Fault {
                column: Some(header),
                cell: stated,
                what: if stated.is_some() {
                    "is an unknown unit"
                } else {
                    "has no unit"
                },
                names: if stated.is_some() { names } else { Vec::new() },
                allowed: format!(
                    "a unit in the header, such as {}, or a column {}_unit",
                    column.example(),
                    column.name
                ),
                ..Fault::default()
            };
            faults.add(Some(at), &fault);
        }
        found.unwrap_or(Unit::of(1.0))
    }

    /// Columns that mean nothing here: a slip of a name is told, the others are listed.
    fn foreign(&mut self, meanings: &[Meaning], headers: &[String], at: At, faults: &mut Faults) {
        let absent = self
            .columns
            .iter()
            .zip(&self.places)
            .filter(|(_, place)| place.is_none());
        let absent: Vec<&Column> = absent.map(|(column, _)| column).collect();
        let names: Vec<&str> = absent.iter().flat_map(|column| column.names()).collect();
        for (header, _) in headers
            .iter()
            .zip(meanings)
            .filter(|(_, meaning)| **meaning == Meaning::Foreign)
        {
            if header.is_empty() {
                self.foreign.push(String::new());
                continue;
            }
            let with_unit = absent
                .iter()
                .find_map(|&column| Some((column, behind(header, column)?)));
            let slip = nearest_name(header, &names).filter(|name| is_slip(&taken_apart(header).0, name));
            let fault = match (with_unit, slip) {
                (Some((column, rest)), _) if !unit::names(column.holds).is_empty() => Fault {
                    column: Some(header),
                    cell: Some(rest),
                    what: "is an unknown unit",
                    names: unit::names(column.holds),
                    ..Fault::default()
                },
                (_, Some(slip)) => Fault {
                    column: Some(header),
                    what: "is an unknown column",
                    names: vec![slip],
                    help: "columns of quite other names are left unread",
                    ..Fault::default()
                },
                _ => {
                    self.foreign.push(header.clone());
                    continue;
                }
            };
            faults.add(Some(at), &fault);
        }
        self.foreign.retain(|name| !name.is_empty());
    }

    fn missing(&self, kind: &str, at: At, faults: &mut Faults) {
        if !faults.is_empty() {
            // A slip of a name and an unknown unit are what is missing, in most cases.
            return;
        }
        let missing = self.columns.iter().zip(&self.places);
        for (column, _) in missing.filter(|(column, place)| column.must && place.is_none()) {
            let others: Vec<&str> = column.also.to_vec();
            let also = match others.is_empty() {
                true => String::new(),
                false => format!(" (or {})", others.join(", ")),
            };
            let fault = Fault {
                column: Some(column.name),
                what: "is missing",
                detail: format!(": {}", column.about),
                allowed: format!("{}{also}; {}", column.example(), signature(kind, &self.columns)),
                ..Fault::default()
            };
            faults.add(Some(at), &fault);
        }
    }

    /// Whether the file has a column.
    pub fn has(&self, column: usize) -> bool {
        self.places[column].is_some()
    }
}

/// Whether a name differs from another by no more than a slip of the finger.
fn is_slip(name: &str, known: &str) -> bool {
    let most = if known.len() >= 6 { 2 } else { 1 };
    known.len() > 3 && strsim::damerau_levenshtein(name, known) <= most
}
