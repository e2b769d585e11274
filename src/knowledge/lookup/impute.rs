//! Folds that no study gives, and the rules that give them instead.

use super::mean::geometric_mean;
use super::measured::measured;
use crate::knowledge::base::KnowledgeBase;
use crate::knowledge::schema::{AlleleRecord, DrugRecord, Range, StatedFolds};

/// A fold that no study gives, and the rule that gave it.
#[derive(Debug, Clone, PartialEq)]
pub struct ImputedFold {
    /// How many times as much.
    pub fold: f64,
    /// How far it could be off.
    pub range: Range,
    /// The rule in words.
    pub rule: String,
}

impl ImputedFold {
    /// Of alleles in cis that nobody measured together.
    pub fn product(folds: impl Iterator<Item = f64>) -> Self {
        let fold = folds.product();
        Self {
            fold,
            range: Range::new(fold, fold),
            rule: "the folds of its alleles, multiplied".to_owned(),
        }
    }
}

/// Rules for a single allele without a measured fold, in order: other substitutions at its residue,
/// the same place in related kinases, the allele's (then the residue's) folds for drugs of the same
/// type and generation, or else for all drugs of the family.
pub fn impute(kb: &KnowledgeBase, allele: &AlleleRecord, drug: &DrugRecord) -> Option<ImputedFold> {
    let imputing = Imputing::of(kb, allele, drug);
    imputing
        .by_place()
        .or_else(|| imputing.by_class())
        .or_else(|| imputing.by_other_drugs())
}

/// Where nothing is known of the allele or its residue: folds of the same place in related kinases for drugs of the same type and
/// generation, or else for all drugs of the family.
pub fn impute_from_related(kb: &KnowledgeBase, allele: &AlleleRecord, drug: &DrugRecord) -> Option<ImputedFold> {
    let imputing = Imputing::of(kb, allele, drug);
    [Like::TypeAndGeneration, Like::Any].into_iter().find_map(|like| {
        let folds = imputing.over_drugs(&imputing.related, like, known);
        given(&folds, &format!("the paralogous residue's folds over {}", like.words()))
    })
}

/// The measured fold of an allele for a drug, else the stated one.
fn known(kb: &KnowledgeBase, allele: &AlleleRecord, drug: &DrugRecord) -> Option<f64> {
    read(kb, allele, drug).or_else(|| stated(kb, allele, drug))
}

/// The stated fold of an allele (by id) for a drug.
fn stated(kb: &KnowledgeBase, allele: &AlleleRecord, drug: &DrugRecord) -> Option<f64> {
    let mut folds = kb.data().fold.iter();
    let record = folds.find(|fold| fold.allele == allele.id && fold.drug == drug.id)?;
    Some(record.fold.value)
}

fn read(kb: &KnowledgeBase, allele: &AlleleRecord, drug: &DrugRecord) -> Option<f64> {
    measured(kb, &allele.family, &allele.name, &drug.id).map(|fold| fold.ratio)
}

/// An allele and what stands near it.
struct Imputing<'a> {
    kb: &'a KnowledgeBase,
    drug: &'a DrugRecord,
    /// The allele alone.
    own: Vec<&'a AlleleRecord>,
    /// It and other substitutions at its residue.
    residue: Vec<&'a AlleleRecord>,
    /// The same place in related kinases.
    related: Vec<&'a AlleleRecord>,
}

/// Which other drugs of the family a fold is taken over from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Like {
    TypeAndGeneration,
    Type,
    Any,
}

impl Like {
    fn words(self) -> &'static str {
        match self {
            Like::TypeAndGeneration => "drugs of the same type and generation",
            Like::Type => "drugs of the same type",
            Like::Any => "all drugs of the family",
        }
    }

    fn holds(self, a: &DrugRecord, b: &DrugRecord) -> bool {
        let same_type = a.binding_type == b.binding_type;
        match self {
            Like::TypeAndGeneration => same_type && a.generation == b.generation,
            Like::Type => same_type,
            Like::Any => true,
        }
    }
}

