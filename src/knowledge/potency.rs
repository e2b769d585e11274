//! Potency of drugs on the driver of a line: K and slope of the unmutated copy, and folds of alleles.

use super::KnowledgeBase;
use super::assumption::Certainty;
use super::calibrate::{self, LineModel, Stated};
use super::error::KnowledgeError;
use super::folds::{self, MeasuredFold};
use super::resolve::{NotReached, Work, short, stated_like};
use super::schema::{AlleleRecord, DrugRecord, LineRecord, Study, Transcription};
use crate::model::biology::{SiteAction, Toxicity};
use crate::model::endpoint::{self, Endpoint};

/// Site of the drug that k_max of a line was fitted with.
pub(super) struct FittedSite {
    drug: String,
    site: SiteAction,
}

/// Label of a line's own driver in study tables.
fn own_label(line: &LineRecord) -> String {
    if line.alleles.is_empty() {
        "WT".to_owned()
    } else {
        line.alleles.join("+")
    }
}

/// The stated potency of a drug in the line itself, from the study of lowest rank.
fn stated_in<'a>(kb: &'a KnowledgeBase, line: &LineRecord, drug: &str) -> Option<(&'a Study, Stated)> {
    let label = own_label(line);
    folds::studies(kb, line.family.as_deref()?)
        .into_iter()
        .filter(|study| study.system == line.id)
        .find_map(|study| {
            let dose = folds::dose_in(study, &label, drug)?;
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
            Certainty::Assumed,
            format!("off-target toxicity of {}", drug.name),
            "none".to_owned(),
            None,
            "No toxicity on cells without the driver is in the knowledge base.".to_owned(),
        );
        return None;
    };
    if table.transcription == Transcription::Unchecked {
        let certainty = Certainty::Measured {
            transcription: table.transcription,
        };
        let what = format!("off-target IC50 of {} on {}", drug.name, table.system);
        work.say(
            certainty,
            what,
            format!("{} nM", short(dose)),
            None,
            table.reference.clone(),
        );
    }
    work.note(
        &kb.defaults().toxicity_slope,
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
    // Potencies are stated for the line's own driver; the site is that of an unmutated copy.
    let own: f64 = line
        .alleles
        .iter()
        .map(|name| folds::measured(kb, &work.family.id, name, &drug.id).map_or(1.0, |fold| fold.ratio))
        .product();
    Ok(Some(SiteAction {
        half_dose: site.half_dose / own,
        ..site
    }))
}

fn note_study(work: &mut Work, study: &Study, drug: &DrugRecord, stated: &Stated, what: &str) {
    if study.transcription == Transcription::Unchecked {
        let certainty = Certainty::Measured {
            transcription: study.transcription,
        };
        work.say(
            certainty,
            what.to_owned(),
            format!("{} nM", short(stated.dose)),
            None,
            study.reference.clone(),
        );
    }
    if stated.slope.is_none() {
        let slope = &work.kb.defaults().hill_slope;
        work.note(slope, format!("Hill slope of {} on the driver", drug.name), "");
    }
}

fn solve_in_line(work: &Work, drug: &DrugRecord, stated: Stated) -> Result<SiteAction, KnowledgeError> {
    let toxicity = calibrate::toxicity_in(work.kb, work.line, drug);
    let usual = work.kb.defaults().hill_slope.value;
    calibrate::solve_site(&work.model, toxicity, stated, usual).map_err(|reason| KnowledgeError::Undetermined {
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
    let all = folds::studies(kb, &family.id);
    let (preferred, others): (Vec<&Study>, Vec<&Study>) = all
        .into_iter()
        .filter(|study| study.system != line.id)
        .partition(|s| s.system == family.reference_system);
    preferred.into_iter().chain(others).find_map(|study| {
        let dose = folds::dose_in(study, "WT", &drug.id)?;
        let system = kb.data().line.iter().find(|line| line.id == study.system)?;
        let model = complete_model(kb, system).ok()?;
        let slope = study.slope.get("WT").and_then(|row| row.get(&drug.id)).copied();
        let stated = Stated {
            endpoint: study.endpoint,
            hours: study.hours(),
            dose,
            slope,
        };
        let toxicity = calibrate::toxicity_in(kb, system, drug);
        let site = calibrate::solve_site(&model, toxicity, stated, kb.defaults().hill_slope.value).ok()?;
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
    work.say(
        Certainty::Imputed,
        format!("K of {} in {}", drug.name, line.name),
        format!("{} nM", short(half_dose)),
        range,
        why,
    );
    let slope = &kb.defaults().hill_slope;
    work.note(slope, format!("Hill slope of {} on the driver", drug.name), "");
    Ok(SiteAction {
        half_dose,
        slope: reference.slope,
    })
}

/// K of an allele over K of an unmutated copy: measured, stated as a fold, or imputed; never silently 1.
pub(super) fn allele_fold(
    work: &mut Work,
    allele: &AlleleRecord,
    drug: &DrugRecord,
    site: SiteAction,
    toxicity: Option<Toxicity>,
) -> Result<f64, KnowledgeError> {
    let kb = work.kb;
    if let Some(fold) = folds::measured(kb, &allele.family, &allele.name, &drug.id) {
        return Ok(measured_fold(work, &allele.name, drug, site, toxicity, &fold));
    }
    let what = format!("fold of {} for {}", allele.name, drug.name);
    if let Some(record) = kb
        .data()
        .fold
        .iter()
        .find(|f| f.allele == allele.id && f.drug == drug.id)
    {
        work.note(&record.fold, what, "");
        return Ok(record.fold.value);
    }
    let Some(imputed) = folds::impute(kb, allele, drug) else {
        return stated_elsewhere(work, allele, drug, what);
    };
    work.say(
        Certainty::Imputed,
        what,
        short(imputed.fold),
        Some(imputed.range),
        imputed.rule,
    );
    Ok(imputed.fold)
}

/// Last resort: the geometric mean of the allele's stated folds for other drugs.
fn stated_elsewhere(
    work: &mut Work,
    allele: &AlleleRecord,
    drug: &DrugRecord,
    what: String,
) -> Result<f64, KnowledgeError> {
    let stated: Vec<f64> = work
        .kb
        .data()
        .fold
        .iter()
        .filter(|f| f.allele == allele.id)
        .map(|f| f.fold.value)
        .collect();
    let (fold, low, high) = folds::geometric_mean(&stated).ok_or_else(|| KnowledgeError::Undetermined {
        what: what.clone(),
        why: format!("no potency or fold of {} is in the knowledge base", allele.id),
    })?;
    let rule = "geometric mean of the allele's stated folds for other drugs".to_owned();
    let range = Some((low, high));
    work.say(
        Certainty::Imputed,
        format!("fold of {} for {}", allele.name, drug.name),
        short(fold),
        range,
        rule,
    );
    Ok(fold)
}

/// Turns a ratio of endpoints into a ratio of K in the line. Ratios of phosphorylation are ratios of
/// K; for growth endpoints the line's own dose in that endpoint is multiplied and K solved again.
pub(super) fn measured_fold(
    work: &mut Work,
    label: &str,
    drug: &DrugRecord,
    site: SiteAction,
    toxicity: Option<Toxicity>,
    measured: &MeasuredFold,
) -> f64 {
    if measured.transcription == Transcription::Unchecked {
        let certainty = Certainty::Measured {
            transcription: measured.transcription,
        };
        let what = format!("fold of {label} for {}", drug.name);
        work.say(
            certainty,
            what,
            short(measured.ratio),
            measured.range,
            measured.study.clone(),
        );
    }
    // Alleles of the unaltered line define its unmutated copy by the same ratio (see `driver_site`).
    let of_line = work.line.alleles.iter().any(|own| own == label);
    if of_line || matches!(measured.endpoint, Endpoint::Phosphorylation | Endpoint::Enzyme) {
        return measured.ratio;
    }
    match fold_in_line(&work.model, site, toxicity, measured) {
        Ok(fold) => fold,
        Err(reason) => {
            work.unreachable.push(NotReached {
                allele: label.to_owned(),
                drug: drug.id.clone(),
                study: measured.study.clone(),
                reason,
            });
            measured.ratio
        }
    }
}

fn fold_in_line(
    model: &LineModel,
    site: SiteAction,
    toxicity: Option<Toxicity>,
    measured: &MeasuredFold,
) -> Result<f64, calibrate::Unreachable> {
    let parental = calibrate::assay_system(model, Some(site), toxicity);
    let wild = parental.wild_type();
    let dose = endpoint::reported_dose(measured.endpoint, &parental, &wild, 0, 0, measured.hours)
        .ok_or(calibrate::Unreachable::Floor)?;
    let stated = stated_like(measured, dose * measured.ratio);
    Ok(calibrate::solve_site(model, toxicity, stated, site.slope)?.half_dose / site.half_dose)
}
