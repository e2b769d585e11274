//! What every knowledge base must satisfy before it is used.

use super::check::{Check, Checked, Kind};
use super::ids::record_ids;
use crate::document::Source;
use crate::knowledge::schema::File;
use crate::knowledge::values::Value;
use std::collections::BTreeSet;

/// Checks every record; the first violation is returned with its file and line.
pub fn validate(data: &File, values: &[Value], texts: &[Source]) -> Checked {
    let check = Check::new(data, texts);
    check.unique_ids()?;
    // Weights and tables are checked with their records.
    let mut single = values.iter().filter(|value| !value.about.of_several);
    single.try_for_each(|value| check.sourced(value))?;
    check.sources_and_nodes()?;
    data.family.iter().try_for_each(|family| check.family(family))?;
    check.alleles()?;
    data.bypass.iter().try_for_each(|bypass| check.bypass(bypass))?;
    data.niche.iter().try_for_each(|factor| check.niche(factor))?;
    data.drug.iter().try_for_each(|drug| check.drug(drug))?;
    data.line.iter().try_for_each(|line| check.line(line))?;
    data.study.iter().try_for_each(|study| check.study(study))?;
    data.toxicity.iter().try_for_each(|table| check.toxicity(table))?;
    check.spectra()?;
    check.small_records()
}

impl Check<'_> {
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
    fn sourced(&self, value: &Value) -> Checked {
        let (id, key) = (&value.about.which, value.about.place.as_str());
        let at = |inner: &str| format!("{key}.{inner}");
        self.must(
            value.about.domain.allows(value.number),
            id,
            &at("value"),
            &value.text,
            value.about.domain.words(),
        )?;
        match (&value.cited.reference, &value.cited.assumed) {
            (Some(reference), None) => {
                self.known(id, &at("reference"), Kind::References, reference)?;
                let complete = value.cited.transcription.is_some() && value.cited.system.is_some();
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
                    value.cited.transcription.is_none(),
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
        let inside = value.range.is_none_or(|range| range.holds(value.number));
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

/// The first id that comes twice.
fn unique<'a>(ids: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut seen = BTreeSet::new();
    ids.into_iter().find(|id| !seen.insert(*id))
}
