//! The guides' calls scored by simulated assay.

use super::genotype::genotype_of;
use crate::knowledge::base::KnowledgeBase;
use crate::knowledge::error::KnowledgeError;
use crate::knowledge::schema::DrugRecord;
use serde::Serialize;

/// Whether a simulated assay bears a guide out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It does.
    Agrees,
    /// It does not.
    Disagrees,
    /// Patients' exposure is not known.
    NoData,
}

/// One call of a guide, scored.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CallScore {
    /// Line that it was simulated in.
    pub line: String,
    /// Reference of the guide.
    pub guide: String,
    /// Label of the allele; "A+B" in cis.
    pub allele: String,
    /// Id of the drug.
    pub drug: String,
    /// What the guide says.
    pub guide_says_resists: bool,
    /// Nominal dose in medium with 10% serum that patients' exposure corresponds to, nM.
    pub dose: Option<f64>,
    /// By which rule plasma was compared with medium.
    pub dose_by: Option<&'static str>,
    /// Net growth at that dose over undrugged parental growth.
    pub growth_share: Option<f64>,
    /// Whether the two agree.
    pub verdict: Verdict,
}

impl KnowledgeBase {
    /// Scores every call of the guides, each in the first line that can have its alleles.
    ///
    /// # Errors
    /// See [`Self::score_calls`].
    pub fn score_guides(&self) -> Result<Vec<CallScore>, KnowledgeError> {
        let mut scores: Vec<CallScore> = Vec::new();
        let mut seen: Vec<(String, String)> = Vec::new();
        for line in self.lines().into_iter().filter(|line| line.family.is_some()) {
            let of_line = self.score_calls(&line.id)?;
            let new: Vec<CallScore> = of_line
                .into_iter()
                .filter(|score| !seen.contains(&(score.guide.clone(), score.allele.clone())))
                .collect();
            seen.extend(new.iter().map(|score| (score.guide.clone(), score.allele.clone())));
            scores.extend(new);
        }
        Ok(scores)
    }

    /// Scores each call of the guides in a line: at the dose that patients' free drug corresponds
    /// to, does the genotype grow at all? Cells that grow on drug resist it, however slowly.
    ///
    /// # Errors
    /// See [`Self::resolve`].
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
                let exposure = drugs[d].exposure.as_ref();
                let dose = exposure.map(|exposure| exposure.flask_equivalent());
                let growth = dose.map(|dose| {
                    let mut doses = vec![0.0; ids.len()];
                    doses[d] = dose;
                    biology.phenotype(&genotype, 0, &doses).net() / biology.parental_growth()
                });
                let verdict = match growth {
                    None => Verdict::NoData,
                    Some(growth) if (growth > 0.0) == resists => Verdict::Agrees,
                    Some(_) => Verdict::Disagrees,
                };
                scores.push(CallScore {
                    line: line_id.to_owned(),
                    guide: call.reference.clone(),
                    allele: call.allele.clone(),
                    drug: drug.clone(),
                    guide_says_resists: resists,
                    dose,
                    dose_by: exposure.map(|exposure| exposure.plasma().rule()),
                    growth_share: growth,
                    verdict,
                });
            }
        }
        Ok(scores)
    }
}
