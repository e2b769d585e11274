//! Driver variants: supply and potency of alleles and of combinations in cis.

use super::asked::Asked;
use super::lean::{Lean, ends};
use super::resolved::NotReached;
use super::supply;
use crate::knowledge::assumption::Assumption;
use crate::knowledge::certainty::Certainty;
use crate::knowledge::error::KnowledgeError;
use crate::knowledge::lookup::{BoundedFold, Fold, MeasuredFold, bounded, bounded_in_cells, find, measured, studies};
use crate::knowledge::potency::{LineModel, Unreachable, dose_of_parental, own_copies, ratio_of_k};
use crate::knowledge::schema::{AlleleRecord, Class, DrugRecord, FoldRecord, Range, parts, short};
use crate::knowledge::values::Span;
use crate::model::biology::*;

/// Allele records of the line's gene that the scenario leaves open.
pub(super) fn records<'a>(asked: &Asked<'a>) -> Vec<&'a AlleleRecord> {
    let (family, line) = (asked.family, asked.line);
    let of_gene = asked.kb.data().allele.iter();
    of_gene
        .filter(|allele| allele.family == family.id && allele.gene == line.gene)
        .filter(|allele| asked.routes.allele(line, allele))
        .collect()
}

/// A drug on an unmutated copy of the line, as folds of alleles multiply it.
struct OnDriver<'a> {
    drug: &'a DrugRecord,
    /// Place among the scenario's drugs.
    index: usize,
    /// On the mutant copies that the line has: folds are carried over on these.
    own: SiteAction,
    /// On an unmutated copy.
    unmutated: SiteAction,
    toxicity: Option<Toxicity>,
}

fn on_driver<'a>(asked: &Asked<'a>, actions: &[DrugAction]) -> Result<Vec<OnDriver<'a>>, KnowledgeError> {
    let mut found = Vec::new();
    for (index, (&drug, action)) in asked.drugs.iter().zip(actions).enumerate() {
        let Some(unmutated) = action.driver else { continue };
        let own = own_copies(asked.kb, asked.line, drug)?;
        let share: f64 = own.alleles.iter().map(|allele| allele.fold).product();
        found.push(OnDriver {
            drug,
            index,
            own: SiteAction {
                half_dose: unmutated.half_dose * share,
                ..unmutated
            },
            unmutated,
            toxicity: action.toxicity,
        });
    }
    Ok(found)
}

/// Alleles with their potencies, one per drug.
pub(super) fn alleles(
    asked: &Asked,
    lean: &mut Lean,
    model: &LineModel,
    records: &[&AlleleRecord],
    actions: &[DrugAction],
) -> Result<Vec<Allele>, KnowledgeError> {
    let usual = &asked.family.activity;
    if records.iter().any(|record| record.activity.is_none()) {
        lean.on(usual);
    }
    let on_driver = on_driver(asked, actions)?;
    let index_of = |id: &str| records.iter().position(|record| record.id == id).map(|i| i as u32);
    let mut resolved = Vec::new();
    for record in records {
        let mut potency = vec![AllelePotency { fold: 1.0, slope: None }; actions.len()];
        for on in &on_driver {
            potency[on.index].fold = allele_fold(asked, lean, model, record, on)?;
        }
        let activity = record.activity.as_ref().map_or(usual.value, |own| lean.on(own));
        let steps = record.steps.iter().filter_map(|step| {
            Some(AlleleStep {
                from: index_of(&step.after)?,
                per_division: supply::rate_of_step(asked, step),
            })
        });
        resolved.push(Allele {
            id: record.id.clone(),
            name: record.name.clone(),
            region: record.region.clone(),
            residue: record.residue,
            activity,
            per_division: supply::allele_rate(asked, lean, record),
            potency,
            steps: steps.collect(),
        });
    }
    Ok(resolved)
}

