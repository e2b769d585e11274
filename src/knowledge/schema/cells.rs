//! Records of what cells have beside the driver: states, switching between them, bypass alterations.

use super::class::Class;
use super::culture::Tissue;
use super::declare::record;
use super::driver::Family;
use super::sourced::Sourced;
use super::supply::Path;
use super::value::{About, Domain, Names, See, Values};
use crate::knowledge::certainty::Transcription;
use crate::model::biology::StateClass;
use serde::{Deserialize, Serialize};

record! {
    /// A cell state; absent effects are those of naive cells.
    pub struct StateRecord {
        /// Takes the place of the record that an earlier file has under the same id.
        #[serde(default, rename = "override")]
        pub replaces: bool,
        /// By which families, switches and scenarios name it.
        pub id: String,
        /// Its name in reports.
        pub name: String,
        /// Kind of state.
        pub class: StateClass,
        /// Only lines of this tissue can take it; all lines of the family if absent.
        pub tissue: Option<Tissue>,
        /// Marker of its cells; empty where there is none.
        #[serde(default)]
        pub marker: String,
        /// What it is, in a sentence.
        #[serde(default)]
        pub summary: String,
        /// Id of its reference.
        pub reference: Option<String>,
        /// Birth over that of naive cells.
        pub birth_factor: Option<Sourced<f64>>,
        /// Death without drug over that of naive cells.
        pub death_factor: Option<Sourced<f64>>,
        /// Share of killing that becomes arrest.
        pub sparing: Option<Sourced<f64>>,
        /// Share of the driver's signal that its cells depend on.
        pub driver_share: Option<Sourced<f64>>,
        /// Grades of an adaptation that is taken on step by step; 1 if absent.
        #[serde(default = "one")]
        pub rungs: u32,
        /// Sources that it feeds; the highest of several rungs, the others in proportion to their place.
        #[serde(default)]
        pub activates: Vec<Activation>,
    }
}

fn one() -> u32 {
    1
}

record! {
    /// Activity that a state gives to a source.
    pub struct Activation {
        /// The source (id).
        pub source: String,
        /// Its activity, relative to the driver of parental cells.
        pub activity: Sourced<f64>,
    }
}

impl Values for StateRecord {
    fn visit(&mut self, _: &Names, see: &mut See) {
        let name = &self.name;
        let about =
            |label: &str, domain, what: &str| About::new(&self.id, label, domain, format!("{what} of {name} cells"));
        let birth = about("birth_factor", Domain::NonNegative, "relative birth");
        see.value(birth.class(Class::StateFitness), &mut self.birth_factor);
        let death = about("death_factor", Domain::NonNegative, "relative background death");
        see.value(death.against(Class::StateFitness), &mut self.death_factor);
        let sparing = about("sparing", Domain::Share, "killing spared");
        see.value(sparing.class(Class::StateFitness), &mut self.sparing);
        let driver = about("driver_share", Domain::Share, "dependence on the driver");
        see.value(driver.against(Class::StateFitness), &mut self.driver_share);
        for (i, Activation { source, activity }) in self.activates.iter_mut().enumerate() {
            let (label, what) = (format!("activity of {source}"), format!("{source} activity"));
            let about = about(&label, Domain::NonNegative, &what).at(format!("activates.{i}.activity"));
            see.value(about.class(Class::StateFitness), activity);
        }
    }
}

record! {
    /// Switching from one state to another, rates per day; absent rates are 0 and exponents 1. Of a state with rungs it is the
    /// way up, or down, by one of them.
    pub struct SwitchRecord {
        /// Takes the place of the record that an earlier file has under the same id.
        #[serde(default, rename = "override")]
        pub replaces: bool,
        /// State (id) that is left.
        pub from: String,
        /// State (id) that is entered.
        pub to: String,
        /// Rate whatever the drug, per day.
        pub base: Option<Sourced<f64>>,
        /// Rate under full stress, per day; on rungs in proportion to the signal that cells of the rung lack.
        pub induced: Option<Sourced<f64>>,
        /// Exponent of the induced rate on stress.
        pub induced_exponent: Option<Sourced<f64>>,
        /// Rate without stress, per day; on rungs in proportion to the signal that cells of the rung could do without.
        pub relief: Option<Sourced<f64>>,
        /// Exponent of the relieved rate on the absence of stress.
        pub relief_exponent: Option<Sourced<f64>>,
    }
}

