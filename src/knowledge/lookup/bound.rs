//! What is known of a fold where a study gives only the side of a dose on which the number lies.

use super::measured::{MeasuredFold, studies};
use crate::knowledge::base::KnowledgeBase;
use crate::knowledge::schema::{Bound, LineRecord, Side, Study, parts};
use crate::model::endpoint::Endpoint;

/// A fold that is known only to lie on one side of a number.
#[derive(Debug, Clone, PartialEq)]
pub struct BoundedFold {
    /// The number at the bound, in the endpoint of its study.
    pub at: MeasuredFold,
    /// On which side of it the fold lies.
    pub side: Side,
    /// The dose as the study states it: "> 10 µM".
    pub stated: String,
    /// The same in full, for programs: "> 10000 nM".
    pub text: String,
}

impl BoundedFold {
    /// Whether its study comes before one of this rank.
    pub fn stands_before(&self, rank: u32) -> bool {
        self.at.rank < rank
    }

    /// Whether a number of a study of this rank cannot be, since this bound stands before it.
    pub fn rules_out(&self, fold: f64, rank: u32) -> bool {
        self.stands_before(rank) && !self.side.holds(fold, self.at.ratio)
    }

    /// Why the number at the bound stands in for a potency.
    pub fn rule(&self) -> String {
        format!(
            "{} gives only a bound, {}: no potency is reached, and the {} fold that fits is taken",
            self.at.study,
            self.stated,
            match self.side {
                Side::Above => "least",
                Side::Below => "largest",
            }
        )
    }
}

/// The bound on the fold of an allele (or alleles in cis, "A+B") for a drug, from the study of lowest rank with one.
pub fn bounded(kb: &KnowledgeBase, family: &str, label: &str, drug: &str) -> Option<BoundedFold> {
    studies(kb, family)
        .into_iter()
        .find_map(|study| bounded_in(study, label, drug))
}

/// A bound that was read in the cells of a line themselves by a study that has no dose of them without the allele:
/// `unaltered` gives what its assay reports of those.
pub fn bounded_in_cells(
    kb: &KnowledgeBase,
    line: &LineRecord,
    label: &str,
    drug: &str,
    unaltered: impl Fn(Endpoint, f64) -> Option<f64>,
) -> Option<BoundedFold> {
    let all = studies(kb, line.family.as_deref()?).into_iter();
    all.filter(|study| study.system == line.id).find_map(|study| {
        let (with, without) = labels(study, label)?;
        let nothing_read = study.dose(without, drug).is_none();
        let bound = study.bound(&with, drug).filter(|_| nothing_read)?;
        Some(at_bound(study, &bound, unaltered(study.endpoint, study.hours())?))
    })
}

/// The allele's bound over the dose of the unmutated driver (or of the background that the copies carry anyway).
fn bounded_in(study: &Study, label: &str, drug: &str) -> Option<BoundedFold> {
    let (with, without) = labels(study, label)?;
    Some(at_bound(study, &study.bound(&with, drug)?, study.dose(without, drug)?))
}

/// What a study calls cells with an allele, and those without it; `None` where all its cells have it.
fn labels<'a>(study: &'a Study, label: &str) -> Option<(String, &'a str)> {
    match study.background.as_deref() {
        Some(background) if parts(label).contains(&background) => None,
        Some(background) => Some((format!("{background}+{label}"), background)),
        None => Some((label.to_owned(), "WT")),
    }
}

fn at_bound(study: &Study, bound: &Bound, without: f64) -> BoundedFold {
    let at = MeasuredFold {
        ratio: bound.dose.get() / without,
        endpoint: study.endpoint,
        hours: study.hours(),
        study: study.id.clone(),
        rank: study.rank,
        transcription: study.transcription,
        range: None,
    };
    BoundedFold {
        at,
        side: bound.side,
        stated: bound.words(),
        text: bound.text(),
    }
}
