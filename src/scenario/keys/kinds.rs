//! The kinds of values that keys have.

use super::kind::Kind;
use super::names::Names;
use super::parts;
use super::table::Keys;
use crate::document::Mistakes;
use crate::scenario::defaults;
use crate::scenario::error::Checked;
use crate::scenario::reading;
use crate::scenario::value::{Place, Scalar};
use crate::units::{Millilitres, Nanomolar, grams_per_litre};
use crate::words::hours;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::marker::PhantomData;

pub use super::times::{Rate, Time, TimeOrNever, TimeWithin, WithinOrNever};

/// Free text.
pub struct Text;

impl Kind for Text {
    type Raw = String;
    type Value = String;
    fn read(&self, _: &Place, raw: &String) -> Checked<String> {
        Ok(raw.clone())
    }
    fn schema(&self, what: &str, _: &Names) -> Value {
        json!({ "description": what, "type": "string", "minLength": 1 })
    }
}

/// A name of the knowledge base: the kind of its record. Where it is used it is looked up.
pub struct Known(pub &'static str);

impl Kind for Known {
    type Raw = String;
    type Value = String;
    fn read(&self, _: &Place, raw: &String) -> Checked<String> {
        Ok(raw.clone())
    }
    fn schema(&self, what: &str, names: &Names) -> Value {
        parts::known(what, &names.of(self.0))
    }
}

/// One of some words, each with what it means.
pub struct Choice<T: 'static> {
    /// What a wrong word is not: "an engine".
    pub what: &'static str,
    /// The words.
    pub words: &'static [(&'static str, T)],
}

impl<T> Choice<T> {
    fn known(&self) -> Vec<&'static str> {
        self.words.iter().map(|(word, _)| *word).collect()
    }
}

impl<T: Copy + PartialEq> Choice<T> {
    /// The word for a value.
    pub fn word(&self, value: T) -> String {
        let found = self.words.iter().find(|(_, meant)| *meant == value);
        found.map_or_else(String::new, |(word, _)| (*word).to_owned())
    }
}

impl<T: Copy> Kind for Choice<T> {
    type Raw = String;
    type Value = T;
    fn read(&self, place: &Place, raw: &String) -> Checked<T> {
        let found = self.words.iter().find(|(word, _)| word == raw);
        found.map(|(_, meant)| *meant).ok_or_else(|| {
            let fault = place.wrong(format!("\"{raw}\""), format!("is not {}", self.what));
            fault.one_of(raw, &self.known())
        })
    }
    fn schema(&self, what: &str, _: &Names) -> Value {
        json!({ "description": what, "type": "string", "enum": self.known() })
    }
}

/// true or false.
pub struct Truth;

impl Kind for Truth {
    type Raw = bool;
    type Value = bool;
    fn read(&self, _: &Place, raw: &bool) -> Checked<bool> {
        Ok(*raw)
    }
    fn schema(&self, what: &str, _: &Names) -> Value {
        json!({ "description": what, "type": "boolean" })
    }
}

/// A whole number between two bounds.
pub struct Whole(pub u64, pub u64);

impl Kind for Whole {
    type Raw = Scalar;
    type Value = u64;
    fn read(&self, place: &Place, raw: &Scalar) -> Checked<u64> {
        place.whole(raw, self.0, self.1)
    }
    fn schema(&self, what: &str, _: &Names) -> Value {
        parts::whole(what, self.0, self.1)
    }
}

/// A bare number between two bounds.
pub struct Number {
    /// Least value.
    pub low: f64,
    /// Greatest value.
    pub high: f64,
    /// What is allowed, in words.
    pub allowed: &'static str,
}

impl Kind for Number {
    type Raw = Scalar;
    type Value = f64;
    fn read(&self, place: &Place, raw: &Scalar) -> Checked<f64> {
        place.number(raw, self.low, self.high, self.allowed)
    }
    fn schema(&self, what: &str, _: &Names) -> Value {
        json!({ "description": what, "type": "number", "minimum": self.low, "maximum": self.high })
    }
}

/// A number of cells, such as 1e6.
pub struct Cells;

impl Kind for Cells {
    type Raw = Scalar;
    type Value = u64;
    fn read(&self, place: &Place, raw: &Scalar) -> Checked<u64> {
        place.count(raw)
    }
    fn schema(&self, what: &str, _: &Names) -> Value {
        let what = format!("{what} A bare number of cells, such as 1e6.");
        parts::whole(&what, 0, 9_000_000_000_000_000)
    }
}

