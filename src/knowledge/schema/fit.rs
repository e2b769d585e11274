//! What a laboratory's own data taught: values that a fit gives, together.

use super::declare::record;
use super::spread::Shape;
use crate::words::listed;

record! {
    /// Values that `escalade fit` found in a laboratory's own data; it writes this record.
    pub struct FitRecord {
        /// Takes the place of the record that an earlier file has under the same id.
        #[serde(default, rename = "override")]
        pub replaces: bool,
        /// Its id.
        pub id: String,
        /// Title of the scenario that was fitted.
        pub scenario: String,
        /// Version of Escalade that fitted it.
        pub version: String,
        /// What else there is to say.
        pub note: Option<String>,
        /// Correlation of the values on the scale of normal scores, a row for each value and a column for each, in their order:
        /// in worlds they are drawn together. A value alone has `[[1]]`.
        pub correlation: Vec<Vec<f64>>,
        /// The files that it was fitted to: they are not used again where these values are what is known beforehand.
        pub data: Vec<FitData>,
        /// The values.
        pub value: Vec<FitValue>,
    }
}

record! {
    /// A file of data of a fit.
    pub struct FitData {
        /// Its name.
        pub file: String,
        /// SHA-256 of its text, in hex.
        pub sha256: String,
        /// Observations in it.
        pub rows: u32,
    }
}

record! {
    /// A fitted value. It takes the place of its record's number, and has nothing in common with its class any more.
    pub struct FitValue {
        /// Which: as in the first column of tornado.csv, such as "H3122/doubling".
        pub key: String,
        /// The median, a bare number in the value's own unit (nM, days).
        pub value: f64,
        /// Low and high end of the central 90%.
        pub range: (f64, f64),
        /// How it lies within its range; left out, what the range tells.
        pub family: Option<Shape>,
    }
}

impl FitRecord {
    /// Where its values come from, in words.
    pub fn why(&self) -> String {
        let files: Vec<String> = self.data.iter().map(|data| data.file.clone()).collect();
        let note = self.note.as_deref().map_or(String::new(), |note| format!("; {note}"));
        format!(
            "from {}, with the scenario \"{}\" (Escalade {}){note}",
            listed(&files),
            self.scenario,
            self.version
        )
    }

    /// Keys of its values, in their order.
    pub(in crate::knowledge) fn value_keys(&self) -> Vec<String> {
        self.value.iter().map(|value| value.key.clone()).collect()
    }
}