type FoldOf = fn(&KnowledgeBase, &AlleleRecord, &DrugRecord) -> Option<f64>;

impl<'a> Imputing<'a> {
    fn of(kb: &'a KnowledgeBase, allele: &'a AlleleRecord, drug: &'a DrugRecord) -> Self {
        let alleles = || kb.data().allele.iter();
        let at_residue =
            |a: &&AlleleRecord| a.family == allele.family && a.gene == allele.gene && a.residue == allele.residue;
        Self {
            kb,
            drug,
            own: vec![allele],
            residue: alleles().filter(at_residue).collect(),
            related: alleles().filter(|a| allele.paralogues.contains(&a.id)).collect(),
        }
    }

    /// Folds for the drug itself: at the residue, else at the same place in related kinases.
    fn by_place(&self) -> Option<ImputedFold> {
        let of = |alleles: &[&AlleleRecord], fold: FoldOf| -> Vec<f64> {
            alleles
                .iter()
                .filter_map(|allele| fold(self.kb, allele, self.drug))
                .collect()
        };
        let at_residue = || given(&of(&self.residue, read), "other substitutions at the same residue");
        let in_related = |fold| given(&of(&self.related, fold), "the same residue in related kinases");
        at_residue().or_else(|| in_related(read)).or_else(|| in_related(stated))
    }

    /// In families whose drugs differ in kind: measured and stated folds of the allele, then of its
    /// residue, then of its paralogues, for drugs of the same type and generation, then of the same type.
    fn by_class(&self) -> Option<ImputedFold> {
        let allele = self.own.first()?;
        if self.kb.family(&allele.family).ok()?.stated_folds != StatedFolds::SameClassFirst {
            return None;
        }
        let at_residue = self.residue.iter().filter_map(|a| stated(self.kb, a, self.drug));
        let at_residue: Vec<f64> = at_residue.collect();
        let places = [
            ("the allele's", &self.own),
            ("the residue's", &self.residue),
            ("the paralogous residue's", &self.related),
        ];
        let mut rules = places
            .into_iter()
            .flat_map(|(whose, alleles)| [Like::TypeAndGeneration, Like::Type].map(|like| (whose, alleles, like)));
        let stated = given(
            &at_residue,
            "the stated folds of other substitutions at the same residue",
        );
        stated.or_else(|| {
            rules.find_map(|(whose, alleles, like)| {
                let folds = self.over_drugs(alleles, like, known);
                given(
                    &folds,
                    &format!("{whose} measured and stated folds over {}", like.words()),
                )
            })
        })
    }

    /// Measured folds for other drugs of the family.
    fn by_other_drugs(&self) -> Option<ImputedFold> {
        let places = [("the allele's", &self.own), ("the residue's", &self.residue)];
        let mut rules = places
            .into_iter()
            .flat_map(|(whose, alleles)| [Like::TypeAndGeneration, Like::Any].map(|like| (whose, alleles, like)));
        rules.find_map(|(whose, alleles, like)| {
            let folds = self.over_drugs(alleles, like, read);
            given(&folds, &format!("{whose} folds over {}", like.words()))
        })
    }

    fn over_drugs(&self, alleles: &[&AlleleRecord], like: Like, fold: FoldOf) -> Vec<f64> {
        let drugs = self.kb.data().drug.iter();
        drugs
            .filter(|other| other.family == self.drug.family && other.id != self.drug.id)
            .filter(|other| like.holds(other, self.drug))
            .flat_map(|other| alleles.iter().filter_map(move |allele| fold(self.kb, allele, other)))
            .collect()
    }
}

/// Their geometric mean. A mean of few values says little: at least threefold either way.
fn given(values: &[f64], of: &str) -> Option<ImputedFold> {
    let found = geometric_mean(values)?;
    Some(ImputedFold {
        fold: found.mean,
        range: Range::new(
            found.range.low.min(found.mean / 3.0),
            found.range.high.max(found.mean * 3.0),
        ),
        rule: format!("geometric mean of {of}"),
    })
}
