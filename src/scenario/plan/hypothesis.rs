//! `[[plan.hypothesis]]`: two ways in which things may be, which an experiment is to tell apart.

use crate::scenario::keys::kinds::{List, Special, Text};
use crate::scenario::keys::{May, Must, Rules, table};
use serde_json::json;
use std::collections::BTreeMap;
use toml::Value;

table! {
    /// A way in which things may be.
    #[derive(Default)]
    pub struct HypothesisFile {
        /// What it is called.
        name: Must<Text> = Text.must(),
        /// Keys of this file with the values that hold under it, such as { "routes.states" = false } [default: as the file has it].
        set: May<Special<BTreeMap<String, Value>>> = Special::new(|what, _| json!({
            "description": what,
            "type": "object",
            "additionalProperties": { "type": ["string", "number", "boolean", "array"] },
        })).may(),
        /// Overlays on the knowledge base that hold under it, behind those of the file: paths from its own folder.
        overlays: May<List<Text>> = List(Text, 0).may(),
    }
}

/// A way in which things may be.
#[derive(Debug, Clone, PartialEq)]
pub struct Hypothesis {
    /// What it is called.
    pub name: String,
    /// Keys of the scenario file and their values.
    pub set: Vec<(String, Value)>,
    /// Names of its overlays.
    pub overlays: Vec<String>,
}
