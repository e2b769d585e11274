//! One record of the knowledge base with every value and its source.

use super::list::ListRow;
use crate::knowledge::base::KnowledgeBase;
use crate::knowledge::certainty::Certainty;
use crate::knowledge::error::{KnowledgeError, nearest};
use crate::knowledge::schema::*;
use crate::knowledge::validate::record_ids;
use crate::knowledge::values::Value;
use crate::words;
use serde::Serialize;
use std::fmt;

/// One record in full.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Shown {
    /// As listings have it.
    pub row: ListRow,
    /// Its name.
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
    /// What it is.
    pub what: String,
    /// The number in full, with its unit.
    pub value: String,
    /// From its low to its high end, in full.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range: Option<String>,
    /// The number as people read it.
    #[serde(skip)]
    pub told: String,
    /// The range as people read it.
    #[serde(skip)]
    pub told_range: Option<String>,
    /// How sure it is.
    pub certainty: Certainty,
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
                .told_range
                .as_ref()
                .map_or(String::new(), |range| format!(" ({range})"));
            writeln!(f, "  {}: {}{range}  [{}]", value.what, value.told, value.certainty)?;
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
    ///
    /// # Errors
    /// No record has this id, and none or several have this label; with what is near.
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
        let drug = || self.drug_called(id).map(|drug| drug.id.as_str());
        let line = || self.line_called(id).map(|line| line.id.as_str());
        let found = found.or_else(drug).or_else(line);
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
        row.certainty = self.certainty_of(id);
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

    /// The least sure of a record's values; `None` for records without any.
    pub(super) fn certainty_of(&self, id: &str) -> Option<Certainty> {
        let data = self.data();
        let own = self.values_of(id).map(|value| value.certainty());
        let rows = self.rows_of(id).into_iter().map(|row| row.study.transcription);
        let alleles = data.allele.iter().filter(|allele| allele.id == id);
        let paths = alleles.filter_map(|allele| allele.paths_transcription);
        let told = data.observation.iter().filter(|o| o.id == id).map(|o| o.transcription);
        let read = rows.chain(paths).chain(told).map(Certainty::Measured);
        own.chain(read).max()
    }

    /// The record's own numbers, but for those that are shown as facts or rows.
    fn values_of(&self, id: &str) -> impl Iterator<Item = &Value> {
        let values = self.values().iter();
        values.filter(move |value| value.about.record == id && !value.about.of_several)
    }

    /// Study rows about an allele, compound or drug.
    fn rows_of(&self, id: &str) -> Vec<StudyRow<'_>> {
        let data = self.data();
        let allele = data.allele.iter().find(|allele| allele.id == id);
        let allele = allele.map(|allele| (allele.family.as_str(), allele.name.clone()));
        let compound = || data.compound.iter().find(|compound| compound.id == id);
        let label = allele.or_else(|| compound().map(|c| (c.family.as_str(), c.label())));
        let mut found = Vec::new();
        for study in &data.study {
            let unaltered = self.unaltered_in(study);
            for (row, doses) in &study.ic50 {
                let of_label = label
                    .as_ref()
                    .is_some_and(|(family, label)| study.family == *family && parts(row) == parts(label));
                for (drug, dose) in doses {
                    if of_label || (drug == id && parts(row) == parts(&unaltered)) {
                        found.push(StudyRow {
                            study,
                            label: row,
                            drug,
                            dose: dose.get(),
                            told: dose.words(),
                        });
                    }
                }
            }
        }
        found
    }

    /// Label of the unaltered cells of a study's system.
    fn unaltered_in(&self, study: &Study) -> String {
        let system = self.system(&study.system);
        system.map_or_else(|| unaltered_label(&[]), LineRecord::own_label)
    }

    fn shown_values(&self, id: &str) -> Vec<ShownValue> {
        let data = self.data();
        let own = self.values_of(id).map(|value| ShownValue {
            what: value.about.label.clone(),
            value: value.text.clone(),
            range: value.range_text.clone(),
            told: value.words.clone(),
            told_range: value.range_words.clone(),
            certainty: value.certainty(),
            source: match &value.cited.reference {
                Some(reference) => self.citation(reference),
                None => value.cited.why(),
            },
        });
        let rows = self.rows_of(id);
        let read = rows.iter().map(|row| self.shown_row(row));
        let mut shown: Vec<ShownValue> = own.chain(read).collect();
        shown.extend(self.bounds_of(id));
        let toxic = data
            .toxicity
            .iter()
            .filter_map(|table| Some((table, table.ic50.get(id)?)));
        shown.extend(toxic.map(|(table, dose)| ShownValue {
            what: format!("off-target IC50 on {}", table.system),
            value: dose.text(),
            range: None,
            told: dose.words(),
            told_range: None,
            certainty: Certainty::Measured(table.transcription),
            source: self.citation(&table.reference),
        }));
        shown
    }

    fn shown_row(&self, row: &StudyRow) -> ShownValue {
        let study = row.study;
        let fold = study.unmutated(row.drug).filter(|_| !parts(row.label).is_empty());
        let fold = fold.map(|unmutated| row.dose / unmutated);
        let times =
            |text: fn(f64) -> String| fold.map_or(String::new(), |fold| format!(", {} times unmutated", text(fold)));
        ShownValue {
            what: row_name(study, row.label, row.drug),
            value: format!("{} nM{}", row.dose.text(), times(|fold| format!("{fold:.3}"))),
            range: None,
            told: format!("{}{}", row.told, times(words::number)),
            told_range: None,
            certainty: Certainty::Measured(study.transcription),
            source: self.citation(&study.reference),
        }
    }

    /// Numbers about an allele, or about a drug on the unmutated driver, that are known only as bounds.
    fn bounds_of(&self, id: &str) -> Vec<ShownValue> {
        let allele = self.data().allele.iter().find(|allele| allele.id == id);
        let mut shown = Vec::new();
        for study in &self.data().study {
            let unaltered = self.unaltered_in(study);
            for bound in study.bounds() {
                let of_allele = allele.is_some_and(|a| a.family == study.family && a.name == bound.label);
                if of_allele || (bound.drug == id && parts(bound.label) == parts(&unaltered)) {
                    shown.push(ShownValue {
                        what: row_name(study, bound.label, bound.drug),
                        value: bound.text(),
                        range: None,
                        told: bound.words(),
                        told_range: None,
                        certainty: Certainty::Measured(study.transcription),
                        source: self.citation(&study.reference),
                    });
                }
            }
        }
        shown
    }
}

/// A dose of a study's table.
struct StudyRow<'a> {
    study: &'a Study,
    label: &'a str,
    drug: &'a str,
    /// nM.
    dose: f64,
    /// The dose as people read it.
    told: String,
}

fn row_name(study: &Study, label: &str, drug: &str) -> String {
    let label = if parts(label).is_empty() { "unmutated" } else { label };
    format!("{label}, {drug}: {} in {}", study.endpoint.words(), study.system)
}
