//! What an assay works with: one line under every drug worth testing on it, and the knowledge base that
//! says what the drugs and alterations are.
//!
//! A run's lock file holds the drugs of its scenario only; its cells are brought to the bench by the ids
//! of their alleles, bypass alterations and states.

use crate::knowledge::schema::{BypassRecord, DrugRecord, LineRecord};
use crate::knowledge::{Assumption, KnowledgeBase, KnowledgeError, NicheLevel};
use crate::model::biology::{Biology, Niche};
use std::fmt;

/// A line under all drugs of its family, all partner drugs that act on it, and what else was asked for.
#[derive(Debug, Clone)]
pub struct Bench {
    /// The line in plain medium, or among the niche factors that the bench was set up with.
    pub biology: Biology,
    /// Assumed, imputed and unchecked values behind it, with all its drugs.
    pub assumptions: Vec<Assumption>,
    knowledge: KnowledgeBase,
    /// Niche factors around the cells.
    factors: Vec<NicheLevel>,
}

/// Why a bench cannot be set up or does not fit a specimen.
#[derive(Debug, Clone, PartialEq)]
pub enum BenchError {
    /// The knowledge base does not have it.
    Knowledge(KnowledgeError),
    /// The run was made with another knowledge base.
    OtherKnowledge {
        /// Fingerprint that the run was made with.
        run: String,
        /// Fingerprint of the knowledge base at hand.
        ours: String,
    },
    /// The run's cells have something that the bench does not know.
    Missing {
        /// What it is: drug, allele, bypass, state.
        kind: &'static str,
        /// Its id.
        id: String,
    },
    /// The run gives a value of its own to something that the bench takes from the knowledge base.
    Differs {
        /// Which value, in words.
        what: String,
    },
    /// A line that cannot be mixed into the culture.
    Foreign {
        /// Name of the line.
        line: String,
        /// Why not, as the sentence goes on.
        why: &'static str,
    },
}

impl fmt::Display for BenchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BenchError::Knowledge(error) => write!(f, "{error}"),
            BenchError::OtherKnowledge { run, ours } => write!(
                f,
                "the run was made with another knowledge base ({run:.12}; this one is {ours:.12})\n  \
                 leave out --kb, since the run keeps its own overlays, or run the scenario again"
            ),
            BenchError::Missing { kind, id } => write!(
                f,
                "{kind} \"{id}\" of the run is not in the knowledge base: its cells cannot be assayed"
            ),
            BenchError::Foreign { line, why } => write!(f, "{line} {why}; mix in another line"),
            BenchError::Differs { what } => write!(
                f,
                "the run has its own value of {what}: an assay under other drugs would not fit its cells"
            ),
        }
    }
}

impl std::error::Error for BenchError {}

impl From<KnowledgeError> for BenchError {
    fn from(error: KnowledgeError) -> Self {
        BenchError::Knowledge(error)
    }
}

impl Bench {
    /// A line in plain medium.
    ///
    /// # Errors
    /// See [`Self::among`].
    pub fn of_line(knowledge: &KnowledgeBase, line: &str) -> Result<Self, BenchError> {
        Self::among(knowledge, line, &[], &[])
    }

    /// A line among niche factors (each at a level from 0 to 1), with further drugs beside the usual ones.
    ///
    /// # Errors
    /// The line is unknown, or cannot be resolved: see [`KnowledgeBase::resolve_in`].
    pub fn among(
        knowledge: &KnowledgeBase,
        line: &str,
        further: &[&str],
        factors: &[NicheLevel],
    ) -> Result<Self, BenchError> {
        let record = knowledge.line(line)?;
        let candidates = candidates(knowledge, record, further);
        let first = knowledge.resolve_in(line, &candidates, factors)?;
        let kept: Vec<&str> = first
            .biology
            .drugs()
            .iter()
            .filter(|drug| drug.acts() || further.contains(&drug.id.as_str()))
            .map(|drug| drug.id.as_str())
            .collect();
        let resolved = match kept.len() == candidates.len() {
            true => first,
            false => knowledge.resolve_in(line, &kept, factors)?,
        };
        Ok(Self {
            biology: resolved.biology,
            assumptions: resolved.assumptions,
            knowledge: knowledge.clone(),
            factors: factors.to_vec(),
        })
    }

    /// Assumed, imputed and unchecked values behind the line under some of the drugs only, by index: the rows that a
    /// run with these drugs, in this order, lists.
    ///
    /// # Errors
    /// See [`KnowledgeBase::resolve_in`].
    pub fn leaned_on(&self, drugs: &[usize]) -> Result<Vec<Assumption>, KnowledgeError> {
        let all = self.drug_ids();
        let mut ids: Vec<&str> = Vec::new();
        for id in drugs.iter().filter_map(|drug| all.get(*drug)) {
            if !ids.contains(id) {
                ids.push(id);
            }
        }
        Ok(self
            .knowledge
            .resolve_in(&self.biology.line_id, &ids, &self.factors)?
            .assumptions)
    }

    /// A bench for the cells of a run, in plain medium. `fingerprint` is that of the run's knowledge base.
    ///
    /// # Errors
    /// See [`Self::of_run_among`].
    pub fn of_run(knowledge: &KnowledgeBase, run: &Biology, fingerprint: &str) -> Result<Self, BenchError> {
        Self::of_run_among(knowledge, run, fingerprint, &[])
    }

