//! Records as they are declared: the struct that files are read into, and what each of its keys means, from one place.

use crate::units::{Days, Nanomolar};
use serde::de::{DeserializeOwned, value};
use std::collections::BTreeMap;

/// A key of a record.
#[derive(Debug, Clone)]
pub struct Key {
    /// As files have it.
    pub name: String,
    /// What it means.
    pub about: String,
    /// What may stand there.
    pub form: Form,
    /// What holds where it is left out; `None` where it may not be.
    pub left_out: Option<String>,
}

/// What may stand at a key.
#[derive(Debug, Clone)]
pub enum Form {
    /// A value on one line.
    One {
        /// A value as a file has it.
        example: String,
        /// Which are allowed, in words.
        allowed: String,
    },
    /// One of some words, of which there is at least one.
    Word(Vec<String>),
    /// A table of keys.
    Table(Vec<Key>),
    /// A list of tables with these keys.
    Tables(Vec<Key>),
    /// Nothing: no file has it.
    Hidden,
}

impl Form {
    pub(super) fn one(example: impl Into<String>, allowed: impl Into<String>) -> Self {
        Form::One {
            example: example.into(),
            allowed: allowed.into(),
        }
    }

    /// How a value on one line looks in a file, and which are allowed in words; `None` of any other form.
    pub(in crate::knowledge) fn on_one_line(&self) -> Option<(String, String)> {
        match self {
            Form::One { example, allowed } => Some((example.clone(), allowed.clone())),
            Form::Word(words) => {
                let first = words.first().map_or("", String::as_str);
                Some((format!("\"{first}\""), words.join(", ")))
            }
            Form::Table(_) | Form::Tables(_) | Form::Hidden => None,
        }
    }
}

/// A table of a file.
pub trait Record {
    /// Its keys, in the order of their declaration.
    fn keys() -> Vec<Key>;
}

/// A type of the values of keys.
pub trait Described {
    /// What may stand there.
    fn form() -> Form;
    /// What holds where a key of this type is left out and the declaration says no more; `None` where it may not be.
    fn left_out() -> Option<&'static str> {
        None
    }
}

/// A key as its declaration says: doc comment, type, and what follows `serde`.
pub(super) fn key<T: Described>(ident: &str, about: &[&str], serde: &str) -> Key {
    let renamed = serde
        .split_once("rename = \"")
        .and_then(|(_, rest)| rest.split('"').next());
    let about: Vec<&str> = about.iter().map(|line| line.trim()).collect();
    let left_out = match (T::left_out(), serde.contains("default")) {
        (Some(then), _) => Some(then.to_owned()),
        (None, true) => Some(String::new()),
        (None, false) => None,
    };
    Key {
        name: renamed.unwrap_or(ident).to_owned(),
        about: about.join(" "),
        form: T::form(),
        left_out,
    }
}

/// Declares a record: `/// meaning`, then `pub key: Type,` per key, with `#[serde(...)]` between where it is needed.
///
/// It yields the struct that files are read into (unknown keys are errors) and its [`Record`].
macro_rules! record {
    (
        $(#[doc = $about:literal])+
        $(#[derive($($derive:ident),+)])?
        $(#[serde($outer:ident)])?
        pub struct $name:ident $(<$param:ident>)? {
            $( $(#[doc = $what:literal])+ $(#[serde($($serde:tt)*)])? pub $key:ident: $ty:ty, )+
        }
    ) => {
        $(#[doc = $about])+
        #[derive(Debug, Clone, serde::Deserialize)]
        $(#[derive($($derive),+)])?
        #[serde(deny_unknown_fields)]
        $(#[serde($outer)])?
        pub struct $name $(<$param>)? {
            $( $(#[doc = $what])+ $(#[serde($($serde)*)])? pub $key: $ty, )+
        }

        impl $(<$param: $crate::knowledge::schema::Described>)? $crate::knowledge::schema::Record
            for $name $(<$param>)?
        {
            fn keys() -> Vec<$crate::knowledge::schema::Key> {
                vec![$( $crate::knowledge::schema::declare::key::<$ty>(
                    stringify!($key),
                    &[$($what),+],
                    concat!($(stringify!($($serde)*))?),
                ) ),+]
            }
        }
    };
}

pub(super) use record;

/// The words that a type's reader knows.
pub(in crate::knowledge) fn words_of<T: DeserializeOwned>() -> Vec<String> {
    let unknown = T::deserialize(value::StrDeserializer::<value::Error>::new("?"));
    let told = unknown.err().map_or(String::new(), |error| error.to_string());
    let (_, known) = told.split_once("expected ").unwrap_or_default();
    known.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

impl Described for String {
    fn form() -> Form {
        Form::one("\"...\"", "a text")
    }
}

impl Described for bool {
    fn form() -> Form {
        Form::one("true", "true or false")
    }
    fn left_out() -> Option<&'static str> {
        Some("false")
    }
}

impl Described for u32 {
    fn form() -> Form {
        Form::one("1", "a whole number from 0")
    }
}

impl Described for f64 {
    fn form() -> Form {
        Form::one("0.5", "a number")
    }
}

impl Described for Nanomolar {
    fn form() -> Form {
        Form::one("\"10 nM\"", Nanomolar::EXPECTED)
    }
}

impl Described for Days {
    fn form() -> Form {
        Form::one("\"72 h\"", Days::EXPECTED)
    }
}

impl<T: Described> Described for Option<T> {
    fn form() -> Form {
        T::form()
    }
    fn left_out() -> Option<&'static str> {
        Some("")
    }
}

impl<T: Described> Described for Vec<T> {
    fn form() -> Form {
        match (T::form(), T::form().on_one_line()) {
            (_, Some((example, allowed))) => Form::one(format!("[{example}]"), format!("a list, each {allowed}")),
            (Form::Table(keys), _) => Form::Tables(keys),
            (other, _) => other,
        }
    }
}

impl<T: Described> Described for BTreeMap<String, T> {
    fn form() -> Form {
        match T::form().on_one_line() {
            Some((example, allowed)) if example.starts_with('{') => Form::one(
                format!("{{ WT = {example} }}"),
                format!("by label and drug, {}", allowed.trim_start_matches("by name, ")),
            ),
            Some((example, allowed)) => Form::one(format!("{{ name = {example} }}"), format!("by name, {allowed}")),
            None => T::form(),
        }
    }
}

impl<T: Described> Described for (T, T) {
    fn form() -> Form {
        match T::form().on_one_line() {
            Some((example, allowed)) => Form::one(
                format!("[{example}, {example}]"),
                format!("low and high end, each {allowed}"),
            ),
            None => T::form(),
        }
    }
}
