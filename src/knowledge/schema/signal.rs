//! Records of the pathways: nodes, the stages on the way to them, and sources of signal.

use super::class::Class;
use super::declare::record;
use super::source::Cited;
use super::spread::Spread;
use super::value::{About, Domain, Names, See, Values};
use super::weights::{Moves, Several, cited};
use crate::knowledge::certainty::Transcription;
use crate::model::signalling::Stage;
use std::collections::BTreeMap;
use std::sync::Arc;

record! {
    /// A pathway node.
    pub struct NodeRecord {
        /// Takes the place of the record that an earlier file has under the same id.
        #[serde(default, rename = "override")]
        pub replaces: bool,
        /// By which weights and drugs name it.
        pub id: String,
        /// Its name in reports.
        pub name: String,
        /// Band that shows its output on a blot.
        pub readout: String,
        /// Stages before its output that a blot shows by themselves, in order.
        #[serde(default)]
        pub relays: Vec<RelayRecord>,
    }
}

record! {
    /// A stage on the way to a node's output.
    pub struct RelayRecord {
        /// Where on the way it stands.
        pub stage: Stage,
        /// Its name in reports.
        pub name: String,
        /// Band that shows it on a blot.
        pub readout: String,
    }
}

record! {
    /// A band of another protein that a source raises along with its own.
    pub struct AlsoShownRecord {
        /// The band.
        pub readout: String,
        /// What it shows.
        pub name: String,
        /// Id of the reference.
        pub reference: String,
    }
}

record! {
    /// A source of signal beside the driver.
    pub struct SourceRecord {
        /// Takes the place of the record that an earlier file has under the same id.
        #[serde(default, rename = "override")]
        pub replaces: bool,
        /// By which bypasses, states, niche factors and drugs name it.
        pub id: String,
        /// Its name in reports.
        pub name: String,
        /// Band that shows it on a blot.
        pub readout: String,
        /// Weight in each node's input, by node id; absent is 0.
        pub weights: BTreeMap<String, f64>,
        /// Low and high end of each weight.
        pub range: (f64, f64),
        /// Why, where nothing was measured.
        pub assumed: Option<String>,
        /// Id of the reference, where somebody measured them.
        pub reference: Option<String>,
        /// Whether they were compared with the reference.
        pub transcription: Option<Transcription>,
        /// Where it joins the way to ERK; absent: at the top, as a receptor.
        #[serde(default)]
        pub joins: Stage,
        /// Further bands that it raises.
        #[serde(default)]
        pub also: Vec<AlsoShownRecord>,
        /// What its weights are.
        #[serde(skip)]
        pub about: Arc<About>,
    }
}

impl SourceRecord {
    /// Where its weights come from.
    pub fn cited(&self) -> Cited {
        cited(&self.reference, &self.assumed, self.transcription)
    }

    fn several(&mut self) -> Several<'_> {
        Several {
            cited: self.cited(),
            range: self.range.into(),
            spread: Spread::default(),
            weights: &mut self.weights,
            about: &mut self.about,
            moves: Moves::Scale,
        }
    }
}

impl Values for SourceRecord {
    fn visit(&mut self, _: &Names, see: &mut See) {
        let what = format!("strength of {} in the pathways", self.name);
        let about = About::new(&self.id, "weights", Domain::NonNegative, what);
        let about = about.of_several().class(Class::BypassStrength);
        see.value(about, &mut self.several());
    }
}
