//! One record of the knowledge base with every value and its source.

use super::KnowledgeBase;
use super::assumption::Certainty;
use super::error::{KnowledgeError, nearest};
use super::folds;
use super::list::ListRow;
use super::schema::*;
use super::validate::record_ids;
use super::values::{self, ValueView};
use serde::Serialize;
use std::fmt;

/// One record in full.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Shown {
    pub row: ListRow,
    pub name: String,
    /// Plain facts: what it is, what it acts on.
    pub facts: Vec<(String, String)>,
    /// Numbers with their sources.
    pub values: Vec<ShownValue>,
    /// Findings about it that no parameter carries, with their source.
    pub observations: Vec<(String, String)>,
}

/// A number with its source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ShownValue {
    pub what: String,
    pub value: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range: Option<String>,
    pub certainty: String,
    /// Citation, or the reason why it was assumed.
    pub source: String,
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} ({})", self.row.id, self.row.kind)?;
        if self.name != self.row.id {
            writeln!(f, "{}", self.name)?;
        }
        if !self.row.summary.is_empty() {
            writeln!(f, "{}", self.row.summary)?;
        }
        for (key, value) in &self.facts {
            writeln!(f, "  {key}: {value}")?;
        }
        for value in &self.values {
            let range = value
                .range
                .as_ref()
                .map_or(String::new(), |range| format!(" ({range})"));
            writeln!(f, "  {}: {}{range}  [{}]", value.what, value.value, value.certainty)?;
            writeln!(f, "      {}", value.source)?;
        }
        for (text, source) in &self.observations {
            writeln!(f, "  Observed: {text}\n      {source}")?;
        }
        Ok(())
    }
}

impl KnowledgeBase {
    /// One record by id, or by its label where only one record has it.
    pub fn show(&self, id: &str) -> Result<Shown, KnowledgeError> {
        let data = self.data();
        let ids = record_ids(data);
        let by_label: Vec<&str> = data
            .allele
            .iter()
            .filter(|allele| allele.name.eq_ignore_ascii_case(id))
            .map(|a| a.id.as_str())
            .collect();
        let found = ids.iter().find(|known| known.eq_ignore_ascii_case(id)).copied();
        let found = found.or(if let [only] = by_label.as_slice() {
            Some(*only)
        } else {
            None
        });
        let labels = data.allele.iter().map(|allele| allele.name.as_str());
        let id = found.ok_or_else(|| KnowledgeError::Unknown {
            kind: "record",
            id: id.to_owned(),
            nearest: nearest(id, ids.iter().copied().chain(labels)),
            valid: ids.iter().map(|&known| known.to_owned()).collect(),
        })?;
        let mut row =
            self.bare_rows()
                .into_iter()
                .find(|row| row.id == id)
                .ok_or_else(|| KnowledgeError::Undetermined {
                    what: format!("record \"{id}\""),
                    why: "it is not listed".to_owned(),
                })?;
        row.certainty = self.certainty_of(id, &values::all(data));
        let (name, facts) = self.facts(id);
        let observations = data
            .observation
            .iter()
            .filter(|observation| observation.about == id || observation.id == id)
            .map(|observation| (observation.text.clone(), self.citation(&observation.reference)))
            .collect();
        Ok(Shown {
            row,
            name,
            facts,
            values: self.shown_values(id),
            observations,
        })
    }

    /// Citation and link of a reference.
    pub fn citation(&self, reference: &str) -> String {
        let found = self.data().reference.iter().find(|record| record.id == reference);
        found.map_or(reference.to_owned(), |record| {
            format!("{} ({})", record.citation, record.link)
        })
    }

    /// The least sure of a record's values, in words; empty for records without any.
    pub(super) fn certainty_of(&self, id: &str, values: &[ValueView]) -> String {
        let data = self.data();
        let own = values
            .iter()
            .filter(|value| value.record == id)
            .map(|value| value.certainty);
        let rows = self
            .rows_of(id)
            .into_iter()
            .map(|(study, _, _, _)| Certainty::Measured {
                transcription: study.transcription,
            });
        let paths = data
            .allele
            .iter()
            .filter(|allele| allele.id == id)
            .filter_map(|allele| allele.paths_transcription);
        let told = data.observation.iter().filter(|o| o.id == id).map(|o| o.transcription);
        let measured = paths
            .chain(told)
            .map(|transcription| Certainty::Measured { transcription });
        own.chain(rows)
            .chain(measured)
            .max()
            .map_or(String::new(), |certainty| certainty.to_string())
    }

