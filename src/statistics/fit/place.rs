//! Where an observation stands.

use super::barcodes::{BARCODE_NUMBERS, READ_ARMS};
use serde::{Deserialize, Serialize};

/// Where an observation stands among what is drawn in one figure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Condition; empty where there is one.
    pub condition: String,
    /// What was seen: "cells", "sensitive cells", "signal under alectinib", "flasks resistant".
    pub what: String,
    /// The flask, plate or stock; empty where there is none.
    pub of: String,
    /// Day, or dose in nM; none for what has neither.
    pub at: Option<f64>,
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
        match self.what.starts_with("signal") {
            true => Over::Doses,
            false => Over::Days,
        }
    }

    /// Whether it is a number of the barcodes of a stock.
    pub fn is_of_barcodes(&self) -> bool {
        self.what == READ_ARMS || BARCODE_NUMBERS.iter().any(|number| self.what == number.words())
    }

    /// Whether cells were counted, whose numbers differ by factors.
    pub fn is_count(&self) -> bool {
        self.what.ends_with("cells")
    }
}
