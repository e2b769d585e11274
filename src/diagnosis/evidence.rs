//! What one step of the decision showed, as facts. Numbers that lie in the read-outs are not told twice.

use crate::assay::Estimate;
use crate::assay::signals::shown::RowKind;
use crate::diagnosis::call::Kind;
use serde::Serialize;

/// Steps of the work-up, in the guides' order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// Drug stock against a reference batch.
    Potency,
    /// Typing of the line.
    Identity,
    /// Dose-response against the parental line.
    Resistance,
    /// The same after days without drug.
    Holiday,
    /// The driver against the pre-treatment sample.
    DriverSequencing,
    /// Other inhibitors of the driver.
    Switch,
    /// Western blot.
    Blot,
    /// Phospho-array.
    Array,
    /// Genes outside the driver.
    Panel,
    /// Inhibitors of other routes beside the drug.
    AddBack,
    /// Stains of lineage and state.
    Markers,
    /// Factors in the supernatant of the co-culture.
    Cytokines,
    /// Drug left in the medium of the co-culture.
    DrugLevel,
}

impl Step {
    /// What the step is called.
    pub fn name(self) -> &'static str {
        match self {
            Step::Potency => "drug potency",
            Step::Identity => "identity of the line",
            Step::Resistance => "dose-response against parental",
            Step::Holiday => "re-test after a holiday",
            Step::DriverSequencing => "driver sequencing",
            Step::Switch => "switch test",
            Step::Blot => "western blot",
            Step::Array => "phospho-array",
            Step::Panel => "gene panel",
            Step::AddBack => "add-back of a pathway inhibitor",
            Step::Markers => "lineage markers",
            Step::Cytokines => "cytokines of the co-culture",
            Step::DrugLevel => "drug left over the co-culture",
        }
    }
}

/// What one step showed.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// What was found.
    pub finding: Finding,
    /// What it speaks for; `None` for a step that says nothing, or only against.
    pub speaks_for: Option<Kind>,
}

impl Evidence {
    /// The step that it comes from.
    pub fn step(&self) -> Step {
        self.finding.step()
    }
}

/// What a step found beyond the numbers of its read-out.
#[derive(Debug, Clone, PartialEq)]
pub enum Finding {
    /// The check of the drug stock, as it lies in the read-outs.
    Stock,
    /// The typing of the line, as it lies in the read-outs.
    Line,
    /// Shift and survival against the parental line.
    Resistance {
        /// They count as resistance.
        resistant: bool,
    },
    /// The same cells out of the co-culture.
    Alone {
        /// Out of it they are sensitive.
        stays_behind: bool,
    },
    /// The re-test after a holiday.
    Holiday(Rested),
    /// Sequence and copies of the driver, as they lie in the read-outs.
    Driver,
    /// The switch test.
    Switch {
        /// Those that tell something.
        tests: Vec<Switched>,
        /// What they say together.
        side: Side,
    },
    /// The blot.
    Blot {
        /// The band of the drug's target.
        target: Option<TargetBand>,
        /// Further bands that stay or rise under drug.
        raised: Vec<RaisedBand>,
    },
    /// The phospho-array.
    Array {
        /// Spots looked at.
        spots: usize,
        /// Those that rise.
        raised: Vec<RaisedSpot>,
    },
    /// Genes outside the driver, as they lie in the read-outs.
    Panel,
    /// The add-backs.
    AddBack {
        /// Partners tried.
        tried: usize,
        /// Those that re-sensitise.
        helped: Vec<Resensitised>,
    },
    /// The stains, as they lie in the read-outs.
    Markers,
    /// The ELISA, as it lies in the read-outs.
    Cytokines,
    /// The drug in the medium, as it lies in the read-outs.
    DrugLevel,
}

