//! What the rules of all records have in common: names that must exist, and errors that say where.

use super::ids::record_ids;
use crate::document::Source;
use crate::knowledge::error::{KnowledgeError, nearest};
use crate::knowledge::load::fault;
use crate::knowledge::schema::{File, MOST_COPIES, Which, parts};
use std::collections::{BTreeMap, BTreeSet};

/// Nothing, or the first violation.
pub(super) type Checked = Result<(), KnowledgeError>;

/// Names that an error lists at most.
const LISTED: usize = 40;

/// A kind of name that records refer to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    References,
    Drugs,
    Families,
    Sources,
    Nodes,
    Lines,
    Bypasses,
    States,
    Alleles,
    NicheFactors,
    Spectra,
    Records,
}

impl Kind {
    fn words(self) -> &'static str {
        match self {
            Kind::References => "references",
            Kind::Drugs => "drugs",
            Kind::Families => "families",
            Kind::Sources => "sources",
            Kind::Nodes => "nodes",
            Kind::Lines => "lines",
            Kind::Bypasses => "bypass records",
            Kind::States => "states",
            Kind::Alleles => "alleles",
            Kind::NicheFactors => "niche factors",
            Kind::Spectra => "spectra",
            Kind::Records => "records",
        }
    }
}

/// The data, what they name, and where they were read from.
pub(super) struct Check<'a> {
    pub(super) data: &'a File,
    texts: &'a [Source],
    names: BTreeMap<Kind, BTreeSet<&'a str>>,
    /// Names of the alleles of each family.
    labels: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

impl<'a> Check<'a> {
    pub(super) fn new(data: &'a File, texts: &'a [Source]) -> Self {
        macro_rules! ids {
            ($list:ident) => {
                data.$list.iter().map(|record| record.id.as_str()).collect()
            };
        }
        let names = [
            (Kind::References, ids!(reference)),
            (Kind::Drugs, ids!(drug)),
            (Kind::Families, ids!(family)),
            (Kind::Sources, ids!(source)),
            (Kind::Nodes, ids!(node)),
            (Kind::Lines, ids!(line)),
            (Kind::Bypasses, ids!(bypass)),
            (Kind::States, ids!(state)),
            (Kind::Alleles, ids!(allele)),
            (Kind::NicheFactors, ids!(niche)),
            (Kind::Spectra, ids!(spectrum)),
            (Kind::Records, record_ids(data).into_iter().collect()),
        ];
        let mut labels: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for allele in &data.allele {
            labels.entry(&allele.family).or_default().insert(&allele.name);
        }
        Self {
            data,
            texts,
            names: names.into_iter().collect(),
            labels,
        }
    }

    /// An error about `key` of a record.
    pub(super) fn wrong(
        &self,
        id: impl Into<Which>,
        key: &str,
        value: impl Into<String>,
        allowed: impl Into<String>,
    ) -> KnowledgeError {
        KnowledgeError::at(fault(self.texts, &id.into(), key, &value.into()).allowed(allowed))
    }

    /// `name` must be among the names of this kind.
    pub(super) fn known(&self, id: impl Into<Which>, key: &str, kind: Kind, name: &str) -> Checked {
        let names = self.names.get(&kind);
        self.among(id, key, kind.words(), name, names)
    }

    /// `name` must be among `names`.
    pub(super) fn among(
        &self,
        id: impl Into<Which>,
        key: &str,
        what: &str,
        name: &str,
        names: Option<&BTreeSet<&str>>,
    ) -> Checked {
        if names.is_some_and(|names| names.contains(name)) {
            return Ok(());
        }
        let names = || names.into_iter().flatten().copied();
        let near = nearest(name, names()).into_iter().next();
        let mut listed: Vec<&str> = names().take(LISTED).collect();
        let more = names().count().saturating_sub(LISTED);
        let rest = format!("and {more} more");
        listed.extend((more > 0).then_some(rest.as_str()));
        let allowed = format!("{what}: {}", listed.join(", "));
        let error = fault(self.texts, &id.into(), key, &format!("\"{name}\""));
        Err(KnowledgeError::at(error.allowed(allowed).perhaps(near)))
    }

    pub(super) fn must(
        &self,
        holds: bool,
        id: impl Into<Which>,
        key: &str,
        value: impl Into<String>,
        allowed: &str,
    ) -> Checked {
        if holds {
            Ok(())
        } else {
            Err(self.wrong(id, key, value, allowed))
        }
    }

    /// A plausible number of copies of a gene.
    pub(super) fn copies(&self, id: &str, key: &str, copies: u32, least: u32) -> Checked {
        let holds = (least..=MOST_COPIES).contains(&copies);
        let allowed = format!("{least} to {MOST_COPIES} copies, far more than cells are known to hold of a gene");
        self.must(holds, id, key, copies.to_string(), &allowed)
    }

    pub(super) fn reference(&self, id: impl Into<Which>, reference: &str) -> Checked {
        self.known(id, "reference", Kind::References, reference)
    }

    pub(super) fn drug_id(&self, id: impl Into<Which>, key: &str, drug: &str) -> Checked {
        self.known(id, key, Kind::Drugs, drug)
    }

    pub(super) fn family_id(&self, id: impl Into<Which>, family: &str) -> Checked {
        self.known(id, "family", Kind::Families, family)
    }

    pub(super) fn source_id(&self, id: impl Into<Which>, key: &str, source: &str) -> Checked {
        self.known(id, key, Kind::Sources, source)
    }

    /// Nodes that stand as keys under `key`.
    pub(super) fn node_ids<'b>(&self, id: &str, key: &str, nodes: impl Iterator<Item = &'b String>) -> Checked {
        for node in nodes {
            self.known(id, &format!("{key}.{node}"), Kind::Nodes, node)?;
        }
        Ok(())
    }

    /// "A+B" must be made of alleles of the family.
    pub(super) fn label(&self, id: impl Into<Which>, key: &str, family: &str, label: &str) -> Checked {
        let names = self.labels.get(family);
        let wrong = parts(label)
            .into_iter()
            .find(|part| !names.is_some_and(|names| names.contains(part)));
        wrong.map_or(Ok(()), |part| self.among(id, key, "alleles of the family", part, names))
    }
}
