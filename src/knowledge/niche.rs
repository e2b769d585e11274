//! The surroundings of the cells: which factors a request names, and what they do together.

use super::KnowledgeBase;
use super::error::{InvalidValue, KnowledgeError, nearest};
use super::resolve::Work;
use super::schema::{DrugRecord, Family, LineRecord, NicheRecord, SourceRecord};
use crate::model::biology::Niche;

impl KnowledgeBase {
    /// The wanted niche factors of a line (each at a level from 0 to 1), with those that they bring along.
    pub fn surroundings(
        &self,
        line: &LineRecord,
        wanted: &[(String, f64)],
    ) -> Result<Vec<(&NicheRecord, f64)>, KnowledgeError> {
        let family = self
            .data()
            .family
            .iter()
            .find(|family| Some(&family.id) == line.family.as_ref());
        family.map_or(Ok(Vec::new()), |family| factors(self, family, wanted))
    }
}

/// Records of the wanted factors and of those that they bring along, with their levels; a factor
/// named twice has the higher level.
pub(super) fn factors<'a>(
    kb: &'a KnowledgeBase,
    family: &Family,
    wanted: &[(String, f64)],
) -> Result<Vec<(&'a NicheRecord, f64)>, KnowledgeError> {
    let known: Vec<&NicheRecord> = kb
        .data()
        .niche
        .iter()
        .filter(|factor| factor.families.contains(&family.id))
        .collect();
    let mut found: Vec<(&NicheRecord, f64)> = Vec::new();
    let mut open: Vec<(&str, f64)> = wanted.iter().rev().map(|(id, level)| (id.as_str(), *level)).collect();
    while let Some((id, level)) = open.pop() {
        let names = || known.iter().map(|factor| factor.id.as_str());
        let record = known.iter().find(|factor| factor.id == id);
        let record = record.ok_or_else(|| KnowledgeError::Unknown {
            kind: "niche factor",
            id: id.to_owned(),
            nearest: nearest(id, names()),
            valid: names().map(str::to_owned).collect(),
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

/// The model's niche: ligand and source activities add up, what is left of doses and of killing multiplies.
pub(super) fn resolve(
    work: &mut Work,
    around: &[(&NicheRecord, f64)],
    drugs: &[&DrugRecord],
    sources: &[&SourceRecord],
) -> Niche {
    let mut niche = Niche::default();
    if around.is_empty() {
        return niche;
    }
    niche.sources = vec![0.0; sources.len()];
    niche.dose_left = vec![1.0; drugs.len()];
    let mut killed = 1.0;
    for (factor, level) in around {
        let key = |name: &str| format!("{}/{name}", factor.id);
        if let Some(ligand) = &factor.ligand {
            work.note(
                ligand,
                key("ligand"),
                format!("stimulation of the driver by {}", factor.name),
                "",
            );
            niche.ligand += level * ligand.value;
        }
        if let (Some(source), Some(activity)) = (&factor.source, &factor.activity) {
            work.note(activity, key("activity"), format!("signal from {}", factor.name), "");
            if let Some(i) = sources.iter().position(|record| record.id == *source) {
                niche.sources[i] += level * activity.value;
            }
        }
        if let Some(sparing) = &factor.sparing {
            work.note(
                sparing,
                key("sparing"),
                format!("killing turned into arrest by {}", factor.name),
                "",
            );
            killed *= 1.0 - level * sparing.value;
        }
        if let Some(left) = &factor.dose_left {
            work.note(
                left,
                key("dose_left"),
                format!("share of the dose that {} leaves", factor.name),
                "",
            );
            for (share, drug) in niche.dose_left.iter_mut().zip(drugs) {
                if factor.drugs.contains(&drug.id) {
                    *share *= 1.0 - level * (1.0 - left.value);
                }
            }
        }
    }
    niche.sparing = 1.0 - killed;
    niche
}
