//! One value of the knowledge base moved, all else as it was: for asking how much an answer leans on it.
//!
//! Keys are those of the assumptions ("H3122/doubling"). Values of records are set in the record. Values
//! that a rule derives (imputed folds, K carried over from another system) and numbers of study tables
//! are set where they are used, so that the rest of the table stays.

use super::derived;
use super::span::Span;
use crate::document::{FileError, Path};
use crate::knowledge::assumption::Assumption;
use crate::knowledge::base::KnowledgeBase;
use crate::knowledge::error::{KnowledgeError, nearest};
use crate::knowledge::schema::{Domain, Quantity, Reads, See, Shape, Sourced};
use std::collections::BTreeMap;

impl KnowledgeBase {
    /// The same knowledge with one number moved. The fingerprint stays that of the files.
    ///
    /// # Errors
    /// There is no such number, or it may not be that.
    pub fn with_value(&self, key: &str, number: f64) -> Result<KnowledgeBase, KnowledgeError> {
        self.with_values([(key, number)])
    }

    /// The same knowledge with these numbers moved, by key. The fingerprint stays that of the files.
    ///
    /// # Errors
    /// There is no such number, or it may not be that.
    pub fn with_values<'a>(
        &self,
        numbers: impl IntoIterator<Item = (&'a str, f64)>,
    ) -> Result<KnowledgeBase, KnowledgeError> {
        self.clone().moving(numbers)
    }

    /// The same, in place of what numbers of these keys were before: one knowledge base can be moved again and again.
    ///
    /// # Errors
    /// There is no such number, or it may not be that.
    pub fn moving<'a>(
        mut self,
        numbers: impl IntoIterator<Item = (&'a str, f64)>,
    ) -> Result<KnowledgeBase, KnowledgeError> {
        let mut of_records = BTreeMap::new();
        for (key, number) in numbers {
            self.allows(key, number)?;
            self.note_moved(key, number);
            if !self.is_derived(key) {
                of_records.insert(key, number);
            }
        }
        match self.set(&of_records) {
            None => Ok(self),
            Some((key, number)) => Err(self.outside(&key, number)),
        }
    }

    /// The number that a text sets a key to: bare in the value's own unit, or with a unit as overlays have it.
    ///
    /// # Errors
    /// There is no such number, the text is none, or it may not be that.
    pub fn number(&self, key: &str, text: &str) -> Result<f64, KnowledgeError> {
        let (_, reads) = self.kind(key)?;
        let number = reads.read(text).ok_or_else(|| {
            let told = FileError::whole_file("knowledge base", format!("{key} = \"{text}\" cannot be read"));
            KnowledgeError::at(FileError {
                key: Some(Path::default().key(key)),
                value: Some(toml::Value::String(text.to_owned())),
                ..told.allowed(reads.words())
            })
        })?;
        self.allows(key, number).map(|()| number)
    }