impl Values for SwitchRecord {
    fn visit(&mut self, names: &Names, see: &mut See) {
        let way = format!("{} to {}", names.of(&self.from), names.of(&self.to));
        let class = || match names.state(&self.to) {
            Some(StateClass::Transformed) => Class::Transformation,
            Some(StateClass::Naive) => Class::StateReturn,
            _ => Class::StateEntry,
        };
        let about = |label: &str, domain, what: &str| {
            let told = format!("{label} to {}, per day", self.to);
            let about = About::new(&self.from, told, domain, format!("{what}, {way}")).at(label);
            about.beside("switch", "to", &self.to)
        };
        let rate = |label: &str, what: &str| match class() {
            Class::StateReturn => about(label, Domain::NonNegative, what).against(Class::StateReturn),
            class => about(label, Domain::NonNegative, what).class(class),
        };
        let base = rate("base", "spontaneous switching").per(" per day");
        see.value(base, &mut self.base);
        let induced = rate("induced", "switching under full stress").per(" per day");
        see.value(induced, &mut self.induced);
        let exponent = about("induced_exponent", Domain::Positive, "exponent of stress");
        see.value(exponent, &mut self.induced_exponent);
        let relief = rate("relief", "switching without stress").per(" per day");
        see.value(relief, &mut self.relief);
        let exponent = about("relief_exponent", Domain::Positive, "exponent of relief");
        see.value(exponent, &mut self.relief_exponent);
    }
}

/// What an alteration is in DNA.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DnaChange {
    /// Substitution, or a small insertion or deletion, on one of two copies.
    Point,
    /// More copies of the gene.
    Gain,
    /// Both copies lost.
    Loss,
    /// Nothing in the DNA: expression, ligand, phosphorylation.
    None,
}

record! {
    /// A heritable alteration outside the driver.
    pub struct BypassRecord {
        /// Takes the place of the record that an earlier file has under the same id.
        #[serde(default, rename = "override")]
        pub replaces: bool,
        /// By which families and scenarios name it.
        pub id: String,
        /// Its name in reports.
        pub name: String,
        /// Families (ids) whose driver it goes round, beside those that list it themselves.
        #[serde(default)]
        pub families: Vec<String>,
        /// Symbol of the gene that is altered; no panel sees an alteration without one.
        pub gene: Option<String>,
        /// What it is in DNA, where no paths say so; nothing if absent.
        pub dna: Option<DnaChange>,
        /// Source (id) that it feeds.
        pub source: String,
        /// What it is, in a sentence.
        #[serde(default)]
        pub summary: String,
        /// Id of its reference.
        pub reference: String,
        /// Drugs that close the route; empty if none is known.
        #[serde(default)]
        pub inhibitors: Vec<String>,
        /// Activity of the source, relative to the driver of parental cells.
        pub activity: Sourced<f64>,
        /// Probability of the alteration per division...
        pub rate: Option<Sourced<f64>>,
        /// ...or, instead, single-nucleotide paths of the gene, each of whose copies can change.
        #[serde(default)]
        pub paths: Vec<Path>,
        /// Id of the reference of the paths.
        pub paths_reference: Option<String>,
        /// Whether the paths were compared with the reference.
        pub paths_transcription: Option<Transcription>,
        /// Copies of the gene in a cell; 2 if absent.
        #[serde(default = "two")]
        pub gene_copies: u32,
    }
}

fn two() -> u32 {
    2
}

impl BypassRecord {
    /// What it is in DNA.
    pub fn change(&self) -> DnaChange {
        match self.paths.is_empty() {
            true => self.dna.unwrap_or(DnaChange::None),
            false => DnaChange::Point,
        }
    }
}

impl BypassRecord {
    /// Whether it goes round the driver of a family: either of them may name the other.
    pub fn goes_round(&self, family: &Family) -> bool {
        family.bypasses.contains(&self.id) || self.families.contains(&family.id)
    }
}

impl Values for BypassRecord {
    fn visit(&mut self, _: &Names, see: &mut See) {
        let name = &self.name;
        let strength = About::new(&self.id, "activity", Domain::NonNegative, format!("strength of {name}"));
        see.value(strength.class(Class::BypassStrength), &mut self.activity);
        let supply = About::new(&self.id, "rate", Domain::Share, format!("supply of {name}"));
        let class = match self.dna {
            Some(DnaChange::Gain) => Class::FirstAmplifications,
            _ => Class::BypassSupply,
        };
        see.value(supply.per(" per division").class(class), &mut self.rate);
    }
}
