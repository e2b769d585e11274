//! Places in a TOML document.

use std::fmt;

/// One step into a TOML document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A key of a table.
    Key(String),
    /// An entry of a list, from 0.
    Index(usize),
}

/// Where a value stands in a TOML document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Path(Vec<Step>);

impl Path {
    /// The value under this key.
    pub fn key(&self, key: &str) -> Path {
        let mut steps = self.0.clone();
        steps.push(Step::Key(key.to_owned()));
        Path(steps)
    }

    /// This element of a list.
    pub fn index(&self, index: usize) -> Path {
        let mut steps = self.0.clone();
        steps.push(Step::Index(index));
        Path(steps)
    }

    /// Its steps from the root of the document.
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    /// As keys of sweeps and batches are written: `course.1.dose`, entries of lists from 1.
    pub fn dotted(&self) -> String {
        let steps = self.0.iter().map(|step| match step {
            Step::Key(key) => key.clone(),
            Step::Index(index) => (index + 1).to_string(),
        });
        steps.collect::<Vec<_>>().join(".")
    }

    /// The key that is nearest: its own, or that of the list that it is an entry of.
    pub fn last_key(&self) -> &str {
        let keys = self.0.iter().rev().filter_map(|step| match step {
            Step::Key(key) => Some(key.as_str()),
            Step::Index(_) => None,
        });
        keys.into_iter().next().unwrap_or_default()
    }

    /// The table or list that it stands in.
    pub fn parent(&self) -> Path {
        Path(self.0[..self.0.len().saturating_sub(1)].to_vec())
    }

    /// `" in [flask]"` behind the name of a key; empty at the root.
    pub fn named(&self) -> String {
        let name = self.table_name();
        if name.is_empty() { name } else { format!(" in {name}") }
    }

    /// The table's name as a user would write its header: `[flask]`, `[[course]]`; empty for the root.
    fn table_name(&self) -> String {
        let keys: Vec<&str> = self
            .0
            .iter()
            .filter_map(|step| match step {
                Step::Key(key) => Some(key.as_str()),
                Step::Index(_) => None,
            })
            .collect();
        match (keys.is_empty(), self.0.last()) {
            (true, _) => String::new(),
            (false, Some(Step::Index(_))) => format!("[[{}]]", keys.join(".")),
            (false, _) => format!("[{}]", keys.join(".")),
        }
    }
}

impl fmt::Display for Step {
    /// A key as it stands; an entry by its number from 1.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Step::Key(key) => f.write_str(key),
            Step::Index(index) => write!(f, "entry {}", index + 1),
        }
    }
}

impl fmt::Display for Path {
    /// Like ``"`factor` in [[course]]"``.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.last() {
            Some(Step::Key(key)) => write!(f, "`{key}`{}", self.parent().named()),
            Some(Step::Index(index)) => write!(f, "entry {} of {}", index + 1, self.parent()),
            None => write!(f, "the file"),
        }
    }
}
