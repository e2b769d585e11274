//! Potency of drugs on the driver of a line: K and slope of an unmutated copy.

use super::KnowledgeBase;
use super::assumption::Certainty;
use super::calibrate::{self, LineModel, OwnCopies, Stated};
use super::error::KnowledgeError;
use super::resolve::{Work, short};
use super::schema::{DrugRecord, LineRecord, Study, Transcription};
use super::{allele_potency, folds};
use crate::model::biology::{CopyGroup, SiteAction, Toxicity};
use crate::model::endpoint::Endpoint;

/// Site of the drug that k_max of a line was fitted with.
pub(super) struct FittedSite {
    drug: String,
    site: SiteAction,
}

/// Label of a line's own driver in study tables.
pub(super) fn own_label(line: &LineRecord) -> String {
    if line.alleles.is_empty() {
        "WT".to_owned()
    } else {
        line.alleles.join("+")
    }
}

/// The line's own driver copies as an assay of the drug sees them.
pub(super) fn own_copies(
    kb: &KnowledgeBase,
    line: &LineRecord,
    drug: &DrugRecord,
) -> Result<OwnCopies, KnowledgeError> {
    let Some(family) = line
        .family
        .as_deref()
        .and_then(|id| kb.data().family.iter().find(|f| f.id == id))
    else {
        return Ok(OwnCopies::single());
    };
    if line.alleles.is_empty() && line.wild_type_copies == 0 {
        return Ok(OwnCopies::single());
    }
    let mut alleles = Vec::new();
    for name in &line.alleles {
        let record = kb
            .data()
            .allele
            .iter()
            .find(|a| a.family == family.id && a.name == *name);
        let record = record.ok_or_else(|| KnowledgeError::Undetermined {
            what: format!("allele {name} of line \"{}\"", line.id),
            why: "no such allele is in the family".to_owned(),
        })?;
        let activity = record.activity.as_ref().unwrap_or(&family.activity).value;
        alleles.push((activity, allele_potency::ratio(kb, record, drug)?));
    }
    let mutant = CopyGroup {
        count: line.copies.as_ref().map_or(1, |copies| copies.value as u32),
        alleles: (0..alleles.len() as u32).collect(),
    };
    let unmutated = CopyGroup {
        count: line.wild_type_copies,
        alleles: Vec::new(),
    };
    let copies = crate::model::biology::Genotype::new(vec![mutant, unmutated], Vec::new());
    Ok(OwnCopies {
        copies: copies.copies().to_vec(),
        alleles,
        ceiling: family.copy_ceiling.as_ref().map(|ceiling| ceiling.value),
    })
}

fn study_key(study: &Study, label: &str, drug: &str) -> String {
    format!("{}/{label}/{drug}", study.id)
}

/// The stated potency of a drug in the line itself, from the study of lowest rank.
fn stated_in<'a>(kb: &'a KnowledgeBase, line: &LineRecord, drug: &str) -> Option<(&'a Study, Stated)> {
    let label = own_label(line);
    folds::studies(kb, line.family.as_deref()?)
        .into_iter()
        .filter(|study| study.system == line.id)
        .find_map(|study| {
            let dose = folds::dose_in(study, &label, drug)?;
            let dose = kb.moved(&study_key(study, &label, drug)).unwrap_or(dose);
            let slope = study.slope.get(&label).and_then(|row| row.get(drug)).copied();
            Some((
                study,
                Stated {
                    endpoint: study.endpoint,
                    hours: study.hours(),
                    dose,
                    slope,
                },
            ))
        })
}

/// Fits k_max of the line where it has growth under a drug, and keeps it in the line's model.
pub(super) fn fit_line(work: &mut Work) -> Result<Option<FittedSite>, KnowledgeError> {
    let (kb, line) = (work.kb, work.line);
    let Some(record) = &line.kill_fit else { return Ok(None) };
    let (model, site) = fitted_model(kb, line, &work.model)?;
    work.model = model;
    work.note(
        &record.growth_share,
        format!("{}/kill_fit", line.id),
        format!("net growth in {} {}, over undrugged", record.dose, record.drug),
        "",
    );
    Ok(Some(FittedSite {
        drug: record.drug.clone(),
        site,
    }))
}

