//! Sweeps: one scenario with some of its keys set to one value after another.
//!
//! A key is a dotted path into the file, `flask.passage.split` or `course.2.dose`; an entry of a list
//! is told by its number from 1, a course also by its drug (`course.alectinib.dose`). Each point of
//! a sweep is the file with the values put in, checked like any other scenario.

use super::error::{ScenarioError, Source};
use super::{Overlay, Scenario};
use sha2::{Digest, Sha256};
use toml::{Table, Value};

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

/// Most values of a range.
const MAX_VALUES: usize = 1_000;

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

fn parse_values(text: &str) -> Result<Vec<Value>, String> {
    if text.contains("..") {
        return range(text);
    }
    let items: Vec<&str> = text.split(',').map(str::trim).collect();
    if items.iter().any(|item| item.is_empty()) {
        return Err("a value is empty".to_owned());
    }
    let unit = items.last().and_then(|last| unit_of(last));
    Ok(items.iter().map(|item| value(item, unit)).collect())
}

/// The unit of a text such as "100 nM".
fn unit_of(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !(c.is_ascii_digit() || ".eE+-".contains(c)))?;
    let (number, unit) = (text[..end].trim(), text[end..].trim());
    // "1:8" and "IC20" are no number with a unit.
    (number.parse::<f64>().is_ok() && unit.starts_with(|c: char| c.is_alphabetic() || c == '%')).then_some(unit)
}

/// A number, a truth or a text; a bare number takes the unit of the list.
fn value(text: &str, unit: Option<&str>) -> Value {
    match (text.parse::<i64>(), text.parse::<f64>(), unit) {
        (_, Ok(number), Some("%")) if number.is_finite() => Value::String(format!("{text}%")),
        (_, Ok(number), Some(unit)) if number.is_finite() => Value::String(format!("{text} {unit}")),
        (Ok(whole), _, None) => Value::Integer(whole),
        (_, Ok(number), None) if number.is_finite() => Value::Float(number),
        _ => match text {
            "true" => Value::Boolean(true),
            "false" => Value::Boolean(false),
            _ => Value::String(text.trim_matches('"').to_owned()),
        },
    }
}

/// `LOW..HIGH UNIT:N linear` (or log), rounded to four significant digits.
fn range(text: &str) -> Result<Vec<Value>, String> {
    let usage = || {
        format!(
            "\"{}\" is not a range; allowed: 10..1000 nM:5 log, 1..3:5 linear",
            text.trim()
        )
    };
    let (ends, rest) = text.rsplit_once(':').ok_or_else(usage)?;
    let (count, spacing) = rest.trim().split_once(' ').ok_or_else(usage)?;
    let count: usize = count.trim().parse().map_err(|_| usage())?;
    let (low, high) = ends.split_once("..").ok_or_else(usage)?;
    let (low, high) = (low.trim(), high.trim());
    let unit = unit_of(high).or_else(|| unit_of(low));
    let bare = |text: &str| -> Result<f64, String> {
        let number = unit.map_or(text, |unit| text.strip_suffix(unit).unwrap_or(text)).trim();
        number
            .parse::<f64>()
            .ok()
            .filter(|number| number.is_finite())
            .ok_or_else(usage)
    };
    let (low, high) = (bare(low)?, bare(high)?);
    if !(2..=MAX_VALUES).contains(&count) || low >= high {
        return Err(format!(
            "{}; the first end is below the second, N is 2 to {MAX_VALUES}",
            usage()
        ));
    }
    let share = |i: usize| i as f64 / (count - 1) as f64;
    let at = |i: usize| match spacing.trim() {
        "linear" => Ok(low + (high - low) * share(i)),
        "log" if low > 0.0 => Ok(low * libm::pow(high / low, share(i))),
        "log" => Err("a log range starts above 0".to_owned()),
        _ => Err(usage()),
    };
    let written = |number: f64| -> Value {
        let rounded: f64 = format!("{number:.3e}").parse().unwrap_or(number);
        match unit {
            Some("%") => Value::String(format!("{rounded}%")),
            Some(unit) => Value::String(format!("{rounded} {unit}")),
            None if rounded.fract() == 0.0 && rounded.abs() < 1e15 => Value::Integer(rounded as i64),
            None => Value::Float(rounded),
        }
    };
    (0..count).map(|i| at(i).map(written)).collect()
}

/// A scenario file and what is varied in it.
#[derive(Debug, Clone)]
pub struct Sweep {
    file: String,
    base: Table,
    pub keys: Vec<Vary>,
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
            }
        }
        Ok(self)
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
        let failed = |error: ScenarioError| ScenarioError {
            // Lines of the file with the values put in mean nothing to the user.
            line: None,
            message: format!("with {}: {}", set.join(", "), error.message),
            ..error
        };
        let text = toml::to_string(&table)
            .map_err(|error| failed(ScenarioError::whole_file(&self.file, error.to_string())))?;
        super::load_with(&self.file, text, overlays).map_err(failed)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<String> {
        Vary::parse(text).unwrap().shown()
    }

    #[test]
    fn lists_and_ranges_are_read() {
        assert_eq!(values("a.b=1,2.5,x"), ["1", "2.5", "x"]);
        assert_eq!(values("course.1.dose=30,100 nM"), ["30 nM", "100 nM"]);
        assert_eq!(values("course.1.dose=IC20,100 nM"), ["IC20", "100 nM"]);
        assert_eq!(values("flask.passage.split=1:4,1:8"), ["1:4", "1:8"]);
        assert_eq!(values("x=10..1000 nM:3 log"), ["10 nM", "100 nM", "1000 nM"]);
        assert_eq!(values("x=1..2:5 linear"), ["1", "1.25", "1.5", "1.75", "2"]);
        assert_eq!(values("x=20%..80%:3 linear"), ["20%", "50%", "80%"]);
        let dose = Vary::parse_dose("alectinib=0,30 nM").unwrap();
        assert_eq!(
            (dose.key.as_str(), dose.shown()),
            ("course.alectinib.dose", vec!["0 nM".into(), "30 nM".into()])
        );
    }

    #[test]
    fn nonsense_is_refused() {
        for text in [
            "x",
            "x=",
            "x=1,,2",
            "=1",
            "a..b=1",
            "seed=1,2",
            "x=1,1",
            "x=3..1:4 log",
            "x=1..2:4",
            "x=0..2:4 log",
            "x=1..2:4 cubic",
        ] {
            assert!(Vary::parse(text).is_err(), "{text}");
        }
    }
}
