//! Records of how often mutations come: paths, rates of kinds of change, spectra, mutagens.

use super::class::Class;
use super::declare::record;
use super::sourced::Sourced;
use super::value::{About, Domain, Names, See, Values};
use crate::knowledge::certainty::Transcription;
use crate::model::supply::{point_mutation_rate, substitution_rate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

record! {
    /// A single-nucleotide change.
    #[derive(PartialEq)]
    pub struct Path {
        /// Change of the coding sequence, such as "c.3604G>A".
        pub coding: String,
        /// Codon before.
        pub from: String,
        /// Codon after.
        pub to: String,
        /// Kind of change.
        pub kind: PathKind,
    }
}

/// Kind of a single-nucleotide change, which sets its weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PathKind {
    /// Purine to purine or pyrimidine to pyrimidine.
    Transition,
    /// Purine to pyrimidine or back.
    Transversion,
    /// C to T before a G, or G to A behind a C.
    CpgTransition,
}

impl PathKind {
    /// In words, as it stands in files.
    pub fn words(self) -> &'static str {
        match self {
            PathKind::Transition => "transition",
            PathKind::Transversion => "transversion",
            PathKind::CpgTransition => "cpg-transition",
        }
    }
}

record! {
    /// Point-mutation supply.
    pub struct SupplyRecord {
        /// Takes the place of the record that an earlier file has under the same id.
        #[serde(default, rename = "override")]
        pub replaces: bool,
        /// Per base pair and division.
        pub mutation_rate: Sourced<f64>,
        /// Weight of transitions.
        pub transition: Sourced<f64>,
        /// Weight of transversions.
        pub transversion: Sourced<f64>,
        /// Weight of transitions at CpG sites.
        pub cpg_transition: Sourced<f64>,
        /// Mean weight over the genome.
        pub mean_weight: Sourced<f64>,
        /// How many times as often point mutations come in fully stressed cells, where a scenario asks for it.
        pub induced_mutability: Option<Sourced<f64>>,
    }
}

impl SupplyRecord {
    /// Id of its table.
    pub const ID: &'static str = "supply";

    fn weight(&self, kind: PathKind) -> f64 {
        match kind {
            PathKind::Transition => self.transition.value,
            PathKind::Transversion => self.transversion.value,
            PathKind::CpgTransition => self.cpg_transition.value,
        }
    }

    /// Rate per division of one single-nucleotide change.
    pub fn kind_rate(&self, kind: PathKind) -> f64 {
        point_mutation_rate(self.mutation_rate.value, &[self.weight(kind)], self.mean_weight.value)
    }

    /// Rate per division of all paths: mu_bp x sum of path weights / mean weight.
    pub fn path_rate(&self, paths: &[Path]) -> f64 {
        let weights: Vec<f64> = paths.iter().map(|path| self.weight(path.kind)).collect();
        point_mutation_rate(self.mutation_rate.value, &weights, self.mean_weight.value)
    }
}

impl Values for SupplyRecord {
    fn visit(&mut self, _: &Names, see: &mut See) {
        let about = |label, domain, what| About::new(Self::ID, label, domain, what);
        let rate = about("mutation_rate", Domain::Share, "point mutation rate");
        let rate = rate.per(" per base pair and division").class(Class::PointMutations);
        see.value(rate, &mut self.mutation_rate);
        let kind = about("transition", Domain::NonNegative, "relative rate of transitions");
        see.value(kind.class(Class::PointMutations), &mut self.transition);
        let kind = about("transversion", Domain::NonNegative, "relative rate of transversions");
        see.value(kind.class(Class::PointMutations), &mut self.transversion);
        let kind = about(
            "cpg_transition",
            Domain::NonNegative,
            "relative rate of CpG transitions",
        );
        see.value(kind.class(Class::PointMutations), &mut self.cpg_transition);
        let mean = about("mean_weight", Domain::Positive, "mean relative rate over the genome");
        see.value(mean.against(Class::PointMutations), &mut self.mean_weight);
        let what = "point mutations of fully stressed cells, over those of unstressed ones";
        see.value(
            about("induced_mutability", Domain::AtLeastOne, what),
            &mut self.induced_mutability,
        );
    }
}

record! {
    /// How substitutions share in all of them.
    pub struct SpectrumRecord {
        /// Takes the place of the record that an earlier file has under the same id.
        #[serde(default, rename = "override")]
        pub replaces: bool,
        /// By which mutagens and scenarios name it.
        pub id: String,
        /// Its name in reports.
        pub name: String,
        /// What it is, in a sentence.
        #[serde(default)]
        pub summary: String,
        /// By substitution, such as "C>T": either all twelve, or six that stand for both strands each.
        pub shares: BTreeMap<String, f64>,
        /// Id of its reference.
        pub reference: String,
        /// In which cells or genomes it was counted.
        pub system: String,
        /// Whether it was compared with the reference.
        pub transcription: Transcription,
        /// Share of G and C among the bases in which they were counted.
        pub gc: Sourced<f64>,
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

impl SpectrumRecord {
    /// Rate of the change from one codon to another, where a base mutates at `per_base` on average.
    /// A share without its complement in the list is that of both strands together.
    pub fn rate(&self, per_base: f64, from: &str, to: &str) -> f64 {
        // The one substitution between the codons, on the coding strand.
        let substituted = from.chars().zip(to.chars()).find(|(before, after)| before != after);
        let Some((before, after)) = substituted else {
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

    /// Rate of all paths together.
    pub fn path_rate(&self, per_base: f64, paths: &[Path]) -> f64 {
        paths.iter().map(|path| self.rate(per_base, &path.from, &path.to)).sum()
    }
}

impl Values for SpectrumRecord {
    fn visit(&mut self, _: &Names, see: &mut See) {
        let what = format!("share of G and C behind the {}", self.name);
        see.value(About::new(&self.id, "gc", Domain::Share, what), &mut self.gc);
    }
}

record! {
    /// A mutagen that cells are treated with before a screen.
    pub struct MutagenRecord {
        /// Takes the place of the record that an earlier file has under the same id.
        #[serde(default, rename = "override")]
        pub replaces: bool,
        /// By which scenarios name it.
        pub id: String,
        /// Its name in reports.
        pub name: String,
        /// What it is, in a sentence.
        #[serde(default)]
        pub summary: String,
        /// Id of its reference.
        pub reference: String,
        /// What dose 1 is.
        pub treatment: String,
        /// Id of the spectrum.
        pub spectrum: String,
        /// Changes per base that one treatment leaves in a surviving cell.
        pub frequency: Sourced<f64>,
    }
}

impl Values for MutagenRecord {
    fn visit(&mut self, _: &Names, see: &mut See) {
        let what = format!("changes per base by {} ({})", self.name, self.treatment);
        see.value(
            About::new(&self.id, "frequency", Domain::Share, what),
            &mut self.frequency,
        );
    }
}
