//! What every knowledge base must satisfy before it is used.

use super::error::{InvalidValue, KnowledgeError, nearest};
use super::folds;
use super::load::SourceText;
use super::schema::*;
use super::values::{self, ValueView};
use std::collections::BTreeSet;

pub(super) type Checked = Result<(), KnowledgeError>;

/// Checks every record; the first violation is returned with its file and line.
pub fn validate(data: &File, texts: &[SourceText]) -> Checked {
    let check = Check { data, texts };
    check.unique_ids()?;
    values::all(data).iter().try_for_each(|value| check.sourced(value))?;
    check.sources_and_nodes()?;
    data.family.iter().try_for_each(|family| check.family(family))?;
    data.allele.iter().try_for_each(|allele| check.allele(allele))?;
    data.bypass.iter().try_for_each(|bypass| check.bypass(bypass))?;
    data.niche.iter().try_for_each(|factor| check.niche(factor))?;
    data.drug.iter().try_for_each(|drug| check.drug(drug))?;
    data.line.iter().try_for_each(|line| check.line(line))?;
    data.study.iter().try_for_each(|study| check.study(study))?;
    data.toxicity.iter().try_for_each(|table| check.toxicity(table))?;
    check.spectra()?;
    check.small_records()
}

pub(super) struct Check<'a> {
    pub(super) data: &'a File,
    texts: &'a [SourceText],
}

impl Check<'_> {
    /// An error about `key` of record `id`.
    pub(super) fn wrong(
        &self,
        id: &str,
        key: &str,
        value: impl Into<String>,
        allowed: impl Into<String>,
    ) -> KnowledgeError {
        // A later file's record has taken the place of an earlier one's.
        let found = self
            .texts
            .iter()
            .rev()
            .find_map(|text| Some((text.name.clone(), text.line_of(id)?)));
        let (file, line) = found.map_or(("knowledge base".to_owned(), None), |(file, line)| (file, Some(line)));
        KnowledgeError::Invalid(Box::new(InvalidValue {
            file,
            line,
            key: format!("\"{id}\": {key}"),
            value: value.into(),
            allowed: allowed.into(),
            nearest: None,
        }))
    }

    /// `name` must be among `names`.
    pub(super) fn known<'b>(
        &self,
        id: &str,
        key: &str,
        what: &str,
        name: &str,
        names: impl Iterator<Item = &'b str> + Clone,
    ) -> Checked {
        if names.clone().any(|known| known == name) {
            return Ok(());
        }
        let close = nearest(name, names.clone()).into_iter().next();
        let mut listed: Vec<&str> = names.collect();
        listed.truncate(40);
        let mut error = self.wrong(id, key, format!("\"{name}\""), format!("{what}: {}", listed.join(", ")));
        if let KnowledgeError::Invalid(invalid) = &mut error {
            invalid.nearest = close;
        }
        Err(error)
    }

    pub(super) fn must(&self, holds: bool, id: &str, key: &str, value: impl Into<String>, allowed: &str) -> Checked {
        if holds {
            Ok(())
        } else {
            Err(self.wrong(id, key, value, allowed))
        }
    }

    pub(super) fn reference(&self, id: &str, reference: &str) -> Checked {
        self.known(
            id,
            "reference",
            "references",
            reference,
            self.data.reference.iter().map(|r| r.id.as_str()),
        )
    }

    pub(super) fn drug_id(&self, id: &str, key: &str, drug: &str) -> Checked {
        self.known(id, key, "drugs", drug, self.data.drug.iter().map(|d| d.id.as_str()))
    }

    pub(super) fn family_id(&self, id: &str, family: &str) -> Checked {
        self.known(
            id,
            "family",
            "families",
            family,
            self.data.family.iter().map(|f| f.id.as_str()),
        )
    }

    pub(super) fn source_id(&self, id: &str, source: &str) -> Checked {
        self.known(
            id,
            "source",
            "sources",
            source,
            self.data.source.iter().map(|s| s.id.as_str()),
        )
    }

    pub(super) fn node_ids<'b>(&self, id: &str, nodes: impl Iterator<Item = &'b String>) -> Checked {
        for node in nodes {
            self.known(id, "node", "nodes", node, self.data.node.iter().map(|n| n.id.as_str()))?;
        }
        Ok(())
    }

    /// "A+B" must be made of alleles of the family.
    pub(super) fn label(&self, id: &str, key: &str, family: &str, label: &str) -> Checked {
        let names = self
            .data
            .allele
            .iter()
            .filter(|allele| allele.family == family)
            .map(|a| a.name.as_str());
        folds::parts(label)
            .into_iter()
            .try_for_each(|part| self.known(id, key, "alleles of the family", part, names.clone()))
    }

    fn unique_ids(&self) -> Checked {
        let data = self.data;
        let ids = record_ids(data)
            .into_iter()
            .chain(data.study.iter().map(|r| r.id.as_str()));
        let ids = ids.chain(data.toxicity.iter().map(|r| r.id.as_str()));
        unique(ids).map_or(Ok(()), |id| {
            Err(self.wrong(id, "id", format!("\"{id}\""), "an id that no other record has"))
        })?;
        let references = unique(data.reference.iter().map(|r| r.id.as_str()));
        references.map_or(Ok(()), |id| {
            Err(self.wrong(id, "id", format!("\"{id}\""), "an id that no other reference has"))
        })
    }

    /// Measured with reference, system and transcription, or assumed with reason and range; the
    /// range holds the value; the value is in the key's domain.
    fn sourced(&self, value: &ValueView) -> Checked {
        let (id, key) = (value.record.as_str(), value.key.as_str());
        self.must(
            value.domain.allows(value.number),
            id,
            key,
            &value.text,
            value.domain.words(),
        )?;
        match (&value.reference, &value.assumed) {
            (Some(reference), None) => {
                self.reference(id, reference)?;
                let complete = value.transcription.is_some() && value.system.is_some();
                self.must(
                    complete,
                    id,
                    key,
                    &value.text,
                    "a measured value also names its system and transcription",
                )?;
            }
            (None, Some(why)) => {
                self.must(
                    !why.trim().is_empty(),
                    id,
                    key,
                    &value.text,
                    "an assumed value says why",
                )?;
                self.must(
                    value.range.is_some(),
                    id,
                    key,
                    &value.text,
                    "an assumed value has a range",
                )?;
                self.must(
                    value.transcription.is_none(),
                    id,
                    key,
                    &value.text,
                    "an assumed value has no transcription",
                )?;
            }
            _ => {
                return Err(self.wrong(
                    id,
                    key,
                    &value.text,
                    "either a reference or the reason why it is assumed",
                ));
            }
        }
        let inside = value
            .range
            .is_none_or(|(low, high)| low <= value.number && value.number <= high);
        let range = value.range_text.clone().unwrap_or_default();
        self.must(
            inside,
            id,
            key,
            &value.text,
            &format!("a value within its range ({range})"),
        )
    }
}

