//! A scenario file and what is varied in it.

use super::key::{Vary, written};
use super::path::{entry, named_twice, put, spelled};
use crate::document::{Mistakes, Source};
use crate::scenario::checked::Scenario;
use crate::scenario::error::{ScenarioError, nearest_name};
use crate::scenario::known::Books;
use crate::scenario::load::load_from;
use crate::scenario::value::Place;
use toml::{Table, Value};

/// A scenario file and what is varied in it.
#[derive(Debug, Clone)]
pub struct Sweep {
    source: Source,
    base: Table,
    /// Keys of the file first, then those added.
    pub keys: Vec<Vary>,
    /// Keys among them, the first ones, that the file itself varies.
    pub of_file: usize,
    /// Drugs that got a course because a dose of theirs is varied.
    pub added: Vec<String>,
}

impl Sweep {
    /// Reads a scenario file with its `[[sweep]]` entries, and adds `more` of them.
    ///
    /// # Errors
    /// The text is no TOML or a lock file, a `[[sweep]]` entry is not right, nothing is varied, or something is varied
    /// twice.
    pub fn read(file: &str, text: String, more: Vec<Vary>, books: Books) -> Result<Self, ScenarioError> {
        let source = Source {
            file: file.to_owned(),
            text,
        };
        let mut base: Table = source.parse(&[])?;
        if base.contains_key("locked") {
            return Err(
                ScenarioError::whole_file(file, "is a lock file, whose values are fixed")
                    .help("sweep the scenario that it came from"),
            );
        }
        let root = Place::root(&source);
        let mut keys = Vec::new();
        if let Some(entries) = base.remove("sweep") {
            let Some(entries) = entries.as_array() else {
                let fault = root.key("sweep").fault("is a list");
                return Err(fault.allowed("[[sweep]] with double brackets, once for each of them"));
            };
            for (i, entry) in entries.iter().enumerate() {
                let place = root.key("sweep").index(i);
                keys.push(written(entry).map_err(|what| place.fault(format!("is not right: {what}")))?);
            }
        }
        let of_file = keys.len();
        keys.extend(more);
        if keys.is_empty() {
            return Err(ScenarioError::whole_file(file, "has nothing to vary")
                .help("give --vary KEY=V1,V2,... or --matrix, or write [[sweep]] key = \"...\" values = [...]"));
        }
        for vary in &mut keys {
            vary.key = spelled(&base, &vary.key, books);
        }
        let names: Vec<&str> = keys.iter().map(|vary| vary.key.as_str()).collect();
        if let Some((first, second)) = named_twice(&base, &names, books) {
            let what = match first == second {
                true => format!("`{second}` is varied twice"),
                false => format!("`{second}` is varied twice: it is `{first}`"),
            };
            return Err(ScenarioError::whole_file(file, what));
        }
        let sweep = Self {
            source,
            base,
            keys,
            of_file,
            added: Vec::new(),
        };
        sweep.with_courses()
    }

    /// A drug of a dose matrix that has no course yet gets one.
    fn with_courses(mut self) -> Result<Self, ScenarioError> {
        for vary in &self.keys {
            let steps: Vec<&str> = vary.key.split('.').collect();
            let ["course", drug, "dose"] = steps[..] else { continue };
            let courses = self.base.entry("course").or_insert_with(|| Value::Array(Vec::new()));
            let Some(courses) = courses.as_array_mut() else {
                continue;
            };
            let known = courses
                .iter()
                .any(|course| course.get("drug").and_then(Value::as_str) == Some(drug));
            if !known && drug.parse::<usize>().is_err() {
                let mut course = Table::new();
                course.insert("drug".to_owned(), Value::String(drug.to_owned()));
                courses.push(Value::Table(course));
                self.added.push(drug.to_owned());
            }
        }
        Ok(self)
    }

    /// What a user may not expect of it: keys of the file that multiply those asked for, courses that the
    /// file does not have. `matrix`: a dose matrix was asked for, which says so by itself.
    pub fn told(&self, matrix: bool) -> Vec<String> {
        let mut told = Vec::new();
        if self.of_file > 0 && self.of_file < self.keys.len() {
            let of_file: Vec<String> = self.keys[..self.of_file]
                .iter()
                .map(|vary| format!("`{}` ({} values)", vary.key, vary.values.len()))
                .collect();
            told.push(format!(
                "the file's own [[sweep]] of {} is crossed with what was asked for",
                of_file.join(", ")
            ));
        }
        if !matrix {
            let course =
                |drug: &String| format!("the file has no course of {drug}: one is added, from day 0 to the end");
            told.extend(self.added.iter().map(course));
        }
        told
    }

