//! Sweeps: one scenario with some of its keys set to one value after another.
//!
//! A key is a dotted path into the file, `flask.passage.split` or `course.2.dose`; an entry of a list
//! is told by its number from 1, a course also by its drug (`course.alectinib.dose`). Each point of
//! a sweep is the file with the values put in, checked like any other scenario.

mod values;

use super::error::{ScenarioError, Source, nearest_name};
use super::{Overlay, Scenario};
use sha2::{Digest, Sha256};
use toml::{Table, Value};
use values::parse_values;

/// A key and the values it takes.
#[derive(Debug, Clone, PartialEq)]
pub struct Vary {
    pub key: String,
    pub values: Vec<Value>,
}

/// Keys that say which run it is, not what is done.
const FIXED: [&str; 10] = [
    "schema",
    "name",
    "question",
    "replicates",
    "seed",
    "record",
    "locked",
    "assumptions",
    "biology",
    "sweep",
];

impl Vary {
    /// `KEY=V1,V2,...` or `KEY=LOW..HIGH:N linear` or `... log`. A unit after the last value goes
    /// for all bare numbers before it: `course.1.dose=30,100 nM`.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (key, values) = text
            .split_once('=')
            .ok_or_else(|| format!("\"{text}\" has no =; allowed: KEY=V1,V2,... or KEY=LOW..HIGH:N linear (or log)"))?;
        let values = parse_values(values).map_err(|what| format!("{}: {what}", key.trim()))?;
        Vary {
            key: key.trim().to_owned(),
            values,
        }
        .checked()
    }

    /// `DRUG=D1,D2,...`: the dose of the drug's course.
    pub fn parse_dose(text: &str) -> Result<Self, String> {
        match text.split_once('=') {
            Some((drug, _)) if drug.contains('.') => Err(format!("\"{}\" is not the name of a drug", drug.trim())),
            Some((drug, doses)) => Self::parse(&format!("course.{}.dose={doses}", drug.trim())),
            None => Err(format!(
                "\"{text}\" has no =; allowed: DRUG=D1,D2,... UNIT, such as \"alectinib=0,30,100 nM\""
            )),
        }
    }

    fn checked(self) -> Result<Self, String> {
        let root = self.key.split('.').next().unwrap_or_default();
        if self.key.split('.').any(|step| step.trim().is_empty()) {
            return Err(format!(
                "\"{}\" is not a key; allowed: dotted keys such as flask.seed_cells",
                self.key
            ));
        }
        if FIXED.contains(&root) {
            return Err(format!(
                "`{}` is not for sweeping: every point runs the same flasks (give --seed or --replicates once, for all)",
                self.key
            ));
        }
        if self.values.is_empty() {
            return Err(format!("{}: no values", self.key));
        }
        for (i, value) in self.values.iter().enumerate() {
            if self.values[..i].contains(value) {
                return Err(format!("{}: the value {} is given twice", self.key, shown(value)));
            }
        }
        Ok(self)
    }

    /// The values as people write them.
    pub fn shown(&self) -> Vec<String> {
        self.values.iter().map(shown).collect()
    }
}

/// A value without quotes.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Float(number) if number.abs() >= 1e5 => format!("{number:e}"),
        other => other.to_string(),
    }
}

/// A scenario file and what is varied in it.
#[derive(Debug, Clone)]
pub struct Sweep {
    file: String,
    base: Table,
    pub keys: Vec<Vary>,
    /// Keys among them, the first ones, that the file itself varies.
    pub of_file: usize,
    /// Drugs that got a course because a dose of theirs is varied.
    pub added: Vec<String>,
}

