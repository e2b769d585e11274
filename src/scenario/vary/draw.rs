//! A scenario file into which values are put, draw after draw.

use super::key::Vary;
use super::path::{canonical, named_twice, put};
use crate::document::{Path, Source};
use crate::knowledge::KnowledgeBase;
use crate::scenario::checked::Scenario;
use crate::scenario::error::ScenarioError;
use crate::scenario::known::Books;
use crate::scenario::load::{load, load_from};
use toml::{Table, Value};

/// A scenario file whose keys can be set.
#[derive(Debug, Clone)]
pub struct Draft {
    file: String,
    base: Table,
    plain: bool,
}

impl Draft {
    /// Reads a scenario file; its own `[[sweep]]` entries and lock files are refused.
    ///
    /// # Errors
    /// It is no scenario file, or its values are fixed.
    pub fn read(file: &str, text: String) -> Result<Self, ScenarioError> {
        let source = Source {
            file: file.to_owned(),
            text,
        };
        let mut base: Table = source.parse(&[])?;
        for (key, what) in [
            ("locked", "is a lock file, whose values are fixed"),
            ("sweep", "holds [[sweep]] entries, so it is many scenarios"),
        ] {
            if base.contains_key(key) {
                return Err(
                    ScenarioError::whole_file(file, what).help("use the scenario that it came from, without them")
                );
            }
        }
        // What is planned is the same whatever the values.
        base.remove("plan");
        Ok(Self {
            plain: base.contains_key("plain"),
            file: file.to_owned(),
            base,
        })
    }

    /// Whether it has the plain form.
    pub fn is_plain(&self) -> bool {
        self.plain
    }

    /// The key and value of one cell of a table: `course.1.dose` and `300 nM`.
    ///
    /// # Errors
    /// It is not a key, or not one value.
    pub fn cell(key: &str, text: &str) -> Result<(String, Value), String> {
        let vary = Vary::parse(&format!("{key}={text}"))?;
        match <[Value; 1]>::try_from(vary.values) {
            Ok([value]) => Ok((vary.key, value)),
            Err(_) => Err(format!("{key}: \"{text}\" is more than one value")),
        }
    }

    /// The first of several keys that names what one before it names, such as `course.1.dose` and `course.alectinib.dose`.
    pub fn named_twice<'a>(&self, keys: &[&'a str], knowledge: &KnowledgeBase) -> Option<(&'a str, &'a str)> {
        named_twice(&self.base, keys, Books::Base(knowledge))
    }

    /// Whether setting one key sets another: by any name, or as a part of it.
    pub fn includes(&self, key: &str, other: &str, knowledge: &KnowledgeBase) -> bool {
        let [key, other] = [key, other].map(|key| canonical(&self.base, key, Books::Base(knowledge)));
        other == key || other.starts_with(&format!("{key}."))
    }

    /// The file with these values in it.
    ///
    /// # Errors
    /// A key does not lead anywhere.
    pub fn text(&self, values: &[(String, Value)], books: Books) -> Result<String, ScenarioError> {
        let mut table = self.base.clone();
        for (key, value) in values {
            let steps: Vec<&str> = key.split('.').collect();
            put(&mut table, &steps, value, books).map_err(|what| ScenarioError {
                key: Some(steps.iter().fold(Path::default(), |path, step| path.key(step))),
                value: Some(value.clone()),
                ..ScenarioError::whole_file(&self.file, format!("`{key}` cannot be set: {what}"))
            })?;
        }
        toml::to_string(&table).map_err(|error| ScenarioError::whole_file(&self.file, error.to_string()))
    }

    /// The checked scenario with these values in it, on a knowledge base (which the plain form does not use).
    ///
    /// # Errors
    /// A key does not lead anywhere, or the scenario is not valid with these values.
    pub fn scenario(&self, values: &[(String, Value)], knowledge: &KnowledgeBase) -> Result<Scenario, ScenarioError> {
        let text = self.text(values, Books::Base(knowledge))?;
        let loaded = match self.plain {
            true => load(&self.file, text),
            false => load_from(&self.file, text, Books::Base(knowledge)),
        };
        // Lines of the file with the values put in mean nothing to the user.
        loaded.map_err(ScenarioError::without_lines)
    }

    /// The same on books of any kind.
    pub(in crate::scenario) fn scenario_with(
        &self,
        values: &[(String, Value)],
        books: Books,
    ) -> Result<Scenario, ScenarioError> {
        load_from(&self.file, self.text(values, books)?, books).map_err(ScenarioError::without_lines)
    }
}