    /// The scenario has the plain form.
    pub fn is_plain(&self) -> bool {
        self.base.contains_key("plain")
    }

    /// Number of points: the product of the numbers of values.
    pub fn points(&self) -> u64 {
        self.keys
            .iter()
            .fold(1u64, |n, vary| n.saturating_mul(vary.values.len() as u64))
    }

    /// Which value each key has at a point; the last key moves fastest.
    pub fn places(&self, point: u64) -> Vec<usize> {
        let mut rest = point;
        let mut places: Vec<usize> = Vec::new();
        for vary in self.keys.iter().rev() {
            places.push((rest % vary.values.len() as u64) as usize);
            rest /= vary.values.len() as u64;
        }
        places.reverse();
        places
    }

    /// The checked scenario of a point.
    ///
    /// # Errors
    /// A key leads nowhere, or the scenario with these values is not valid.
    pub fn scenario(&self, point: u64, books: Books) -> Result<Scenario, ScenarioError> {
        let file = &self.source.file;
        let mut table = self.base.clone();
        let mut set = Vec::new();
        for (vary, place) in self.keys.iter().zip(self.places(point)) {
            let value = &vary.values[place];
            set.push(format!("{} = {value}", vary.key));
            let steps: Vec<&str> = vary.key.split('.').collect();
            put(&mut table, &steps, value, books)
                .map_err(|what| ScenarioError::whole_file(file, format!("`{}` cannot be varied: {what}", vary.key)))?;
        }
        let set = set.join(", ");
        let text =
            toml::to_string(&table).map_err(|error| ScenarioError::whole_file(file, format!("with {set}: {error}")))?;
        load_from(file, text, books).map_err(|error| self.refused(error, &set, books))
    }

    /// Mistakes of a point: those of the file with their lines, those of the values put in with the values.
    fn refused(&self, point: ScenarioError, set: &str, books: Books) -> ScenarioError {
        let file = load_from(&self.source.file, self.source.text.clone(), books);
        let of_file: Vec<ScenarioError> = file.err().map_or_else(Vec::new, ScenarioError::each);
        let mut told = Mistakes::default();
        for mut error in point.each() {
            let same = |known: &&ScenarioError| known.key == error.key && known.message == error.message;
            if let Some(known) = of_file.iter().find(same) {
                told.add(known.clone());
                continue;
            }
            let of_drug = |drug: &&String| error.value.as_ref().and_then(Value::as_str) == Some(drug);
            if let Some(drug) = self.added.iter().find(of_drug) {
                let own = self.own_drugs();
                error.nearest = nearest_name(drug, &own).map(str::to_owned).or(error.nearest);
                error
                    .help
                    .insert(0, format!("drugs of this file's courses: {}", own.join(", ")));
            }
            told.add(ScenarioError {
                message: format!("with {set}: {}", error.message),
                // Lines of the file with the values put in mean nothing to the user.
                line: None,
                ..error
            });
        }
        told.error()
    }

    /// The drugs of the file's own courses.
    fn own_drugs(&self) -> Vec<&str> {
        let courses = self.base.get("course").and_then(Value::as_array);
        let drugs = courses.into_iter().flatten();
        let drugs = drugs.filter_map(|course| course.get("drug").and_then(Value::as_str));
        drugs.filter(|drug| !self.added.iter().any(|new| new == drug)).collect()
    }

    /// Which course a key gives the dose of (from 0), where it does so.
    pub fn dose_of(&self, key: usize) -> Option<usize> {
        let steps: Vec<&str> = self.keys[key].key.split('.').collect();
        let ["course", which, "dose"] = steps[..] else {
            return None;
        };
        entry(self.base.get("course")?.as_array()?, which, Books::Overlays(&[])).ok()
    }

    /// The scenario with its sweep as one file, with this seed and number of replicates.
    ///
    /// # Errors
    /// It cannot be written as TOML.
    pub fn text(&self, seed: u64, replicates: u64) -> Result<String, toml::ser::Error> {
        let mut table = self.base.clone();
        let whole = |number: u64| i64::try_from(number).map_or(Value::Float(number as f64), Value::Integer);
        table.insert("seed".to_owned(), whole(seed));
        table.insert("replicates".to_owned(), whole(replicates));
        let entry = |vary: &Vary| {
            let mut entry = Table::new();
            entry.insert("key".to_owned(), Value::String(vary.key.clone()));
            entry.insert("values".to_owned(), Value::Array(vary.values.clone()));
            Value::Table(entry)
        };
        table.insert("sweep".to_owned(), Value::Array(self.keys.iter().map(entry).collect()));
        toml::to_string(&table)
    }
}
