//! Names of the knowledge base, which an editor offers.

use crate::knowledge::Filter;
use crate::knowledge::KnowledgeBase;

/// Ids of the knowledge base by kind of record.
pub struct Names {
    rows: Vec<(String, String)>,
}

impl Names {
    /// No names at all, for who asks after keys alone.
    pub fn none() -> Self {
        Self { rows: Vec::new() }
    }

    /// All names of a knowledge base.
    pub fn of_base(base: &KnowledgeBase) -> Self {
        let rows = base.list(&Filter::default()).into_iter();
        Self {
            rows: rows.map(|row| (row.kind, row.id)).collect(),
        }
    }

    /// Ids of one kind of record, sorted.
    pub fn of(&self, kind: &str) -> Vec<&str> {
        let of_kind = self.rows.iter().filter(|(of, _)| of == kind);
        let mut ids: Vec<&str> = of_kind.map(|(_, id)| id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }
}
