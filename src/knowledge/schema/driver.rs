//! Records of drivers: families, their alleles and combinations of them, copy number.

use super::class::Class;
use super::declare::record;
use super::sourced::Sourced;
use super::supply::{Path, PathKind};
use super::value::{About, Domain, Names, See, Values};
use crate::knowledge::certainty::Transcription;
use serde::Deserialize;

record! {
    /// A driver family (a kinase, mostly).
    pub struct Family {
        /// Takes the place of the record that an earlier file has under the same id.
        #[serde(default, rename = "override")]
        pub replaces: bool,
        /// By which lines, alleles and drugs name it.
        pub id: String,
        /// Its name in reports.
        pub name: String,
        /// Name of the driver.
        pub driver_name: String,
        /// Band that shows the driver's activity on a blot.
        pub driver_readout: String,
        /// Reference of the guide to resistance in lines of the family; absent where there is none.
        pub guide: Option<String>,
        /// Line record in which potencies are compared when a line has none of its own.
        pub reference_system: String,
        /// Related genes of the family, where it has several; its lines and alleles then name theirs.
        #[serde(default)]
        pub gene: Vec<GeneRecord>,
        /// Bypass alterations open to lines of the family.
        #[serde(default)]
        pub bypasses: Vec<String>,
        /// Cell states of lines of the family; the first is naive.
        pub states: Vec<String>,
        /// Copy number of the driver.
        pub amplification: AmplificationRecord,
        /// Activity of a mutant copy relative to an unmutated one, where the allele has no own value.
        pub activity: Sourced<f64>,
        /// Most activity that one copy can have, relative to an unmutated one; absent for no limit.
        pub copy_ceiling: Option<Sourced<f64>>,
        /// Which stated folds stand in for a missing one.
        #[serde(default)]
        pub stated_folds: StatedFolds,
    }
}

record! {
    /// One gene of a family.
    pub struct GeneRecord {
        /// By which lines and alleles name it.
        pub id: String,
        /// Name of the driver.
        pub driver_name: String,
        /// Band that shows the driver's activity on a blot.
        pub driver_readout: String,
        /// Line record in which potencies are compared when a line has none of its own.
        pub reference_system: String,
    }
}

/// Which stated folds of an allele stand in where it has no measured one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StatedFolds {
    /// Those for all drugs.
    #[default]
    AllDrugs,
    /// Those for drugs of the same type and generation, else of the same type, else for all.
    SameClassFirst,
}

record! {
    /// Copy number of the driver; probabilities per division.
    pub struct AmplificationRecord {
        /// By which scenarios and listings name it.
        pub id: String,
        /// Its name in reports.
        pub name: String,
        /// What it is, in a sentence.
        #[serde(default)]
        pub summary: String,
        /// Most copies of a cell.
        pub max_copies: Sourced<f64>,
        /// First extra copy.
        pub first_gain: Sourced<f64>,
        /// Further copies, once amplified.
        pub further_gain: Sourced<f64>,
        /// Loss of an extra copy.
        pub loss: Sourced<f64>,
    }
}

impl Values for Family {
    fn visit(&mut self, _: &Names, see: &mut See) {
        let what = "activity of mutant driver copies, relative to unmutated ones";
        let activity = About::new(&self.id, "activity of mutant copies", Domain::NonNegative, what);
        see.value(
            activity.measured("phosphorylation of mutant and unmutated driver, without drug"),
            &mut self.activity,
        );
        let what = "most activity of one driver copy, relative to an unmutated one";
        let ceiling = About::new(&self.id, "copy_ceiling", Domain::AtLeastOne, what);
        see.value(ceiling, &mut self.copy_ceiling);
        let (ladder, driver) = (&mut self.amplification, &self.driver_name);
        let about = |label, domain, what: String| About::new(&ladder.id, label, domain, what);
        let most = about("max_copies", Domain::Copies, format!("most copies of {driver}"));
        see.value(
            most.measured("FISH of the most resistant flasks"),
            &mut ladder.max_copies,
        );
        let first = about("first_gain", Domain::Share, format!("first extra copy of {driver}"));
        see.value(
            first.per(" per division").class(Class::FirstAmplifications),
            &mut ladder.first_gain,
        );
        let further = format!("further copies of {driver}, once amplified");
        let further = about("further_gain", Domain::Share, further);
        let further = further
            .per(" per division")
            .measured("FISH at intervals while the dose rises");
        see.value(further, &mut ladder.further_gain);
        let loss = about("loss", Domain::Share, format!("loss of an extra copy of {driver}"));
        let loss = loss
            .per(" per division")
            .measured("FISH at intervals after the drug is withdrawn");
        see.value(loss, &mut ladder.loss);
    }
}

record! {
    /// A variant of the driver.
    pub struct AlleleRecord {
        /// Takes the place of the record that an earlier file has under the same id.
        #[serde(default, rename = "override")]
        pub replaces: bool,
        /// By which other records name it.
        pub id: String,
        /// Family of the driver (id).
        pub family: String,
        /// Label, unique in the family; study tables use it.
        pub name: String,
        /// Number of its residue in the protein.
        pub residue: u32,
        /// Region of the protein, such as "gatekeeper".
        pub region: String,
        /// Gene, in families of several.
        pub gene: Option<String>,
        /// What it is, in a sentence.
        #[serde(default)]
        pub summary: String,
        /// How it arises: single-nucleotide paths (with `paths_reference` and `paths_transcription`)...
        #[serde(default)]
        pub paths: Vec<Path>,
        /// Id of the reference of the paths.
        pub paths_reference: Option<String>,
        /// Whether the paths were compared with the reference.
        pub paths_transcription: Option<Transcription>,
        /// ...or, instead of paths, the rate per division and copy itself...
        pub rate: Option<Sourced<f64>>,
        /// ...or, instead of both, second changes of the codon, each out of another allele at the residue.
        #[serde(default)]
        pub steps: Vec<StepRecord>,
        /// Activity of a copy relative to an unmutated one; absent: as the family has it.
        pub activity: Option<Sourced<f64>>,
        /// Ids of alleles at the same place in related kinases.
        #[serde(default)]
        pub paralogues: Vec<String>,
    }
}

record! {
    /// The second change of an allele that differs in two nucleotides.
    pub struct StepRecord {
        /// Id of the allele with the first change.
        pub after: String,
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

impl Values for AlleleRecord {
    fn visit(&mut self, _: &Names, see: &mut See) {
        let name = &self.name;
        let supply = About::new(&self.id, "rate", Domain::Share, format!("supply of {name}"));
        see.value(supply.per(" per division").class(Class::PointMutations), &mut self.rate);
        let activity = format!("activity of a {name} copy");
        let activity = About::new(&self.id, "activity", Domain::NonNegative, activity);
        see.value(activity, &mut self.activity);
    }
}

record! {
    /// A combination of alleles in cis that sources name.
    pub struct CompoundRecord {
        /// Takes the place of the record that an earlier file has under the same id.
        #[serde(default, rename = "override")]
        pub replaces: bool,
        /// By which listings name it.
        pub id: String,
        /// Family of the driver (id).
        pub family: String,
        /// Names of its alleles.
        pub alleles: Vec<String>,
        /// What it is, in a sentence.
        #[serde(default)]
        pub summary: String,
    }
}

impl CompoundRecord {
    /// As study tables name it: "A+B".
    pub fn label(&self) -> String {
        self.alleles.join("+")
    }
}
