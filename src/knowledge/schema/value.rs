//! What every number of a record has in common, whatever record it stands in.
//!
//! Each record says once, beside its fields, what its numbers are: [`Values::visit`] shows them one by one
//! with an [`About`]. From that come the checks on load, the listings, the notes in reports, and the handles
//! by which a value is moved.

use super::class::{Class, Kind};
use super::reads::Reads;
use super::source::Cited;
use super::spread::Spread;
use crate::model::biology::StateClass;
use std::collections::BTreeMap;

/// From a low to a high end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// Low end.
    pub low: f64,
    /// High end.
    pub high: f64,
}

impl Range {
    /// From `low` to `high`.
    pub fn new(low: f64, high: f64) -> Self {
        Self { low, high }
    }

    /// Whether the ends enclose a number.
    pub fn holds(self, number: f64) -> bool {
        self.low <= number && number <= self.high
    }
}

impl From<(f64, f64)> for Range {
    fn from((low, high): (f64, f64)) -> Self {
        Self { low, high }
    }
}

/// Most copies of a gene that a record may state: a choice of ours, far above what cells are known to hold.
pub const MOST_COPIES: u32 = 1000;

/// Which numbers a value may be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Domain {
    /// Above 0.
    #[default]
    Positive,
    /// 0 or above.
    NonNegative,
    /// 0 to 1.
    Share,
    /// Below 1, negative where cells die.
    BelowOne,
    /// 1 or above.
    AtLeastOne,
    /// Copies of a gene.
    Copies,
}

impl Domain {
    /// Whether `value` is allowed.
    pub fn allows(self, value: f64) -> bool {
        value.is_finite()
            && match self {
                Domain::Positive => value > 0.0,
                Domain::NonNegative => value >= 0.0,
                Domain::Share => (0.0..=1.0).contains(&value),
                Domain::BelowOne => value < 1.0,
                Domain::AtLeastOne => value >= 1.0,
                Domain::Copies => (1.0..=f64::from(MOST_COPIES)).contains(&value),
            }
    }

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Domain::Positive => "numbers above 0",
            Domain::NonNegative => "numbers from 0",
            Domain::Share => "0 to 1",
            Domain::BelowOne => "numbers below 1",
            Domain::AtLeastOne => "numbers from 1",
            Domain::Copies => "1 to 1000 copies, far more than cells are known to hold of a gene",
        }
    }
}

/// Which record of a file: its id, and what else tells it apart where several have that id.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Which {
    /// Id of the record, or what stands in its place.
    pub id: String,
    /// Kind of table, another key of it, and that key's value.
    pub beside: Option<(&'static str, &'static str, String)>,
}

impl Which {
    /// The record of this kind with this id and this value of another key.
    pub fn beside(id: &str, table: &'static str, key: &'static str, value: &str) -> Self {
        Self {
            id: id.to_owned(),
            beside: Some((table, key, value.to_owned())),
        }
    }
}

impl From<&str> for Which {
    fn from(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            beside: None,
        }
    }
}

impl From<&String> for Which {
    fn from(id: &String) -> Self {
        id.as_str().into()
    }
}

impl From<&Which> for Which {
    fn from(which: &Which) -> Self {
        which.clone()
    }
}

/// What a number of a record is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// Id of the record.
    pub record: String,
    /// Its name within the record, as listings show it.
    pub label: String,
    /// Where it stands in the record, keys joined by dots: its label, unless it says otherwise.
    pub place: String,
    /// The record among several of its id.
    pub which: Which,
    /// By which it is moved and noted: record and label, such as "H3122/doubling", unless it says otherwise.
    pub key: String,
    /// What it is, in words, for reports.
    pub what: String,
    /// What follows the number in reports, such as " per day"; empty where it carries its own unit or has none.
    pub unit: &'static str,
    /// Which numbers it may be.
    pub domain: Domain,
    /// One number that stands for several (weights, a row of a table): it is moved and noted, and its record checks it
    /// and shows it in a way of its own.
    pub of_several: bool,
    /// What kind of number it is, where it is drawn.
    pub kind: Kind,
}

impl About {
    /// The value `label` of a record: what it is, and which numbers it may be.
    pub(super) fn new(record: &str, label: impl Into<String>, domain: Domain, what: impl Into<String>) -> Self {
        let label = label.into();
        Self {
            record: record.to_owned(),
            key: format!("{record}/{label}"),
            place: label.clone(),
            which: record.into(),
            label,
            what: what.into(),
            unit: "",
            domain,
            of_several: false,
            kind: Kind::default(),
        }
    }

