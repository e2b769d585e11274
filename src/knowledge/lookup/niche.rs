//! The surroundings of the cells: which factors a request names.

use super::conditions::NicheLevel;
use crate::knowledge::base::KnowledgeBase;
use crate::knowledge::error::KnowledgeError;
use crate::knowledge::schema::{Family, LineRecord, NicheRecord};

/// A factor around the cells.
#[derive(Debug, Clone, Copy)]
pub struct Factor<'a> {
    /// Its record.
    pub record: &'a NicheRecord,
    /// From 0 (absent) to 1 (what the record's `level` says).
    pub level: f64,
}

impl KnowledgeBase {
    /// The wanted niche factors of a line (each at a level from 0 to 1), with those that they bring along.
    ///
    /// # Errors
    /// Lines of this driver have no such factor, or a level is not from 0 to 1.
    pub fn surroundings(&self, line: &LineRecord, wanted: &[NicheLevel]) -> Result<Vec<Factor<'_>>, KnowledgeError> {
        let family = self.family_of(line);
        family.map_or(Ok(Vec::new()), |family| factors(self, family, wanted))
    }
}

/// Records of the wanted factors and of those that they bring along, with their levels; a factor
/// named twice has the higher level.
pub fn factors<'a>(
    kb: &'a KnowledgeBase,
    family: &Family,
    wanted: &[NicheLevel],
) -> Result<Vec<Factor<'a>>, KnowledgeError> {
    let known: Vec<&NicheRecord> = kb
        .data()
        .niche
        .iter()
        .filter(|factor| factor.families.contains(&family.id))
        .collect();
    let mut found: Vec<Factor> = Vec::new();
    let mut open: Vec<(&str, f64)> = (wanted.iter().rev())
        .map(|wanted| (wanted.factor.as_str(), wanted.level))
        .collect();
    while let Some((id, level)) = open.pop() {
        let record = *known.iter().find(|factor| factor.id == id).ok_or_else(|| {
            let names: Vec<&str> = known.iter().map(|factor| factor.id.as_str()).collect();
            KnowledgeError::unknown("niche factor", id, &names)
        })?;
        if !(0.0..=1.0).contains(&level) {
            let allowed = format!("levels from 0 to 1, where 1 is {}", record.level);
            return Err(KnowledgeError::value("niche", id, level, allowed));
        }
        match found.iter_mut().find(|factor| factor.record.id == record.id) {
            Some(before) => before.level = before.level.max(level),
            None => {
                found.push(Factor { record, level });
                open.extend(record.brings.iter().map(|id| (id.as_str(), level)));
            }
        }
    }
    Ok(found)
}