impl Finding {
    fn step(&self) -> Step {
        match self {
            Finding::Stock => Step::Potency,
            Finding::Line => Step::Identity,
            Finding::Resistance { .. } | Finding::Alone { .. } => Step::Resistance,
            Finding::Holiday(_) => Step::Holiday,
            Finding::Driver => Step::DriverSequencing,
            Finding::Switch { .. } => Step::Switch,
            Finding::Blot { .. } => Step::Blot,
            Finding::Array { .. } => Step::Array,
            Finding::Panel => Step::Panel,
            Finding::AddBack { .. } => Step::AddBack,
            Finding::Markers => Step::Markers,
            Finding::Cytokines => Step::Cytokines,
            Finding::DrugLevel => Step::DrugLevel,
        }
    }
}

/// What a holiday took.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Rested {
    /// Out of the co-culture there was no resistance to take.
    Nothing,
    /// Still resistant beyond the doses.
    Beyond,
    /// A share of it, 0 to 1.
    Lost {
        /// The share.
        share: f64,
        /// Beyond scatter.
        sure: bool,
        /// Of what.
        of: Resistance,
    },
}

/// By what a culture is resistant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resistance {
    /// Its IC50 is shifted.
    Shift,
    /// More cells live at the flask's dose.
    Survival,
}

/// How a culture answers to another inhibitor of its driver.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Response {
    /// As the parental line does.
    Full,
    /// Perhaps half of the cells or more are lost, yet fewer than of the parental line.
    Partial,
    /// Most cells live.
    Resistant,
}

impl Response {
    /// The word in tables.
    pub fn word(self) -> &'static str {
        match self {
            Response::Full => "sensitive",
            Response::Partial => "partly sensitive",
            Response::Resistant => "resistant",
        }
    }
}

/// One inhibitor of a switch test.
#[derive(Debug, Clone, PartialEq)]
pub struct Switched {
    /// Name of the drug.
    pub drug: String,
    /// nM.
    pub dose: f64,
    /// Viability of the culture over its undrugged control.
    pub left: f64,
    /// The same of the parental line.
    pub parental: f64,
    /// How the culture answers.
    pub response: Response,
    /// It closes a bypass as well, so it does not tell the sides apart.
    pub closes_bypass: bool,
}

/// What a switch test says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The culture still needs the target.
    OnTarget,
    /// It does not.
    OffTarget,
    /// Part of the cells, or of their signal, does.
    Neither,
}

/// The target's band under drug.
#[derive(Debug, Clone, PartialEq)]
pub struct TargetBand {
    /// Read-out, such as "pALK".
    pub readout: String,
    /// Of the resistant cells, over the parental undrugged band.
    pub resistant: f64,
    /// The same of the parental cells.
    pub parental: f64,
    /// What it means.
    pub state: TargetState,
}

/// Whether the target works under drug.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetState {
    /// It is as inhibited as in parental cells.
    Inhibited,
    /// It works where it does not in parental cells.
    Sustained,
    /// Neither is sure.
    Unclear,
}

/// A band that is stronger than the parental one under drug.
#[derive(Debug, Clone, PartialEq)]
pub struct RaisedBand {
    /// Read-out, such as "pERK".
    pub readout: String,
    /// What it stands for.
    pub kind: RowKind,
    /// Of the resistant cells.
    pub resistant: f64,
    /// Of the parental cells.
    pub parental: f64,
}

/// A spot that rises.
#[derive(Debug, Clone, PartialEq)]
pub struct RaisedSpot {
    /// Read-out, such as "pEGFR".
    pub readout: String,
    /// Resistant over parental.
    pub fold: f64,
}

/// A partner that re-sensitises.
#[derive(Debug, Clone, PartialEq)]
pub struct Resensitised {
    /// Name of the drug.
    pub partner: String,
    /// Viability under both.
    pub left: Estimate,
    /// Viability expected of independent action.
    pub expected: f64,
    /// By how much the drug's IC50 falls, where it does.
    pub ic50: Option<FoldDown>,
}

/// A fall of an IC50.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FoldDown {
    /// IC50 over that beside the partner.
    pub fold: f64,
    /// Only a lower bound.
    pub at_least: bool,
}
