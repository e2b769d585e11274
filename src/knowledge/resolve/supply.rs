//! How often mutations come: rates of paths, other spectra, mutagens, stress.

use super::asked::Asked;
use super::lean::Lean;
use crate::knowledge::assumption::Assumption;
use crate::knowledge::certainty::{Certainty, Transcription};
use crate::knowledge::error::KnowledgeError;
use crate::knowledge::lookup::{Conditions, MutagenDose};
use crate::knowledge::schema::{
    AlleleRecord, BypassRecord, Class, Path, PathKind, Sourced, SpectrumRecord, StepRecord, listed, short,
};
use crate::knowledge::values::Span;
use crate::model::biology::Mutagenesis;

/// Notes every value behind the rates of point mutations.
pub(super) fn note(asked: &Asked, lean: &mut Lean) {
    let supply = asked.kb.supply();
    lean.on(&supply.mutation_rate);
    for factor in [&asked.line.mutator_transitions, &asked.line.mutator_transversions] {
        lean.on_or(factor, 1.0);
    }
    match asked.spectrum {
        Some(spectrum) => note_spectrum(spectrum, lean),
        None => {
            lean.on(&supply.transition);
            lean.on(&supply.transversion);
            lean.on(&supply.cpg_transition);
            lean.on(&supply.mean_weight);
        }
    }
}

/// Says what of a spectrum was assumed or not compared with its source.
fn note_spectrum(spectrum: &SpectrumRecord, lean: &mut Lean) {
    let certainty = Certainty::Measured(spectrum.transcription);
    if certainty != Certainty::CHECKED {
        lean.say(Assumption {
            key: format!("{}/shares", spectrum.id),
            what: format!("shares of the substitutions, {}", spectrum.name),
            value: listed(&spectrum.shares),
            range: None,
            why: spectrum.reference.clone(),
            certainty,
        });
    }
    lean.on(&spectrum.gc);
}

/// How many times as often changes of a kind come in the line as in one that repairs mismatches. What escapes is errors of
/// copying: a CpG gains what other transitions do, beside the deamination that it has anyway.
fn mutator(asked: &Asked, kind: PathKind) -> f64 {
    let factor = |own: &Option<Sourced<f64>>| own.as_ref().map_or(1.0, |factor| factor.value);
    let transitions = factor(&asked.line.mutator_transitions);
    let supply = asked.kb.supply();
    match (kind, asked.spectrum) {
        (PathKind::Transversion, _) => factor(&asked.line.mutator_transversions),
        (PathKind::CpgTransition, None) => {
            1.0 + (transitions - 1.0) * supply.kind_rate(PathKind::Transition) / supply.kind_rate(kind)
        }
        (PathKind::Transition | PathKind::CpgTransition, _) => transitions,
    }
}

/// Rate of all single-nucleotide paths in the line, by the scenario's spectrum.
fn rate_of_paths(asked: &Asked, paths: &[Path]) -> f64 {
    match (&asked.line.mutator_transitions, &asked.line.mutator_transversions) {
        (None, None) => repairing_rate(asked, paths),
        _ => {
            let each = |path: &Path| mutator(asked, path.kind) * repairing_rate(asked, core::slice::from_ref(path));
            paths.iter().map(each).sum()
        }
    }
}

/// The same in a line that repairs mismatches.
fn repairing_rate(asked: &Asked, paths: &[Path]) -> f64 {
    let supply = asked.kb.supply();
    match asked.spectrum {
        Some(spectrum) => spectrum.path_rate(supply.mutation_rate.value, paths),
        None => supply.path_rate(paths),
    }
}

/// Rate of the second change of an allele.
pub(super) fn rate_of_step(asked: &Asked, step: &StepRecord) -> f64 {
    let supply = asked.kb.supply();
    let repairing = match asked.spectrum {
        Some(spectrum) => spectrum.rate(supply.mutation_rate.value, &step.from, &step.to),
        None => supply.kind_rate(step.kind),
    };
    mutator(asked, step.kind) * repairing
}

/// Supply of an allele per division and copy: its own rate, or its single-nucleotide paths.
pub(super) fn allele_rate(asked: &Asked, lean: &mut Lean, record: &AlleleRecord) -> f64 {
    if let Some(rate) = &record.rate {
        return lean.on(rate);
    }
    Sequenced {
        id: &record.id,
        name: &record.name,
        paths: &record.paths,
        reference: record.paths_reference.as_deref(),
        transcription: record.paths_transcription,
    }
    .rate(asked, lean, 1.0)
}

