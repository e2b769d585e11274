//! The rules of fits: values that are there, within ranges that enclose them, and a correlation that can be one.

use super::check::{Check, Checked, Rules};
use crate::knowledge::error::nearest;
use crate::knowledge::schema::{Domain, FitRecord, FitValue, Quantity, Range};
use crate::knowledge::values::{DERIVED_DOMAIN, Joint, NoCorrelation, Value, is_derived};
use std::collections::{BTreeMap, BTreeSet};

/// Hexadecimal digits of a fingerprint.
const DIGITS: usize = 64;

impl Check<'_> {
    /// Every fit, and that no value is fitted twice.
    pub(super) fn fits(&self, values: &[Value], rules: &mut Rules) {
        if self.data.fit.is_empty() {
            return;
        }
        let domains: BTreeMap<&str, Domain> = values
            .iter()
            .map(|value| (value.about.key.as_str(), value.about.domain))
            .collect();
        let mut seen = BTreeSet::new();
        for fit in &self.data.fit {
            rules.keep(self.data_of(fit));
            for (i, value) in fit.value.iter().enumerate() {
                rules.keep(self.fitted(fit, i, value, &domains));
                let key = format!("value.{i}.key");
                let alone = seen.insert(value.key.as_str());
                let allowed =
                    "a value that no other fit gives: leave out the older one, or fit both files of data together";
                rules.keep(self.must(alone, &fit.id, &key, quoted(&value.key), allowed));
            }
            rules.keep(self.correlation(fit));
        }
    }

    fn data_of(&self, fit: &FitRecord) -> Checked {
        let id = &fit.id;
        self.must(
            !fit.data.is_empty(),
            id,
            "data",
            "[]",
            "the files that it was fitted to, at least one",
        )?;
        self.must(
            !fit.value.is_empty(),
            id,
            "value",
            "[]",
            "the values that it gives, at least one",
        )?;
        for (i, data) in fit.data.iter().enumerate() {
            let print = &data.sha256;
            let fits = print.len() == DIGITS && print.chars().all(|digit| digit.is_ascii_hexdigit());
            let allowed = "the 64 hexadecimal digits of a SHA-256";
            self.must(fits, id, &format!("data.{i}.sha256"), quoted(print), allowed)?;
        }
        Ok(())
    }

    fn fitted(&self, fit: &FitRecord, i: usize, value: &FitValue, domains: &BTreeMap<&str, Domain>) -> Checked {
        let at = |inner: &str| format!("value.{i}.{inner}");
        let derived = || is_derived(self.data, &value.key).then_some(DERIVED_DOMAIN);
        let Some(domain) = domains.get(value.key.as_str()).copied().or_else(derived) else {
            let near = nearest(&value.key, domains.keys().copied());
            let allowed = "keys of values of the knowledge base: the first column of tornado.csv";
            let broken = self.wrong(&fit.id, &at("key"), quoted(&value.key), allowed);
            return Err(broken.near(near.into_iter().next()));
        };
        let range = Range::from(value.range);
        let text = format!("[{}, {}]", range.low, range.high);
        self.must(
            domain.allows(value.value),
            &fit.id,
            &at("value"),
            value.value.text(),
            domain.words(),
        )?;
        let ends = domain.allows(range.low) && domain.allows(range.high);
        self.must(ends, &fit.id, &at("range"), &text, domain.words())?;
        self.must(
            range.holds(value.value),
            &fit.id,
            &at("range"),
            &text,
            &format!(
                "a low end, then a high end, with the value ({}) between them",
                value.value.text()
            ),
        )?;
        self.shape(&fit.id, &at("family"), value.family, domain)
    }

    /// "Symmetric, ones on the diagonal, positive definite", and what of that fails.
    fn correlation(&self, fit: &FitRecord) -> Checked {
        let keys = fit.value_keys();
        let n = keys.len();
        let wrong = |at: &str, value: String, allowed: String| Err(self.wrong(&fit.id, at, value, allowed));
        match Joint::new(keys, fit.correlation.clone()) {
            Ok(_) => Ok(()),
            Err(NoCorrelation::Shape) => wrong(
                "correlation",
                format!("{} rows", fit.correlation.len()),
                format!("a row for each value with a number for each value: {n} rows of {n}"),
            ),
            Err(NoCorrelation::Entry(row, column)) => wrong(
                &format!("correlation.{row}.{column}"),
                fit.correlation[row][column].to_string(),
                match row == column {
                    true => "1 where a value meets itself".to_owned(),
                    false => format!(
                        "numbers from -1 to 1, the same in row {} and column {} as in row {} and column {}",
                        row + 1,
                        column + 1,
                        column + 1,
                        row + 1
                    ),
                },
            ),
            Err(NoCorrelation::Dependent(row)) => wrong(
                &format!("correlation.{row}"),
                format!("{:?}", fit.correlation[row]),
                format!(
                    "a positive definite matrix: here {} follows from the values before it, or contradicts them",
                    fit.value[row].key
                ),
            ),
        }
    }
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}
