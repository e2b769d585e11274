//! Tables of keys.

use super::names::Names;
use crate::document::Mistakes;
use crate::scenario::value::Place;
use serde_json::Value;

/// What sets a key apart from its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Says which run it is, not what is done: the same at every point of a sweep.
    Run,
    /// Belongs to the laboratory form only.
    Laboratory,
    /// Belongs to an escalation only.
    Escalation,
}

/// A table of a scenario file.
pub trait Keys {
    /// Its JSON Schema; no other keys are allowed.
    fn json_schema(names: &Names) -> Value;
    /// All its keys, in order.
    fn names() -> Vec<&'static str>;
    /// Keeps what is wrong with each value by itself.
    fn mistakes(&self, table: &Place, found: &mut Mistakes);
    /// The keys that are given, in the order of the table.
    fn given(&self) -> Vec<&'static str>;
    /// The keys with this mark, in order.
    fn marked(mark: Mark) -> Vec<&'static str>;
    /// The keys that lock files alone have.
    fn lock_only() -> Vec<&'static str>;

    /// The first key given that has this mark.
    fn given_with(&self, mark: Mark) -> Option<&'static str> {
        let marked = Self::marked(mark);
        self.given().into_iter().find(|key| marked.contains(key))
    }
}

/// Declares a table: `/// meaning` and `key: Entry = rule` per key, with `#[mark(Mark)]` before it where it has any.
///
/// It yields the struct that scenario and lock files are read into and written from (unknown keys are errors), a
/// reader per key that checks it and fills in its default, and the table's [`Keys`]. A key with `#[read(elsewhere)]`
/// has no such reader: what is stored is taken as it is, or read with others at hand. The compiler tells of any other
/// key that nothing reads.
macro_rules! table {
    (
        $(#[doc = $about:literal])+
        $(#[derive($derive:ident)])?
        $vis:vis struct $name:ident {
            $( $(#[doc = $what:literal])+ $(#[mark($($mark:ident),+)])? $(#[read($how:ident)])? $key:ident: $entry:ty = $rule:expr, )+
        }
    ) => {
        $(#[doc = $about])+
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
        $(#[derive($derive)])?
        #[serde(deny_unknown_fields)]
        $vis struct $name {
            $( $(#[doc = $what])+ pub $key: <$entry as $crate::scenario::keys::Entry>::Stored, )+
        }

        impl $name {
            $( $crate::scenario::keys::reader! { [$($how)?] $(#[doc = $what])+ $key: $entry = $rule } )+
        }

        impl $crate::scenario::keys::Keys for $name {
            fn json_schema(names: &$crate::scenario::keys::Names) -> serde_json::Value {
                use $crate::scenario::keys::{Entry, about, key_name};
                let mut keys = Vec::new();
                let mut required = Vec::new();
                $(
                    let rule: $entry = $rule;
                    let key = key_name(stringify!($key));
                    keys.extend(rule.schema(&about(&[$($what),+]), names).map(|schema| (key, schema)));
                    required.extend(<$entry>::REQUIRED.then_some(key));
                )+
                $crate::document::table_schema(&about(&[$($about),+]), &required, keys)
            }

            fn names() -> Vec<&'static str> {
                vec![$( $crate::scenario::keys::key_name(stringify!($key)) ),+]
            }

            fn mistakes(&self, table: &$crate::scenario::value::Place, found: &mut $crate::document::Mistakes) {
                $(
                    let rule: $entry = $rule;
                    let place = table.key($crate::scenario::keys::key_name(stringify!($key)));
                    $crate::scenario::keys::Entry::mistakes(&rule, &place, &self.$key, found);
                )+
            }

            fn given(&self) -> Vec<&'static str> {
                let mut keys = Vec::new();
                $(
                    if <$entry as $crate::scenario::keys::Entry>::given(&self.$key) {
                        keys.push($crate::scenario::keys::key_name(stringify!($key)));
                    }
                )+
                keys
            }

            fn marked(mark: $crate::scenario::keys::Mark) -> Vec<&'static str> {
                let marks = [$( (stringify!($key), &[$($($crate::scenario::keys::Mark::$mark),+)?][..]) ),+];
                let of = |(key, marks): (&'static str, &[$crate::scenario::keys::Mark])| {
                    marks.contains(&mark).then(|| $crate::scenario::keys::key_name(key))
                };
                marks.into_iter().filter_map(of).collect()
            }

            fn lock_only() -> Vec<&'static str> {
                let mut keys = Vec::new();
                $(
                    if <$entry as $crate::scenario::keys::Entry>::LOCK_ONLY {
                        keys.push($crate::scenario::keys::key_name(stringify!($key)));
                    }
                )+
                keys
            }
        }
    };
}

pub(crate) use table;

/// The reader of a key, where it has one.
macro_rules! reader {
    ([elsewhere] $($key:tt)+) => {};
    ([] $(#[doc = $what:literal])+ $key:ident: $entry:ty = $rule:expr) => {
        $(#[doc = $what])+
        ///
        /// # Errors
        /// Its value is missing where it must be given, or is not allowed; with its place.
        pub fn $key(
            &self,
            table: &$crate::scenario::value::Place,
        ) -> $crate::scenario::error::Checked<<$entry as $crate::scenario::keys::Entry>::Given> {
            let rule: $entry = $rule;
            let place = table.key($crate::scenario::keys::key_name(stringify!($key)));
            $crate::scenario::keys::Entry::read(&rule, &place, &self.$key)
        }
    };
}

pub(crate) use reader;

/// A key's name in TOML: a word of Rust's own has a mark before it there.
pub fn key_name(ident: &'static str) -> &'static str {
    ident.strip_prefix("r#").unwrap_or(ident)
}

/// Lines of a doc comment as one sentence.
pub fn about(lines: &[&str]) -> String {
    let lines: Vec<&str> = lines.iter().map(|line| line.trim()).collect();
    lines.join(" ")
}
