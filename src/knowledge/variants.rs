//! Driver variants of a resolved biology: supply and potency of alleles and of combinations in cis.

use super::error::KnowledgeError;
use super::moved::fold_key;
use super::resolve::Work;
use super::schema::*;
use super::{allele_potency, assumption::Certainty, folds, potency};
use crate::model::biology::*;
use crate::model::supply::point_mutation_rate;

/// Allele records of the line's gene that the scenario leaves open.
pub(super) fn records<'a>(work: &Work<'a>) -> Vec<&'a AlleleRecord> {
    let of_gene = work.kb.data().allele.iter();
    of_gene
        .filter(|allele| allele.family == work.family.id && allele.gene == work.line.gene)
        .filter(|allele| work.routes.allele(work.line, allele))
        .collect()
}

/// How many times as often point mutations come under full stress; 1 unless the scenario asks for it.
pub(super) fn induced_mutability(work: &mut Work) -> Result<f64, KnowledgeError> {
    if !work.routes.induced_mutability {
        return Ok(1.0);
    }
    let record = &work.kb.supply().induced_mutability;
    let value = record.as_ref().ok_or_else(|| KnowledgeError::Undetermined {
        what: "drug-induced mutability".to_owned(),
        why: "[supply] has no induced_mutability".to_owned(),
    })?;
    let what = "point mutations of fully stressed cells, over those of unstressed ones";
    work.note(value, "supply/induced_mutability", what, "");
    Ok(value.value)
}

pub(super) fn alleles(
    work: &mut Work,
    records: &[&AlleleRecord],
    drugs: &[&DrugRecord],
    actions: &[DrugAction],
) -> Result<Vec<Allele>, KnowledgeError> {
    let kb = work.kb;
    let family = work.family;
    let mut resolved = Vec::new();
    if records.iter().any(|record| record.activity.is_none()) {
        work.note(
            &family.activity,
            format!("{}/activity of mutant copies", family.id),
            "activity of mutant driver copies, relative to unmutated ones",
            "",
        );
    }
    let index_of = |id: &str| records.iter().position(|record| record.id == id).map(|i| i as u32);
    for record in records {
        let mut potencies = Vec::new();
        for (drug, action) in drugs.iter().zip(actions) {
            let fold = match action.driver {
                Some(site) => {
                    // Folds are carried over on the copies that the line has.
                    let own = potency::own_copies(kb, work.line, drug)?;
                    let share: f64 = own.alleles.iter().map(|(_, fold)| fold).product();
                    let site = SiteAction {
                        half_dose: site.half_dose * share,
                        ..site
                    };
                    allele_potency::allele_fold(work, record, drug, site, action.toxicity)?
                }
                None => 1.0,
            };
            potencies.push(AllelePotency { fold, slope: None });
        }
        let activity = record.activity.as_ref();
        if let Some(own) = activity {
            let key = format!("{}/activity", record.id);
            work.note(own, key, format!("activity of a {} copy", record.name), "");
        }
        let steps = record.steps.iter().filter_map(|step| {
            Some(AlleleStep {
                from: index_of(&step.after)?,
                per_division: work.rate_of_step(step),
            })
        });
        let steps: Vec<AlleleStep> = steps.collect();
        resolved.push(Allele {
            id: record.id.clone(),
            name: record.name.clone(),
            region: record.region.clone(),
            residue: record.residue,
            activity: activity.unwrap_or(&family.activity).value,
            per_division: allele_rate(work, record),
            potency: potencies,
            steps,
        });
    }
    Ok(resolved)
}

/// Supply of an allele per division and copy: its own rate, or its single-nucleotide paths.
fn allele_rate(work: &mut Work, record: &AlleleRecord) -> f64 {
    if let Some(rate) = &record.rate {
        let key = format!("{}/rate", record.id);
        work.note(rate, key, format!("supply of {}", record.name), " per division");
        return rate.value;
    }
    let reference = (record.paths_reference.as_deref(), record.paths_transcription);
    note_paths(work, &record.id, &record.name, &record.paths, reference);
    work.rate_of_paths(&record.paths) * work.kb.moved(&format!("{}/paths", record.id)).unwrap_or(1.0)
}

/// Supply of a bypass per division: its own rate, or the paths on each copy of its gene.
pub(super) fn bypass_rate(work: &mut Work, record: &BypassRecord) -> f64 {
    if let Some(rate) = &record.rate {
        let key = format!("{}/rate", record.id);
        work.note(rate, key, format!("supply of {}", record.name), " per division");
        return rate.value;
    }
    let reference = (record.paths_reference.as_deref(), record.paths_transcription);
    note_paths(work, &record.id, &record.name, &record.paths, reference);
    let moved = work.kb.moved(&format!("{}/paths", record.id)).unwrap_or(1.0);
    f64::from(record.gene_copies) * work.rate_of_paths(&record.paths) * moved
}