    /// Study rows about an allele, compound or drug: study, label, drug, dose.
    fn rows_of(&self, id: &str) -> Vec<(&Study, &str, &str, f64)> {
        let data = self.data();
        let label = data
            .allele
            .iter()
            .find(|allele| allele.id == id)
            .map(|allele| (allele.family.as_str(), allele.name.clone()))
            .or_else(|| {
                let compound = data.compound.iter().find(|compound| compound.id == id)?;
                Some((compound.family.as_str(), compound.alleles.join("+")))
            });
        let mut found = Vec::new();
        for study in &data.study {
            let system = data.line.iter().find(|line| line.id == study.system);
            let unaltered = system.map_or("WT".to_owned(), super::potency::own_label);
            for (row, doses) in &study.ic50 {
                let of_label = label
                    .as_ref()
                    .is_some_and(|(family, label)| study.family == *family && folds::parts(row) == folds::parts(label));
                for (drug, dose) in doses {
                    if of_label || (drug == id && folds::parts(row) == folds::parts(&unaltered)) {
                        found.push((study, row.as_str(), drug.as_str(), dose.get()));
                    }
                }
            }
        }
        found
    }

    fn shown_values(&self, id: &str) -> Vec<ShownValue> {
        let data = self.data();
        let mut shown: Vec<ShownValue> = values::all(data)
            .into_iter()
            .filter(|value| value.record == id)
            .map(|value| ShownValue {
                what: value.key,
                value: value.text,
                range: value.range_text,
                certainty: value.certainty.to_string(),
                source: value
                    .reference
                    .map_or(value.why.clone(), |reference| self.citation(&reference)),
            })
            .collect();
        for (study, row, drug, dose) in self.rows_of(id) {
            let label = if row == "WT" { "unmutated" } else { row };
            let fold = folds::dose_in(study, "WT", drug).filter(|_| row != "WT");
            let fold = fold.map_or(String::new(), |unmutated| {
                format!(", {:.3} times unmutated", dose / unmutated)
            });
            let certainty = Certainty::Measured {
                transcription: study.transcription,
            };
            shown.push(ShownValue {
                what: format!("{label}, {drug}: {} in {}", study.endpoint.words(), study.system),
                value: format!("{} nM{fold}", dose.text()),
                range: None,
                certainty: certainty.to_string(),
                source: self.citation(&study.reference),
            });
        }
        shown.extend(self.bounds_of(id));
        for table in &data.toxicity {
            if let Some(dose) = table.ic50.get(id) {
                let certainty = Certainty::Measured {
                    transcription: table.transcription,
                };
                shown.push(ShownValue {
                    what: format!("off-target IC50 on {}", table.system),
                    value: dose.to_string(),
                    range: None,
                    certainty: certainty.to_string(),
                    source: self.citation(&table.reference),
                });
            }
        }
        shown
    }

    /// Numbers about an allele, or about a drug on the unmutated driver, that are known only as bounds.
    fn bounds_of(&self, id: &str) -> Vec<ShownValue> {
        let data = self.data();
        let allele = data.allele.iter().find(|allele| allele.id == id);
        let mut shown = Vec::new();
        for study in &data.study {
            let tables = [(&study.above, "above"), (&study.below, "below")];
            for (label, row, side) in tables
                .iter()
                .flat_map(|(t, side)| t.iter().map(move |(l, r)| (l, r, side)))
            {
                for (drug, dose) in row {
                    let of_allele = allele.is_some_and(|a| a.family == study.family && a.name == *label);
                    if of_allele || (label == "WT" && drug == id) {
                        let label = if label == "WT" { "unmutated" } else { label };
                        let transcription = study.transcription;
                        shown.push(ShownValue {
                            what: format!("{label}, {drug}: {} in {}", study.endpoint.words(), study.system),
                            value: format!("{side} {dose}"),
                            range: None,
                            certainty: Certainty::Measured { transcription }.to_string(),
                            source: self.citation(&study.reference),
                        });
                    }
                }
            }
        }
        shown
    }
}