/// A share in percent as a fraction, with words that may follow it.
pub struct Share(pub &'static [&'static str]);

impl Kind for Share {
    type Raw = Scalar;
    type Value = f64;
    fn read(&self, place: &Place, raw: &Scalar) -> Checked<f64> {
        reading::share(place, raw, self.0)
    }
    fn schema(&self, what: &str, _: &Names) -> Value {
        parts::share(what, self.0)
    }
}

/// A share above 0.
pub struct SomeShare(pub &'static [&'static str]);

impl Kind for SomeShare {
    type Raw = Scalar;
    type Value = f64;
    fn read(&self, place: &Place, raw: &Scalar) -> Checked<f64> {
        let share = reading::share(place, raw, self.0)?;
        match share > 0.0 {
            true => Ok(share),
            false => Err(place.out_of_range(raw, "shares above 0%")),
        }
    }
    fn schema(&self, what: &str, _: &Names) -> Value {
        parts::share(what, self.0)
    }
}

/// A share that may exceed 100%, as a fraction; which, in words.
pub struct Ratio {
    /// Words that may follow it.
    pub words: &'static [&'static str],
    /// Least value.
    pub low: f64,
    /// Greatest value.
    pub high: f64,
    /// What is allowed, in words.
    pub allowed: &'static str,
}

impl Kind for Ratio {
    type Raw = Scalar;
    type Value = f64;
    fn read(&self, place: &Place, raw: &Scalar) -> Checked<f64> {
        let ratio = reading::ratio(place, raw, self.words, self.allowed)?;
        match (self.low..=self.high).contains(&ratio) {
            true => Ok(ratio),
            false => Err(place.out_of_range(raw, self.allowed)),
        }
    }
    fn schema(&self, what: &str, _: &Names) -> Value {
        parts::share(what, self.words)
    }
}

/// "2 passages", or the bare number.
pub struct Passages;

impl Kind for Passages {
    type Raw = Scalar;
    type Value = u32;
    fn read(&self, place: &Place, raw: &Scalar) -> Checked<u32> {
        reading::held_for(place, raw)
    }
    fn schema(&self, what: &str, _: &Names) -> Value {
        let words = parts::pattern("", r"^\s*[0-9]+\s*passages?\s*$", &["2 passages"]);
        json!({ "description": what, "anyOf": [words, parts::whole("", 1, 100)] })
    }
}

/// A dose: a concentration, or the effect that it has on the line, which is worked out where it is used.
pub struct Dose;

impl Kind for Dose {
    type Raw = Scalar;
    type Value = Scalar;
    fn read(&self, _: &Place, raw: &Scalar) -> Checked<Scalar> {
        Ok(raw.clone())
    }
    fn mistakes(&self, place: &Place, raw: &Scalar, found: &mut Mistakes) {
        if !raw.text().is_some_and(|text| text.starts_with("IC")) {
            Concentration.mistakes(place, raw, found);
        }
    }
    fn schema(&self, what: &str, _: &Names) -> Value {
        let effect = parts::pattern("", r"^\s*IC[0-9.]+\s*$", &["IC20", "IC50"]);
        json!({
            "description": format!(
                "{what} A concentration such as \"50 nM\", or \"IC20\": the dose that takes 20% of the unaltered line's viability in {}.",
                hours(defaults::IC_HOURS)
            ),
            "anyOf": [parts::concentration(""), effect],
        })
    }
}

/// A concentration, nM.
pub struct Concentration;

impl Kind for Concentration {
    type Raw = Scalar;
    type Value = f64;
    fn read(&self, place: &Place, raw: &Scalar) -> Checked<f64> {
        place.quantity::<Nanomolar>(raw).map(Nanomolar::get)
    }
    fn mistakes(&self, place: &Place, raw: &Scalar, found: &mut Mistakes) {
        // What a mass is in moles depends on the drug.
        if raw.text().and_then(grams_per_litre).is_none() && !found.is_full() {
            found.keep(self.read(place, raw));
        }
    }
    fn schema(&self, what: &str, _: &Names) -> Value {
        parts::concentration(what)
    }
}

