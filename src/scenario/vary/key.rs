//! A key and the values that it takes.

use super::values::parse_values;
use crate::document::MOST_ENTRIES;
use crate::scenario::file::ScenarioFile;
use crate::scenario::keys::{Keys, Mark};
use serde::{Deserialize, Serialize};
use toml::Value;

/// A key and the values it takes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Vary {
    /// Path of the key, for example "course.1.dose".
    pub key: String,
    /// Its values, in the order of the points.
    pub values: Vec<Value>,
}

/// Whether "LOW..HIGH" is one value, of what differs between patients, and no range of values: those say how many.
fn is_between(key: &str, text: &str) -> bool {
    key.starts_with("patients.") && text.contains("..") && !text.contains(':')
}

impl Vary {
    /// `KEY=V1,V2,...` or `KEY=LOW..HIGH:N linear` or `... log`. A unit after the last value goes
    /// for all bare numbers before it: `course.1.dose=30,100 nM`.
    ///
    /// # Errors
    /// There is no `=`, the key is none or not for sweeping, or values cannot be read, are none, too many or there twice.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (key, values) = text
            .split_once('=')
            .ok_or_else(|| format!("\"{text}\" has no =; allowed: KEY=V1,V2,... or KEY=LOW..HIGH:N linear (or log)"))?;
        let key = key.trim();
        let values = match is_between(key, values) {
            true => values
                .split(',')
                .map(|one| Value::String(one.trim().to_owned()))
                .collect(),
            false => parse_values(values).map_err(|what| format!("{key}: {what}"))?,
        };
        Vary {
            key: key.to_owned(),
            values,
        }
        .checked()
    }

    /// A key and its values as they stand in a file: a list, or a text of values.
    pub(in crate::scenario) fn of(key: &str, values: &Value) -> Result<Self, String> {
        let values = match values {
            Value::Array(values) => values.clone(),
            Value::String(text) if is_between(key, text) => vec![Value::String(text.clone())],
            Value::String(text) => parse_values(text)?,
            _ => return Err("values = [...] is missing".to_owned()),
        };
        if let Some(wrong) = values.iter().find(|value| value.is_array() || value.is_table()) {
            return Err(format!("{wrong} is not a single value"));
        }
        let key = key.to_owned();
        Vary { key, values }.checked()
    }

    /// `DRUG=D1,D2,...`: the dose of the drug's course.
    ///
    /// # Errors
    /// As [`Self::parse`]; or a dot stands in the drug's name.
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
        if ScenarioFile::marked(Mark::Run).contains(&root) || ScenarioFile::lock_only().contains(&root) {
            return Err(format!(
                "`{}` is not for sweeping: every point runs the same flasks (give --seed or --replicates once, for all)",
                self.key
            ));
        }
        if self.values.is_empty() {
            return Err(format!("{}: no values", self.key));
        }
        if self.values.len() > MOST_ENTRIES {
            return Err(format!(
                "{}: {} values; allowed: at most {MOST_ENTRIES}",
                self.key,
                self.values.len()
            ));
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
pub(super) fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Float(number) if number.abs() >= 1e5 => format!("{number:e}"),
        other => other.to_string(),
    }
}

/// A `[[sweep]]` entry.
pub(super) fn written(entry: &Value) -> Result<Vary, String> {
    let table = entry.as_table().ok_or("allowed: a table with key and values")?;
    if let Some(other) = table.keys().find(|key| !["key", "values"].contains(&key.as_str())) {
        return Err(format!("unknown key `{other}`; allowed: key, values"));
    }
    let key = table
        .get("key")
        .and_then(Value::as_str)
        .ok_or("key = \"...\" is missing")?;
    Vary::of(key, table.get("values").unwrap_or(&Value::Boolean(false)))
}

#[cfg(test)]
mod tests {
    use super::Vary;

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
