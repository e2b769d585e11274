//! Records that say something in words: references, calls of guides, observations.

use super::declare::record;
use crate::knowledge::certainty::Transcription;

record! {
    /// A publication or other source.
    pub struct Reference {
        /// Takes the place of the record that an earlier file has under the same id.
        #[serde(default, rename = "override")]
        pub replaces: bool,
        /// By which other records name it.
        pub id: String,
        /// Authors, year, title, journal.
        pub citation: String,
        /// DOI, PMID, PMC number or another way to find it.
        pub link: String,
    }
}

record! {
    /// What a guide says an allele resists.
    pub struct Call {
        /// Takes the place of the record that an earlier file has under the same id.
        #[serde(default, rename = "override")]
        pub replaces: bool,
        /// Label; "A+B" in cis.
        pub allele: String,
        /// Family of the driver (id).
        pub family: String,
        /// Drugs (ids) that it resists.
        #[serde(default)]
        pub resists: Vec<String>,
        /// Drugs (ids) that it stays sensitive to.
        #[serde(default)]
        pub sensitive_to: Vec<String>,
        /// The guide (id of its reference).
        pub reference: String,
    }
}

record! {
    /// A finding that no parameter carries.
    pub struct Observation {
        /// Takes the place of the record that an earlier file has under the same id.
        #[serde(default, rename = "override")]
        pub replaces: bool,
        /// Its id.
        pub id: String,
        /// Id of the record it is about.
        pub about: String,
        /// The finding, in a sentence.
        pub text: String,
        /// Id of its reference.
        pub reference: String,
        /// Whether it was compared with the reference.
        pub transcription: Transcription,
    }
}
