//! What is noted of a flask along the way.

use super::chronicle::Chronicle;
use super::record::Moment;
use crate::engine::record::{BarcodeCounts, LineFailure, Look, Outcome};

/// The medium at its last change.
#[derive(Default)]
pub(super) struct LastMedium {
    /// Per course, nM.
    pub doses: Vec<f64>,
    pub day: f64,
}

/// The flask after its last passage.
#[derive(Default)]
pub(super) struct LastPassage {
    pub day: f64,
    pub cells: f64,
}

/// What happens along the way.
#[derive(Default)]
pub(super) struct Log {
    pub looks: Vec<Look>,
    pub medium: LastMedium,
    pub passages: u32,
    pub since: LastPassage,
    pub growth_share: Option<f64>,
    /// Resistance to lines of treatment that another one followed.
    pub failures: Vec<LineFailure>,
    pub ended: Option<Ended>,
    pub barcodes: Option<BarcodeCounts>,
    pub chronicle: Chronicle,
}

/// How the flask ended.
pub(super) struct Ended {
    pub outcome: Outcome,
    pub day: f64,
    /// Its cells then.
    pub moment: Moment,
}
