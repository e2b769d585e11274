//! Checks of the data against themselves: every potency simulated in its own system, and the
//! guides' calls scored by simulated assay.

use super::KnowledgeBase;
use super::calibrate::{self, OwnCopies, Stated, Unreachable};
use super::error::KnowledgeError;
use super::potency;
use super::schema::{DrugRecord, Study};
use crate::model::biology::{Biology, Genotype};
use crate::model::endpoint::Endpoint;

/// A potency, and what simulating its own assay gives.
#[derive(Debug, Clone, PartialEq)]
pub struct LoopRow {
    pub study: String,
    pub system: String,
    pub allele: String,
    pub drug: String,
    pub endpoint: Endpoint,
    /// nM, as the source says.
    pub stated: f64,
    /// nM, simulated with the solved K; or why no K reaches the number.
    pub simulated: Result<f64, Unreachable>,
}

impl KnowledgeBase {
    /// Simulates every potency of every study in its own system and endpoint.
    pub fn closed_loop(&self) -> Result<Vec<LoopRow>, KnowledgeError> {
        let mut rows = Vec::new();
        for study in &self.data().study {
            let Some(line) = self.data().line.iter().find(|line| line.id == study.system) else {
                continue;
            };
            let model = potency::complete_model(self, line)?;
            for (allele, doses) in &study.ic50 {
                for (drug_id, dose) in doses {
                    let drug = self.drug(drug_id)?;
                    let stated = stated(study, allele, drug, dose.get());
                    let toxicity = calibrate::toxicity_in(self, line, drug);
                    let usual = self.defaults().hill_slope.value;
                    let of_line = super::folds::parts(allele) == super::folds::parts(&potency::own_label(line));
                    let own = match of_line {
                        true => potency::own_copies(self, line, drug)?,
                        false => OwnCopies::single(),
                    };
                    let simulated = calibrate::solve_site(&model, &own, toxicity, stated, usual).and_then(|site| {
                        calibrate::simulate(&model, &own, toxicity, site, stated).ok_or(Unreachable::Shape)
                    });
                    rows.push(LoopRow {
                        study: study.id.clone(),
                        system: study.system.clone(),
                        allele: allele.clone(),
                        drug: drug_id.clone(),
                        endpoint: study.endpoint,
                        stated: dose.get(),
                        simulated,
                    });
                }
            }
        }
        Ok(rows)
    }

    /// Scores each call of the guides in a line: at the dose that patients' free drug corresponds
    /// to, does the genotype keep at least half of the undrugged parental growth?
    pub fn score_calls(&self, line_id: &str) -> Result<Vec<CallScore>, KnowledgeError> {
        let family = self.line(line_id)?.family.clone().unwrap_or_default();
        let drugs: Vec<&DrugRecord> = self
            .drugs()
            .iter()
            .filter(|drug| drug.family.as_deref() == Some(family.as_str()))
            .collect();
        let ids: Vec<&str> = drugs.iter().map(|drug| drug.id.as_str()).collect();
        let biology = self.resolve(line_id, &ids)?.biology;
        let mut scores = Vec::new();
        for call in self.data().call.iter().filter(|call| call.family == family) {
            let Some(genotype) = genotype_of(&biology, &call.allele) else {
                continue;
            };
            let said = call.resists.iter().map(|drug| (drug, true));
            for (drug, resists) in said.chain(call.sensitive_to.iter().map(|drug| (drug, false))) {
                let Some(d) = ids.iter().position(|id| id == drug) else {
                    continue;
                };
                let dose = drugs[d].exposure.as_ref().map(|exposure| exposure.flask_equivalent());
                let growth = dose.map(|dose| {
                    let mut doses = vec![0.0; ids.len()];
                    doses[d] = dose;
                    biology.phenotype(&genotype, 0, &doses).net() / biology.parental_growth()
                });
                let verdict = match growth {
                    None => Verdict::NoData,
                    Some(growth) if (growth >= 0.5) == resists => Verdict::Agrees,
                    Some(_) => Verdict::Disagrees,
                };
                scores.push(CallScore {
                    allele: call.allele.clone(),
                    drug: drug.clone(),
                    guide_says_resists: resists,
                    dose,
                    growth_share: growth,
                    verdict,
                });
            }
        }
        Ok(scores)
    }
}

/// Whether a simulated assay bears a guide out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Agrees,
    Disagrees,
    NoData,
}

/// One call of a guide, scored.
#[derive(Debug, Clone, PartialEq)]
pub struct CallScore {
    pub allele: String,
    pub drug: String,
    pub guide_says_resists: bool,
    /// Nominal dose in medium with 10% serum that patients' free drug corresponds to, nM.
    pub dose: Option<f64>,
    /// Net growth at that dose over undrugged parental growth.
    pub growth_share: Option<f64>,
    pub verdict: Verdict,
}

fn stated(study: &Study, allele: &str, drug: &DrugRecord, dose: f64) -> Stated {
    let slope = study.slope.get(allele).and_then(|row| row.get(&drug.id)).copied();
    Stated {
        endpoint: study.endpoint,
        hours: study.hours(),
        dose,
        slope,
    }
}

/// The unaltered line with the alleles of a label ("A+B") in cis on one copy.
pub fn genotype_of(biology: &Biology, label: &str) -> Option<Genotype> {
    let mut genotype = biology.wild_type();
    for part in super::folds::parts(label) {
        let allele = biology.alleles.iter().position(|allele| allele.name == part)? as u32;
        let group = genotype
            .copies()
            .iter()
            .enumerate()
            .max_by_key(|(_, group)| group.alleles.len())?
            .0;
        genotype = genotype.with_allele(group, allele);
    }
    Some(genotype)
}