fn fitted_model(
    kb: &KnowledgeBase,
    line: &LineRecord,
    model: &LineModel,
) -> Result<(LineModel, SiteAction), KnowledgeError> {
    let undetermined = |why: String| KnowledgeError::Undetermined {
        what: format!("k_max of line \"{}\"", line.id),
        why,
    };
    let record = line
        .kill_fit
        .as_ref()
        .ok_or_else(|| undetermined("no growth under drug".to_owned()))?;
    let drug = kb.drug(&record.drug)?;
    let (_, stated) = stated_in(kb, line, &drug.id)
        .filter(|(_, stated)| stated.endpoint == Endpoint::Midpoint)
        .ok_or_else(|| undetermined(format!("no midpoint of {} in the line", drug.id)))?;
    let toxicity = calibrate::toxicity_in(kb, line, drug);
    let usual = kb.defaults().hill_slope.value;
    calibrate::fit_kill(
        model,
        &own_copies(kb, line, drug)?,
        toxicity,
        stated,
        usual,
        record.dose.get(),
        record.growth_share.value,
    )
    .map_err(|reason| undetermined(reason.reason().to_owned()))
}

/// The line's model with k_max fitted where the line has data for it.
pub(super) fn complete_model(kb: &KnowledgeBase, line: &LineRecord) -> Result<LineModel, KnowledgeError> {
    let model = calibrate::line_model(kb, line);
    if line.kill_fit.is_some() {
        Ok(fitted_model(kb, line, &model)?.0)
    } else {
        Ok(model)
    }
}

/// Off-target toxicity in the line, with what it leans on.
pub(super) fn toxicity(work: &mut Work, drug: &DrugRecord) -> Option<Toxicity> {
    let kb = work.kb;
    let Some((table, dose)) = calibrate::toxicity_table(kb, drug) else {
        work.say(
            format!("toxicity/{}", drug.id),
            Certainty::Assumed,
            format!("off-target toxicity of {}", drug.name),
            "none".to_owned(),
            None,
            "No toxicity on cells without the driver is in the knowledge base.".to_owned(),
        );
        return None;
    };
    if table.transcription != Transcription::Checked {
        let certainty = Certainty::Measured {
            transcription: table.transcription,
        };
        let what = format!("off-target IC50 of {} on {}", drug.name, table.system);
        work.span(&format!("{}/{}", table.id, drug.id), dose, None);
        work.say(
            format!("{}/{}", table.id, drug.id),
            certainty,
            what,
            format!("{} nM", short(dose)),
            None,
            table.reference.clone(),
        );
    }
    work.note(
        &kb.defaults().toxicity_slope,
        "defaults/toxicity_slope",
        format!("slope of off-target toxicity of {}", drug.name),
        "",
    );
    calibrate::toxicity_in(kb, work.line, drug)
}

/// K and slope of a drug on an unmutated driver copy of the line; `None` for drugs that leave the driver alone.
pub(super) fn driver_site(
    work: &mut Work,
    drug: &DrugRecord,
    fitted: Option<&FittedSite>,
) -> Result<Option<SiteAction>, KnowledgeError> {
    if drug.family.as_deref() != Some(work.family.id.as_str()) {
        return Ok(None);
    }
    let (kb, line) = (work.kb, work.line);
    let site = match stated_in(kb, line, &drug.id) {
        Some((study, stated)) => {
            note_study(
                work,
                study,
                drug,
                &stated,
                &format!("potency of {} on {}", drug.name, line.name),
            );
            match fitted.filter(|fit| fit.drug == drug.id) {
                Some(fit) => fit.site,
                None => solve_in_line(work, drug, stated)?,
            }
        }
        None => transfer(work, drug)?,
    };
    Ok(Some(site))
}

fn note_study(work: &mut Work, study: &Study, drug: &DrugRecord, stated: &Stated, what: &str) {
    if study.transcription != Transcription::Checked {
        let certainty = Certainty::Measured {
            transcription: study.transcription,
        };
        let label = own_label(work.line);
        let range = study.range.get(&label).and_then(|row| row.get(&drug.id));
        let range = range.map(|(low, high)| (low.get(), high.get()));
        let key = study_key(study, &label, &drug.id);
        work.span(&key, stated.dose, range);
        work.say(
            key,
            certainty,
            what.to_owned(),
            format!("{} nM", short(stated.dose)),
            None,
            study.reference.clone(),
        );
    }
    if stated.slope.is_none() {
        let slope = &work.kb.defaults().hill_slope;
        work.note(
            slope,
            "defaults/hill_slope",
            format!("Hill slope of {} on the driver", drug.name),
            "",
        );
    }
}

