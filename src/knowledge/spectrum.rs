//! Which substitutions are how frequent: other spectra of spontaneous mutation, and mutagens.

use super::conditions::Conditions;
use super::error::{KnowledgeError, nearest};
use super::resolve::{Work, short};
use super::schema::*;
use super::{Certainty, KnowledgeBase};
use crate::model::biology::Mutagenesis;
use crate::model::supply::substitution_rate;

impl KnowledgeBase {
    /// A spectrum by id.
    pub fn spectrum(&self, id: &str) -> Result<&SpectrumRecord, KnowledgeError> {
        let known = &self.data().spectrum;
        let names = known.iter().map(|record| record.id.as_str());
        let found = known.iter().find(|record| record.id == id);
        found.ok_or_else(|| unknown("spectrum", id, names))
    }

    /// A mutagen by id.
    pub fn mutagen(&self, id: &str) -> Result<&MutagenRecord, KnowledgeError> {
        let known = &self.data().mutagen;
        let names = known.iter().map(|record| record.id.as_str());
        let found = known.iter().find(|record| record.id == id);
        found.ok_or_else(|| unknown("mutagen", id, names))
    }
}

fn unknown<'a>(kind: &'static str, id: &str, names: impl Iterator<Item = &'a str> + Clone) -> KnowledgeError {
    KnowledgeError::Unknown {
        kind,
        id: id.to_owned(),
        nearest: nearest(id, names.clone()),
        valid: names.map(str::to_owned).collect(),
    }
}

/// The base across the helix.
fn complement(base: char) -> char {
    match base {
        'A' => 'T',
        'T' => 'A',
        'C' => 'G',
        'G' => 'C',
        other => other,
    }
}

/// The one substitution between two codons, on the coding strand.
fn substitution(from: &str, to: &str) -> Option<(char, char)> {
    from.chars().zip(to.chars()).find(|(before, after)| before != after)
}

impl SpectrumRecord {
    /// Rate of the change from one codon to another, where a base mutates at `per_base` on average.
    /// A share without its complement in the list is that of both strands together.
    pub fn rate(&self, per_base: f64, from: &str, to: &str) -> f64 {
        let Some((before, after)) = substitution(from, to) else {
            return 0.0;
        };
        let own = self.shares.get(&format!("{before}>{after}"));
        let mirrored = self
            .shares
            .get(&format!("{}>{}", complement(before), complement(after)));
        let pair = match before {
            'G' | 'C' => self.gc.value,
            _ => 1.0 - self.gc.value,
        };
        match (own, mirrored) {
            (Some(own), Some(_)) => substitution_rate(per_base, *own, pair / 2.0),
            (Some(both), None) | (None, Some(both)) => substitution_rate(per_base, *both, pair),
            (None, None) => 0.0,
        }
    }

    fn paths_rate(&self, per_base: f64, paths: &[Path]) -> f64 {
        paths.iter().map(|path| self.rate(per_base, &path.from, &path.to)).sum()
    }
}

impl Work<'_> {
    /// Rate of all single-nucleotide paths, by the scenario's spectrum.
    pub(super) fn rate_of_paths(&self, paths: &[Path]) -> f64 {
        let supply = self.kb.supply();
        match self.spectrum {
            Some(spectrum) => spectrum.paths_rate(supply.mutation_rate.value, paths),
            None => super::variants::path_rate(supply, paths),
        }
    }

    /// Rate of the second change of an allele.
    pub(super) fn rate_of_step(&self, step: &StepRecord) -> f64 {
        let supply = self.kb.supply();
        match self.spectrum {
            Some(spectrum) => spectrum.rate(supply.mutation_rate.value, &step.from, &step.to),
            None => super::variants::kind_rate(supply, step.kind),
        }
    }
}

/// Says what of a spectrum was assumed or not compared with its source.
pub(super) fn note(work: &mut Work, spectrum: &SpectrumRecord) {
    let certainty = Certainty::Measured {
        transcription: spectrum.transcription,
    };
    if certainty != Certainty::CHECKED {
        let shares: Vec<String> = spectrum
            .shares
            .iter()
            .map(|(kind, share)| format!("{kind} {share}"))
            .collect();
        let what = format!("shares of the substitutions, {}", spectrum.name);
        let key = format!("{}/shares", spectrum.id);
        work.say(
            key,
            certainty,
            what,
            shares.join(", "),
            None,
            spectrum.reference.clone(),
        );
    }
    let key = format!("{}/gc", spectrum.id);
    work.note(
        &spectrum.gc,
        key,
        format!("share of G and C behind the {}", spectrum.name),
        "",
    );
}

/// What the scenario's mutagen does to a cell: each codon path at the mutagen's rate for its substitution,
/// times the dose. Alleles of two nucleotides and alterations other than point mutations are not made.
pub(super) fn mutagenesis(
    work: &mut Work,
    conditions: &Conditions,
    alleles: &[&AlleleRecord],
    bypasses: &[&BypassRecord],
) -> Result<Option<Mutagenesis>, KnowledgeError> {
    let Some((id, dose)) = &conditions.mutagen else {
        return Ok(None);
    };
    let record = work.kb.mutagen(id)?;
    let spectrum = work.kb.spectrum(&record.spectrum)?;
    note(work, spectrum);
    let key = format!("{}/frequency", record.id);
    let what = format!("changes per base by {} ({})", record.name, record.treatment);
    work.note(&record.frequency, key, what, "");
    let per_base = record.frequency.value * dose;
    let of = |paths: &[Path]| spectrum.paths_rate(per_base, paths).min(1.0);
    Ok(Some(Mutagenesis {
        name: record.name.clone(),
        told: format!(
            "{} times {}, {} changes per base",
            short(*dose),
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
