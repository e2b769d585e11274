//! How much an allele changes the potency of a drug: measured folds, and the rules where none was measured.

use super::KnowledgeBase;
use super::schema::{AlleleRecord, DrugRecord, StatedFolds, Study, Transcription};
use crate::model::endpoint::Endpoint;
use libm::{exp, log};

/// A ratio of two numbers of one study and endpoint.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasuredFold {
    /// Dose of the allele over dose of the unmutated driver, in the study's endpoint.
    pub ratio: f64,
    pub endpoint: Endpoint,
    pub hours: f64,
    pub study: String,
    pub reference: String,
    pub transcription: Transcription,
    /// Lowest and highest ratio over all studies of the pair, where there are several.
    pub range: Option<(f64, f64)>,
}

/// Sorted parts of a label such as "D1203N+E1210K"; "WT" is no part.
pub fn parts(label: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = label.split('+').map(str::trim).filter(|part| *part != "WT").collect();
    parts.sort_unstable();
    parts
}

/// Dose of a label and drug in a study's table.
pub fn dose_in(study: &Study, label: &str, drug: &str) -> Option<f64> {
    let wanted = parts(label);
    let row = study.ic50.iter().find(|(name, _)| parts(name) == wanted)?.1;
    row.get(drug).map(|dose| dose.get())
}

/// Studies of a family, lowest rank first.
pub fn studies<'a>(kb: &'a KnowledgeBase, family: &str) -> Vec<&'a Study> {
    let mut found: Vec<&Study> = kb.data().study.iter().filter(|study| study.family == family).collect();
    found.sort_by(|a, b| (a.rank, &a.id).cmp(&(b.rank, &b.id)));
    found
}

/// The measured fold of an allele (or alleles in cis, "A+B") for a drug, from the study of lowest rank.
pub fn measured(kb: &KnowledgeBase, family: &str, label: &str, drug: &str) -> Option<MeasuredFold> {
    let mut found: Option<MeasuredFold> = None;
    let mut ratios: Vec<f64> = Vec::new();
    for study in studies(kb, family) {
        let Some((ratio, bridged)) = ratio_in(kb, study, label, drug) else {
            continue;
        };
        ratios.push(ratio);
        if found.is_none() {
            found = Some(MeasuredFold {
                ratio,
                endpoint: study.endpoint,
                hours: study.hours(),
                study: study.id.clone(),
                reference: study.reference.clone(),
                transcription: study.transcription.max(bridged.unwrap_or(Transcription::Checked)),
                range: None,
            });
        }
    }
    if let Some(fold) = found.as_mut().filter(|_| ratios.len() > 1) {
        let low = ratios.iter().copied().fold(f64::INFINITY, f64::min);
        let high = ratios.iter().copied().fold(0.0, f64::max);
        fold.range = Some((low, high));
    }
    found
}

/// Ratio within one study; on the copies' background where they carry an allele anyway; over a bridge allele (with its own fold from elsewhere) where the study
/// has no unmutated row.
fn ratio_in(kb: &KnowledgeBase, study: &Study, label: &str, drug: &str) -> Option<(f64, Option<Transcription>)> {
    if let Some(background) = study.background.as_deref() {
        if parts(label).contains(&background) {
            return None;
        }
        let with = dose_in(study, &format!("{background}+{label}"), drug)?;
        return Some((with / dose_in(study, background, drug)?, None));
    }
    let dose = dose_in(study, label, drug)?;
    if let Some(unmutated) = dose_in(study, "WT", drug) {
        return Some((dose / unmutated, None));
    }
    let bridge = study.bridge.as_deref()?;
    if parts(bridge) == parts(label) {
        return None;
    }
    let over_bridge = dose / dose_in(study, bridge, drug)?;
    let of_bridge = studies(kb, &study.family).into_iter().find_map(|other| {
        let ratio = dose_in(other, bridge, drug)? / dose_in(other, "WT", drug)?;
        Some((ratio, other.transcription))
    })?;
    Some((over_bridge * of_bridge.0, Some(of_bridge.1)))
}

/// A fold that no study gives, and the rule that gave it.
#[derive(Debug, Clone, PartialEq)]
pub struct ImputedFold {
    pub fold: f64,
    pub range: (f64, f64),
    pub rule: String,
}

/// Geometric mean with its lowest and highest member; `None` of nothing.
pub fn geometric_mean(values: &[f64]) -> Option<(f64, f64, f64)> {
    if values.is_empty() {
        return None;
    }
    let mean = exp(values.iter().map(|&v| log(v)).sum::<f64>() / values.len() as f64);
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    Some((mean, low, values.iter().copied().fold(0.0, f64::max)))
}

