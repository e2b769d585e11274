//! Names that people use for drugs and lines.

use super::base::KnowledgeBase;
use super::schema::{DrugRecord, LineRecord};

/// A name as people compare it: lower case, without hyphens, spaces and the like.
pub(crate) fn bare(name: &str) -> String {
    let kept = name.chars().filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}

/// Words for the salt or hydrate in which a drug is sold; doses are of the drug itself.
const SALTS: [&str; 12] = [
    "hydrochloride",
    "dihydrochloride",
    "hcl",
    "hydrate",
    "monohydrate",
    "mesylate",
    "sulfate",
    "sulphate",
    "fumarate",
    "hemifumarate",
    "tosylate",
    "phosphate",
];

/// A drug's name without that of its salt; the whole name where it is that alone.
fn without_salt(name: &str) -> String {
    let salt = |word: &&str| SALTS.contains(&bare(word).as_str());
    let words: Vec<&str> = name.split_whitespace().filter(|word| !salt(word)).collect();
    match words.is_empty() {
        true => name.to_owned(),
        false => words.join(" "),
    }
}

/// The only record that goes by this name, exactly or but for case, hyphens and spaces.
fn called<'a, R>(name: &str, records: &'a [R], names: impl Fn(&'a R) -> Vec<&'a str>) -> Option<&'a R> {
    let exact = records.iter().find(|record| names(record).contains(&name));
    exact.or_else(|| {
        let wanted = bare(name);
        let mut found = records
            .iter()
            .filter(|record| names(record).iter().any(|known| bare(known) == wanted));
        let first = found.next()?;
        (!wanted.is_empty() && found.next().is_none()).then_some(first)
    })
}

impl KnowledgeBase {
    /// The drug of this id, name or synonym (a brand or code name), with or without the name of a salt; case, hyphens and
    /// spaces are ignored where they lead to one drug only.
    pub fn drug_called(&self, name: &str) -> Option<&DrugRecord> {
        let of = |name: &str| called(name, &self.data().drug, DrugRecord::names);
        of(name).or_else(|| of(&without_salt(name)))
    }

    /// The line or assay system of this id or name; case, hyphens and spaces are ignored where they lead to one only.
    pub fn line_called(&self, name: &str) -> Option<&LineRecord> {
        called(name, &self.data().line, |line| {
            vec![line.id.as_str(), line.name.as_str()]
        })
    }
}
