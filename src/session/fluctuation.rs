//! Fluctuation tests: colonies in, mutations out; or mutations in, colonies out.

use super::SessionError;
use crate::observed::{self, Culture, Kind, Observed, Stated, Table};
use crate::random::{Purpose, stream};
use crate::report::fluctuation::Drawn;
use crate::statistics::colonies::{Analysis, Clones, Cultures, GROWTH, LEAST_PLATED, Ratio, draw};
use crate::words::{cells, listed, number};
use serde::Serialize;

/// Most cultures that are drawn.
pub const MOST_CULTURES: u64 = 1_000_000;
/// Mutations per culture that are drawn.
pub const MUTATIONS: std::ops::RangeInclusive<f64> = 1e-6..=1e4;

/// What is stated beside the files.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plating {
    /// Share of each culture that was plated; 1 where neither this nor the file says so.
    pub plated: Option<f64>,
    /// Cells of a culture when it was plated.
    pub final_cells: Option<f64>,
    /// Growth of mutants over that of their parents.
    pub growth: f64,
}

/// What fluctuation tests say.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Told {
    /// One for each file, or for each condition of one.
    pub tests: Vec<Analysis>,
    /// Each of the others over the first.
    pub ratios: Vec<Ratio>,
    /// What is worth knowing.
    pub notes: Vec<String>,
}

/// Cultures that are to be drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wanted {
    /// Mutations per culture, in [`MUTATIONS`].
    pub mutations: f64,
    /// How many, 1 to [`MOST_CULTURES`].
    pub cultures: u64,
    /// How they are plated.
    pub plating: Plating,
    /// Seed.
    pub seed: u64,
}

impl Plating {
    fn check(&self) -> Result<(), SessionError> {
        let within = |name: &str, value: f64, low: f64, high: f64| match (low..=high).contains(&value) {
            true => Ok(()),
            false => Err(SessionError::Request(format!(
                "{name} = {value} is out of range\n  allowed: {} to {}",
                number(low),
                number(high)
            ))),
        };
        within("--plating", self.plated.unwrap_or(1.0), LEAST_PLATED, 1.0)?;
        within("--mutant-growth", self.growth, *GROWTH.start(), *GROWTH.end())?;
        within("--final-cells", self.final_cells.unwrap_or(1.0), 1.0, 1e15)
    }

    /// Share of a culture that was plated.
    fn share_of(&self, row: &Culture) -> f64 {
        row.plated.or(self.plated).unwrap_or(1.0)
    }

    /// Cells of a culture that were plated, where that is known.
    fn cells_of(&self, row: &Culture) -> Option<f64> {
        let cells = row.final_cells.or(self.final_cells);
        cells.map(|cells| cells * self.share_of(row))
    }
}

/// Analyses the colonies of files: name and text of each.
///
/// # Errors
/// A file cannot be read as colonies, states what is stated beside it too, or has fewer than two cultures.
pub fn analyse(files: &[(String, String)], plating: &Plating) -> Result<Told, SessionError> {
    plating.check()?;
    let stated = Stated {
        kind: Some(Kind::Colonies),
        ..Stated::default()
    };
    let mut sets = Vec::new();
    let mut notes = Vec::new();
    for (name, text) in files {
        let read = observed::read_as(name, text, &stated).map_err(SessionError::request)?;
        let Observed::Colonies(table) = read else { continue };
        of_file(&table, plating, &mut sets, &mut notes)?;
    }
    let (first, others) = match sets.split_first() {
        Some((first, others)) => (first, others),
        None => return Err(SessionError::Request("no file of colonies is given".to_owned())),
    };
    let counted = |set: &&Cultures| set.colonies.iter().any(|&(count, _)| count > 0);
    let ratios = match counted(&first) {
        true => others.iter().filter(counted).map(|other| other.ratio(first)).collect(),
        false => Vec::new(),
    };
    let tests: Vec<Analysis> = sets.iter().map(Cultures::analysis).collect();
    for test in tests.iter().filter(|test| test.is_beyond()) {
        notes.push(format!(
            "{}: mutations per culture reach the end of what is searched (10⁶); they may be more",
            test.name
        ));
    }
    Ok(Told { tests, ratios, notes })
}

/// The sets of cultures of a file, one for each condition.
fn of_file(
    table: &Table<Culture>,
    plating: &Plating,
    sets: &mut Vec<Cultures>,
    notes: &mut Vec<String>,
) -> Result<(), SessionError> {
    let file = &table.file;
    if !table.unread.is_empty() {
        notes.push(format!("{file}: columns that were not read: {}", listed(&table.unread)));
    }
    stated_once(table, plating)?;
    can_be_plated(table, plating)?;
    for condition in table.conditions() {
        let name = condition.map_or_else(|| file.clone(), |condition| format!("{file}, {condition}"));
        let rows: Vec<&Culture> = table.of_condition(condition).collect();
        sets.push(of_condition(name, &rows, plating, notes)?);
    }
    Ok(())
}

