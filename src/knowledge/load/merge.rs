//! Files put together, record by record.

use super::text::SourceText;
use crate::knowledge::error::{InvalidValue, KnowledgeError};
use crate::knowledge::schema::*;

/// Appends the records of `next`, which was read from `source`. A record with an id that is taken is
/// an error, unless it says that it takes that record's place.
pub fn merge(into: &mut File, next: File, source: &SourceText) -> Result<(), KnowledgeError> {
    add(&mut into.reference, next.reference, source)?;
    add(&mut into.node, next.node, source)?;
    add(&mut into.source, next.source, source)?;
    add(&mut into.state, next.state, source)?;
    add(&mut into.switch, next.switch, source)?;
    add(&mut into.family, next.family, source)?;
    add(&mut into.allele, next.allele, source)?;
    add(&mut into.compound, next.compound, source)?;
    add(&mut into.bypass, next.bypass, source)?;
    add(&mut into.niche, next.niche, source)?;
    add(&mut into.study, next.study, source)?;
    add(&mut into.toxicity, next.toxicity, source)?;
    add(&mut into.fold, next.fold, source)?;
    add(&mut into.drug, next.drug, source)?;
    add(&mut into.line, next.line, source)?;
    add(&mut into.vessel, next.vessel, source)?;
    add(&mut into.pair, next.pair, source)?;
    add(&mut into.spectrum, next.spectrum, source)?;
    add(&mut into.mutagen, next.mutagen, source)?;
    add(&mut into.call, next.call, source)?;
    add(&mut into.observation, next.observation, source)?;
    add_one(&mut into.defaults, next.defaults, source)?;
    add_one(&mut into.supply, next.supply, source)
}

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

fn add_one<T: Record>(into: &mut Option<T>, next: Option<T>, source: &SourceText) -> Result<(), KnowledgeError> {
    let Some(next) = next else { return Ok(()) };
    if into.is_some() && !next.replaces() {
        let allowed = format!("one [{}], or override = true to take its place as a whole", T::KIND);
        return Err(refused(&next.names(), "table", allowed, source));
    }
    *into = Some(next);
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
    ($($kind:literal $record:ident: $first:expr, $second:expr;)*) => {
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
    };
}

records! {
    "reference" Reference: |r| &r.id, |_| "";
    "node" NodeRecord: |r| &r.id, |_| "";
    "source" SourceRecord: |r| &r.id, |_| "";
    "state" StateRecord: |r| &r.id, |_| "";
    "switch" SwitchRecord: |r| &r.from, |r| &r.to;
    "family" Family: |r| &r.id, |_| "";
    "allele" AlleleRecord: |r| &r.id, |_| "";
    "compound genotype" CompoundRecord: |r| &r.id, |_| "";
    "bypass" BypassRecord: |r| &r.id, |_| "";
    "niche factor" NicheRecord: |r| &r.id, |_| "";
    "study" Study: |r| &r.id, |_| "";
    "toxicity table" ToxicityTable: |r| &r.id, |_| "";
    "fold" FoldRecord: |r| &r.allele, |r| &r.drug;
    "drug" DrugRecord: |r| &r.id, |_| "";
    "line" LineRecord: |r| &r.id, |_| "";
    "vessel" VesselRecord: |r| &r.id, |_| "";
    "pair" PairRecord: |r| &r.drug, |r| &r.beside;
    "spectrum" SpectrumRecord: |r| &r.id, |_| "";
    "mutagen" MutagenRecord: |r| &r.id, |_| "";
    "call" Call: |r| &r.allele, |r| &r.reference;
    "observation" Observation: |r| &r.id, |_| "";
    "defaults" Defaults: |_| Defaults::ID, |_| "";
    "supply" SupplyRecord: |_| SupplyRecord::ID, |_| "";
}
