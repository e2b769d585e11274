//! What the steps found, before it is weighed.

use crate::diagnosis::call::Call;
use crate::diagnosis::outcome::Helped;
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
    /// What the switch test says.
    pub switch: SwitchSays,
    /// What blot and array say.
    pub signals: Signals,
    /// Partners that re-sensitise.
    pub helped: Vec<Helped>,
    /// States that more cells stain for than of the parental line.
    pub stained: Vec<Stained>,
    /// Factors found in the supernatant.
    pub cytokines: Vec<String>,
    /// The stroma breaks the drug down.
    pub broken_down: Option<Call>,
    /// Resistant in the co-culture only.
    pub protected: bool,
}

/// What the switch test says of the side.
#[derive(Debug, Default)]
pub(super) struct SwitchSays {
    /// Whether a next-generation inhibitor of the driver stops the culture as it stops the parental line;
    /// `None` where it does so in part, or was not tried.
    pub sensitive: Option<bool>,
    /// Those that do.
    pub stopped_by: Vec<String>,
}

/// What signals were seen.
#[derive(Debug, Default)]
pub(super) struct Signals {
    /// The target is as inhibited as in parental cells; `None` without a blot.
    pub target_inhibited: Option<bool>,
    /// The target works under drug where it does not in parental cells.
    pub target_sustained: bool,
    /// A pathway runs under drug where it does not in parental cells.
    pub pathway_sustained: bool,
    /// Routes raised in the resistant cells.
    pub raised: Vec<RouteSignal>,
    /// Routes that join on the way to a pathway (RAS, RAF): see `passing`.
    pub joined: Vec<RouteSignal>,
}

/// A route that shows a signal.
#[derive(Debug, Clone)]
pub(super) struct RouteSignal {
    /// Id of the source.
    pub route: String,
    /// How strong (1: positive control).
    pub strength: f64,
}

/// Cells in a marked state.
#[derive(Debug)]
pub(super) struct Stained {
    /// Class of the state.
    pub class: StateClass,
    /// Such as "ASCL1".
    pub marker: String,
    /// Share of the cells, corrected for what the stain misses and makes up.
    pub share: f64,
}