/// Refuses what stands in a column and beside the file.
fn stated_once(table: &Table<Culture>, plating: &Plating) -> Result<(), SessionError> {
    let twice = |what: &str, flag: &str, stated: bool, column: &dyn Fn(&Culture) -> bool| {
        let row = table.records.iter().find(|row| stated && column(row));
        row.map_or(Ok(()), |row| {
            Err(SessionError::Request(format!(
                "{}:{}: states the {what} in a column; leave out {flag}",
                table.file, row.line
            )))
        })
    };
    twice("share plated", "--plating", plating.plated.is_some(), &|row| {
        row.plated.is_some()
    })?;
    twice("final cells", "--final-cells", plating.final_cells.is_some(), &|row| {
        row.final_cells.is_some()
    })
}

/// Refuses shares too small to compute with, and more colonies than cells were plated.
fn can_be_plated(table: &Table<Culture>, plating: &Plating) -> Result<(), SessionError> {
    let file = &table.file;
    let too_small = |row: &&Culture| row.plated.is_some_and(|plated| plated < LEAST_PLATED);
    if let Some(row) = table.records.iter().find(too_small) {
        return Err(SessionError::Request(format!(
            "{file}:{}: so small a share was plated that the law cannot be computed\n  allowed: {} to 1",
            row.line,
            number(LEAST_PLATED)
        )));
    }
    let too_many = |row: &&Culture| plating.cells_of(row).is_some_and(|most| row.count as f64 > most);
    if let Some(row) = table.records.iter().find(too_many) {
        return Err(SessionError::Request(format!(
            "{file}:{}: count = {} is more than the cells that were plated\n  allowed: at most {} (final cells times share plated)",
            row.line,
            row.count,
            cells(plating.cells_of(row).unwrap_or(0.0))
        )));
    }
    Ok(())
}

/// The cultures of a condition.
fn of_condition(
    name: String,
    rows: &[&Culture],
    plating: &Plating,
    notes: &mut Vec<String>,
) -> Result<Cultures, SessionError> {
    if rows.len() < 2 {
        return Err(SessionError::Request(format!(
            "{name}: has one culture\n  allowed: at least two; a dozen or more say something"
        )));
    }
    let stated: Vec<f64> = rows.iter().filter_map(|row| row.final_cells).collect();
    let least = stated.iter().copied().fold(f64::INFINITY, f64::min);
    let most = stated.iter().copied().fold(0.0, f64::max);
    if most > 1.5 * least {
        notes.push(format!(
            "{name}: cultures have {} to {} cells; the rate takes their mean",
            cells(least),
            cells(most)
        ));
    }
    let mean = (!stated.is_empty()).then(|| stated.iter().sum::<f64>() / stated.len() as f64);
    Ok(Cultures {
        name,
        colonies: rows.iter().map(|row| (row.count, plating.share_of(row))).collect(),
        final_cells: mean.or(plating.final_cells),
        each_cells: if stated.len() == rows.len() { stated } else { Vec::new() },
        growth: plating.growth,
    })
}

/// Draws cultures.
///
/// # Errors
/// Something is out of range.
pub fn forward(wanted: &Wanted) -> Result<Drawn, SessionError> {
    let Wanted {
        mutations,
        cultures,
        plating,
        seed,
    } = *wanted;
    plating.check()?;
    if !MUTATIONS.contains(&mutations) || !(1..=MOST_CULTURES).contains(&cultures) {
        return Err(SessionError::Request(format!(
            "{} mutations in each of {cultures} cultures are out of range\n  allowed: {} to {} mutations, 1 to {MOST_CULTURES} cultures",
            number(mutations),
            number(*MUTATIONS.start()),
            number(*MUTATIONS.end())
        )));
    }
    let plated = plating.plated.unwrap_or(1.0);
    let of = |culture| {
        draw(
            &mut stream(seed, culture, Purpose::Culture),
            mutations,
            plating.growth,
            plated,
        )
    };
    let colonies: Vec<u64> = (0..cultures).map(of).collect();
    let set = Cultures {
        name: String::new(),
        colonies: colonies.iter().map(|&count| (count, plated)).collect(),
        final_cells: plating.final_cells,
        each_cells: Vec::new(),
        growth: plating.growth,
    };
    Ok(Drawn {
        mutations,
        plated,
        growth: plating.growth,
        final_cells: plating.final_cells,
        mean: colonies.iter().map(|&count| count as f64).sum::<f64>() / cultures as f64,
        bins: set.bins(mutations),
        law: Clones::new(plated, plating.growth, 20).law(mutations),
        colonies,
    })
}
