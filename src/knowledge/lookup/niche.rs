//! The surroundings of the cells: which factors a request names.

use crate::knowledge::base::KnowledgeBase;
use crate::knowledge::error::{InvalidValue, KnowledgeError};
use crate::knowledge::schema::{Family, LineRecord, NicheRecord};

/// A factor around the cells, and its level from 0 (absent) to 1 (what the record's `level` says).
pub type Factor<'a> = (&'a NicheRecord, f64);

impl KnowledgeBase {
    /// The wanted niche factors of a line (each at a level from 0 to 1), with those that they bring along.
    pub fn surroundings(&self, line: &LineRecord, wanted: &[(String, f64)]) -> Result<Vec<Factor<'_>>, KnowledgeError> {
        let family = self.family_of(line);
        family.map_or(Ok(Vec::new()), |family| factors(self, family, wanted))
    }
}

/// Records of the wanted factors and of those that they bring along, with their levels; a factor
/// named twice has the higher level.
pub fn factors<'a>(
    kb: &'a KnowledgeBase,
    family: &Family,
    wanted: &[(String, f64)],
) -> Result<Vec<Factor<'a>>, KnowledgeError> {
    let known: Vec<&NicheRecord> = kb
        .data()
        .niche
        .iter()
        .filter(|factor| factor.families.contains(&family.id))
        .collect();
    let mut found: Vec<Factor> = Vec::new();
    let mut open: Vec<(&str, f64)> = wanted.iter().rev().map(|(id, level)| (id.as_str(), *level)).collect();
    while let Some((id, level)) = open.pop() {
        let record = *known.iter().find(|factor| factor.id == id).ok_or_else(|| {
            let names: Vec<&str> = known.iter().map(|factor| factor.id.as_str()).collect();
            KnowledgeError::unknown("niche factor", id, &names)
        })?;
        if !(0.0..=1.0).contains(&level) {
            return Err(KnowledgeError::Invalid(Box::new(InvalidValue {
                file: "niche".to_owned(),
                line: None,
                key: id.to_owned(),
                value: level.to_string(),
                allowed: format!("levels from 0 to 1, where 1 is {}", record.level),
                nearest: None,
            })));
        }
        match found.iter_mut().find(|(factor, _)| factor.id == record.id) {
            Some((_, before)) => *before = before.max(level),
            None => {
                found.push((record, level));
                open.extend(record.brings.iter().map(|id| (id.as_str(), level)));
            }
        }
    }
    Ok(found)
}
