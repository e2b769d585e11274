//! Files put together, record by record.

use super::text::SourceText;
use crate::knowledge::error::{InvalidValue, KnowledgeError};
use crate::knowledge::schema::*;

fn add<T: Record>(into: &mut Vec<T>, next: Vec<T>, source: &SourceText) -> Result<(), KnowledgeError> {
    for record in next {
        let taken = into.iter().position(|before| before.names() == record.names());
        match (taken, record.replaces()) {
            (None, false) => into.push(record),
            (Some(place), true) => into[place] = record,
            (Some(_), false) => {
                let allowed = format!(
                    "an id that no other {} has, or override = true to take that record's place",
                    T::KIND
                );
                return Err(refused(&record.names(), "id", allowed, source));
            }
            (None, true) => {
                let allowed = format!("override = true only where there is another {} to replace", T::KIND);
                return Err(refused(&record.names(), "override", allowed, source));
            }
        }
    }
    Ok(())
}

/// The same for a table that there is once.
fn add_one<T: Record>(into: &mut Option<T>, next: Option<T>, source: &SourceText) -> Result<(), KnowledgeError> {
    let mut records: Vec<T> = into.take().into_iter().collect();
    add(&mut records, next.into_iter().collect(), source)?;
    *into = records.pop();
    Ok(())
}

fn refused(names: &[String; 2], key: &str, allowed: String, source: &SourceText) -> KnowledgeError {
    let shown = names
        .iter()
        .filter(|name| !name.is_empty())
        .cloned()
        .collect::<Vec<_>>();
    KnowledgeError::Invalid(Box::new(InvalidValue {
        file: source.name.clone(),
        line: source.line_of(&names[0]),
        key: format!("\"{}\": {key}", names[0]),
        value: format!("\"{}\"", shown.join("\" and \"")),
        allowed,
        nearest: None,
    }))
}

/// What tells records of one kind apart, and whether they take another one's place.
trait Record {
    const KIND: &'static str;
    fn names(&self) -> [String; 2];
    fn replaces(&self) -> bool;
}

macro_rules! records {
    (
        many { $($list:ident: $kind:literal $record:ident, $first:expr, $second:expr;)* }
        one { $($table:ident: $only:ident;)* }
    ) => {
        /// Appends the records of `next`, which was read from `source`. A record with an id that is taken is
        /// an error, unless it says that it takes that record's place.
        pub fn merge(into: &mut File, next: File, source: &SourceText) -> Result<(), KnowledgeError> {
            $(add(&mut into.$list, next.$list, source)?;)*
            $(add_one(&mut into.$table, next.$table, source)?;)*
            Ok(())
        }

        $(impl Record for $record {
            const KIND: &'static str = $kind;
            fn names(&self) -> [String; 2] {
                let first: fn(&$record) -> &str = $first;
                let second: fn(&$record) -> &str = $second;
                [first(self).to_owned(), second(self).to_owned()]
            }
            fn replaces(&self) -> bool {
                self.replaces
            }
        })*

        $(impl Record for $only {
            const KIND: &'static str = $only::ID;
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
        reference: "reference" Reference, |r| &r.id, |_| "";
        node: "node" NodeRecord, |r| &r.id, |_| "";
        source: "source" SourceRecord, |r| &r.id, |_| "";
        state: "state" StateRecord, |r| &r.id, |_| "";
        switch: "switch" SwitchRecord, |r| &r.from, |r| &r.to;
        family: "family" Family, |r| &r.id, |_| "";
        allele: "allele" AlleleRecord, |r| &r.id, |_| "";
        compound: "compound genotype" CompoundRecord, |r| &r.id, |_| "";
        bypass: "bypass" BypassRecord, |r| &r.id, |_| "";
        niche: "niche factor" NicheRecord, |r| &r.id, |_| "";
        study: "study" Study, |r| &r.id, |_| "";
        toxicity: "toxicity table" ToxicityTable, |r| &r.id, |_| "";
        fold: "fold" FoldRecord, |r| &r.allele, |r| &r.drug;
        drug: "drug" DrugRecord, |r| &r.id, |_| "";
        line: "line" LineRecord, |r| &r.id, |_| "";
        vessel: "vessel" VesselRecord, |r| &r.id, |_| "";
        pair: "pair" PairRecord, |r| &r.drug, |r| &r.beside;
        spectrum: "spectrum" SpectrumRecord, |r| &r.id, |_| "";
        mutagen: "mutagen" MutagenRecord, |r| &r.id, |_| "";
        call: "call" Call, |r| &r.allele, |r| &r.reference;
        observation: "observation" Observation, |r| &r.id, |_| "";
    }
    one {
        defaults: Defaults;
        supply: SupplyRecord;
    }
}
