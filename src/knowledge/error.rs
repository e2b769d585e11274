//! What can be wrong with knowledge data or with a request to it.

use crate::document::{FileError, Path};
use std::fmt;

/// Why knowledge data were refused or a request could not be met.
#[derive(Debug, Clone, PartialEq)]
pub enum KnowledgeError {
    /// A file is not valid TOML, or a key or value in it breaks a rule of the knowledge base.
    File(Box<FileError>),
    /// A request names something that is not in the knowledge base.
    Unknown {
        /// "line", "drug" or "record".
        kind: &'static str,
        /// The name.
        id: String,
        /// Similar valid names, best first.
        nearest: Vec<String>,
        /// Every valid name.
        valid: Vec<String>,
    },
    /// The data do not determine a parameter that the request needs.
    Undetermined {
        /// The parameter.
        what: String,
        /// What is missing.
        why: String,
    },
}

impl KnowledgeError {
    /// An error about a place in a file.
    pub(super) fn at(error: FileError) -> Self {
        KnowledgeError::File(Box::new(error))
    }

    /// A value asked for beside the files that breaks a rule.
    pub(super) fn value(of: &str, key: &str, value: f64, allowed: String) -> Self {
        Self::at(FileError {
            key: Some(Path::default().key(key)),
            value: Some(toml::Value::Float(value)),
            ..FileError::whole_file(of, format!("{key} = {value}")).allowed(allowed)
        })
    }

    /// `id` is none of the known names of its kind.
    pub(super) fn unknown(kind: &'static str, id: &str, known: &[&str]) -> Self {
        KnowledgeError::Unknown {
            kind,
            id: id.to_owned(),
            nearest: nearest(id, known.iter().copied()),
            valid: known.iter().map(|&name| name.to_owned()).collect(),
        }
    }
}

/// Names that a message lists in short at most.
const LISTED: usize = 20;

impl KnowledgeError {
    /// The same; where many names are valid, it says where they are listed in place of all of them.
    pub fn in_short(&self) -> String {
        match self {
            KnowledgeError::Unknown {
                kind,
                id,
                nearest,
                valid,
            } if valid.len() > LISTED => format!(
                "{}\n  `escalade kb list` names all {}; `escalade kb list --text WORD` searches them",
                unknown(kind, id, nearest),
                valid.len()
            ),
            other => other.to_string(),
        }
    }
}

/// What is said of a name that is not known.
fn unknown(kind: &str, id: &str, nearest: &[String]) -> String {
    let near = match nearest.is_empty() {
        true => String::new(),
        false => format!("; did you mean \"{}\"?", nearest.join("\" or \"")),
    };
    format!("unknown {kind} \"{id}\"{near}")
}

impl fmt::Display for KnowledgeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            KnowledgeError::File(error) => error.fmt(f),
            KnowledgeError::Unknown {
                kind,
                id,
                nearest,
                valid,
            } => write!(f, "{} (known: {})", unknown(kind, id, nearest), valid.join(", ")),
            KnowledgeError::Undetermined { what, why } => write!(f, "cannot determine {what}: {why}"),
        }
    }
}

impl std::error::Error for KnowledgeError {}

/// Names close to `wanted`, best first, at most three.
pub fn nearest<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let lower = wanted.to_lowercase();
    let mut scored: Vec<(f64, &str)> = names
        .map(|name| (strsim::jaro_winkler(&lower, &name.to_lowercase()), name))
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    scored
        .into_iter()
        .take_while(|(score, _)| *score >= 0.75)
        .take(3)
        .map(|(_, name)| name.to_owned())
        .collect()
}
