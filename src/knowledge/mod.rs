//! The knowledge base: sourced records, and how they become a biology.
//!
//! Records are curated TOML inside the crate and in a user's overlays, validated alike on load.
//! [`KnowledgeBase::resolve`] turns them into the plain numbers of one line under the drugs of one
//! scenario, and says which of them were assumed, imputed or not compared with their source.

mod allele_potency;
mod assay;
pub mod assumption;
pub mod calibrate;
mod cells;
pub mod check;
pub mod codon;
mod conditions;
pub mod error;
pub mod export;
mod facts;
pub mod folds;
pub mod list;
mod load;
pub mod matrix;
pub mod moved;
mod niche;
mod pairs;
mod potency;
mod relays;
pub mod resolve;
pub mod schema;
mod schema_culture;
mod schema_potency;
mod schema_signal;
pub mod show;
pub mod sourced;
pub mod spectrum;
pub mod validate;
mod validate_records;
mod validate_variants;
pub mod values;
mod variants;

pub use assumption::{Assumption, Certainty};
pub use conditions::{Conditions, Open, RouteNames, Routes};
pub use error::KnowledgeError;
pub use list::{Filter, ListRow};
pub use moved::Span;
pub use resolve::{NotReached, Resolved};
pub use show::{Shown, ShownValue};

use crate::model::endpoint::Endpoint;
use error::nearest;
use load::SourceText;
use schema::{Defaults, DrugRecord, File, LineRecord, NicheRecord, Study, SupplyRecord};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

const BUILTIN: [(&str, &str); 15] = [
    ("references.toml", include_str!("data/references.toml")),
    ("general.toml", include_str!("data/general.toml")),
    ("states.toml", include_str!("data/states.toml")),
    ("lines.toml", include_str!("data/lines.toml")),
    ("drugs.toml", include_str!("data/drugs.toml")),
    ("alk.toml", include_str!("data/alk.toml")),
    ("alk_potency.toml", include_str!("data/alk_potency.toml")),
    ("trk.toml", include_str!("data/trk.toml")),
    ("trk_potency.toml", include_str!("data/trk_potency.toml")),
    ("flt3.toml", include_str!("data/flt3.toml")),
    ("flt3_potency.toml", include_str!("data/flt3_potency.toml")),
    ("niche.toml", include_str!("data/niche.toml")),
    ("partners.toml", include_str!("data/partners.toml")),
    ("vessels.toml", include_str!("data/vessels.toml")),
    ("mutagens.toml", include_str!("data/mutagens.toml")),
];

/// Validated records.
#[derive(Debug, Clone)]
pub struct KnowledgeBase {
    data: File,
    defaults: Defaults,
    supply: SupplyRecord,
    texts: Vec<SourceText>,
    /// Derived values that were moved, by key.
    moved: BTreeMap<String, f64>,
}

/// A culture vessel.
#[derive(Debug, Clone, PartialEq)]
pub struct Vessel {
    pub id: String,
    pub name: String,
    pub area_cm2: f64,
    /// Cells at confluence.
    pub capacity: f64,
    /// Usual number of cells to seed.
    pub seeding: f64,
}

impl KnowledgeBase {
    /// The knowledge base inside this program.
    pub fn builtin() -> Result<Self, KnowledgeError> {
        Self::from_files(&BUILTIN)
    }

    /// Builds and validates a knowledge base from `(name, text)` files.
    pub fn from_files(files: &[(&str, &str)]) -> Result<Self, KnowledgeError> {
        let texts: Vec<SourceText> = files
            .iter()
            .map(|(name, text)| SourceText {
                name: (*name).into(),
                text: (*text).into(),
            })
            .collect();
        let mut data = File::default();
        for text in &texts {
            load::merge(&mut data, load::parse(text)?, text)?;
        }
        let missing = |what: &str| KnowledgeError::Undetermined {
            what: what.to_owned(),
            why: format!("no file has a [{what}] table"),
        };
        validate::validate(&data, &texts)?;
        let defaults = data.defaults.clone().ok_or_else(|| missing("defaults"))?;
        let supply = data.supply.clone().ok_or_else(|| missing("supply"))?;
        Ok(Self {
            data,
            defaults,
            supply,
            texts,
            moved: BTreeMap::new(),
        })
    }

    /// The built-in files with a user's overlays behind, as `(name, text)`.
    pub fn builtin_with(overlays: &[(&str, &str)]) -> Result<Self, KnowledgeError> {
        let files: Vec<(&str, &str)> = BUILTIN.iter().chain(overlays).copied().collect();
        Self::from_files(&files)
    }

    /// SHA-256 of the data text, in hex. What an overlay's file is called does not matter.
    pub fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        for (i, source) in self.texts.iter().enumerate() {
            let name = BUILTIN.get(i).map_or("overlay", |(name, _)| name);
            hash.update(name.as_bytes());
            hash.update([0]);
            hash.update(source.text.as_bytes());
            hash.update([0]);
        }
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// All records.
    pub fn data(&self) -> &File {
        &self.data
    }

