//! What every knowledge base must satisfy before it is used.

use super::check::{Check, Checked, Kind, Rules};
use super::ids::record_ids;
use super::variants::KnownAlleles;
use crate::document::{Mistakes, Source};
use crate::knowledge::schema::File;
use crate::knowledge::values::Value;
use std::collections::BTreeSet;

/// What is wrong with the records, each with its file and line. Values by themselves and names that nothing has come
/// first: without them, or where not everything is `read`, the rules of records would tell of their consequences.
pub fn validate(data: &File, values: &[Value], texts: &[Source], read: bool) -> Mistakes {
    let check = Check::new(data, texts);
    let mut rules = Rules::default();
    rules.keep(check.unique_ids());
    // Weights and tables are checked with their records.
    let single = values.iter().filter(|value| !value.about.of_several);
    single.for_each(|value| check.keep_first(check.sourced(value)));
    values.iter().for_each(|value| check.keep_first(check.spread(value)));
    data.source.iter().for_each(|source| rules.keep(check.source(source)));
    data.family.iter().for_each(|family| rules.keep(check.family(family)));
    let known = KnownAlleles::of(data);
    data.allele
        .iter()
        .for_each(|allele| rules.keep(check.allele(allele, &known)));
    data.bypass.iter().for_each(|bypass| rules.keep(check.bypass(bypass)));
    data.niche.iter().for_each(|factor| rules.keep(check.niche(factor)));
    data.drug.iter().for_each(|drug| rules.keep(check.drug(drug)));
    data.line.iter().for_each(|line| rules.keep(check.line(line)));
    data.study.iter().for_each(|study| rules.keep(check.study(study)));
    data.toxicity.iter().for_each(|table| rules.keep(check.toxicity(table)));
    data.spectrum
        .iter()
        .for_each(|record| rules.keep(check.spectrum(record)));
    data.mutagen.iter().for_each(|record| rules.keep(check.mutagen(record)));
    check.small_records(&mut rules);
    check.fits(values, &mut rules);
    let first = check.first();
    check.told(match first.is_empty() && read {
        true => &rules,
        false => &first,
    })
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

    /// What is shared is a share, and the family one that such numbers have.
    fn spread(&self, value: &Value) -> Checked {
        let (id, key) = (&value.about.which, value.about.place.as_str());
        if let Some(shared) = value.spread.shared {
            let fits = (0.0..=1.0).contains(&shared);
            self.must(
                fits,
                id,
                &format!("{key}.shared"),
                shared.to_string(),
                "a share of the variance, 0 to 1",
            )?;
        }
        self.shape(id, &format!("{key}.family"), value.spread.family, value.about.domain)
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
