//! Every potency simulated in its own system: the number must come back.

use crate::knowledge::base::KnowledgeBase;
use crate::knowledge::error::KnowledgeError;
use crate::knowledge::potency::{Assay, OwnCopies, Unreachable, complete_model, own_copies, stated_at, toxicity_in};
use crate::knowledge::schema::parts;
use crate::model::biology::Biology;
use crate::model::endpoint::Endpoint;

/// A potency, and what simulating its own assay gives.
#[derive(Debug, Clone, PartialEq)]
pub struct LoopRow {
    /// Id of the study.
    pub study: String,
    /// Id of the system it was read in.
    pub system: String,
    /// Label of the row.
    pub allele: String,
    /// Id of the drug.
    pub drug: String,
    /// What was read.
    pub endpoint: Endpoint,
    /// nM, as the source says.
    pub stated: f64,
    /// nM, simulated with the solved K; or why no K reaches the number.
    pub simulated: Result<f64, Unreachable>,
}

/// A potency and the cells that it was read in, as a biology with one drug.
#[derive(Debug, Clone, PartialEq)]
pub struct AssaySystem {
    /// The potency.
    pub row: LoopRow,
    /// `None` where no K returns the stated number.
    pub biology: Option<Biology>,
    /// Duration of the assay.
    pub hours: f64,
}

impl KnowledgeBase {
    /// Simulates every potency of every study in its own system and endpoint.
    ///
    /// # Errors
    /// See [`Self::assay_systems`].
    pub fn closed_loop(&self) -> Result<Vec<LoopRow>, KnowledgeError> {
        Ok(self.assay_systems()?.into_iter().map(|system| system.row).collect())
    }

    /// The system of every potency of every study: one drug on the cells that it was read in.
    ///
    /// # Errors
    /// A study names an unknown drug, or the data do not determine how fast cells of its system die or what their alleles
    /// do.
    pub fn assay_systems(&self) -> Result<Vec<AssaySystem>, KnowledgeError> {
        let mut systems = Vec::new();
        for study in &self.data().study {
            let Some(line) = self.system(&study.system) else {
                continue;
            };
            let model = complete_model(self, line)?.model;
            for (allele, doses) in &study.ic50 {
                for (drug_id, dose) in doses {
                    let drug = self.drug(drug_id)?;
                    let stated = stated_at(study, allele, drug_id, dose.get());
                    let of_line = parts(allele) == parts(&line.own_label());
                    let assay = Assay {
                        model: model.clone(),
                        own: match of_line {
                            true => own_copies(self, line, drug)?,
                            false => OwnCopies::single(),
                        },
                        toxicity: toxicity_in(self, line, drug),
                        usual_slope: self.defaults().hill_slope.value,
                    };
                    let site = assay.solve(stated);
                    let simulated = site.and_then(|site| {
                        let back = assay.simulate(site, stated.endpoint, stated.hours);
                        back.ok_or(Unreachable::Shape)
                    });
                    let row = LoopRow {
                        study: study.id.clone(),
                        system: study.system.clone(),
                        allele: allele.clone(),
                        drug: drug_id.clone(),
                        endpoint: study.endpoint,
                        stated: dose.get(),
                        simulated,
                    };
                    systems.push(AssaySystem {
                        row,
                        biology: site.ok().map(|site| assay.biology(site)),
                        hours: stated.hours,
                    });
                }
            }
        }
        Ok(systems)
    }
}