fn solve_in_line(work: &Work, drug: &DrugRecord, stated: Stated) -> Result<SiteAction, KnowledgeError> {
    let toxicity = calibrate::toxicity_in(work.kb, work.line, drug);
    let usual = work.kb.defaults().hill_slope.value;
    let own = own_copies(work.kb, work.line, drug)?;
    calibrate::solve_site(&work.model, &own, toxicity, stated, usual).map_err(|reason| KnowledgeError::Undetermined {
        what: format!("K of {} in {}", drug.id, work.line.id),
        why: reason.reason().to_owned(),
    })
}

/// K of a drug in the family's reference system (or, failing that, in any system), with the study.
fn reference_site<'a>(kb: &'a KnowledgeBase, line: &LineRecord, drug: &DrugRecord) -> Option<(&'a Study, SiteAction)> {
    let family = kb
        .data()
        .family
        .iter()
        .find(|family| Some(&family.id) == line.family.as_ref())?;
    let gene = family.gene.iter().find(|gene| Some(&gene.id) == line.gene.as_ref());
    let preferred = gene.map_or(&family.reference_system, |gene| &gene.reference_system);
    let mut all: Vec<(&Study, &LineRecord)> = folds::studies(kb, &family.id)
        .into_iter()
        .filter(|study| study.system != line.id)
        .filter_map(|study| Some((study, kb.data().line.iter().find(|system| system.id == study.system)?)))
        .collect();
    // The preferred system first, then others of the same gene; ranks hold within each.
    all.sort_by_key(|(study, system)| (study.system != *preferred, system.gene != line.gene));
    all.into_iter().find_map(|(study, system)| {
        let label = own_label(system);
        let dose = folds::dose_in(study, &label, &drug.id)?;
        let model = complete_model(kb, system).ok()?;
        let slope = study.slope.get(&label).and_then(|row| row.get(&drug.id)).copied();
        let stated = Stated {
            endpoint: study.endpoint,
            hours: study.hours(),
            dose,
            slope,
        };
        let toxicity = calibrate::toxicity_in(kb, system, drug);
        let own = own_copies(kb, system, drug).ok()?;
        let site = calibrate::solve_site(&model, &own, toxicity, stated, kb.defaults().hill_slope.value).ok()?;
        Some((study, site))
    })
}

/// K of a drug without data in the line: its K in the reference system times the geometric mean,
/// over the family's other drugs, of K in the line over K in that system.
fn transfer(work: &mut Work, drug: &DrugRecord) -> Result<SiteAction, KnowledgeError> {
    let (kb, line) = (work.kb, work.line);
    let Some((study, reference)) = reference_site(kb, line, drug) else {
        return Err(KnowledgeError::Undetermined {
            what: format!("potency of drug \"{}\" on line \"{}\"", drug.id, line.id),
            why: "no study of the family gives its potency on the unmutated driver".to_owned(),
        });
    };
    let others = kb
        .data()
        .drug
        .iter()
        .filter(|other| other.family == drug.family && other.id != drug.id);
    let ratios: Vec<f64> = others
        .filter_map(|other| {
            let (_, stated) = stated_in(kb, line, &other.id)?;
            let (at, there) = reference_site(kb, line, other)?;
            let here = solve_in_line(work, other, stated).ok()?;
            (at.system == study.system).then(|| here.half_dose / there.half_dose)
        })
        .collect();
    let (ratio, low, high) = folds::geometric_mean(&ratios).unwrap_or((1.0, 1.0 / 3.0, 3.0));
    let half_dose = reference.half_dose * ratio;
    let why = format!(
        "No potency in {} itself: K in {} ({}) times {}, the geometric mean over {} other drugs of K here over K there.",
        line.name,
        study.system,
        study.reference,
        short(ratio),
        ratios.len()
    );
    let range = Some((reference.half_dose * low, reference.half_dose * high));
    let key = format!("potency/{}/{}", line.id, drug.id);
    let half_dose = kb.moved(&key).unwrap_or(half_dose);
    if let Some((low, high)) = range {
        work.span(&key, half_dose, Some((low, high)));
    }
    work.say(
        key,
        Certainty::Imputed,
        format!("K of {} in {}", drug.name, line.name),
        format!("{} nM", short(half_dose)),
        range,
        why,
    );
    let slope = &kb.defaults().hill_slope;
    work.note(
        slope,
        "defaults/hill_slope",
        format!("Hill slope of {} on the driver", drug.name),
        "",
    );
    Ok(SiteAction {
        half_dose,
        slope: reference.slope,
    })
}
