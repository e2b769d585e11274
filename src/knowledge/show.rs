//! One record of the knowledge base with every value and its source.

use super::KnowledgeBase;
use super::assumption::Certainty;
use super::error::{KnowledgeError, nearest};
use super::folds;
use super::list::ListRow;
use super::schema::*;
use super::validate::record_ids;
use super::values;
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
        let row = self
            .rows()
            .into_iter()
            .find(|row| row.id == id)
            .ok_or_else(|| KnowledgeError::Undetermined {
                what: format!("record \"{id}\""),
                why: "it is not listed".to_owned(),
            })?;
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
    pub(super) fn certainty_of(&self, id: &str) -> String {
        let data = self.data();
        let own = values::all(data)
            .into_iter()
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
            for (row, doses) in &study.ic50 {
                let of_label = label
                    .as_ref()
                    .is_some_and(|(family, label)| study.family == *family && folds::parts(row) == folds::parts(label));
                for (drug, dose) in doses {
                    if of_label || (drug == id && row == "WT") {
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

    /// Name and plain facts of a record.
    fn facts(&self, id: &str) -> (String, Vec<(String, String)>) {
        let data = self.data();
        let fact = |key: &str, value: String| (key.to_owned(), value);
        if let Some(drug) = data.drug.iter().find(|drug| drug.id == id) {
            let mut facts = vec![
                fact("class", drug.class.clone()),
                fact("type", drug.binding_type.clone()),
            ];
            facts.extend(
                drug.generation
                    .map(|generation| fact("generation", generation.to_string())),
            );
            let sites: Vec<&str> = drug
                .on
                .iter()
                .filter_map(|s| s.source.as_deref().or(s.node.as_deref()))
                .collect();
            if !sites.is_empty() {
                facts.push(fact("also acts on", sites.join(", ")));
            }
            return (drug.name.clone(), facts);
        }
        if let Some(allele) = data.allele.iter().find(|allele| allele.id == id) {
            let mut facts = vec![fact("residue", allele.residue.to_string())];
            for path in &allele.paths {
                let kind = format!("{:?}", path.kind).to_lowercase();
                facts.push(fact(
                    "path",
                    format!("{} ({} to {}, {kind})", path.coding, path.from, path.to),
                ));
            }
            if !allele.paths.is_empty() {
                let rate = super::variants::path_rate(self.supply(), &allele.paths);
                facts.push(fact("supply per division and copy", super::resolve::short(rate)));
            }
            for call in data
                .call
                .iter()
                .filter(|call| call.family == allele.family && call.allele == allele.name)
            {
                facts.push(fact("guide: resists", call.resists.join(", ")));
                facts.push(fact("guide: stays sensitive to", call.sensitive_to.join(", ")));
            }
            return (allele.name.clone(), facts);
        }
        if let Some(compound) = data.compound.iter().find(|compound| compound.id == id) {
            return (
                compound.alleles.join("+"),
                vec![fact("alleles", compound.alleles.join(", "))],
            );
        }
        if let Some(bypass) = data.bypass.iter().find(|bypass| bypass.id == id) {
            let closed = if bypass.inhibitors.is_empty() {
                "no known drug".to_owned()
            } else {
                bypass.inhibitors.join(", ")
            };
            return (
                bypass.name.clone(),
                vec![fact("feeds", bypass.source.clone()), fact("closed by", closed)],
            );
        }
        if let Some(state) = data.state.iter().find(|state| state.id == id) {
            let mut facts = vec![fact("class", format!("{:?}", state.class).to_lowercase())];
            if !state.marker.is_empty() {
                facts.push(fact("marker", state.marker.clone()));
            }
            return (state.name.clone(), facts);
        }
        if let Some(source) = data.source.iter().find(|source| source.id == id) {
            let weights = source
                .weights
                .iter()
                .map(|(node, weight)| fact(&format!("feeds {node}"), weight.text()));
            let why = source
                .assumed
                .clone()
                .or(source.reference.as_ref().map(|r| self.citation(r)))
                .unwrap_or_default();
            return (source.name.clone(), weights.chain([fact("why", why)]).collect());
        }
        if let Some(vessel) = data.vessel.iter().find(|vessel| vessel.id == id) {
            return (
                vessel.name.clone(),
                vec![fact("area", format!("{} cm2", vessel.area_cm2))],
            );
        }
        let name = data
            .line
            .iter()
            .find(|line| line.id == id)
            .map_or(id.to_owned(), |line| line.name.clone());
        (name, Vec::new())
    }
}
