//! Where an observation stands.

use serde::{Deserialize, Serialize};

/// Where an observation stands among what is drawn in one figure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Condition; empty where there is one.
    pub condition: String,
    /// What kind of number was seen.
    pub kind: Kind,
    /// What was seen: "cells", "sensitive cells", "signal under alectinib", "flasks resistant".
    pub what: String,
    /// The flask, plate or stock; empty where there is none.
    pub of: String,
    /// Day, or dose in nM; none for what has neither.
    pub at: Option<f64>,
}

/// What kind of number an observation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Cells, whose numbers differ by factors.
    Cells,
    /// Share of reads that show a change.
    Frequency,
    /// Flasks that ended in some way, or their mean day.
    Ends,
    /// Colonies on a plate.
    Colonies,
    /// A number of the barcodes of a stock.
    Barcodes,
    /// Signal of a well.
    Signal,
}

/// What [`Place::at`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    /// A day of the experiment.
    Days,
    /// A dose, nM.
    Doses,
}

impl Place {
    /// What its place is on: signals of wells are seen over doses, all else over days.
    pub fn over(&self) -> Over {
        match self.kind {
            Kind::Signal => Over::Doses,
            _ => Over::Days,
        }
    }

    /// Whether it is a number of the barcodes of a stock.
    pub fn is_of_barcodes(&self) -> bool {
        self.kind == Kind::Barcodes
    }

    /// Whether cells were counted, whose numbers differ by factors.
    pub fn is_count(&self) -> bool {
        self.kind == Kind::Cells
    }
}
