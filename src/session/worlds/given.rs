//! Worlds from a file: a table with a column per value and a row per world.

use crate::document::nearest_name;
use crate::knowledge::KnowledgeBase;
use crate::knowledge::schema::{CLASS_PREFIX, Class, Domain};
use crate::report::table::{REFUSED, WORLD};
use crate::session::SessionError;
use crate::session::draws::{Draw, Draws};
use std::collections::BTreeMap;

/// Numbers that were given, by key, and scores of classes; what is not among them goes on being drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct GivenWorlds {
    keys: Vec<String>,
    classes: Vec<Class>,
    rows: Vec<Vec<f64>>,
    scores: Vec<Vec<f64>>,
}

/// Scores beyond which nothing is drawn.
const FARTHEST: f64 = 10.0;

/// Columns of a kind: where each stands, what it is called, and what it is.
type Columns<T> = Vec<(usize, String, T)>;

impl GivenWorlds {
    /// Reads a table; `name` is what it is called in messages. The columns that `worlds.csv` has beside its keys are
    /// passed over; a column `class:NAME` holds standard normal scores of a class.
    ///
    /// # Errors
    /// A column is no key of the knowledge base and no class, a cell no number that it may have, or there is no row.
    pub fn read(name: &str, text: &str, knowledge: &KnowledgeBase) -> Result<Self, SessionError> {
        let mut draws = Draws::open(name, text.as_bytes())?;
        let (keys, classes) = columns(name, draws.columns(), knowledge)?;
        let (mut rows, mut scores) = (Vec::new(), Vec::new());
        loop {
            let some = draws.some()?;
            if some.is_empty() {
                break;
            }
            for draw in &some {
                let key = |(place, key, domain): &(usize, String, Domain)| {
                    cell(name, draw, *place, key, domain.words(), |number| domain.allows(number))
                };
                rows.push(keys.iter().map(key).collect::<Result<Vec<f64>, _>>()?);
                let class = |(place, column, _): &(usize, String, Class)| {
                    let allowed = "standard normal scores, -10 to 10";
                    cell(name, draw, *place, column, allowed, |number| {
                        (-FARTHEST..=FARTHEST).contains(&number)
                    })
                };
                scores.push(classes.iter().map(class).collect::<Result<Vec<f64>, _>>()?);
            }
        }
        match rows.is_empty() {
            true => Err(empty(name)),
            false => Ok(Self {
                keys: keys.into_iter().map(|(_, key, _)| key).collect(),
                classes: classes.into_iter().map(|(_, _, class)| class).collect(),
                rows,
                scores,
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

    /// Whether it holds this key, or the class that the key's value belongs to.
    pub(super) fn gives(&self, key: &str, class: Option<&Class>) -> bool {
        self.keys.iter().any(|given| given == key) || class.is_some_and(|class| self.classes.contains(class))
    }

    /// The numbers of a world, by key.
    pub(super) fn world(&self, world: u64) -> BTreeMap<&str, f64> {
        let row = self.rows.get(world as usize).into_iter().flatten();
        self.keys.iter().map(String::as_str).zip(row.copied()).collect()
    }

    /// The score of a class in a world, where it is given.
    pub(super) fn score(&self, world: u64, class: &Class) -> Option<f64> {
        let place = self.classes.iter().position(|given| given == class)?;
        Some(self.scores.get(world as usize)?[place])
    }
}

/// The columns of keys and those of classes.
fn columns(
    name: &str,
    columns: &[String],
    knowledge: &KnowledgeBase,
) -> Result<(Columns<Domain>, Columns<Class>), SessionError> {
    let (mut keys, mut classes) = (Vec::new(), Vec::new());
    for (place, column) in columns.iter().enumerate() {
        let wrong = |error: String| SessionError::Request(format!("{name}:1: column \"{column}\": {error}"));
        if [WORLD, REFUSED].contains(&column.as_str()) {
            continue;
        }
        if let Some(class) = column.strip_prefix(CLASS_PREFIX) {
            let class = Class::wide(class).ok_or_else(|| wrong(no_class(class)))?;
            classes.push((place, column.clone(), class));
            continue;
        }
        let domain = knowledge.domain(column);
        let domain = domain.map_err(|error| wrong(format!("{error}{}", of_scenario(column))))?;
        keys.push((place, column.clone(), domain));
    }
    Ok((keys, classes))
}

/// Where keys of the scenario belong: those of values have a record before a slash.
fn of_scenario(column: &str) -> &'static str {
    match column.contains('/') {
        true => "",
        false => {
            "\n  worlds are of values of the knowledge base; a table over keys of the scenario is for `escalade batch SCENARIO \
             --table FILE`"
        }
    }
}

fn no_class(name: &str) -> String {
    let known = Class::WIDE.map(|class| class.words());
    let names: Vec<&str> = known.iter().map(String::as_str).collect();
    let nearest = nearest_name(name, &names).map_or(String::new(), |near| {
        format!("\n  did you mean \"{CLASS_PREFIX}{near}\"?")
    });
    format!(
        "no class that worlds may be given\n  allowed: {}{nearest}",
        known.join(", ")
    )
}

/// A cell's number, where it is allowed.
fn cell(
    name: &str,
    draw: &Draw,
    place: usize,
    column: &str,
    allowed: &str,
    is_allowed: impl Fn(f64) -> bool,
) -> Result<f64, SessionError> {
    let cell = draw.cells[place].as_str();
    let number = cell.parse::<f64>().ok().filter(|number| is_allowed(*number));
    number.ok_or_else(|| {
        let (line, row) = (draw.line, draw.row);
        SessionError::Request(format!(
            "{name}:{line}: row {row}: column \"{column}\" = \"{cell}\"\n  allowed: {allowed}"
        ))
    })
}

fn empty(name: &str) -> SessionError {
    SessionError::Request(format!(
        "{name}: has a header and no rows\n  allowed: a row of values for each world"
    ))
}
