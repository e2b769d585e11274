//! Records of the pathways: nodes, the stages on the way to them, and sources of signal.

use super::sourced::Transcription;
use crate::model::signalling::Stage;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A pathway node.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NodeRecord {
    /// Takes the place of the record that an earlier file has under the same id.
    #[serde(default, rename = "override")]
    pub replaces: bool,
    pub id: String,
    pub name: String,
    pub readout: String,
    /// Stages before its output that a blot shows by themselves, in order.
    #[serde(default)]
    pub relays: Vec<RelayRecord>,
}

/// A stage on the way to a node's output.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RelayRecord {
    pub stage: Stage,
    pub name: String,
    pub readout: String,
}

/// A band of another protein that a source raises along with its own.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlsoShownRecord {
    pub readout: String,
    pub name: String,
    pub reference: String,
}

/// A source of signal beside the driver.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceRecord {
    /// Takes the place of the record that an earlier file has under the same id.
    #[serde(default, rename = "override")]
    pub replaces: bool,
    pub id: String,
    pub name: String,
    pub readout: String,
    /// Weight in each node's input, by node id; absent is 0.
    pub weights: BTreeMap<String, f64>,
    /// Range of the weights.
    pub range: (f64, f64),
    pub assumed: Option<String>,
    pub reference: Option<String>,
    pub transcription: Option<Transcription>,
    /// Where it joins the way to ERK; absent: at the top, as a receptor.
    #[serde(default)]
    pub joins: Stage,
    /// Further bands that it raises.
    #[serde(default)]
    pub also: Vec<AlsoShownRecord>,
}
