//! What scenarios ask of the knowledge base: the one place that calls it.

use crate::knowledge::{Assumption, KnowledgeBase};
use crate::model::biology::Biology;
use serde::{Deserialize, Serialize};

/// A line with its drugs, ready to run.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    pub biology: Biology,
    pub assumptions: Vec<Assumed>,
    /// Fingerprint of the knowledge base.
    pub hash: String,
}

/// A value that nobody measured for this purpose.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Assumed {
    pub what: String,
    pub value: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<String>,
    pub certainty: String,
    pub why: String,
}

impl From<Assumption> for Assumed {
    fn from(assumption: Assumption) -> Self {
        Self {
            certainty: assumption.certainty.to_string(),
            what: assumption.what,
            value: assumption.value,
            range: assumption.range,
            why: assumption.why,
        }
    }
}

/// A vessel that a scenario may name.
#[derive(Debug, Clone, PartialEq)]
pub struct KnownVessel {
    pub id: String,
    /// Cells at confluence, and whether that number is assumed or unchecked.
    pub capacity: f64,
    pub assumed: Option<Assumed>,
    /// Usual number of cells to seed.
    pub seeding: f64,
}

/// Names that a scenario may use, and how a line is resolved.
#[derive(Debug, Clone)]
pub struct Library {
    base: KnowledgeBase,
    pub lines: Vec<String>,
    pub drugs: Vec<String>,
    pub vessels: Vec<KnownVessel>,
}

impl Library {
    /// The built-in knowledge base.
    pub fn builtin() -> Result<Self, String> {
        let base = KnowledgeBase::builtin().map_err(|error| error.to_string())?;
        let vessels = base.data().vessel.iter().map(|vessel| KnownVessel {
            id: vessel.id.clone(),
            capacity: vessel.capacity.value,
            assumed: vessel
                .capacity
                .assumption(format!("capacity of a {}", vessel.name), " cells")
                .map(Assumed::from),
            seeding: vessel.seeding.value,
        });
        Ok(Self {
            lines: base.lines().iter().map(|line| line.id.clone()).collect(),
            drugs: base.drugs().iter().map(|drug| drug.id.clone()).collect(),
            vessels: vessels.collect(),
            base,
        })
    }

    /// A line under drugs, in their order.
    pub fn resolve(&self, line: &str, drugs: &[&str]) -> Result<Known, String> {
        let resolved = self.base.resolve(line, drugs).map_err(|error| error.to_string())?;
        Ok(Known {
            biology: resolved.biology,
            assumptions: resolved.assumptions.into_iter().map(Assumed::from).collect(),
            hash: self.base.fingerprint(),
        })
    }
}
