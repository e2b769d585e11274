//! What lies on the table when a resistant culture is diagnosed: measured numbers, nothing else. The
//! decision takes only this, so that the truth cannot reach it.

pub use crate::assay::Estimate;
pub use crate::assay::functional::{AddBack, SwitchTest};
use crate::assay::identity::Typing;
use crate::assay::sequencing::Method;
use crate::assay::signals::array::PhosphoArray;
use crate::assay::signals::blot::Blot;
use crate::assay::signals::markers::Stains;
use crate::assay::surroundings::cytokines::Elisa;
use crate::assay::surroundings::drug_level::DrugLevel;
use serde::{Serialize, Serializer};

fn by_name<S: Serializer>(method: &Method, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&method.name())
}

/// A dose-response of the resistant culture against the parental line.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Shift {
    /// nM; `None` where half viability was not reached in the tested doses.
    pub parental_ic50: Option<f64>,
    /// The same of the culture.
    pub resistant_ic50: Option<f64>,
    /// Highest dose tested, nM.
    pub highest: f64,
    /// Resistant over parental IC50; a bound where one of them lies outside the doses: the lower one where
    /// `at_least`, else the upper one (its low end is then 0).
    pub index: Estimate,
    /// The index is only a lower bound.
    pub at_least: bool,
}

/// The drug stock on the untreated line (P14).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PotencyCheck {
    /// IC50 of the parental line with the stock in use over its IC50 on record.
    pub ic50_over_record: Estimate,
}

/// Viability at the dose that the culture grows in, over the undrugged control. Cells that grow at half
/// the parental rate can have an unshifted IC50 and still live where the parental line dies.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Survival {
    /// Of the parental line.
    pub parental: Estimate,
    /// In the surroundings in which the culture grew.
    pub resistant: Estimate,
    /// Out of them; `None` for a culture in plain medium.
    pub alone: Option<Estimate>,
    /// After the holiday.
    pub rested: Option<Estimate>,
}

/// The same dose-response after days without drug (N03, P10).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Holiday {
    /// Days without drug.
    pub days: f64,
    /// Against the parental line.
    pub shift: Shift,
}

/// A variant of the driver found by sequencing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Variant {
    /// Such as "G1202R".
    pub name: String,
    /// Protein region.
    pub region: String,
    /// Of the driver's reads.
    pub vaf: Estimate,
    /// The same before treatment, where it was called there as well.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Estimate>,
}

/// Driver gene of the resistant culture against the pre-treatment sample (P04, P21).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DriverSequencing {
    /// The driver's name.
    pub gene: String,
    /// How it was read, written by its name.
    #[serde(serialize_with = "by_name")]
    pub method: Method,
    /// Smallest allele fraction that is found nearly always.
    pub limit: f64,
    /// Called in the resistant culture and not in the pre-treatment sample, or surely more frequent than there.
    pub new_variants: Vec<Variant>,
    /// Called in both and no more frequent now, but for those of the line itself: they explain nothing, yet the sequence is
    /// not clean.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub as_before: Vec<Variant>,
    /// Driver copies per cell over those of the parental line; `None` if not counted.
    pub copies: Option<Estimate>,
}

/// An alteration outside the driver.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PanelFinding {
    /// Such as "KRAS G12D" or "MET amplification".
    pub name: String,
    /// Route that it feeds: id of a source of the knowledge base.
    pub route: String,
    /// Share of cells that it speaks for: twice the allele fraction of a heterozygous change, or what
    /// the copy gain implies; at most 1.
    pub share: Estimate,
    /// The same before treatment, where it was called there as well.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Estimate>,
}

/// Genes outside the driver (P17).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PanelSequencing {
    /// Genes read, the driver left out.
    pub genes: Vec<String>,
    /// How they were read, written by its name.
    #[serde(serialize_with = "by_name")]
    pub method: Method,
    /// Smallest allele fraction that is found nearly always.
    pub limit: f64,
    /// Called in the culture and not in the pre-treatment sample, or surely more frequent than there.
    pub findings: Vec<PanelFinding>,
}

/// A drug that the culture has had.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Given {
    /// Its name.
    pub drug: String,
    /// Its id in the knowledge base.
    pub drug_id: String,
    /// The last dose, nM.
    pub dose: f64,
    /// It is in the medium still.
    pub now: bool,
}

/// Everything measured on one culture.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Readouts {
    /// Name of the culture.
    pub culture: String,
    /// The drug that it became resistant to.
    pub drug: String,
    /// nM.
    pub dose: f64,
    /// All drugs that the culture has had until then, its own among them.
    pub given: Vec<Given>,
    /// Check of the drug stock; here and below `None` or empty for what was not done.
    pub potency: Option<PotencyCheck>,
    /// Typed against the profile of its line.
    pub identity: Option<Typing>,
    /// In the surroundings in which the culture grew.
    pub shift: Option<Shift>,
    /// Without them: `None` for a culture in plain medium.
    pub alone: Option<Shift>,
    /// Re-test after days without drug.
    pub holiday: Option<Holiday>,
    /// What is left at the flask's dose.
    pub survival: Option<Survival>,
    /// Sequence and copies of the driver.
    pub driver: Option<DriverSequencing>,
    /// Other inhibitors of the driver.
    pub switches: Vec<SwitchTest>,
    /// Western blot, with the lanes of [`LANES`](crate::diagnosis::LANES).
    pub blot: Option<Blot>,
    /// Phospho-array.
    pub array: Option<PhosphoArray>,
    /// Genes outside the driver.
    pub panel: Option<PanelSequencing>,
    /// Inhibitors of other routes beside the drug.
    pub add_backs: Vec<AddBack>,
    /// Lineage and state markers.
    pub stains: Option<Stains>,
    /// Factors of the co-culture.
    pub elisa: Option<Elisa>,
    /// Drug left over the co-culture.
    pub drug_level: Option<DrugLevel>,
}

impl Readouts {
    /// Ids of the drugs that met the cells, some more than once.
    pub fn drug_ids(&self) -> impl Iterator<Item = &str> {
        let given = self.given.iter().map(|given| given.drug_id.as_str());
        let switched = self.switches.iter().map(|test| test.drug_id.as_str());
        let added = self.add_backs.iter().map(|test| test.partner_id.as_str());
        given.chain(switched).chain(added)
    }

    /// The same under another name: that of a specimen tells its flask.
    pub fn hide(&mut self, name: &str) {
        self.culture = name.to_owned();
        if let Some(typing) = &mut self.identity {
            typing.specimen = name.to_owned();
        }
        // Lanes of a diagnostic blot: the line before treatment twice, then the culture twice.
        let lanes = self.blot.iter_mut().flat_map(|blot| &mut blot.lanes);
        for (lane, name) in lanes.zip(["before", "before", "culture", "culture"]) {
            lane.specimen = name.to_owned();
        }
    }

    /// A table with nothing on it yet.
    pub fn empty(culture: &str, drug: &str, dose: f64) -> Self {
        Self {
            culture: culture.to_owned(),
            drug: drug.to_owned(),
            dose,
            given: Vec::new(),
            potency: None,
            identity: None,
            shift: None,
            alone: None,
            holiday: None,
            survival: None,
            driver: None,
            switches: Vec::new(),
            blot: None,
            array: None,
            panel: None,
            add_backs: Vec::new(),
            stains: None,
            elisa: None,
            drug_level: None,
        }
    }
}
