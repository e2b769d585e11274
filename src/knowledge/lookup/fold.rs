//! The best there is about an allele and a drug: measured, stated as a fold, or imputed; never silently 1.

use super::bound::{BoundedFold, bounded};
use super::impute::{ImputedFold, impute, impute_from_related};
use super::mean::geometric_mean;
use super::measured::{MeasuredFold, measured};
use crate::knowledge::base::KnowledgeBase;
use crate::knowledge::certainty::Certainty;
use crate::knowledge::error::KnowledgeError;
use crate::knowledge::schema::{AlleleRecord, DrugRecord, FoldRecord};

/// The lowest rank of the knowledge base; one's own studies may have 0.
const FIRST_OF_BASE: u32 = 1;

/// A fold and how it is known.
#[derive(Debug, Clone)]
pub enum Fold<'a> {
    /// A study read both doses.
    Measured(MeasuredFold),
    /// A source states it without a table.
    Stated(&'a FoldRecord),
    /// A rule gave it.
    Imputed(ImputedFold),
    /// A study gives a bound, which no rule's number fits.
    Bounded(BoundedFold),
}

impl Fold<'_> {
    /// How many times as much, in the endpoint it was read in.
    pub fn number(&self) -> f64 {
        match self {
            Fold::Measured(fold) => fold.ratio,
            Fold::Stated(record) => record.fold.value,
            Fold::Imputed(imputed) => imputed.fold,
            Fold::Bounded(bounded) => bounded.at.ratio,
        }
    }

    /// How sure it is.
    pub fn certainty(&self) -> Certainty {
        match self {
            Fold::Measured(fold) => Certainty::Measured(fold.transcription),
            Fold::Stated(record) => record.fold.certainty(),
            Fold::Imputed(_) | Fold::Bounded(_) => Certainty::Imputed,
        }
    }

    /// Id of the study or reference, the reason, or the rule.
    pub fn source(&self) -> &str {
        match self {
            Fold::Measured(fold) => &fold.study,
            Fold::Stated(FoldRecord { fold, .. }) => fold
                .reference
                .as_deref()
                .or(fold.assumed.as_deref())
                .unwrap_or_default(),
            Fold::Imputed(imputed) => &imputed.rule,
            Fold::Bounded(bounded) => &bounded.at.study,
        }
    }
}

/// See module docs.
pub fn find<'a>(kb: &'a KnowledgeBase, allele: &AlleleRecord, drug: &DrugRecord) -> Result<Fold<'a>, KnowledgeError> {
    let bound = bounded(kb, &allele.family, &allele.name, &drug.id);
    // One's own bound is not given up for a number of somebody else.
    let stands = |fold: f64, rank: u32| !bound.as_ref().is_some_and(|bound| bound.rules_out(fold, rank));
    if let Some(fold) =
        measured(kb, &allele.family, &allele.name, &drug.id).filter(|fold| stands(fold.ratio, fold.rank))
    {
        return Ok(Fold::Measured(fold));
    }
    let folds_of = || kb.data().fold.iter().filter(|f| f.allele == allele.id);
    if let Some(record) = folds_of().find(|f| f.drug == drug.id && stands(f.fold.value, FIRST_OF_BASE)) {
        return Ok(Fold::Stated(record));
    }
    let imputed = impute(kb, allele, drug);
    match (imputed, bound) {
        (Some(imputed), None) => return Ok(Fold::Imputed(imputed)),
        (Some(imputed), Some(bound)) if bound.side.holds(imputed.fold, bound.at.ratio) => {
            return Ok(Fold::Imputed(imputed));
        }
        (_, Some(bound)) => return Ok(Fold::Bounded(bound)),
        (None, None) => {}
    }
    // Last resort: the geometric mean of the allele's stated folds for other drugs.
    let stated: Vec<f64> = folds_of().map(|f| f.fold.value).collect();
    let of_stated = geometric_mean(&stated).map(|found| ImputedFold {
        fold: found.mean,
        range: found.range,
        rule: "geometric mean of the allele's stated folds for other drugs".to_owned(),
    });
    let found = of_stated.or_else(|| impute_from_related(kb, allele, drug));
    let found = found.ok_or_else(|| KnowledgeError::Undetermined {
        what: format!("fold of {} for {}", allele.name, drug.name),
        why: format!(
            "no potency or fold of {} or of its place in related kinases is in the knowledge base; a [[fold]] of an overlay states one",
            allele.id
        ),
    })?;
    Ok(Fold::Imputed(found))
}

impl KnowledgeBase {
    /// The fold of an allele for a drug (by their ids, the allele also by its name) and how it is known.
    ///
    /// # Errors
    /// There is no such drug or no such allele of its family, or nothing tells the fold.
    pub fn fold(&self, allele: &str, drug: &str) -> Result<Fold<'_>, KnowledgeError> {
        let drug = self.drug(drug)?;
        let mut alleles = self.data().allele.iter();
        let of_drug = |record: &&AlleleRecord| drug.family.as_ref() == Some(&record.family);
        let record = alleles.find(|record| of_drug(record) && (record.id == allele || record.name == allele));
        let record = record.ok_or_else(|| {
            let known = self.data().allele.iter().filter(of_drug);
            let known: Vec<&str> = known.map(|record| record.id.as_str()).collect();
            KnowledgeError::unknown("allele", allele, &known)
        })?;
        find(self, record, drug)
    }
}
