//! A kind of value: how it stands in TOML, how it is read, and its JSON Schema.

use super::names::Names;
use crate::document::Mistakes;
use crate::scenario::error::Checked;
use crate::scenario::value::Place;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A kind of value of a scenario file.
pub trait Kind {
    /// As it stands in TOML.
    type Raw: Serialize + DeserializeOwned;
    /// What it means, checked.
    type Value;

    /// Reads and checks a value; errors name the place, the value and what is allowed.
    fn read(&self, place: &Place, raw: &Self::Raw) -> Checked<Self::Value>;

    /// Keeps what is wrong with a value by itself, whatever stands beside it.
    fn mistakes(&self, place: &Place, raw: &Self::Raw, found: &mut Mistakes) {
        if !found.is_full() {
            found.keep(self.read(place, raw));
        }
    }

    /// The JSON Schema of a key that means `what`.
    fn schema(&self, what: &str, names: &Names) -> serde_json::Value;
}
