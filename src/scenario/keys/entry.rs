//! Whether a key may, must or need not be given.

use super::kind::Kind;
use super::names::Names;
use crate::document::Mistakes;
use crate::scenario::error::Checked;
use crate::scenario::value::Place;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A key's kind, and what holds where it is left out.
pub trait Entry {
    /// What the struct of the table holds.
    type Stored: Serialize + DeserializeOwned;
    /// What its reader gives.
    type Given;
    /// The table is refused without it.
    const REQUIRED: bool = false;
    /// Lock files alone have it.
    const LOCK_ONLY: bool = false;

    /// Reads and checks the key.
    fn read(&self, place: &Place, stored: &Self::Stored) -> Checked<Self::Given>;
    /// Keeps what is wrong with the key's value by itself, where it is given.
    fn mistakes(&self, place: &Place, stored: &Self::Stored, found: &mut Mistakes);
    /// Stands in the file.
    fn given(stored: &Self::Stored) -> bool;
    /// The JSON Schema of a key that means `what`; `None` for keys that nobody writes.
    fn schema(&self, what: &str, names: &Names) -> Option<serde_json::Value>;
}

/// A key that may be left out, and is `None` then.
pub struct May<K>(pub K);

/// A key that has to be given.
pub struct Must<K>(pub K);

/// A key with a default, which is read like the user's own text.
pub struct Or<K: Kind> {
    kind: K,
    default: K::Raw,
}

/// A key of lock files.
pub struct LockOnly<K>(pub K);

/// How kinds become keys.
pub trait Rules: Kind + Sized {
    /// May be left out.
    fn may(self) -> May<Self> {
        May(self)
    }
    /// Has to be given.
    fn must(self) -> Must<Self> {
        Must(self)
    }
    /// Means this where it is left out.
    fn or(self, default: impl Into<Self::Raw>) -> Or<Self> {
        Or {
            kind: self,
            default: default.into(),
        }
    }
}

impl<K: Kind> Rules for K {}

impl<K: Kind> Entry for May<K> {
    type Stored = Option<K::Raw>;
    type Given = Option<K::Value>;

    fn read(&self, place: &Place, stored: &Self::Stored) -> Checked<Self::Given> {
        stored.as_ref().map(|raw| self.0.read(place, raw)).transpose()
    }
    fn mistakes(&self, place: &Place, stored: &Self::Stored, found: &mut Mistakes) {
        if let Some(raw) = stored {
            self.0.mistakes(place, raw, found);
        }
    }
    fn given(stored: &Self::Stored) -> bool {
        stored.is_some()
    }
    fn schema(&self, what: &str, names: &Names) -> Option<serde_json::Value> {
        Some(self.0.schema(what, names))
    }
}

impl<K: Kind> Entry for Must<K> {
    type Stored = K::Raw;
    type Given = K::Value;
    const REQUIRED: bool = true;

    fn read(&self, place: &Place, stored: &Self::Stored) -> Checked<Self::Given> {
        self.0.read(place, stored)
    }
    fn mistakes(&self, place: &Place, stored: &Self::Stored, found: &mut Mistakes) {
        self.0.mistakes(place, stored, found);
    }
    fn given(_: &Self::Stored) -> bool {
        true
    }
    fn schema(&self, what: &str, names: &Names) -> Option<serde_json::Value> {
        Some(self.0.schema(what, names))
    }
}

impl<K: Kind> Entry for Or<K> {
    type Stored = Option<K::Raw>;
    type Given = K::Value;

    fn read(&self, place: &Place, stored: &Self::Stored) -> Checked<Self::Given> {
        self.kind.read(place, stored.as_ref().unwrap_or(&self.default))
    }
    fn mistakes(&self, place: &Place, stored: &Self::Stored, found: &mut Mistakes) {
        if let Some(raw) = stored {
            self.kind.mistakes(place, raw, found);
        }
    }
    fn given(stored: &Self::Stored) -> bool {
        stored.is_some()
    }
    fn schema(&self, what: &str, names: &Names) -> Option<serde_json::Value> {
        let mut schema = self.kind.schema(what, names);
        schema["default"] = serde_json::json!(self.default);
        Some(schema)
    }
}

impl<K: Kind> Entry for LockOnly<K> {
    type Stored = Option<K::Raw>;
    type Given = Option<K::Value>;
    const LOCK_ONLY: bool = true;

    fn read(&self, place: &Place, stored: &Self::Stored) -> Checked<Self::Given> {
        stored.as_ref().map(|raw| self.0.read(place, raw)).transpose()
    }
    fn mistakes(&self, place: &Place, stored: &Self::Stored, found: &mut Mistakes) {
        if let Some(raw) = stored {
            self.0.mistakes(place, raw, found);
        }
    }
    fn given(stored: &Self::Stored) -> bool {
        stored.is_some()
    }
    fn schema(&self, _: &str, _: &Names) -> Option<serde_json::Value> {
        None
    }
}
