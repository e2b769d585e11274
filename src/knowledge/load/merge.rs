//! Files put together, record by record.

use super::text::fault;
use crate::document::Source;
use crate::knowledge::error::KnowledgeError;
use crate::knowledge::schema::*;
use std::collections::BTreeMap;

fn add<T: Record>(into: &mut Vec<T>, next: Vec<T>, source: &Source) -> Result<(), KnowledgeError> {
    if next.is_empty() {
        return Ok(());
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
                return Err(refused::<T>(&names, "id", allowed, source));
            }
            (None, true) => {
                let allowed = format!("override = true only where there is another {} to replace", T::KIND);
                return Err(refused::<T>(&names, "override", allowed, source));
            }
        }
    }
    Ok(())
}

/// The same for a table that there is once.
fn add_one<T: Record>(into: &mut Option<T>, next: Option<T>, source: &Source) -> Result<(), KnowledgeError> {
    let mut records: Vec<T> = into.take().into_iter().collect();
    add(&mut records, next.into_iter().collect(), source)?;
    *into = records.pop();
    Ok(())
}

/// The last record of these names in the file: an earlier one has the id first.
fn refused<T: Record>(names: &[String; 2], key: &str, allowed: String, source: &Source) -> KnowledgeError {
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
    KnowledgeError::at(fault(std::slice::from_ref(source), &which, key, &value).allowed(allowed))
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
        /// an error, unless it says that it takes that record's place.
        pub fn merge(into: &mut File, next: File, source: &Source) -> Result<(), KnowledgeError> {
            $(add(&mut into.$list, next.$list, source)?;)*
            $(add_one(&mut into.$table, next.$table, source)?;)*
            Ok(())
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
    }
    one {
        defaults: Defaults;
        supply: SupplyRecord;
    }
}
