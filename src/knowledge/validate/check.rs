//! What the rules of all records have in common: names that must exist, and errors that say where.

use super::ids::record_ids;
use crate::document::{Mistakes, Source};
use crate::knowledge::error::nearest;
use crate::knowledge::load::fault;
use crate::knowledge::schema::{Domain, File, MOST_COPIES, Shape, Which, parts};
use crate::model::mechanism::NOT_IN_NAMES;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// A rule that a record breaks.
#[derive(Debug)]
pub(super) struct Broken {
    which: Which,
    key: String,
    value: String,
    allowed: String,
    near: Option<String>,
}

impl Broken {
    /// With the valid name that is nearest.
    pub(super) fn near(self, near: Option<String>) -> Self {
        Self { near, ..self }
    }
}

/// Nothing, or the first rule that is broken.
pub(super) type Checked = Result<(), Broken>;

/// Records that break a rule, one rule each.
#[derive(Debug, Default)]
pub(super) struct Rules(Vec<Broken>);

impl Rules {
    pub(super) fn keep(&mut self, checked: Checked) {
        self.0.extend(checked.err());
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Most bytes that are read again and again to say where rules are broken.
const MOST_READ: usize = 10_000_000;

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
    /// Values that are wrong by themselves, and names that nothing has.
    first: RefCell<Rules>,
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
            first: RefCell::default(),
        }
    }

    /// Keeps what is wrong by itself.
    pub(super) fn keep_first(&self, checked: Checked) {
        self.first.borrow_mut().keep(checked);
    }

    /// What is wrong by itself.
    pub(super) fn first(&self) -> Rules {
        self.first.take()
    }

    /// Broken rules with their places, as many as can be found soon.
    pub(super) fn told(&self, broken: &Rules) -> Mistakes {
        let bytes: usize = self.texts.iter().map(|source| source.text.len()).sum();
        let mut told = Mistakes::default();
        for broken in broken.0.iter().take((MOST_READ / bytes.max(1)).clamp(1, 100)) {
            let error = fault(self.texts, &broken.which, &broken.key, &broken.value);
            told.add(error.allowed(&broken.allowed).perhaps(broken.near.clone()));
        }
        told
    }

    /// A broken rule about `key` of a record.
    pub(super) fn wrong(
        &self,
        id: impl Into<Which>,
        key: &str,
        value: impl Into<String>,
        allowed: impl Into<String>,
    ) -> Broken {
        Broken {
            which: id.into(),
            key: key.to_owned(),
            value: value.into(),
            allowed: allowed.into(),
            near: None,
        }
    }

    /// `name` must be among the names of this kind; the rest of the record is checked all the same.
    pub(super) fn known(&self, id: impl Into<Which>, key: &str, kind: Kind, name: &str) -> Checked {
        let names = self.names.get(&kind);
        self.keep_first(self.among(id, key, kind.words(), name, names));
        Ok(())
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
        Err(self.wrong(id, key, format!("\"{name}\""), allowed).near(near))
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

    /// The name of an alteration or a state, which labels of several are put together from.
    pub(super) fn part_name(&self, id: &str, name: &str) -> Checked {
        let whole = !name.trim().is_empty() && !name.contains(NOT_IN_NAMES);
        let allowed = "a name without \"+\" and \"@\", which stand between the names of several";
        self.must(whole, id, "name", format!("\"{name}\""), allowed)
    }

    /// Numbers that end at an open bound, or are counted, are never normal.
    pub(super) fn shape(&self, id: impl Into<Which>, key: &str, family: Option<Shape>, domain: Domain) -> Checked {
        let fits = family != Some(Shape::Normal) || !matches!(domain, Domain::Positive | Domain::Copies);
        let allowed = format!("usual, limits: {} are never normal", domain.words());
        self.must(fits, id, key, "\"normal\"", &allowed)
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
