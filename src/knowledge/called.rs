//! Names that people use for drugs and lines.

use super::base::KnowledgeBase;
use super::schema::{DrugRecord, LineRecord};

/// A name as people compare it: lower case, without hyphens, spaces and the like.
pub(super) fn bare(name: &str) -> String {
    let kept = name.chars().filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
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
    /// The drug of this id, name or synonym (a brand or code name); case, hyphens and spaces are ignored where they lead
    /// to one drug only.
    pub fn drug_called(&self, name: &str) -> Option<&DrugRecord> {
        called(name, &self.data().drug, DrugRecord::names)
    }

    /// The line or assay system of this id or name; case, hyphens and spaces are ignored where they lead to one only.
    pub fn line_called(&self, name: &str) -> Option<&LineRecord> {
        called(name, &self.data().line, |line| {
            vec![line.id.as_str(), line.name.as_str()]
        })
    }
}