/// A volume, mL.
pub struct Volume;

impl Kind for Volume {
    type Raw = Scalar;
    type Value = f64;
    fn read(&self, place: &Place, raw: &Scalar) -> Checked<f64> {
        let volume = place.quantity::<Millilitres>(raw)?.get();
        match volume > 0.0 {
            true => Ok(volume),
            false => Err(place.out_of_range(raw, "volumes above 0 mL")),
        }
    }
    fn schema(&self, what: &str, _: &Names) -> Value {
        let unit = r"^\s*[0-9.eE+-]+\s*(mL|ml|uL|ul|µL|μL|L)\s*$";
        parts::pattern(what, unit, &["10 mL"])
    }
}

/// A value that has no reader of its own here, only a JSON Schema of its own: it is read with others at hand.
pub struct Special<T> {
    schema: fn(&str, &Names) -> Value,
    raw: PhantomData<T>,
}

impl<T> Special<T> {
    /// With this schema.
    pub fn new(schema: fn(&str, &Names) -> Value) -> Self {
        Self {
            schema,
            raw: PhantomData,
        }
    }
}

impl<T: Clone + Serialize + DeserializeOwned> Kind for Special<T> {
    type Raw = T;
    type Value = T;
    fn read(&self, _: &Place, raw: &T) -> Checked<T> {
        Ok(raw.clone())
    }
    fn schema(&self, what: &str, names: &Names) -> Value {
        (self.schema)(what, names)
    }
}

/// A table inside.
pub struct Inside<T>(PhantomData<T>);

/// A table inside.
pub fn inside<T>() -> Inside<T> {
    Inside(PhantomData)
}

impl<T: Keys + Clone + Serialize + DeserializeOwned> Kind for Inside<T> {
    type Raw = T;
    type Value = T;
    fn read(&self, _: &Place, raw: &T) -> Checked<T> {
        Ok(raw.clone())
    }
    fn mistakes(&self, place: &Place, raw: &T, found: &mut Mistakes) {
        raw.mistakes(place, found);
    }
    fn schema(&self, what: &str, names: &Names) -> Value {
        let mut schema = T::json_schema(names);
        if !what.is_empty() {
            schema["description"] = json!(what);
        }
        schema
    }
}

/// A list of at least so many values of one kind.
pub struct List<K>(pub K, pub u64);

impl<K: Kind> Kind for List<K> {
    type Raw = Vec<K::Raw>;
    type Value = Vec<K::Value>;
    fn read(&self, place: &Place, raw: &Self::Raw) -> Checked<Self::Value> {
        let each = raw.iter().enumerate();
        each.map(|(i, raw)| self.0.read(&place.index(i), raw)).collect()
    }
    fn mistakes(&self, place: &Place, raw: &Self::Raw, found: &mut Mistakes) {
        for (i, raw) in raw.iter().enumerate() {
            self.0.mistakes(&place.index(i), raw, found);
        }
    }
    fn schema(&self, what: &str, names: &Names) -> Value {
        parts::list(what, self.0.schema("", names), self.1)
    }
}

/// Values of one kind under names that the user chooses; of the knowledge base's, those of a kind of record are offered.
pub struct Named<K>(pub K, pub Option<&'static str>);

impl<K: Kind> Kind for Named<K> {
    type Raw = BTreeMap<String, K::Raw>;
    type Value = BTreeMap<String, K::Value>;
    fn read(&self, place: &Place, raw: &Self::Raw) -> Checked<Self::Value> {
        let each = raw.iter();
        each.map(|(name, raw)| Ok((name.clone(), self.0.read(&place.key(name), raw)?)))
            .collect()
    }
    fn mistakes(&self, place: &Place, raw: &Self::Raw, found: &mut Mistakes) {
        for (name, raw) in raw {
            self.0.mistakes(&place.key(name), raw, found);
        }
    }
    fn schema(&self, what: &str, names: &Names) -> Value {
        let value = || self.0.schema("", names);
        let known = self.1.map_or_else(Vec::new, |kind| names.of(kind)).into_iter();
        let known: serde_json::Map<String, Value> = known.map(|id| (id.to_owned(), value())).collect();
        let mut schema = json!({ "description": what, "type": "object", "additionalProperties": value() });
        if !known.is_empty() {
            schema["properties"] = json!(known);
        }
        schema
    }
}
