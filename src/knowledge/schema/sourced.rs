//! Numbers with where they come from.

use super::declare::record;
use super::reads::Reads;
use super::source::Cited;
use super::spread::{Shape, Spread};
use super::value::{About, Held, Range, Slot};
use crate::knowledge::certainty::{Certainty, Transcription};
use crate::units::{Days, Nanomolar};
use crate::words;
use std::sync::Arc;

record! {
    /// A value with where it comes from: either measured (reference, system, transcription) or assumed
    /// (why, and over which range).
    #[derive(PartialEq)]
    pub struct Sourced<T> {
        /// The value.
        pub value: T,
        /// Low and high end.
        pub range: Option<(T, T)>,
        /// Part of the variance that it has in common with its class, 0 to 1; left out, that of the scenario's worlds.
        pub shared: Option<f64>,
        /// How it lies within its range; left out, what the range tells.
        pub family: Option<Shape>,
        /// Id of the reference, where somebody measured it.
        pub reference: Option<String>,
        /// In which cells or assay.
        pub system: Option<String>,
        /// Whether it was compared with the reference.
        pub transcription: Option<Transcription>,
        /// Why, where nothing was measured.
        pub assumed: Option<String>,
        /// What else there is to say.
        pub note: Option<String>,
        /// What it is; its record says so on load.
        #[serde(skip)]
        pub about: Arc<About>,
    }
}

impl<T> Sourced<T> {
    /// How sure the value is.
    pub fn certainty(&self) -> Certainty {
        Certainty::of(self.transcription)
    }
}

/// What can stand in a [`Sourced`] value.
pub trait Quantity: Sized {
    /// In the type's own unit.
    fn number(&self) -> f64;
    /// The same quantity at another number, in the same unit; `None` outside the type's domain.
    fn at(&self, number: f64) -> Option<Self>;
    /// What its number is measured in.
    fn reads(&self) -> Reads;
    /// In full and with its unit, for programs.
    fn text(&self) -> String;
    /// With its unit, for people: worded like all numbers, but a source's number is never rounded.
    fn words(&self) -> String;
}

impl Quantity for f64 {
    fn number(&self) -> f64 {
        *self
    }
    fn at(&self, number: f64) -> Option<Self> {
        Some(number).filter(|number| number.is_finite())
    }
    fn reads(&self) -> Reads {
        Reads::Bare
    }
    fn text(&self) -> String {
        if *self != 0.0 && (self.abs() < 1e-3 || self.abs() >= 1e6) {
            format!("{self:e}")
        } else {
            format!("{self}")
        }
    }
    fn words(&self) -> String {
        worded(*self, words::number).unwrap_or_else(|| self.text())
    }
}

impl Quantity for Nanomolar {
    fn number(&self) -> f64 {
        self.get()
    }
    fn at(&self, number: f64) -> Option<Self> {
        Nanomolar::new(number).ok()
    }
    fn reads(&self) -> Reads {
        Reads::Dose
    }
    fn text(&self) -> String {
        self.to_string()
    }
    fn words(&self) -> String {
        worded(self.get(), words::dose).unwrap_or_else(|| words::dose_in_full(self.get()))
    }
}

impl Quantity for Days {
    fn number(&self) -> f64 {
        self.get()
    }
    fn at(&self, number: f64) -> Option<Self> {
        Days::new(number).ok()
    }
    fn reads(&self) -> Reads {
        Reads::Time
    }
    fn text(&self) -> String {
        match in_hours(*self) {
            Some(hours) => format!("{} h", (hours * 1e6).round() / 1e6),
            None => self.to_string(),
        }
    }
    fn words(&self) -> String {
        in_hours(*self).map_or_else(|| words::days(self.get()), words::hours)
    }
}

/// A number in words, where three significant digits say it in full.
fn worded(number: f64, words: fn(f64) -> String) -> Option<String> {
    let whole = format!("{number:.2e}").parse() == Ok(number);
    whole.then(|| words(number))
}

/// Hours below five days, as culture and assays count them.
fn in_hours(days: Days) -> Option<f64> {
    Some(days.get() * 24.0).filter(|hours| *hours < 120.0)
}

/// Four significant digits, without a tail of noise, for numbers that a rule derived.
pub fn short(value: f64) -> String {
    words::four_digits(value).text()
}

impl<T: Quantity> Slot for Sourced<T> {
    fn number(&self) -> f64 {
        self.value.number()
    }
    fn text(&self) -> String {
        self.value.text()
    }
    fn words(&self) -> String {
        self.value.words()
    }
    fn range(&self) -> Option<Range> {
        let range = self.range.as_ref();
        range.map(|(low, high)| Range::new(low.number(), high.number()))
    }
    fn range_text(&self) -> Option<String> {
        let range = self.range.as_ref();
        range.map(|(low, high)| format!("{} to {}", low.text(), high.text()))
    }
    fn range_words(&self) -> Option<String> {
        let range = self.range.as_ref();
        range.map(|(low, high)| format!("{} to {}", low.words(), high.words()))
    }
    fn spread(&self) -> Spread {
        Spread {
            shared: self.shared,
            family: self.family,
        }
    }
    fn cited(&self) -> Cited {
        Cited {
            reference: self.reference.clone(),
            system: self.system.clone(),
            transcription: self.transcription,
            assumed: self.assumed.clone(),
            note: self.note.clone(),
            ..Cited::default()
        }
    }
    fn reads(&self) -> Reads {
        self.value.reads()
    }
    fn set(&mut self, number: f64) -> bool {
        self.value.at(number).map(|value| self.value = value).is_some()
    }
    fn stamp(&mut self, about: &About) {
        self.about = Arc::new(about.clone());
    }
}

impl<T: Quantity> Held for Sourced<T> {
    fn slot(&mut self) -> Option<&mut dyn Slot> {
        Some(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sources_number_is_worded_and_never_rounded() {
        let dose = |nanomolar: f64| Nanomolar::new(nanomolar).unwrap().words();
        assert_eq!([50.0, 131.6, 1810.0].map(dose), ["50 nM", "131.6 nM", "1.81 µM"]);
        assert_eq!([3039.0, 0.05].map(dose), ["3.039 µM", "50 pM"]);
        assert_eq!(
            [1e-9, 0.24, 0.0759].map(|number: f64| number.words()),
            ["10⁻⁹", "0.24", "0.0759"]
        );
        let time = |days: f64| Days::new(days).unwrap().words();
        assert_eq!([2.0, 5.0].map(time), ["48 h", "5 days"]);
    }
}
