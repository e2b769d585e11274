//! What surrounds the cells, as the model takes it.

use serde::{Deserialize, Serialize};

/// What the surroundings do to the cells; the default is nothing.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Niche {
    /// Added to the activity of every driver copy that is below the copies' ceiling, in shares of
    /// that copy's activity: an unmutated copy answers to ligand, a fully active one does not.
    #[serde(default)]
    pub ligand: f64,
    /// Activity given to each source, in the order of the sources; empty for none.
    #[serde(default)]
    pub sources: Vec<f64>,
    /// Share of each drug's dose that reaches the cells, in the order of the drugs; empty for all of it.
    #[serde(default)]
    pub dose_left: Vec<f64>,
    /// Share of killing that becomes arrest (sigma), beside what the cell state spares.
    #[serde(default)]
    pub sparing: f64,
}

impl Niche {
    /// Plain medium.
    pub fn is_none(&self) -> bool {
        *self == Niche::default()
    }
}