fn note_paths(work: &mut Work, id: &str, name: &str, paths: &[Path], cited: (Option<&str>, Option<Transcription>)) {
    let (Some(reference), Some(transcription)) = cited else {
        return;
    };
    if transcription != Transcription::Checked {
        // Another codon would come at another rate: its supply is what can be moved.
        work.span(&format!("{id}/paths"), 1.0, None);
        let codings: Vec<&str> = paths.iter().map(|path| path.coding.as_str()).collect();
        work.say(
            format!("{id}/paths"),
            Certainty::Measured { transcription },
            format!("coding change of {name}"),
            codings.join(", "),
            None,
            reference.to_owned(),
        );
    }
}

/// The most activity of one copy, where the family has such a limit.
pub(super) fn ceiling(work: &mut Work) -> Option<f64> {
    let family = work.family;
    let record = family.copy_ceiling.as_ref()?;
    let key = format!("{}/copy_ceiling", family.id);
    work.note(
        record,
        key,
        "most activity of one driver copy, relative to an unmutated one",
        "",
    );
    Some(record.value)
}

fn weight(supply: &SupplyRecord, kind: PathKind) -> f64 {
    match kind {
        PathKind::Transition => supply.transition.value,
        PathKind::Transversion => supply.transversion.value,
        PathKind::CpgTransition => supply.cpg_transition.value,
    }
}

/// Rate of one single-nucleotide change.
pub fn kind_rate(supply: &SupplyRecord, kind: PathKind) -> f64 {
    point_mutation_rate(
        supply.mutation_rate.value,
        &[weight(supply, kind)],
        supply.mean_weight.value,
    )
}

/// mu_bp x sum of path weights / mean weight.
pub fn path_rate(supply: &SupplyRecord, paths: &[Path]) -> f64 {
    let weights: Vec<f64> = paths.iter().map(|path| weight(supply, path.kind)).collect();
    point_mutation_rate(supply.mutation_rate.value, &weights, supply.mean_weight.value)
}

/// Combinations in cis that some study measured, largest first.
pub(super) fn compounds(
    work: &mut Work,
    drugs: &[&DrugRecord],
    actions: &[DrugAction],
    alleles: &[Allele],
) -> Vec<Compound> {
    let kb = work.kb;
    let family = &work.family.id;
    let mut labels: Vec<Vec<&str>> = folds::studies(kb, family)
        .into_iter()
        .flat_map(|study| study.ic50.keys().map(|label| folds::parts(label)))
        .filter(|parts| parts.len() > 1)
        .collect();
    labels.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
    labels.dedup();
    let mut resolved = Vec::new();
    for parts in labels {
        let label = parts.join("+");
        let mut indices: Vec<u32> = alleles
            .iter()
            .enumerate()
            .filter(|(_, a)| parts.contains(&a.name.as_str()))
            .map(|(i, _)| i as u32)
            .collect();
        indices.sort_unstable();
        let mut measured = Vec::new();
        for (d, (drug, action)) in drugs.iter().zip(actions).enumerate() {
            let (Some(site), Some(mut fold)) = (action.driver, folds::measured(kb, family, &label, &drug.id)) else {
                continue;
            };
            fold.ratio = kb.moved(&fold_key(&label, &drug.id)).unwrap_or(fold.ratio);
            let fold = allele_potency::measured_fold(work, &label, &label, drug, site, action.toxicity, &fold);
            measured.push(CompoundPotency { drug: d, fold });
        }
        if indices.len() == parts.len() && !measured.is_empty() {
            resolved.push(Compound {
                alleles: indices,
                potency: measured,
            });
        }
    }
    resolved
}

pub(super) fn base_copies(line: &LineRecord, alleles: &[Allele]) -> Vec<CopyGroup> {
    let own: Vec<u32> = alleles
        .iter()
        .enumerate()
        .filter(|(_, a)| line.alleles.contains(&a.name))
        .map(|(i, _)| i as u32)
        .collect();
    let mutant = CopyGroup {
        count: line.copies.as_ref().map_or(1, |copies| copies.value as u32),
        alleles: own,
    };
    let unmutated = CopyGroup {
        count: line.wild_type_copies,
        alleles: Vec::new(),
    };
    Genotype::new(vec![mutant, unmutated], Vec::new()).copies().to_vec()
}
