//! What the steps found, before it is weighed.

use crate::diagnosis::call::{Call, Helped};
use crate::model::biology::StateClass;

/// What the steps found, before it is weighed.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Share of the shift that a holiday takes away (log scale); `None` without the test.
    pub lost: Option<f64>,
    /// On-target alleles and amplification, panel findings.
    pub genetic: Vec<Call>,
    /// The driver was sequenced and nothing new was found.
    pub driver_clean: bool,
    /// Grown among factors of its surroundings.
    pub co_culture: bool,
    /// Whether a next-generation inhibitor of the driver stops the culture as it stops the parental line;
    /// `None` where it does so in part, or was not tried.
    pub sensitive_to_next: Option<bool>,
    /// Those that do.
    pub stopped_by: Vec<String>,
    pub signals: Signals,
    /// Routes whose inhibitor re-sensitises, and routes whose inhibitor was tried in vain.
    pub closed: Vec<String>,
    pub not_closed: Vec<String>,
    /// Partners that re-sensitise.
    pub helped: Vec<Helped>,
    /// Share of cells by marker: (class, state, marker, share).
    pub stained: Vec<(StateClass, String, String, f64)>,
    /// Factors found in the supernatant.
    pub cytokines: Vec<String>,
    /// The stroma breaks the drug down.
    pub broken_down: Option<Call>,
    /// Resistant in the co-culture only.
    pub protected: bool,
}

/// What signals were seen.
#[derive(Debug, Default)]
pub(super) struct Signals {
    /// The target is as inhibited as in parental cells; `None` without a blot.
    pub target_inhibited: Option<bool>,
    /// The target works under drug where it does not in parental cells.
    pub target_sustained: bool,
    /// Pathways that run under drug where they do not in parental cells.
    pub sustained: Vec<String>,
    /// Routes raised in the resistant cells: id of the source, and how strong (1: positive control).
    pub raised: Vec<(String, f64)>,
    /// Routes that join on the way to a pathway (RAS, RAF), and how strong: see `passing`.
    pub joined: Vec<(String, f64)>,
}