    /// A bench for the cells of a run among niche factors: a co-culture plate.
    ///
    /// # Errors
    /// As [`Self::among`]; or the run was made with another knowledge base, or has values of its own that this one does
    /// not share.
    pub fn of_run_among(
        knowledge: &KnowledgeBase,
        run: &Biology,
        fingerprint: &str,
        factors: &[NicheLevel],
    ) -> Result<Self, BenchError> {
        let ours = knowledge.fingerprint();
        if ours != fingerprint {
            return Err(BenchError::OtherKnowledge {
                run: fingerprint.to_owned(),
                ours,
            });
        }
        let further: Vec<&str> = run.drugs().iter().map(|drug| drug.id.as_str()).collect();
        let bench = Self::among(knowledge, &run.line_id, &further, factors)?;
        same_values(run, &bench.biology)?;
        Ok(bench)
    }

    /// The knowledge base behind the bench.
    pub fn knowledge(&self) -> &KnowledgeBase {
        &self.knowledge
    }

    /// The record of the line.
    ///
    /// # Errors
    /// Its knowledge base has no such line, which would have kept the bench from being set up.
    pub fn line(&self) -> Result<&LineRecord, KnowledgeError> {
        self.knowledge.line(&self.biology.line_id)
    }

    /// Index of a drug into doses, by its id or any name that it goes by.
    pub fn drug(&self, name: &str) -> Option<usize> {
        let position = |id: &str| self.biology.drugs().iter().position(|drug| drug.id == id);
        position(name).or_else(|| position(&self.knowledge.drug_called(name)?.id))
    }

    /// Ids of the drugs, in the order of doses.
    pub fn drug_ids(&self) -> Vec<&str> {
        self.biology.drugs().iter().map(|drug| drug.id.as_str()).collect()
    }

    /// The record of a drug on the bench.
    pub fn drug_record(&self, drug: usize) -> Option<&DrugRecord> {
        let id = &self.biology.drugs().get(drug)?.id;
        self.knowledge.drugs().iter().find(|record| record.id == *id)
    }

    /// The record of a bypass alteration.
    pub fn bypass_record(&self, bypass: u32) -> Option<&BypassRecord> {
        let id = &self.biology.bypasses.get(bypass as usize)?.id;
        self.knowledge.data().bypass.iter().find(|record| record.id == *id)
    }

    /// Drugs that hit the line's driver, by generation, then in the order of the knowledge base.
    pub fn driver_drugs(&self) -> Vec<usize> {
        let drugs = self.biology.drugs().iter().enumerate();
        let mut found: Vec<usize> = drugs
            .filter(|(_, drug)| drug.driver.is_some())
            .map(|(d, _)| d)
            .collect();
        found.sort_by_key(|&d| {
            self.drug_record(d)
                .and_then(|record| record.generation)
                .unwrap_or(u32::MAX)
        });
        found
    }

    /// Doses with one drug only, nM.
    pub fn only(&self, drug: usize, dose: f64) -> Vec<f64> {
        let mut doses = vec![0.0; self.biology.drugs().len()];
        if let Some(place) = doses.get_mut(drug) {
            *place = dose;
        }
        doses
    }
}

/// Drugs to try: of the line's family, partners without one, inhibitors of the family's bypass routes, and
/// what was asked for; in the order of the knowledge base.
fn candidates<'a>(knowledge: &'a KnowledgeBase, line: &LineRecord, further: &[&str]) -> Vec<&'a str> {
    let data = knowledge.data();
    let family = data
        .family
        .iter()
        .find(|family| Some(&family.id) == line.family.as_ref());
    let of_family = |bypass: &&BypassRecord| family.is_some_and(|family| bypass.goes_round(family));
    let closing: Vec<&String> = (data.bypass.iter())
        .filter(of_family)
        .flat_map(|bypass| &bypass.inhibitors)
        .collect();
    let wanted = |drug: &&DrugRecord| {
        drug.family.is_none()
            || drug.family == line.family
            || closing.contains(&&drug.id)
            || further.contains(&drug.id.as_str())
    };
    let drugs = knowledge.drugs().iter().filter(wanted);
    drugs.map(|drug| drug.id.as_str()).collect()
}

/// Refuses a run whose own values the bench would not share.
fn same_values(run: &Biology, bench: &Biology) -> Result<(), BenchError> {
    let differs = |what: String| Err(BenchError::Differs { what });
    if run.fate != bench.fate || run.copy_ceiling != bench.copy_ceiling {
        return differs(format!("the growth of {}", run.line_name));
    }
    for (d, drug) in run.drugs().iter().enumerate() {
        let Some(ours) = bench.drugs().iter().position(|other| other.id == drug.id) else {
            let id = drug.id.clone();
            return Err(BenchError::Missing { kind: "drug", id });
        };
        let other = &bench.drugs()[ours];
        if (drug.driver, drug.toxicity) != (other.driver, other.toxicity) {
            return differs(format!("the potency of {}", drug.name));
        }
        for allele in &run.alleles {
            let fold = |biology: &Biology, drug: usize| {
                let allele = biology.alleles.iter().find(|other| other.id == allele.id);
                allele.map(|allele| (allele.activity, allele.potency.get(drug).copied()))
            };
            if fold(run, d) != fold(bench, ours) {
                return differs(format!("the potency of {} on {}", drug.name, allele.name));
            }
        }
    }
    Ok(())
}

/// The same biology in plain medium.
pub fn in_plain_medium(biology: &Biology) -> Biology {
    Biology {
        niche: Niche::default(),
        ..biology.clone()
    }
}