/// Ids that `show` knows, in the order of the data.
pub fn record_ids(data: &File) -> Vec<&str> {
    let mut ids: Vec<&str> = Vec::new();
    ids.extend(data.line.iter().map(|r| r.id.as_str()));
    ids.extend(data.drug.iter().map(|r| r.id.as_str()));
    ids.extend(data.family.iter().map(|r| r.id.as_str()));
    ids.extend(data.allele.iter().map(|r| r.id.as_str()));
    ids.extend(data.compound.iter().map(|r| r.id.as_str()));
    ids.extend(data.family.iter().map(|r| r.amplification.id.as_str()));
    ids.extend(data.bypass.iter().map(|r| r.id.as_str()));
    ids.extend(data.niche.iter().map(|r| r.id.as_str()));
    ids.extend(data.state.iter().map(|r| r.id.as_str()));
    ids.extend(data.source.iter().map(|r| r.id.as_str()));
    ids.extend(data.node.iter().map(|r| r.id.as_str()));
    ids.extend(data.vessel.iter().map(|r| r.id.as_str()));
    ids.extend(data.spectrum.iter().map(|r| r.id.as_str()));
    ids.extend(data.mutagen.iter().map(|r| r.id.as_str()));
    ids.extend(data.observation.iter().map(|r| r.id.as_str()));
    ids
}

/// The first id that comes twice.
fn unique<'a>(ids: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut seen = BTreeSet::new();
    ids.into_iter().find(|id| !seen.insert(*id))
}
