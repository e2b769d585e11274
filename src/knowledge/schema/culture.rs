//! Records of lines, of what holds unless a line says otherwise, and of vessels.

use super::declare::record;
use super::density::Density;
use super::potency::unaltered_label;
use super::sourced::Sourced;
use super::value::{About, Domain, Held, Names, See, Values};
use super::weights::Weights;
use crate::knowledge::certainty::Transcription;
use crate::model::vessel::Culture;
use crate::units::{Days, Nanomolar};
use serde::Deserialize;

record! {
    /// A cell line or assay system.
    pub struct LineRecord {
        /// Takes the place of the record that an earlier file has under the same id.
        #[serde(default, rename = "override")]
        pub replaces: bool,
        /// By which scenarios and studies name it.
        pub id: String,
        /// Its name in reports.
        pub name: String,
        /// Family of its driver; absent for cells without one.
        pub family: Option<String>,
        /// Gene of its driver, in families of several.
        pub gene: Option<String>,
        /// Only a system in which potencies were read.
        #[serde(default)]
        pub assay_only: bool,
        /// What it is, in a sentence.
        #[serde(default)]
        pub summary: String,
        /// Whose cells they are: human, mouse, or "none" for purified kinases and for cells that are no particular line;
        /// human if absent.
        #[serde(default = "human")]
        pub species: String,
        /// Tissue that they come from; that of the line of the same DNA if absent. Unknown without either.
        pub tissue: Option<Tissue>,
        /// Line (id) whose DNA these cells have: the one that they were made from, or a sister line of the same
        /// donor. Typing cannot tell them apart.
        pub dna_of: Option<String>,
        /// Copies of the mutant driver; 1 if absent.
        pub copies: Option<Sourced<f64>>,
        /// Alleles that every one of those copies carries in the unaltered line.
        #[serde(default)]
        pub alleles: Vec<String>,
        /// Copies of the unmutated driver beside them (a heterozygous line).
        #[serde(default)]
        pub wild_type_copies: u32,
        /// Doubling time without drug.
        pub doubling: Sourced<Days>,
        /// Transitions of a line that does not repair mismatches, over those of one that does; 1 if absent.
        pub mutator_transitions: Option<Sourced<f64>>,
        /// The same of transversions.
        pub mutator_transversions: Option<Sourced<f64>>,
        /// Death over birth without drug; as usual if absent.
        pub turnover: Option<Sourced<f64>>,
        /// Death without any signal (k_max) over net growth; the usual multiple if absent...
        pub kill_per_growth: Option<Sourced<f64>>,
        /// ...or, instead, growth under a drug, from which k_max is fitted.
        pub kill_fit: Option<KillFit>,
        /// Death per day and unit of excess signal; as usual if absent.
        pub kill_over: Option<Sourced<f64>>,
        /// Exponent of birth on signal; as usual if absent.
        pub birth_exponent: Option<Sourced<f64>>,
        /// Half-saturation (theta) of every pathway node; as usual if absent.
        pub saturation: Option<Sourced<f64>>,
        /// Shares of pathway nodes in the signal that decides growth, summing to 1; as usual if absent.
        pub node_weights: Option<Weights>,
        /// Nodes that the driver does not feed; their outputs add to the fate signal.
        pub side_weights: Option<Weights>,
        /// Cells of a full vessel, per cm2 of its floor or, in suspension, per mL of medium; the vessel's capacity if
        /// absent.
        pub density: Option<Sourced<Density>>,
        /// Doses up to which a drug is shown to do nothing to the line off its target; off-target toxicity as elsewhere if
        /// absent.
        #[serde(default)]
        pub harmless: Vec<Harmless>,
    }
}

/// Tissue of a line. Which cell states its cells can take depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tissue {
    /// Lung epithelium.
    Lung,
    /// Any other epithelium; as the tissue of a state, any epithelium.
    Epithelium,
    /// Blood and marrow.
    Blood,
    /// Fibroblasts and the like.
    Connective,
}

impl Tissue {
    /// Whether it is the other tissue, or a part of it.
    pub fn is_of(self, other: Self) -> bool {
        self == other || (self == Self::Lung && other == Self::Epithelium)
    }

    /// Its name in files and in what people read.
    pub fn name(self) -> &'static str {
        match self {
            Self::Lung => "lung",
            Self::Epithelium => "epithelium",
            Self::Blood => "blood",
            Self::Connective => "connective",
        }
    }
}

