//! Records of the cells' surroundings.

use super::declare::record;
use super::sourced::Sourced;
use super::value::{About, Domain, Names, See, Values};

record! {
    /// A factor of the cells' surroundings. A scenario sets its level from 0 to 1 (the stated one).
    pub struct NicheRecord {
        /// Takes the place of the record that an earlier file has under the same id.
        #[serde(default, rename = "override")]
        pub replaces: bool,
        /// By which scenarios name it.
        pub id: String,
        /// Its name in reports.
        pub name: String,
        /// Families whose lines it can surround.
        pub families: Vec<String>,
        /// What it is, in a sentence.
        #[serde(default)]
        pub summary: String,
        /// What an assay of the supernatant shows of it; a file may write one as a text.
        #[serde(default, deserialize_with = "one_or_more")]
        pub readout: Vec<String>,
        /// What level 1 stands for.
        pub level: String,
        /// The same as a concentration in the medium, ng/ml, where there is one.
        pub ng_per_ml: Option<f64>,
        /// Id of its reference.
        pub reference: String,
        /// Added to the activity of driver copies below the copies' ceiling, in shares of each.
        pub ligand: Option<Sourced<f64>>,
        /// Source that it feeds.
        pub source: Option<String>,
        /// How strongly it feeds the source.
        pub activity: Option<Sourced<f64>>,
        /// Share of killing that becomes arrest.
        pub sparing: Option<Sourced<f64>>,
        /// Share of the dose that is left of each of `drugs`.
        pub dose_left: Option<Sourced<f64>>,
        /// Drugs (ids) that it breaks down.
        #[serde(default)]
        pub drugs: Vec<String>,
        /// Drugs that take it away; empty if none is known.
        #[serde(default)]
        pub inhibitors: Vec<String>,
        /// Other factors that it brings along, each at the same level.
        #[serde(default)]
        pub brings: Vec<String>,
    }
}

/// A list that may be written as one text.
fn one_or_more<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    struct OneOrMore;
    impl<'de> serde::de::Visitor<'de> for OneOrMore {
        type Value = Vec<String>;
        fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
            f.write_str("a text or a list of texts")
        }
        fn visit_str<E>(self, text: &str) -> Result<Vec<String>, E> {
            Ok(vec![text.to_owned()])
        }
        fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut list: A) -> Result<Vec<String>, A::Error> {
            let mut texts = Vec::new();
            while let Some(text) = list.next_element()? {
                texts.push(text);
            }
            Ok(texts)
        }
    }
    deserializer.deserialize_any(OneOrMore)
}

impl NicheRecord {
    /// Whether it breaks a drug down (id).
    pub fn breaks_down(&self, drug: &str) -> bool {
        self.dose_left.is_some() && self.drugs.iter().any(|id| id == drug)
    }
}

impl Values for NicheRecord {
    fn visit(&mut self, _: &Names, see: &mut See) {
        let name = &self.name;
        let about = |label, domain, what| About::new(&self.id, label, domain, what);
        let ligand = format!("stimulation of the driver by {name}");
        see.value(about("ligand", Domain::NonNegative, ligand), &mut self.ligand);
        let signal = format!("signal from {name}");
        see.value(about("activity", Domain::NonNegative, signal), &mut self.activity);
        let sparing = format!("killing turned into arrest by {name}");
        see.value(about("sparing", Domain::Share, sparing), &mut self.sparing);
        let left = format!("share of the dose that {name} leaves");
        see.value(about("dose_left", Domain::Share, left), &mut self.dose_left);
    }
}
