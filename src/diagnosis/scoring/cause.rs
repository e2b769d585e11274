//! What cells owe their resistance to, and which of it most of them share.

use crate::diagnosis::call::{Fault, Kind};

/// One cause of resistance in a cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Cause {
    /// Its kind.
    pub kind: Kind,
    /// Alleles in cis; changes that feed one route; else one name: of the driver, a state, a fault.
    pub names: Vec<String>,
    /// Route (id of a source), for a bypass.
    pub route: Option<String>,
    /// What the route is called, whatever feeds it: "RAS", "MET".
    pub route_name: Option<String>,
}

impl Cause {
    /// A cause with one name and without a route.
    pub(super) fn of(kind: Kind, name: impl Into<String>) -> Self {
        Self {
            kind,
            names: vec![name.into()],
            route: None,
            route_name: None,
        }
    }

    pub(super) fn of_fault(fault: Fault) -> Self {
        Self::of(Kind::Material, fault.word())
    }

    /// Joins further changes that feed the same route.
    pub(super) fn also(&mut self, names: &[String]) {
        for name in names {
            if !self.names.contains(name) {
                self.names.push(name.clone());
            }
        }
    }

    /// Whether another cause is the same mechanism: changes that feed one route are one.
    pub(super) fn is(&self, other: &Cause) -> bool {
        self.kind == other.kind && self.route == other.route && (self.route.is_some() || self.names == other.names)
    }
}

/// A type of cells and its share of the culture.
#[derive(Debug, Clone, PartialEq)]
pub struct TypeShare {
    /// Label of the mechanism.
    pub label: String,
    /// Of all cells, 0 to 1.
    pub share: f64,
    /// Empty for unaltered naive cells.
    pub causes: Vec<Cause>,
}

/// Types with the same causes, routes apart.
struct Group<'a> {
    /// Of each cause.
    key: Vec<GroupKey<'a>>,
    share: f64,
    /// Those of the largest of them, each with what feeds its route in the others.
    causes: Vec<Cause>,
}

impl Group<'_> {
    fn join(&mut self, kind: &TypeShare) {
        self.share += kind.share;
        for cause in &mut self.causes {
            for other in &kind.causes {
                if cause.route.is_some() && cause.is(other) {
                    cause.also(&other.names);
                }
            }
        }
    }
}

/// What makes causes count together: their kind, and the route or else the names.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum GroupKey<'a> {
    Route(Kind, &'a str),
    Names(Kind, &'a [String]),
}

/// The causes of the types that share them and together have most cells. Types that differ within a route only (KRAS G12D beside KRAS G13D)
/// count together.
pub(super) fn dominant(types: &[TypeShare]) -> Vec<Cause> {
    let mut groups: Vec<Group> = Vec::new();
    for kind in types {
        let mut key: Vec<GroupKey> = (kind.causes.iter())
            .map(|cause| match &cause.route {
                Some(route) => GroupKey::Route(cause.kind, route),
                None => GroupKey::Names(cause.kind, &cause.names),
            })
            .collect();
        key.sort_unstable();
        key.dedup();
        match groups.iter_mut().find(|group| group.key == key) {
            Some(group) => group.join(kind),
            None => groups.push(Group {
                key,
                share: kind.share,
                causes: kind.causes.clone(),
            }),
        }
    }
    // Of groups of one size the one of the larger type, which comes first.
    let most = groups.into_iter().rev().max_by(|a, b| a.share.total_cmp(&b.share));
    most.map_or(Vec::new(), |group| group.causes)
}