fn human() -> String {
    "human".to_owned()
}

impl LineRecord {
    /// How study tables label its own driver: "WT", or the alleles of its mutant copies.
    pub fn own_label(&self) -> String {
        unaltered_label(&self.alleles)
    }

    /// Copies of the mutant driver.
    pub fn mutant_copies(&self) -> u32 {
        self.copies.as_ref().map_or(1, |copies| copies.value as u32)
    }
}

record! {
    /// Net growth under a drug that k_max is fitted to.
    pub struct KillFit {
        /// The drug (id).
        pub drug: String,
        /// Its dose.
        pub dose: Nanomolar,
        /// Net growth at that dose over undrugged net growth.
        pub growth_share: Sourced<f64>,
    }
}

record! {
    /// A dose up to which a drug is shown to do nothing to the line off its target.
    pub struct Harmless {
        /// The drug (id).
        pub drug: String,
        /// The dose.
        pub up_to: Nanomolar,
        /// Id of the reference.
        pub reference: String,
        /// Whether it was compared with the reference.
        pub transcription: Transcription,
        /// What else there is to say.
        #[serde(default)]
        pub note: String,
    }
}

/// What shows how signal becomes growth.
const CURVE: &str = "growth rates over a whole dose range, with a blot at the same doses";

/// How signal becomes fate: what a line may state, and what holds where none does.
struct Fate<'a, H> {
    turnover: &'a mut H,
    kill_per_growth: &'a mut H,
    kill_over: &'a mut H,
    birth_exponent: &'a mut H,
    saturation: &'a mut H,
}

impl<H: Held> Fate<'_, H> {
    fn visit(self, record: &str, see: &mut See) {
        let about = |label, domain, what| About::new(record, label, domain, what);
        let turnover = about("turnover", Domain::Share, "death over birth, undrugged");
        see.value(
            turnover.measured("dead and living cells of an undrugged flask over a passage"),
            self.turnover,
        );
        let kill = "extra death without signal, times growth";
        see.value(
            about("kill_per_growth", Domain::NonNegative, kill)
                .measured("living cells on each of the first days at a saturating dose"),
            self.kill_per_growth,
        );
        let kill_over = about("kill_over", Domain::NonNegative, "death per unit of excess signal");
        let kill_over = kill_over
            .per(" per day")
            .measured("growth of amplified cells without drug, beside parental ones");
        see.value(kill_over, self.kill_over);
        let exponent = about("birth_exponent", Domain::Positive, "exponent of birth on signal");
        see.value(exponent.measured(CURVE), self.birth_exponent);
        let saturation = about("saturation", Domain::Positive, "saturation of the pathway nodes");
        see.value(saturation.measured(CURVE), self.saturation);
    }
}

fn node_weights(record: &str) -> About {
    let weights = About::new(record, "node_weights", Domain::Share, "shares of the pathways in fate");
    weights
        .of_several()
        .measured("viability under inhibitors of single pathways")
}

impl Values for LineRecord {
    fn visit(&mut self, _: &Names, see: &mut See) {
        let about = |label: &str, domain, what: &str| About::new(&self.id, label, domain, what);
        let doubling = about("doubling", Domain::Positive, "doubling time");
        see.value(
            doubling.measured("counts of an undrugged flask over a week"),
            &mut self.doubling,
        );
        let copies = about("copies", Domain::Copies, "driver copies");
        see.value(copies.measured("FISH or digital PCR of the driver"), &mut self.copies);
        let mutator = |of: &str| {
            let about = about(
                &format!("mutator_{of}"),
                Domain::Positive,
                &format!("{of} over those of a repairing line"),
            );
            about.measured("a fluctuation test beside a line that repairs mismatches")
        };
        see.value(mutator("transitions"), &mut self.mutator_transitions);
        see.value(mutator("transversions"), &mut self.mutator_transversions);
        Fate {
            turnover: &mut self.turnover,
            kill_per_growth: &mut self.kill_per_growth,
            kill_over: &mut self.kill_over,
            birth_exponent: &mut self.birth_exponent,
            saturation: &mut self.saturation,
        }
        .visit(&self.id, see);
        let full = match self.density.as_ref().map(|density| density.value) {
            Some(Density::Medium(_)) => "per mL of a full vessel",
            Some(Density::Floor(_)) | None => "per cm2 at confluence",
        };
        let what = format!("cells of {} {full}", self.id);
        see.value(about("density", Domain::Positive, &what), &mut self.density);
        if let Some(fit) = &mut self.kill_fit {
            let place = format!("{} {}, over undrugged", fit.dose, fit.drug);
            let growth = about(
                &format!("growth in {place}"),
                Domain::BelowOne,
                &format!("net growth in {place}"),
            );
            let growth = growth
                .under(format!("{}/kill_fit", self.id))
                .at("kill_fit.growth_share");
            see.value(growth, &mut fit.growth_share);
        }
        if let Some(weights) = &mut self.node_weights {
            see.value(node_weights(&self.id), &mut weights.shares());
        }
        if let Some(weights) = &mut self.side_weights {
            let what = "weight in fate of pathways that the driver does not feed";
            see.value(
                about("side_weights", Domain::NonNegative, what).of_several(),
                &mut weights.scaled(),
            );
        }
    }
}

