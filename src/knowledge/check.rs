//! Checks of the data against themselves: every potency simulated in its own system, and the
//! guides' calls scored by simulated assay.

use super::KnowledgeBase;
use super::calibrate::{self, OwnCopies, Stated, Unreachable};
use super::error::KnowledgeError;
use super::potency;
use super::resolve::NotReached;
use super::schema::{DrugRecord, Study};
use crate::model::biology::{Biology, Genotype};
use crate::model::endpoint::Endpoint;
use serde::Serialize;
use std::fmt;

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

/// A potency and the cells that it was read in, as a biology with one drug.
#[derive(Debug, Clone, PartialEq)]
pub struct AssaySystem {
    pub row: LoopRow,
    /// `None` where no K returns the stated number.
    pub biology: Option<Biology>,
    /// Duration of the assay.
    pub hours: f64,
}

impl KnowledgeBase {
    /// Simulates every potency of every study in its own system and endpoint.
    pub fn closed_loop(&self) -> Result<Vec<LoopRow>, KnowledgeError> {
        Ok(self.assay_systems()?.into_iter().map(|system| system.row).collect())
    }

    /// The system of every potency of every study: one drug on the cells that it was read in.
    pub fn assay_systems(&self) -> Result<Vec<AssaySystem>, KnowledgeError> {
        let mut systems = Vec::new();
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
                    let site = calibrate::solve_site(&model, &own, toxicity, stated, usual);
                    let simulated = site.and_then(|site| {
                        calibrate::simulate(&model, &own, toxicity, site, stated).ok_or(Unreachable::Shape)
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
                        biology: site
                            .ok()
                            .map(|site| super::assay::assay_of(&model, &own, Some(site), toxicity)),
                        hours: stated.hours,
                    });
                }
            }
        }
        Ok(systems)
    }

    /// Scores every call of the guides, each in the first line that can have its alleles.
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

    /// Checks the data against themselves; what is not well formed was refused on load.
    pub fn self_check(&self) -> Result<SelfCheck, KnowledgeError> {
        let rows = self.closed_loop()?;
        let off = |row: &LoopRow| match row.simulated {
            Ok(dose) if (dose / row.stated - 1.0).abs() < 0.01 => None,
            Ok(dose) => Some(format!("comes back as {dose:.4} nM")),
            Err(reason) => Some(reason.reason().to_owned()),
        };
        let mut not_closed = Vec::new();
        for row in &rows {
            if let Some(why) = off(row) {
                let LoopRow {
                    study, allele, drug, ..
                } = row;
                not_closed.push(format!("{study}, {allele}, {drug}, {} nM: {why}", row.stated));
            }
        }
        let mut lines = Vec::new();
        for line in self.lines().into_iter().filter(|line| line.family.is_some()) {
            let of_family = self.drugs().iter().filter(|drug| drug.family == line.family);
            let ids: Vec<&str> = of_family.map(|drug| drug.id.as_str()).collect();
            let resolved = self.resolve(&line.id, &ids)?;
            not_closed.extend(resolved.unreachable.iter().map(|missed| {
                let NotReached {
                    allele,
                    drug,
                    study,
                    reason,
                } = missed;
                format!("{study}, {allele}, {drug} in {}: {}", line.id, reason.reason())
            }));
            lines.push(line.id.clone());
        }
        Ok(SelfCheck {
            fingerprint: self.fingerprint(),
            records: super::validate::record_ids(self.data()).len(),
            potencies: rows.len(),
            not_closed,
            lines,
            calls: self.score_guides()?,
        })
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
                    line: line_id.to_owned(),
                    guide: call.reference.clone(),
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    Agrees,
    Disagrees,
    NoData,
}

/// One call of a guide, scored.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CallScore {
    /// Line that it was simulated in.
    pub line: String,
    /// Reference of the guide.
    pub guide: String,
    pub allele: String,
    pub drug: String,
    pub guide_says_resists: bool,
    /// Nominal dose in medium with 10% serum that patients' free drug corresponds to, nM.
    pub dose: Option<f64>,
    /// Net growth at that dose over undrugged parental growth.
    pub growth_share: Option<f64>,
    pub verdict: Verdict,
}

/// What [`KnowledgeBase::self_check`] found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SelfCheck {
    pub fingerprint: String,
    pub records: usize,
    /// Potencies that were simulated in their own system and endpoint.
    pub potencies: usize,
    /// Those that do not come back within 1%, with the reason.
    pub not_closed: Vec<String>,
    /// Lines that a scenario may use, each resolved under all drugs of its family.
    pub lines: Vec<String>,
    pub calls: Vec<CallScore>,
}

impl fmt::Display for SelfCheck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} records, fingerprint {:.12}", self.records, self.fingerprint)?;
        writeln!(f, "lines that resolve: {}", self.lines.join(", "))?;
        let closed = self.potencies - self.not_closed.len().min(self.potencies);
        writeln!(
            f,
            "{closed} of {} potencies come back from their own assay within 1%",
            self.potencies
        )?;
        for missed in &self.not_closed {
            writeln!(f, "  not reached: {missed}")?;
        }
        let count = |verdict| self.calls.iter().filter(|call| call.verdict == verdict).count();
        let (agree, differ) = (count(Verdict::Agrees), count(Verdict::Disagrees));
        let silent = count(Verdict::NoData);
        writeln!(
            f,
            "calls of the guides: {agree} agree, {differ} disagree, {silent} without data"
        )?;
        for call in self.calls.iter().filter(|call| call.verdict == Verdict::Disagrees) {
            let said = if call.guide_says_resists {
                "resists"
            } else {
                "stays sensitive to"
            };
            let (dose, growth) = (call.dose.unwrap_or(f64::NAN), call.growth_share.unwrap_or(f64::NAN));
            let CallScore {
                allele,
                drug,
                guide,
                line,
                ..
            } = call;
            writeln!(
                f,
                "  {guide}: {allele} {said} {drug}; simulated, {line} keeps {growth:.2} of parental growth at {dose:.0} nM"
            )?;
        }
        Ok(())
    }
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