/// K of an allele over K of an unmutated copy: measured, stated as a fold, or imputed; never silently 1.
fn allele_fold(
    asked: &Asked,
    lean: &mut Lean,
    model: &LineModel,
    allele: &AlleleRecord,
    on: &OnDriver,
) -> Result<f64, KnowledgeError> {
    let under = Under { allele, on };
    let key = under.key();
    let moved = asked.kb.moved(&key);
    match find(asked.kb, allele, on.drug)? {
        Fold::Measured(fold) => {
            let fold = MeasuredFold {
                ratio: moved.unwrap_or(fold.ratio),
                ..fold
            };
            let rank = Some(fold.rank);
            let read = under.read(key, &fold);
            let of_k = || fold_of_k(asked, model, &read).ok();
            match broken(asked, model, under, rank, of_k) {
                Some(bound) => Ok(bounded_fold(asked, lean, model, under, &bound)),
                None => Ok(measured_fold(asked, lean, model, read)),
            }
        }
        Fold::Bounded(bounded) => Ok(bounded_fold(asked, lean, model, under, &bounded)),
        Fold::Stated(record) => {
            if let Some(bound) = broken_here(asked, model, under, record.fold.value) {
                return Ok(bounded_fold(asked, lean, model, under, &bound));
            }
            let stated = lean.on(&record.fold);
            Ok(moved.unwrap_or(stated))
        }
        Fold::Imputed(imputed) => {
            if let Some(bound) = broken(asked, model, under, None, || Some(imputed.fold)) {
                return Ok(bounded_fold(asked, lean, model, under, &bound));
            }
            let class = Class::Folds(on.drug.id.clone());
            let range = Some(imputed.range);
            let span = Span::of_class(&key, imputed.fold, range, Certainty::Imputed, class);
            let range = ends(Range::new(span.low, span.high));
            lean.span(span);
            lean.say(Assumption {
                key,
                what: format!("fold of {} for {}", allele.name, on.drug.name),
                value: short(imputed.fold),
                range: Some(range),
                why: imputed.rule,
                certainty: Certainty::Imputed,
            });
            Ok(moved.unwrap_or(imputed.fold))
        }
    }
}

/// An allele under a drug.
#[derive(Clone, Copy)]
struct Under<'a> {
    allele: &'a AlleleRecord,
    on: &'a OnDriver<'a>,
}

impl<'a> Under<'a> {
    /// By which its fold is moved and noted.
    fn key(self) -> String {
        FoldRecord::key(&self.allele.id, &self.on.drug.id)
    }

    /// What was read of it, as of the copies that the line has.
    fn read(self, key: String, fold: &'a MeasuredFold) -> Read<'a> {
        Read {
            key,
            label: &self.allele.name,
            on: self.on,
            site: self.on.own,
            fold,
        }
    }
}

/// The bound of an allele that this fold of K breaks, where its study stands before one of this rank, or the fold is a rule's: both
/// are compared as folds of K, since a bound is one of its own assay.
fn broken(
    asked: &Asked,
    model: &LineModel,
    under: Under,
    rank: Option<u32>,
    of_k: impl FnOnce() -> Option<f64>,
) -> Option<BoundedFold> {
    let Under { allele, on } = under;
    let bounds = [
        bounded(asked.kb, &allele.family, &allele.name, &on.drug.id),
        bounded_here(asked, model, under),
    ];
    let stands = |bound: &BoundedFold| rank.is_none_or(|rank| bound.stands_before(rank));
    let mut bounds = bounds.into_iter().flatten().filter(stands).peekable();
    bounds.peek()?;
    let of_k = of_k()?;
    bounds.find(|bound| breaks(asked, model, under, bound, of_k))
}

/// The bound of an allele in the line's very cells that this fold of K breaks.
fn broken_here(asked: &Asked, model: &LineModel, under: Under, of_k: f64) -> Option<BoundedFold> {
    bounded_here(asked, model, under).filter(|bound| breaks(asked, model, under, bound, of_k))
}

fn breaks(asked: &Asked, model: &LineModel, under: Under, bound: &BoundedFold, of_k: f64) -> bool {
    let at = fold_of_k(asked, model, &under.read(under.key(), &bound.at));
    at.is_ok_and(|at| !bound.side.holds(of_k, at))
}

/// A bound of an allele that was read in the line's very cells, where nothing was read of them without it: held against the dose
/// that their own assay reports without the allele.
fn bounded_here(asked: &Asked, model: &LineModel, under: Under) -> Option<BoundedFold> {
    let Under { allele, on } = under;
    let unaltered = |endpoint, hours| dose_of_parental(model, on.own, on.toxicity, endpoint, hours);
    bounded_in_cells(asked.kb, asked.line, &allele.name, &on.drug.id, unaltered)
}

/// K of an allele over K of an unmutated copy at the bound of a study.
fn bounded_fold(asked: &Asked, lean: &mut Lean, model: &LineModel, under: Under, bounded: &BoundedFold) -> f64 {
    let key = under.key();
    let fold = MeasuredFold {
        ratio: asked.kb.moved(&key).unwrap_or(bounded.at.ratio),
        ..bounded.at.clone()
    };
    let read = under.read(key, &fold);
    note_bound(lean, &read, bounded);
    fold_of_k(asked, model, &read).unwrap_or(fold.ratio)
}

/// What a study read of an allele, or of alleles in cis, under a drug.
struct Read<'a> {
    /// Under which it is noted and moved.
    key: String,
    label: &'a str,
    on: &'a OnDriver<'a>,
    /// The copies on which the fold is carried over.
    site: SiteAction,
    fold: &'a MeasuredFold,
}