/// Rules for a single allele without a measured fold, in order: other substitutions at its residue,
/// the same place in related kinases, the allele's (then the residue's) folds for drugs of the same
/// type and generation, or else for all drugs of the family.
pub fn impute(kb: &KnowledgeBase, allele: &AlleleRecord, drug: &DrugRecord) -> Option<ImputedFold> {
    let given = |values: Vec<f64>, rule: String| {
        let (fold, low, high) = geometric_mean(&values)?;
        // A mean of few values says little: at least threefold either way.
        Some(ImputedFold {
            fold,
            range: (low.min(fold / 3.0), high.max(fold * 3.0)),
            rule,
        })
    };
    let fold_of = |family: &str, name: &str, drug: &str| measured(kb, family, name, drug).map(|fold| fold.ratio);
    let siblings = || {
        kb.data()
            .allele
            .iter()
            .filter(|a| a.family == allele.family && a.gene == allele.gene && a.residue == allele.residue)
    };
    let same_residue: Vec<f64> = siblings()
        .filter_map(|a| fold_of(&a.family, &a.name, &drug.id))
        .collect();
    let related = || kb.data().allele.iter().filter(|a| allele.paralogues.contains(&a.id));
    let mut paralogues: Vec<f64> = related()
        .filter_map(|a| fold_of(&a.family, &a.name, &drug.id))
        .collect();
    if paralogues.is_empty() {
        paralogues = related().filter_map(|a| stated(kb, &a.id, &drug.id)).collect();
    }
    let over_drugs = |alleles: &[&AlleleRecord], same_class: bool| -> Vec<f64> {
        let others = kb
            .data()
            .drug
            .iter()
            .filter(|d| d.family == drug.family && d.id != drug.id);
        others
            .filter(|d| !same_class || (d.binding_type == drug.binding_type && d.generation == drug.generation))
            .flat_map(|d| {
                alleles
                    .iter()
                    .filter_map(|a| fold_of(&a.family, &a.name, &d.id))
                    .collect::<Vec<f64>>()
            })
            .collect()
    };
    let own = [allele];
    let siblings: Vec<&AlleleRecord> = siblings().collect();
    let over = |whose: &str, drugs: &str| format!("geometric mean of {whose} folds over {drugs}");
    let (class, family) = ("drugs of the same type and generation", "all drugs of the family");
    given(
        same_residue,
        "geometric mean of other substitutions at the same residue".to_owned(),
    )
    .or_else(|| {
        given(
            paralogues,
            "geometric mean of the same residue in related kinases".to_owned(),
        )
    })
    .or_else(|| by_class(kb, allele, &siblings, drug))
    .or_else(|| given(over_drugs(&own, true), over("the allele's", class)))
    .or_else(|| given(over_drugs(&own, false), over("the allele's", family)))
    .or_else(|| given(over_drugs(&siblings, true), over("the residue's", class)))
    .or_else(|| given(over_drugs(&siblings, false), over("the residue's", family)))
}

/// The stated fold of an allele (by id) for a drug.
pub fn stated(kb: &KnowledgeBase, allele: &str, drug: &str) -> Option<f64> {
    let record = kb.data().fold.iter().find(|f| f.allele == allele && f.drug == drug)?;
    Some(record.fold.value)
}

/// In families whose drugs differ in kind: measured and stated folds of the allele, then of its
/// residue, then of its paralogues, for drugs of the same type and generation, then of the same type.
fn by_class(
    kb: &KnowledgeBase,
    allele: &AlleleRecord,
    siblings: &[&AlleleRecord],
    drug: &DrugRecord,
) -> Option<ImputedFold> {
    let data = kb.data();
    let family = data.family.iter().find(|family| family.id == allele.family)?;
    if family.stated_folds != StatedFolds::SameClassFirst {
        return None;
    }
    let at_residue: Vec<f64> = siblings.iter().filter_map(|a| stated(kb, &a.id, &drug.id)).collect();
    if let Some((fold, low, high)) = geometric_mean(&at_residue) {
        return Some(ImputedFold {
            fold,
            range: (low.min(fold / 3.0), high.max(fold * 3.0)),
            rule: "geometric mean of the stated folds of other substitutions at the same residue".to_owned(),
        });
    }
    let others = |same_generation: bool| {
        data.drug.iter().filter(move |d| {
            d.family == drug.family
                && d.id != drug.id
                && d.binding_type == drug.binding_type
                && (!same_generation || d.generation == drug.generation)
        })
    };
    let related: Vec<&AlleleRecord> = data
        .allele
        .iter()
        .filter(|a| allele.paralogues.contains(&a.id))
        .collect();
    let own = [allele];
    let whose: [(&str, &[&AlleleRecord]); 3] = [
        ("the allele's", &own),
        ("the residue's", siblings),
        ("the paralogous residue's", &related),
    ];
    for (words, alleles) in whose {
        for (same_generation, class) in [
            (true, "drugs of the same type and generation"),
            (false, "drugs of the same type"),
        ] {
            let values: Vec<f64> = others(same_generation)
                .flat_map(|d| alleles.iter().map(move |a| (d, *a)))
                .filter_map(|(d, a)| {
                    let measured = measured(kb, &a.family, &a.name, &d.id).map(|fold| fold.ratio);
                    measured.or_else(|| stated(kb, &a.id, &d.id))
                })
                .collect();
            if let Some((fold, low, high)) = geometric_mean(&values) {
                return Some(ImputedFold {
                    fold,
                    range: (low.min(fold / 3.0), high.max(fold * 3.0)),
                    rule: format!("geometric mean of {words} measured and stated folds over {class}"),
                });
            }
        }
    }
    None
}
