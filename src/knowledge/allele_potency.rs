//! How much an allele changes the potency of a drug on the driver of a line.

use super::KnowledgeBase;
use super::assumption::Certainty;
use super::calibrate::{self, LineModel};
use super::error::KnowledgeError;
use super::folds::{self, ImputedFold, MeasuredFold};
use super::moved::fold_key;
use super::resolve::{NotReached, Work, short, stated_like};
use super::schema::{AlleleRecord, DrugRecord, FoldRecord, Transcription};
use crate::model::biology::{SiteAction, Toxicity};
use crate::model::endpoint::{self, Endpoint};

/// K of an allele over K of an unmutated copy: measured, stated as a fold, or imputed; never silently 1.
pub(super) fn allele_fold(
    work: &mut Work,
    allele: &AlleleRecord,
    drug: &DrugRecord,
    site: SiteAction,
    toxicity: Option<Toxicity>,
) -> Result<f64, KnowledgeError> {
    let kb = work.kb;
    let what = format!("fold of {} for {}", allele.name, drug.name);
    let moved = kb.moved(&key(&allele.id, drug));
    match find(kb, allele, drug)? {
        Fold::Measured(mut fold) => {
            fold.ratio = moved.unwrap_or(fold.ratio);
            Ok(measured_fold(
                work,
                &allele.id,
                &allele.name,
                drug,
                site,
                toxicity,
                &fold,
            ))
        }
        Fold::Stated(record) => {
            work.note(&record.fold, key(&allele.id, drug), what, "");
            Ok(moved.unwrap_or(record.fold.value))
        }
        Fold::Imputed(imputed) => {
            work.span(&key(&allele.id, drug), imputed.fold, Some(imputed.range));
            work.say(
                key(&allele.id, drug),
                Certainty::Imputed,
                what,
                short(imputed.fold),
                Some(imputed.range),
                imputed.rule,
            );
            Ok(moved.unwrap_or(imputed.fold))
        }
    }
}

fn key(id: &str, drug: &DrugRecord) -> String {
    fold_key(id, &drug.id)
}

/// A fold and how it is known.
pub(super) enum Fold<'a> {
    Measured(MeasuredFold),
    Stated(&'a FoldRecord),
    Imputed(ImputedFold),
}

/// The best there is about an allele and a drug.
pub(super) fn find<'a>(
    kb: &'a KnowledgeBase,
    allele: &AlleleRecord,
    drug: &DrugRecord,
) -> Result<Fold<'a>, KnowledgeError> {
    if let Some(fold) = folds::measured(kb, &allele.family, &allele.name, &drug.id) {
        return Ok(Fold::Measured(fold));
    }
    let folds_of = || kb.data().fold.iter().filter(|f| f.allele == allele.id);
    if let Some(record) = folds_of().find(|f| f.drug == drug.id) {
        return Ok(Fold::Stated(record));
    }
    if let Some(imputed) = folds::impute(kb, allele, drug) {
        return Ok(Fold::Imputed(imputed));
    }
    // Last resort: the geometric mean of the allele's stated folds for other drugs.
    let stated: Vec<f64> = folds_of().map(|f| f.fold.value).collect();
    let (fold, low, high) = folds::geometric_mean(&stated).ok_or_else(|| KnowledgeError::Undetermined {
        what: format!("fold of {} for {}", allele.name, drug.name),
        why: format!("no potency or fold of {} is in the knowledge base", allele.id),
    })?;
    Ok(Fold::Imputed(ImputedFold {
        fold,
        range: (low, high),
        rule: "geometric mean of the allele's stated folds for other drugs".to_owned(),
    }))
}

/// The number alone, in the endpoint it was read in.
pub(super) fn ratio(kb: &KnowledgeBase, allele: &AlleleRecord, drug: &DrugRecord) -> Result<f64, KnowledgeError> {
    let usual = match find(kb, allele, drug)? {
        Fold::Measured(fold) => fold.ratio,
        Fold::Stated(record) => record.fold.value,
        Fold::Imputed(imputed) => imputed.fold,
    };
    Ok(kb.moved(&key(&allele.id, drug)).unwrap_or(usual))
}

/// Turns a ratio of endpoints into a ratio of K in the line. Ratios of phosphorylation are ratios of
/// K; for growth endpoints the line's own dose in that endpoint is multiplied and K solved again.
pub(super) fn measured_fold(
    work: &mut Work,
    id: &str,
    label: &str,
    drug: &DrugRecord,
    site: SiteAction,
    toxicity: Option<Toxicity>,
    measured: &MeasuredFold,
) -> f64 {
    if measured.transcription != Transcription::Checked {
        let certainty = Certainty::Measured {
            transcription: measured.transcription,
        };
        let what = format!("fold of {label} for {}", drug.name);
        work.span(&key(id, drug), measured.ratio, measured.range);
        work.say(
            key(id, drug),
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
    let own = calibrate::OwnCopies::single();
    Ok(calibrate::solve_site(model, &own, toxicity, stated, site.slope)?.half_dose / site.half_dose)
}