    /// Moved and noted under another key.
    pub(super) fn under(self, key: String) -> Self {
        Self { key, ..self }
    }

    /// Standing under these keys of its record.
    pub(super) fn at(self, place: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            ..self
        }
    }

    /// In the record that another key tells from others of the same id.
    pub(super) fn beside(self, table: &'static str, key: &'static str, value: &str) -> Self {
        let which = Which::beside(&self.record, table, key, value);
        Self { which, ..self }
    }

    /// Shares ignorance with its class, whose route a larger value favours.
    pub(super) fn class(mut self, class: Class) -> Self {
        self.kind.class = Some(class);
        self
    }

    /// Shares ignorance with its class; a larger value is against the route.
    pub(super) fn against(mut self, class: Class) -> Self {
        self.kind.against = true;
        self.class(class)
    }

    /// With what would measure it.
    pub(super) fn measured(mut self, measure: &'static str) -> Self {
        self.kind.measure = measure;
        self
    }

    /// With what follows the number.
    pub(super) fn per(self, unit: &'static str) -> Self {
        Self { unit, ..self }
    }

    /// A number that stands for several.
    pub(super) fn of_several(self) -> Self {
        Self {
            of_several: true,
            ..self
        }
    }
}

/// A number in its place: it can be read, moved, and told what it is.
pub trait Slot {
    /// The number, in its own unit.
    fn number(&self) -> f64;
    /// As files for programs have it: in full, with its unit.
    fn text(&self) -> String;
    /// As people read it.
    fn words(&self) -> String;
    /// How far it could be off, where the record says so.
    fn range(&self) -> Option<Range>;
    /// The range as files for programs have it.
    fn range_text(&self) -> Option<String>;
    /// The range as people read it.
    fn range_words(&self) -> Option<String>;
    /// What the record says of its spread beside the range.
    fn spread(&self) -> Spread {
        Spread::default()
    }
    /// Where it comes from.
    fn cited(&self) -> Cited;
    /// What it is measured in.
    fn reads(&self) -> Reads;
    /// Sets it; false where the number does not fit the type.
    fn set(&mut self, number: f64) -> bool;
    /// Keeps what it is, for the notes that are made where it is used.
    fn stamp(&mut self, about: &About);
}

/// A field that holds a number, or may hold one.
pub trait Held {
    /// The number, if there is one.
    fn slot(&mut self) -> Option<&mut dyn Slot>;
}

impl<S: Slot> Held for Option<S> {
    fn slot(&mut self) -> Option<&mut dyn Slot> {
        self.as_mut().map(|slot| slot as &mut dyn Slot)
    }
}

/// Who looks at the values of records, one by one.
pub struct See<'s>(pub &'s mut dyn FnMut(&About, &mut dyn Slot));

impl See<'_> {
    /// Shows one value, if the record has it.
    pub(super) fn value(&mut self, about: About, held: &mut impl Held) {
        if let Some(slot) = held.slot() {
            (self.0)(&about, slot);
        }
    }
}

/// A record with numbers.
pub trait Values {
    /// Shows every number of the record with what it is, in the order of listings.
    fn visit(&mut self, names: &Names, see: &mut See);
}

/// What records are called, by id, and of which kind states are.
#[derive(Debug, Clone, Default)]
pub struct Names {
    names: BTreeMap<String, String>,
    states: BTreeMap<String, StateClass>,
}

impl Names {
    /// From pairs of id and name.
    pub fn new<'a>(pairs: impl Iterator<Item = (&'a String, &'a String)>) -> Self {
        Self {
            names: pairs.map(|(id, name)| (id.clone(), name.clone())).collect(),
            states: BTreeMap::new(),
        }
    }

    /// With the kinds of states, by id.
    pub fn with_states(self, states: BTreeMap<String, StateClass>) -> Self {
        Self { states, ..self }
    }

    /// The kind of a state (id), if there is such a state.
    pub fn state(&self, id: &str) -> Option<StateClass> {
        self.states.get(id).copied()
    }

    /// The name, or the id itself where no record has it.
    pub fn of<'a>(&'a self, id: &'a str) -> &'a str {
        self.names.get(id).map_or(id, String::as_str)
    }
}
