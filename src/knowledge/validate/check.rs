//! What the rules of all records have in common: names that must exist, and errors that say where.

use crate::knowledge::error::{InvalidValue, KnowledgeError, nearest};
use crate::knowledge::load::SourceText;
use crate::knowledge::schema::{File, parts};

/// Nothing, or the first violation.
pub(super) type Checked = Result<(), KnowledgeError>;

/// The data, and where they were read from.
pub(super) struct Check<'a> {
    pub(super) data: &'a File,
    pub(super) texts: &'a [SourceText],
}

impl Check<'_> {
    /// An error about `key` of record `id`.
    pub(super) fn wrong(
        &self,
        id: &str,
        key: &str,
        value: impl Into<String>,
        allowed: impl Into<String>,
    ) -> KnowledgeError {
        // A later file's record has taken the place of an earlier one's.
        let found = self
            .texts
            .iter()
            .rev()
            .find_map(|text| Some((text.name.clone(), text.line_of(id)?)));
        let (file, line) = found.map_or(("knowledge base".to_owned(), None), |(file, line)| (file, Some(line)));
        KnowledgeError::Invalid(Box::new(InvalidValue {
            file,
            line,
            key: format!("\"{id}\": {key}"),
            value: value.into(),
            allowed: allowed.into(),
            nearest: None,
        }))
    }

    /// `name` must be among `names`.
    pub(super) fn known<'b>(
        &self,
        id: &str,
        key: &str,
        what: &str,
        name: &str,
        names: impl Iterator<Item = &'b str> + Clone,
    ) -> Checked {
        if names.clone().any(|known| known == name) {
            return Ok(());
        }
        let close = nearest(name, names.clone()).into_iter().next();
        let mut listed: Vec<&str> = names.collect();
        listed.truncate(40);
        let mut error = self.wrong(id, key, format!("\"{name}\""), format!("{what}: {}", listed.join(", ")));
        if let KnowledgeError::Invalid(invalid) = &mut error {
            invalid.nearest = close;
        }
        Err(error)
    }

    pub(super) fn must(&self, holds: bool, id: &str, key: &str, value: impl Into<String>, allowed: &str) -> Checked {
        if holds {
            Ok(())
        } else {
            Err(self.wrong(id, key, value, allowed))
        }
    }

    pub(super) fn reference(&self, id: &str, reference: &str) -> Checked {
        self.known(
            id,
            "reference",
            "references",
            reference,
            self.data.reference.iter().map(|r| r.id.as_str()),
        )
    }

    pub(super) fn drug_id(&self, id: &str, key: &str, drug: &str) -> Checked {
        self.known(id, key, "drugs", drug, self.data.drug.iter().map(|d| d.id.as_str()))
    }

    pub(super) fn family_id(&self, id: &str, family: &str) -> Checked {
        self.known(
            id,
            "family",
            "families",
            family,
            self.data.family.iter().map(|f| f.id.as_str()),
        )
    }

    pub(super) fn source_id(&self, id: &str, source: &str) -> Checked {
        self.known(
            id,
            "source",
            "sources",
            source,
            self.data.source.iter().map(|s| s.id.as_str()),
        )
    }

    pub(super) fn node_ids<'b>(&self, id: &str, nodes: impl Iterator<Item = &'b String>) -> Checked {
        for node in nodes {
            self.known(id, "node", "nodes", node, self.data.node.iter().map(|n| n.id.as_str()))?;
        }
        Ok(())
    }

    /// "A+B" must be made of alleles of the family.
    pub(super) fn label(&self, id: &str, key: &str, family: &str, label: &str) -> Checked {
        let names = self
            .data
            .allele
            .iter()
            .filter(|allele| allele.family == family)
            .map(|a| a.name.as_str());
        parts(label)
            .into_iter()
            .try_for_each(|part| self.known(id, key, "alleles of the family", part, names.clone()))
    }
}
