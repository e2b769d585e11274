//! Files put together, record by record.

use super::text::fault;
use crate::document::{Mistakes, Source};
use crate::knowledge::schema::*;
use std::collections::BTreeMap;

fn add<T: Record>(into: &mut Vec<T>, next: Vec<T>, source: &Source, found: &mut Mistakes) {
    if next.is_empty() {
        return;
    }
    let before = into.iter().enumerate();
    let mut places: BTreeMap<[String; 2], usize> = before.map(|(i, record)| (record.names(), i)).collect();
    for record in next {
        let names = record.names();
        match (places.get(&names), record.replaces()) {
            (None, false) => {
                places.insert(names, into.len());
                into.push(record);
            }
            (Some(place), true) => into[*place] = record,
            (Some(_), false) => {
                let allowed = format!(
                    "an id that no other {} has, or override = true to take that record's place",
                    T::KIND
                );
                refused::<T>(&names, "id", allowed, source, found);
            }
            (None, true) => {
                let allowed = format!("override = true only where there is another {} to replace", T::KIND);
                refused::<T>(&names, "override", allowed, source, found);
            }
        }
    }
}

/// The same for a table that there is once.
fn add_one<T: Record>(into: &mut Option<T>, next: Option<T>, source: &Source, found: &mut Mistakes) {
    let mut records: Vec<T> = into.take().into_iter().collect();
    add(&mut records, next.into_iter().collect(), source, found);
    *into = records.pop();
}

/// The last record of these names in the file: an earlier one has the id first.
fn refused<T: Record>(names: &[String; 2], key: &str, allowed: String, source: &Source, found: &mut Mistakes) {
    if found.is_full() {
        return;
    }
    let [first, second] = names;
    let which = match T::KEYS {
        [_, ""] => Which::from(first),
        [_, other] => Which::beside(first, T::TABLE, other, second),
    };
    let shown: Vec<&str> = names
        .iter()
        .map(String::as_str)
        .filter(|name| !name.is_empty())
        .collect();
    let value = match key {
        "override" => "true".to_owned(),
        _ => format!("\"{}\"", shown.join("\" and \"")),
    };
    found.add(fault(std::slice::from_ref(source), &which, key, &value).allowed(allowed));
}

/// What tells records of one kind apart, and whether they take another one's place.
trait Record {
    const KIND: &'static str;
    const TABLE: &'static str;
    /// The keys that name it.
    const KEYS: [&'static str; 2];
    fn names(&self) -> [String; 2];
    fn replaces(&self) -> bool;
}

macro_rules! records {
    (
        many { $($list:ident: $kind:literal $record:ident, $first:ident $($second:ident)?;)* }
        one { $($table:ident: $only:ident;)* }
    ) => {
        /// Appends the records of `next`, which was read from `source`. A record with an id that is taken is
        /// a mistake, unless it says that it takes that record's place.
        pub fn merge(into: &mut File, next: File, source: &Source, found: &mut Mistakes) {
            $(add(&mut into.$list, next.$list, source, found);)*
            $(add_one(&mut into.$table, next.$table, source, found);)*
        }

        $(impl Record for $record {
            const KIND: &'static str = $kind;
            const TABLE: &'static str = stringify!($list);
            const KEYS: [&'static str; 2] = [stringify!($first), concat!("", $(stringify!($second))?)];
            fn names(&self) -> [String; 2] {
                [self.$first.clone(), [String::new() $(, self.$second.clone())?].concat()]
            }
            fn replaces(&self) -> bool {
                self.replaces
            }
        })*

        $(impl Record for $only {
            const KIND: &'static str = $only::ID;
            const TABLE: &'static str = $only::ID;
            const KEYS: [&'static str; 2] = ["", ""];
            fn names(&self) -> [String; 2] {
                [$only::ID.to_owned(), String::new()]
            }
            fn replaces(&self) -> bool {
                self.replaces
            }
        })*
    };
}

records! {
    many {
        reference: "reference" Reference, id;
        node: "node" NodeRecord, id;
        source: "source" SourceRecord, id;
        state: "state" StateRecord, id;
        switch: "switch" SwitchRecord, from to;
        family: "family" Family, id;
        allele: "allele" AlleleRecord, id;
        compound: "compound genotype" CompoundRecord, id;
        bypass: "bypass" BypassRecord, id;
        niche: "niche factor" NicheRecord, id;
        study: "study" Study, id;
        toxicity: "toxicity table" ToxicityTable, id;
        fold: "fold" FoldRecord, allele drug;
        drug: "drug" DrugRecord, id;
        line: "line" LineRecord, id;
        vessel: "vessel" VesselRecord, id;
        pair: "pair" PairRecord, drug beside;
        spectrum: "spectrum" SpectrumRecord, id;
        mutagen: "mutagen" MutagenRecord, id;
        call: "call" Call, allele reference;
        observation: "observation" Observation, id;
        fit: "fit" FitRecord, id;
    }
    one {
        defaults: Defaults;
        supply: SupplyRecord;
    }
}