impl Sweep {
    /// Reads a scenario file with its `[[sweep]]` entries, and adds `more` of them.
    pub fn read(file: &str, text: String, more: Vec<Vary>) -> Result<Self, ScenarioError> {
        let source = Source {
            file: file.to_owned(),
            text,
        };
        let mut base: Table = source.parse()?;
        if base.contains_key("locked") {
            return Err(
                ScenarioError::whole_file(file, "is a lock file, whose values are fixed")
                    .help("sweep the scenario that it came from"),
            );
        }
        let root = super::value::Place::root(&source);
        let mut keys = Vec::new();
        if let Some(entries) = base.remove("sweep") {
            let entries = entries.as_array().cloned().unwrap_or_default();
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
        for (i, vary) in keys.iter().enumerate() {
            if keys[..i].iter().any(|before| before.key == vary.key) {
                return Err(ScenarioError::whole_file(
                    file,
                    format!("`{}` is varied twice", vary.key),
                ));
            }
        }
        let sweep = Self {
            file: file.to_owned(),
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
    pub fn scenario(&self, point: u64, overlays: &[Overlay]) -> Result<Scenario, ScenarioError> {
        let mut table = self.base.clone();
        let mut set = Vec::new();
        for (vary, place) in self.keys.iter().zip(self.places(point)) {
            let value = &vary.values[place];
            set.push(format!("{} = {value}", vary.key));
            let steps: Vec<&str> = vary.key.split('.').collect();
            put(&mut table, &steps, value).map_err(|what| {
                ScenarioError::whole_file(&self.file, format!("`{}` cannot be varied: {what}", vary.key))
            })?;
        }
        let failed = |mut error: ScenarioError| {
            let added = |drug: &&String| error.message.contains(&format!("\"{drug}\""));
            if let Some(drug) = self.added.iter().find(added) {
                error.help.insert(0, self.own_drugs(drug));
            }
            ScenarioError {
                // Lines of the file with the values put in mean nothing to the user.
                line: None,
                message: format!("with {}: {}", set.join(", "), error.message),
                ..error
            }
        };
        let text = toml::to_string(&table)
            .map_err(|error| failed(ScenarioError::whole_file(&self.file, error.to_string())))?;
        super::load_with(&self.file, text, overlays).map_err(failed)
    }

    /// The drugs of the file's own courses, as advice where a key names another one.
    fn own_drugs(&self, wrong: &str) -> String {
        let courses = self.base.get("course").and_then(Value::as_array);
        let drugs = courses.into_iter().flatten();
        let drugs = drugs.filter_map(|course| course.get("drug").and_then(Value::as_str));
        let own: Vec<&str> = drugs.filter(|drug| !self.added.iter().any(|new| new == drug)).collect();
        let near = nearest_name(wrong, &own).map_or(String::new(), |name| format!("; did you mean `{name}`?"));
        format!("drugs of this file's courses: {}{near}", own.join(", "))
    }

    /// Which course a key gives the dose of (from 0), where it does so.
    pub fn dose_of(&self, key: usize) -> Option<usize> {
        let steps: Vec<&str> = self.keys[key].key.split('.').collect();
        let ["course", which, "dose"] = steps[..] else {
            return None;
        };
        entry(self.base.get("course")?.as_array()?, which).ok()
    }

    /// The scenario with its sweep as one file, with this seed and number of replicates.
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

/// One fingerprint of many.
pub fn fingerprint<'a>(hashes: impl Iterator<Item = &'a str>) -> String {
    let mut digest = Sha256::new();
    for hash in hashes {
        digest.update(hash.as_bytes());
    }
    digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A `[[sweep]]` entry.
fn written(entry: &Value) -> Result<Vary, String> {
    let table = entry.as_table().ok_or("allowed: a table with key and values")?;
    if let Some(other) = table.keys().find(|key| !["key", "values"].contains(&key.as_str())) {
        return Err(format!("unknown key `{other}`; allowed: key, values"));
    }
    let key = table
        .get("key")
        .and_then(Value::as_str)
        .ok_or("key = \"...\" is missing")?;
    let values = match table.get("values") {
        Some(Value::Array(values)) => values.clone(),
        Some(Value::String(text)) => parse_values(text)?,
        _ => return Err("values = [...] is missing".to_owned()),
    };
    if let Some(wrong) = values.iter().find(|value| value.is_array() || value.is_table()) {
        return Err(format!("{wrong} is not a single value"));
    }
    Vary {
        key: key.to_owned(),
        values,
    }
    .checked()
}

/// Puts a value at a dotted path, making tables on the way.
fn put(table: &mut Table, steps: &[&str], value: &Value) -> Result<(), String> {
    let [step, rest @ ..] = steps else { return Ok(()) };
    if rest.is_empty() {
        table.insert((*step).to_owned(), value.clone());
        return Ok(());
    }
    let inner = table.entry(*step).or_insert_with(|| Value::Table(Table::new()));
    put_in(inner, step, rest, value)
}

fn put_in(inner: &mut Value, name: &str, rest: &[&str], value: &Value) -> Result<(), String> {
    match inner {
        Value::Table(inner) => put(inner, rest, value),
        Value::Array(list) => {
            let index = entry(list, rest[0])?;
            match &rest[1..] {
                [] if !list[index].is_table() => list[index] = value.clone(),
                [] => return Err(format!("`{name}.{}` is a table, not a value", rest[0])),
                deeper => put_in(&mut list[index], rest[0], deeper, value)?,
            }
            Ok(())
        }
        other => Err(format!("`{name}` is {}, which holds no keys", shown(other))),
    }
}

/// An entry of a list by its number from 1 or its drug.
fn entry(list: &[Value], which: &str) -> Result<usize, String> {
    let drug = |value: &Value| value.get("drug").and_then(Value::as_str).map(str::to_owned);
    let by_number = which
        .parse::<usize>()
        .ok()
        .filter(|number| (1..=list.len()).contains(number));
    let by_name = || list.iter().position(|value| drug(value).as_deref() == Some(which));
    by_number.map(|number| number - 1).or_else(by_name).ok_or_else(|| {
        let names: Vec<String> = list
            .iter()
            .enumerate()
            .map(|(i, value)| drug(value).map_or((i + 1).to_string(), |name| format!("{} or {name}", i + 1)))
            .collect();
        format!("there is no entry `{which}`; allowed: {}", names.join(", "))
    })
}
