//! Every number of the data in one list, for checks and listings.

use crate::knowledge::certainty::Certainty;
use crate::knowledge::schema::{About, Cited, File, Range, Reads, See, Slot, Spread};
use std::cell::Cell;

/// A number of a record, seen without its type.
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    /// What it is.
    pub about: About,
    /// In its own unit.
    pub number: f64,
    /// What it is measured in.
    pub reads: Reads,
    /// As files for programs have it.
    pub text: String,
    /// As people read it.
    pub words: String,
    /// How far it could be off, where the record says so.
    pub range: Option<Range>,
    /// The range as files for programs have it.
    pub range_text: Option<String>,
    /// The range as people read it.
    pub range_words: Option<String>,
    /// What the record says of its spread beside the range.
    pub spread: Spread,
    /// Where it comes from.
    pub cited: Cited,
    /// Place of its record among all records with numbers.
    pub record: usize,
}

impl Value {
    fn of(about: &About, slot: &dyn Slot, record: usize) -> Self {
        Self {
            about: about.clone(),
            number: slot.number(),
            reads: slot.reads(),
            text: slot.text(),
            words: slot.words(),
            range: slot.range(),
            range_text: slot.range_text(),
            range_words: slot.range_words(),
            spread: slot.spread(),
            cited: slot.cited(),
            record,
        }
    }

    /// How sure it is.
    pub fn certainty(&self) -> Certainty {
        self.cited.certainty()
    }
}

/// Tells every number what it is.
pub fn stamp(data: &mut File) {
    data.visit(&mut See(&mut |about, slot| slot.stamp(about)));
}

/// All numbers, in the order of the data.
pub fn listed(data: &mut File) -> Vec<Value> {
    let (mut found, record) = (Vec::new(), Cell::new(0));
    let every = |place| {
        record.set(place);
        true
    };
    data.visit_records(
        &every,
        &mut See(&mut |about, slot| found.push(Value::of(about, slot, record.get()))),
    );
    found
}

/// Keys of the numbers of one file whose ranges it states.
pub fn ranged(data: &mut File) -> Vec<String> {
    let mut found = Vec::new();
    data.visit(&mut See(&mut |about, slot| {
        if slot.range().is_some() {
            found.push(about.key.clone());
        }
    }));
    for study in &data.study {
        let rows = study
            .range
            .iter()
            .flat_map(|(label, row)| row.keys().map(move |drug| (label, drug)));
        found.extend(rows.map(|(label, drug)| study.key(label, drug)));
    }
    found
}
