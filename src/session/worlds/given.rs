//! Worlds from a file: a table with a column per value and a row per world.

use crate::knowledge::KnowledgeBase;
use crate::knowledge::schema::Domain;
use crate::report::table::{REFUSED, WORLD};
use crate::session::SessionError;
use crate::session::draws::Draws;
use std::collections::BTreeMap;

/// Numbers that were given, by key; what is not among them goes on being drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct GivenWorlds {
    keys: Vec<String>,
    rows: Vec<Vec<f64>>,
}

impl GivenWorlds {
    /// Reads a table; `name` is what it is called in messages. The columns that `worlds.csv` has beside its keys are
    /// passed over.
    ///
    /// # Errors
    /// A column is no key of the knowledge base, a cell no number that the key may have, or there is no row.
    pub fn read(name: &str, text: &str, knowledge: &KnowledgeBase) -> Result<Self, SessionError> {
        let mut draws = Draws::open(name, text.as_bytes())?;
        let mut columns = Vec::new();
        for (place, column) in draws.columns().iter().enumerate() {
            if [WORLD, REFUSED].contains(&column.as_str()) {
                continue;
            }
            let domain = knowledge.domain(column);
            let domain =
                domain.map_err(|error| SessionError::Request(format!("{name}:1: column \"{column}\": {error}")))?;
            columns.push((place, column.clone(), domain));
        }
        let mut rows = Vec::new();
        loop {
            let some = draws.some()?;
            if some.is_empty() {
                break;
            }
            for draw in some {
                let number = |(place, key, domain): &(usize, String, Domain)| {
                    let cell = draw.cells[*place].as_str();
                    let number = cell.parse::<f64>().ok().filter(|number| domain.allows(*number));
                    number.ok_or_else(|| {
                        SessionError::Request(format!(
                            "{name}:{}: row {}: column \"{key}\" = \"{cell}\"\n  allowed: {}",
                            draw.line,
                            draw.row,
                            domain.words()
                        ))
                    })
                };
                rows.push(columns.iter().map(number).collect::<Result<Vec<f64>, _>>()?);
            }
        }
        match rows.is_empty() {
            true => Err(empty(name)),
            false => Ok(Self {
                keys: columns.into_iter().map(|(_, key, _)| key).collect(),
                rows,
            }),
        }
    }

    /// How many worlds a table has, whatever their values.
    ///
    /// # Errors
    /// It is no table, or has no row.
    pub fn rows_of(name: &str, text: &str) -> Result<u64, SessionError> {
        let mut draws = Draws::open(name, text.as_bytes())?;
        let mut rows = 0;
        loop {
            match draws.some()?.len() as u64 {
                0 => break,
                more => rows += more,
            }
        }
        match rows {
            0 => Err(empty(name)),
            rows => Ok(rows),
        }
    }

    /// How many worlds.
    pub fn count(&self) -> u64 {
        self.rows.len() as u64
    }

    /// The numbers of a world, by key.
    pub(super) fn world(&self, world: u64) -> BTreeMap<&str, f64> {
        let row = self.rows.get(world as usize).into_iter().flatten();
        self.keys.iter().map(String::as_str).zip(row.copied()).collect()
    }
}

fn empty(name: &str) -> SessionError {
    SessionError::Request(format!(
        "{name}: has a header and no rows\n  allowed: a row of values for each world"
    ))
}