/// K of what a study read over K of an unmutated copy.
fn measured_fold(asked: &Asked, lean: &mut Lean, model: &LineModel, read: Read) -> f64 {
    let Read {
        label,
        on,
        fold: measured,
        ..
    } = read;
    let certainty = Certainty::Measured(measured.transcription);
    let class = Class::Folds(on.drug.id.clone());
    lean.span(Span::of_class(
        &read.key,
        measured.ratio,
        measured.range,
        certainty,
        class,
    ));
    if certainty != Certainty::CHECKED {
        lean.say(Assumption {
            key: read.key.clone(),
            what: format!("fold of {label} for {}", on.drug.name),
            value: short(measured.ratio),
            range: measured.range.map(ends),
            why: measured.study.clone(),
            certainty,
        });
    }
    fold_of_k(asked, model, &read).unwrap_or_else(|reason| {
        lean.unreachable.push(NotReached {
            allele: label.to_owned(),
            drug: on.drug.id.clone(),
            study: measured.study.clone(),
            reason,
            bound: None,
        });
        measured.ratio
    })
}

/// K over K of an unmutated copy such that the study's own assay returns its ratio.
fn fold_of_k(asked: &Asked, model: &LineModel, read: &Read) -> Result<f64, Unreachable> {
    // Alleles of the unaltered line define its unmutated copy by the same ratio.
    if asked.line.alleles.iter().any(|own| own == read.label) {
        return Ok(read.fold.ratio);
    }
    ratio_of_k(model, read.site, read.on.toxicity, read.fold)
}

/// Notes that no study reads a fold and one gives a bound of it, which is taken.
fn note_bound(lean: &mut Lean, read: &Read, bounded: &BoundedFold) {
    let (key, drug) = (&read.key, read.on.drug);
    let class = Class::Folds(drug.id.clone());
    lean.span(Span::of_class(key, read.fold.ratio, None, Certainty::Imputed, class));
    lean.say(Assumption {
        key: key.clone(),
        what: format!("fold of {} for {}", read.label, drug.name),
        value: format!(
            "{} {} ({})",
            bounded.side.sign(),
            short(read.fold.ratio),
            bounded.stated
        ),
        range: None,
        why: bounded.rule(),
        certainty: Certainty::Imputed,
    });
    lean.unreachable.push(NotReached {
        allele: read.label.to_owned(),
        drug: drug.id.clone(),
        study: read.fold.study.clone(),
        reason: Unreachable::Bound,
        bound: Some(bounded.stated.clone()),
    });
}

/// Combinations in cis that some study measured or gives a bound of, largest first.
pub(super) fn compounds(
    asked: &Asked,
    lean: &mut Lean,
    model: &LineModel,
    alleles: &[Allele],
    actions: &[DrugAction],
) -> Result<Vec<Compound>, KnowledgeError> {
    let (kb, family) = (asked.kb, &asked.family.id);
    let mut labels: Vec<Vec<&str>> = studies(kb, family)
        .into_iter()
        .flat_map(|study| study.labels())
        .map(parts)
        .filter(|parts| parts.len() > 1)
        .collect();
    labels.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
    labels.dedup();
    let on_driver = on_driver(asked, actions)?;
    let mut resolved = Vec::new();
    for parts in labels {
        let label = parts.join("+");
        let named = |allele: &Allele| parts.contains(&allele.name.as_str());
        let indices = alleles.iter().enumerate().filter(|(_, allele)| named(allele));
        let indices: Vec<u32> = indices.map(|(i, _)| i as u32).collect();
        let mut potency = Vec::new();
        for on in &on_driver {
            let bounded = bounded(kb, family, &label, &on.drug.id);
            let may_be = |read: &MeasuredFold| {
                !bounded
                    .as_ref()
                    .is_some_and(|bound| bound.rules_out(read.ratio, read.rank))
            };
            let read = measured(kb, family, &label, &on.drug.id).filter(may_be);
            let bounded = bounded.filter(|_| read.is_none());
            let Some(fold) = read.or(bounded.as_ref().map(|bounded| bounded.at.clone())) else {
                continue;
            };
            let key = FoldRecord::key(&label, &on.drug.id);
            let fold = MeasuredFold {
                ratio: kb.moved(&key).unwrap_or(fold.ratio),
                ..fold
            };
            let read = Read {
                key,
                label: &label,
                on,
                site: on.unmutated,
                fold: &fold,
            };
            let fold = match bounded {
                None => measured_fold(asked, lean, model, read),
                Some(bounded) => {
                    let at_bound = fold_of_k(asked, model, &read).unwrap_or(fold.ratio);
                    let of_parts = indices.iter().map(|i| alleles[*i as usize].potency[on.index].fold);
                    // The folds of its parts, multiplied, lie within the bound: they are the better number.
                    if bounded.side.holds(of_parts.product(), at_bound) {
                        continue;
                    }
                    note_bound(lean, &read, &bounded);
                    at_bound
                }
            };
            potency.push(CompoundPotency { drug: on.index, fold });
        }
        if indices.len() == parts.len() && !potency.is_empty() {
            resolved.push(Compound {
                alleles: indices,
                potency,
            });
        }
    }
    Ok(resolved)
}