record! {
    /// What a line has unless it says otherwise.
    pub struct Defaults {
        /// Takes the place of the record that an earlier file has under the same id.
        #[serde(default, rename = "override")]
        pub replaces: bool,
        /// Slope of potencies without one.
        pub hill_slope: Sourced<f64>,
        /// Slope of off-target toxicity.
        pub toxicity_slope: Sourced<f64>,
        /// Death over birth without drug.
        pub turnover: Sourced<f64>,
        /// k_max over net growth.
        pub kill_per_growth: Sourced<f64>,
        /// Death per day and unit of excess signal.
        pub kill_over: Sourced<f64>,
        /// Exponent of birth on signal.
        pub birth_exponent: Sourced<f64>,
        /// theta of every node.
        pub saturation: Sourced<f64>,
        /// Shares of nodes in the fate signal.
        pub node_weights: Weights,
    }
}

impl Defaults {
    /// Id of its table.
    pub const ID: &'static str = "defaults";
}

impl Values for Defaults {
    fn visit(&mut self, _: &Names, see: &mut See) {
        let about = |label, domain, what| About::new(Self::ID, label, domain, what);
        see.value(
            about("hill_slope", Domain::Positive, "usual Hill slope")
                .measured("a blot or a viability curve with ten doses"),
            &mut self.hill_slope,
        );
        let toxicity = about("toxicity_slope", Domain::Positive, "slope of off-target toxicity");
        see.value(
            toxicity.measured("viability of cells without the driver at high doses"),
            &mut self.toxicity_slope,
        );
        Fate {
            turnover: &mut self.turnover,
            kill_per_growth: &mut self.kill_per_growth,
            kill_over: &mut self.kill_over,
            birth_exponent: &mut self.birth_exponent,
            saturation: &mut self.saturation,
        }
        .visit(Self::ID, see);
        see.value(node_weights(Self::ID), &mut self.node_weights.shares());
    }
}

record! {
    /// A culture vessel.
    pub struct VesselRecord {
        /// Takes the place of the record that an earlier file has under the same id.
        #[serde(default, rename = "override")]
        pub replaces: bool,
        /// By which scenarios name it.
        pub id: String,
        /// Its name in reports.
        pub name: String,
        /// Whether it is a well, one of many small cultures on a plate; left out: what is named "96-well" or the like is.
        pub well: Option<bool>,
        /// Area on which cells grow, cm2.
        pub area_cm2: f64,
        /// Cells at confluence.
        pub capacity: Sourced<f64>,
        /// Usual number of cells to seed.
        pub seeding: Sourced<f64>,
        /// Usual volume of medium, mL.
        pub medium: Option<Sourced<f64>>,
    }
}

impl VesselRecord {
    /// How cultures stand in it: as the record says, else as its id does.
    pub fn culture(&self) -> Culture {
        self.well.map_or_else(|| Culture::of_name(&self.id), Culture::well)
    }
}

impl Values for VesselRecord {
    fn visit(&mut self, _: &Names, see: &mut See) {
        let name = &self.name;
        let about = |label, domain, what| About::new(&self.id, label, domain, what);
        let capacity = about("capacity", Domain::AtLeastOne, format!("capacity of a {name}"));
        see.value(capacity.per(" cells"), &mut self.capacity);
        let seeding = about("seeding", Domain::AtLeastOne, format!("seeding of a {name}"));
        see.value(seeding.per(" cells"), &mut self.seeding);
        let medium = about("medium", Domain::Positive, format!("medium in a {name}"));
        see.value(medium.per(" mL"), &mut self.medium);
    }
}