    /// The unit of a bare number of this key; empty where it has none, or there is no such key.
    pub fn unit(&self, key: &str) -> &'static str {
        let own = self.kind(key).map_or("", |(_, reads)| reads.unit());
        match own {
            "" => self.value(key).map_or("", |value| value.about.unit.trim()),
            own => own,
        }
    }

    /// What a number of this key may be, and what it is measured in.
    fn kind(&self, key: &str) -> Result<(Domain, Reads), KnowledgeError> {
        if self.is_derived(key) {
            return Ok((derived::DOMAIN, derived::reads(key)));
        }
        let value = self.value(key).ok_or_else(|| self.unknown_key(key))?;
        Ok((value.about.domain, value.reads))
    }

    /// Refuses a number that this key may not have.
    fn allows(&self, key: &str, number: f64) -> Result<(), KnowledgeError> {
        let (domain, reads) = self.kind(key)?;
        match domain.allows(number) && reads.holds(number) {
            true => Ok(()),
            false => Err(self.outside(key, number)),
        }
    }

    /// A number that a key may not have.
    fn outside(&self, key: &str, number: f64) -> KnowledgeError {
        let (domain, limits) = match self.kind(key) {
            Ok((domain, reads)) => (domain, reads.limits()),
            Err(unknown) => return unknown,
        };
        let domain = domain.words();
        let allowed = limits.map_or(domain.to_owned(), |limits| format!("{domain}, within {limits}"));
        KnowledgeError::value("knowledge base", key, number, allowed)
    }

    /// What a number of this key may be.
    ///
    /// # Errors
    /// There is no number of this key.
    pub fn domain(&self, key: &str) -> Result<Domain, KnowledgeError> {
        self.kind(key).map(|(domain, _)| domain)
    }

    /// Value and range of a number of a record, by its key.
    pub fn span(&self, key: &str) -> Option<Span> {
        let value = self.value(key)?;
        let span = Span::new(&value.about, value.number, value.range, value.certainty());
        Some(self.as_its_file_says(span.spread(value.spread)))
    }

    /// What there is to tell of a value of a record, where it was not measured and checked.
    pub fn told<T: Quantity>(&self, value: &Sourced<T>) -> Option<Assumption> {
        match self.fitted(&value.about.key) {
            Some(fitted) => Some(fitted.told.clone()),
            None => value.assumption(),
        }
    }

    /// The same assumptions, those of fitted values as their fits have them, and with those of fitted values among the spans
    /// that were told of nothing else.
    pub(in crate::knowledge) fn as_fits_say(&self, mut told: Vec<Assumption>, spans: &[Span]) -> Vec<Assumption> {
        for assumption in &mut told {
            if let Some(fitted) = self.fitted(&assumption.key) {
                // It may have a meaning of its own where it is used.
                let what = std::mem::take(&mut assumption.what);
                *assumption = Assumption {
                    what,
                    ..fitted.told.clone()
                };
            }
        }
        for span in spans {
            if !told.iter().any(|assumption| assumption.key == span.key) {
                told.extend(self.fitted(&span.key).map(|fitted| fitted.told.clone()));
            }
        }
        told
    }

    /// A fitted value is known as its fit says; a range of a file that says no schema is read as limits, unless its record
    /// names a family.
    pub(in crate::knowledge) fn as_its_file_says(&self, mut span: Span) -> Span {
        if let Some(fitted) = self.fitted(&span.key) {
            return fitted.span(span);
        }
        if self.limits().contains(&span.key) {
            span.spread.family.get_or_insert(Shape::Limits);
        }
        span
    }

    /// Sets numbers of records; one that does not fit its type, if there is any. What a number is already stays to the
    /// bit.
    fn set(&mut self, numbers: &BTreeMap<&str, f64>) -> Option<(String, f64)> {
        let mut unfit = None;
        let records = numbers.keys().filter_map(|key| Some(self.value(key)?.record)).collect();
        self.change(
            &records,
            &mut See(&mut |about, slot| {
                if let Some(number) = numbers.get(about.key.as_str())
                    && slot.number() != *number
                    && !slot.set(*number)
                {
                    unfit = Some((about.key.clone(), *number));
                }
            }),
        );
        unfit
    }

    /// Whether a rule or a study table gives the value of this key where it is used.
    fn is_derived(&self, key: &str) -> bool {
        derived::is_derived(self.data(), key)
    }

    /// A value of a study table, or one that a rule gives, in words: "IC50 of alectinib on H3122 with G1202R". `None` where
    /// the key is of another kind.
    pub fn derived_words(&self, key: &str) -> Option<String> {
        derived::words(self.data(), key)
    }

    fn unknown_key(&self, key: &str) -> KnowledgeError {
        let known = self.values().iter().map(|value| value.about.key.as_str());
        KnowledgeError::Unknown {
            kind: "value",
            id: key.to_owned(),
            nearest: nearest(key, known),
            valid: vec!["the keys in the JSON form of `explain`".to_owned()],
        }
    }
}