    /// What a line has unless it says otherwise.
    pub fn defaults(&self) -> &Defaults {
        &self.defaults
    }

    /// Point-mutation supply.
    pub fn supply(&self) -> &SupplyRecord {
        &self.supply
    }

    /// Lines that a scenario may use.
    pub fn lines(&self) -> Vec<&LineRecord> {
        self.data.line.iter().filter(|line| !line.assay_only).collect()
    }

    /// Systems that are no scenario's line and whose cells can be assayed: the viability of the cells as they are (not
    /// of a mutant alone) was read in some study.
    pub fn systems(&self) -> Vec<&LineRecord> {
        let read = |study: &Study| !matches!(study.endpoint, Endpoint::Phosphorylation | Endpoint::Enzyme);
        let unaltered = |line: &LineRecord| match line.alleles.is_empty() {
            true => "WT".to_owned(),
            false => line.alleles.join("+"),
        };
        let of_cells = |line: &&LineRecord| {
            let mut studies = self.data.study.iter().filter(|study| study.system == line.id);
            studies.any(|study| read(study) && study.ic50.contains_key(&unaltered(line)))
        };
        let systems = self
            .data
            .line
            .iter()
            .filter(|line| line.assay_only && line.family.is_some());
        systems.filter(of_cells).collect()
    }

    /// The same knowledge with one of the [`systems`](Self::systems) among the lines; unchanged for any other id.
    pub fn with_system(mut self, id: &str) -> Self {
        if self.systems().iter().any(|system| system.id == id) {
            let named = self.data.line.iter_mut().filter(|line| line.id == id);
            named.for_each(|line| line.assay_only = false);
        }
        self
    }

    /// All drugs.
    pub fn drugs(&self) -> &[DrugRecord] {
        &self.data.drug
    }

    /// All vessels.
    pub fn vessels(&self) -> Vec<Vessel> {
        self.data
            .vessel
            .iter()
            .map(|record| Vessel {
                id: record.id.clone(),
                name: record.name.clone(),
                area_cm2: record.area_cm2,
                capacity: record.capacity.value,
                seeding: record.seeding.value,
            })
            .collect()
    }

    /// A line by id.
    pub fn line(&self, id: &str) -> Result<&LineRecord, KnowledgeError> {
        let lines = self.lines();
        lines
            .iter()
            .find(|line| line.id == id)
            .copied()
            .ok_or_else(|| unknown("line", id, lines.iter().map(|l| l.id.as_str())))
    }

    /// A drug by id.
    pub fn drug(&self, id: &str) -> Result<&DrugRecord, KnowledgeError> {
        let drugs = self.drugs();
        drugs
            .iter()
            .find(|drug| drug.id == id)
            .ok_or_else(|| unknown("drug", id, drugs.iter().map(|d| d.id.as_str())))
    }

    /// A vessel by id.
    pub fn vessel(&self, id: &str) -> Result<Vessel, KnowledgeError> {
        let vessels = self.vessels();
        let names: Vec<&str> = vessels.iter().map(|vessel| vessel.id.as_str()).collect();
        vessels
            .iter()
            .find(|vessel| vessel.id == id)
            .cloned()
            .ok_or_else(|| unknown("vessel", id, names.into_iter()))
    }

    /// Niche factors that lines of the same family as this one can have around them.
    pub fn niche_of(&self, line: &LineRecord) -> Vec<&NicheRecord> {
        let factors = self.data.niche.iter();
        factors
            .filter(|factor| {
                line.family
                    .as_ref()
                    .is_some_and(|family| factor.families.contains(family))
            })
            .collect()
    }

    /// The biology of a line under drugs, under the conditions of a scenario.
    pub fn resolve_under(
        &self,
        line_id: &str,
        drug_ids: &[&str],
        conditions: &Conditions,
    ) -> Result<Resolved, KnowledgeError> {
        resolve::resolve_under(self, line_id, drug_ids, conditions)
    }

    /// The biology of a line under drugs among niche factors, each at a level from 0 to 1.
    pub fn resolve_in(
        &self,
        line_id: &str,
        drug_ids: &[&str],
        factors: &[(&str, f64)],
    ) -> Result<Resolved, KnowledgeError> {
        let niche = factors.iter().map(|(id, level)| ((*id).to_owned(), *level)).collect();
        let conditions = Conditions {
            niche,
            ..Conditions::default()
        };
        self.resolve_under(line_id, drug_ids, &conditions)
    }

    /// The biology of a line under the drugs of a scenario, in their order.
    pub fn resolve(&self, line_id: &str, drug_ids: &[&str]) -> Result<Resolved, KnowledgeError> {
        self.resolve_under(line_id, drug_ids, &Conditions::default())
    }
}

fn unknown<'a>(kind: &'static str, id: &str, names: impl Iterator<Item = &'a str> + Clone) -> KnowledgeError {
    KnowledgeError::Unknown {
        kind,
        id: id.to_owned(),
        nearest: nearest(id, names.clone()),
        valid: names.map(str::to_owned).collect(),
    }
}