/// Supply of a bypass per division: its own rate, or the paths on each copy of its gene.
pub(super) fn bypass_rate(asked: &Asked, lean: &mut Lean, record: &BypassRecord) -> f64 {
    if let Some(rate) = &record.rate {
        return lean.on(rate);
    }
    Sequenced {
        id: &record.id,
        name: &record.name,
        paths: &record.paths,
        reference: record.paths_reference.as_deref(),
        transcription: record.paths_transcription,
    }
    .rate(asked, lean, f64::from(record.gene_copies))
}

/// A change with known paths to it through the sequence.
struct Sequenced<'a> {
    id: &'a str,
    name: &'a str,
    paths: &'a [Path],
    /// Where its coding changes are from.
    reference: Option<&'a str>,
    /// Whether they were compared with that.
    transcription: Option<Transcription>,
}

impl Sequenced<'_> {
    /// Supply per division over so many copies of the gene.
    fn rate(&self, asked: &Asked, lean: &mut Lean, copies: f64) -> f64 {
        let moved = self.moved(asked, lean);
        copies * rate_of_paths(asked, self.paths) * moved
    }

    /// Notes coding changes that were not compared with their source. Another codon would come at another rate: its supply
    /// is what can be moved; the factor it was moved by.
    fn moved(&self, asked: &Asked, lean: &mut Lean) -> f64 {
        let key = format!("{}/paths", self.id);
        let unsure = (self.transcription).filter(|one| matches!(one, Transcription::Unchecked | Transcription::MadeUp));
        if let (Some(reference), Some(transcription)) = (self.reference, unsure) {
            let certainty = Certainty::Measured(transcription);
            lean.span(Span::of_class(&key, 1.0, None, certainty, Class::PointMutations));
            let codings: Vec<&str> = self.paths.iter().map(|path| path.coding.as_str()).collect();
            lean.say(Assumption {
                key: key.clone(),
                what: format!("coding change of {}", self.name),
                value: codings.join(", "),
                range: None,
                why: reference.to_owned(),
                certainty,
            });
        }
        asked.kb.moved(&key).unwrap_or(1.0)
    }
}

/// How many times as often point mutations come under full stress; 1 unless the scenario asks for it.
pub(super) fn induced_mutability(asked: &Asked, lean: &mut Lean) -> Result<f64, KnowledgeError> {
    if !asked.routes.induced_mutability {
        return Ok(1.0);
    }
    let record = asked.kb.supply().induced_mutability.as_ref();
    let value = record.ok_or_else(|| KnowledgeError::Undetermined {
        what: "drug-induced mutability".to_owned(),
        why: "[supply] has no induced_mutability".to_owned(),
    })?;
    Ok(lean.on(value))
}

/// What the scenario's mutagen does to a cell: each codon path at the mutagen's rate for its substitution,
/// times the dose. Alleles of two nucleotides and alterations other than point mutations are not made.
pub(super) fn mutagenesis(
    asked: &Asked,
    lean: &mut Lean,
    conditions: &Conditions,
    alleles: &[&AlleleRecord],
    bypasses: &[&BypassRecord],
) -> Result<Option<Mutagenesis>, KnowledgeError> {
    let Some(MutagenDose { agent, treatments }) = &conditions.mutagen else {
        return Ok(None);
    };
    let record = asked.kb.mutagen(agent)?;
    let spectrum = asked.kb.spectrum(&record.spectrum)?;
    note_spectrum(spectrum, lean);
    let per_base = lean.on(&record.frequency) * treatments;
    let of = |paths: &[Path]| spectrum.path_rate(per_base, paths).min(1.0);
    Ok(Some(Mutagenesis {
        name: record.name.clone(),
        told: format!(
            "{} times {}, {} changes per base",
            short(*treatments),
            record.treatment,
            short(per_base)
        ),
        per_copy: alleles.iter().map(|allele| of(&allele.paths)).collect(),
        per_cell: bypasses
            .iter()
            .map(|bypass| (f64::from(bypass.gene_copies) * of(&bypass.paths)).min(1.0))
            .collect(),
    }))
}
