//! What a scenario asks of the knowledge base beside its line and drugs.

use crate::knowledge::base::KnowledgeBase;
use crate::knowledge::error::KnowledgeError;
use crate::knowledge::schema::{AlleleRecord, BypassRecord, Family, LineRecord, StateRecord};
use std::collections::BTreeSet;

/// See module docs. The default is plain medium with every route open.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Conditions {
    /// Factors of the surroundings.
    pub niche: Vec<NicheLevel>,
    /// Which escape routes are open.
    pub routes: Routes,
    /// Id of the spectrum of spontaneous mutation, instead of the kinds of change of the supply record.
    pub spectrum: Option<String>,
    /// The mutagen that the cells meet before they are seeded.
    pub mutagen: Option<MutagenDose>,
}

/// How much of a factor surrounds the cells.
#[derive(Debug, Clone, PartialEq)]
pub struct NicheLevel {
    /// Id of the factor.
    pub factor: String,
    /// From 0 (absent) to 1 (what the record's `level` says).
    pub level: f64,
}

impl NicheLevel {
    /// So much of a factor.
    pub fn new(factor: impl Into<String>, level: f64) -> Self {
        Self {
            factor: factor.into(),
            level,
        }
    }
}

/// How much of a mutagen the cells meet.
#[derive(Debug, Clone, PartialEq)]
pub struct MutagenDose {
    /// Id of the mutagen.
    pub agent: String,
    /// In treatments of its record.
    pub treatments: f64,
}

/// Which escape routes are open. A closed one is left out of the biology as if it did not exist.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Routes {
    /// New alleles of the driver, by id or name; those that the line carries anyway always stay.
    pub alleles: Open,
    /// Gain of driver copies.
    pub no_amplification: bool,
    /// Bypass alterations, by id.
    pub bypass: Open,
    /// Cell states beside the naive one, by id.
    pub states: Open,
    /// Point mutations come more often in stressed cells.
    pub induced_mutability: bool,
}

/// All, none or some of a kind of route.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Open {
    /// All of them.
    #[default]
    All,
    /// None of them.
    None,
    /// Those of these ids or names.
    Only(BTreeSet<String>),
}

impl Open {
    /// Whether a route of this id or name is open.
    fn allows(&self, id: &str, name: &str) -> bool {
        match self {
            Open::All => true,
            Open::None => false,
            Open::Only(some) => some.contains(id) || some.contains(name),
        }
    }
}

impl Routes {
    pub(in crate::knowledge) fn allele(&self, line: &LineRecord, allele: &AlleleRecord) -> bool {
        line.alleles.contains(&allele.name) || self.alleles.allows(&allele.id, &allele.name)
    }

    /// Every name must be one that the line could have.
    pub(in crate::knowledge) fn check(
        &self,
        kb: &KnowledgeBase,
        line: &LineRecord,
        family: &Family,
    ) -> Result<(), KnowledgeError> {
        let known = RouteNames::of(kb, line, family);
        let kinds = [
            ("allele", &self.alleles, &known.alleles),
            ("bypass alteration", &self.bypass, &known.bypasses),
            ("cell state", &self.states, &known.states),
        ];
        for (kind, open, names) in kinds {
            let Open::Only(some) = open else { continue };
            if let Some(id) = some.iter().find(|wanted| !names.contains(wanted)) {
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                return Err(KnowledgeError::unknown(kind, id, &names));
            }
        }
        Ok(())
    }
}

/// What `[routes]` may name for a line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RouteNames {
    /// Names and ids of alleles.
    pub alleles: Vec<String>,
    /// Ids of bypass alterations.
    pub bypasses: Vec<String>,
    /// Ids of cell states.
    pub states: Vec<String>,
}

impl RouteNames {
    fn of(kb: &KnowledgeBase, line: &LineRecord, family: &Family) -> Self {
        let all = Routes::default();
        let alleles = kb.data().allele.iter();
        let alleles = alleles.filter(|allele| allele.family == family.id && allele.gene == line.gene);
        Self {
            alleles: alleles
                .flat_map(|allele| [allele.name.clone(), allele.id.clone()])
                .collect(),
            bypasses: bypasses(kb, family, &all).into_iter().map(|b| b.id.clone()).collect(),
            states: states(kb, line, family, &all)
                .into_iter()
                .map(|s| s.id.clone())
                .collect(),
        }
    }
}

impl KnowledgeBase {
    /// Names that the routes of a scenario with this line may use.
    ///
    /// # Errors
    /// There is no such line, or it has no driver.
    pub fn route_names(&self, line_id: &str) -> Result<RouteNames, KnowledgeError> {
        let line = self.line(line_id)?;
        Ok(RouteNames::of(self, line, self.driver_family(line)?))
    }
}

/// Open bypass alterations of the family, in the order of the data.
pub(in crate::knowledge) fn bypasses<'a>(
    kb: &'a KnowledgeBase,
    family: &Family,
    routes: &Routes,
) -> Vec<&'a BypassRecord> {
    let listed = kb.data().bypass.iter().filter(|bypass| bypass.goes_round(family));
    listed
        .filter(|bypass| routes.bypass.allows(&bypass.id, &bypass.id))
        .collect()
}

/// Open states in the family's order, of those that cells of the line's tissue can take; naive, the first, is
/// always one.
pub(in crate::knowledge) fn states<'a>(
    kb: &'a KnowledgeBase,
    line: &LineRecord,
    family: &Family,
    routes: &Routes,
) -> Vec<&'a StateRecord> {
    let tissue = kb.data().tissue(line);
    let taken = |state: &StateRecord| {
        state
            .tissue
            .is_none_or(|of| tissue.is_some_and(|tissue| tissue.is_of(of)))
    };
    let open = open_states(kb, family, routes).into_iter();
    open.filter(|(i, state)| *i == 0 || taken(state))
        .map(|(_, state)| state)
        .collect()
}

/// Open states of the family that belong to a tissue, where that of the line is unknown; else none.
pub(in crate::knowledge) fn states_of_tissues<'a>(
    kb: &'a KnowledgeBase,
    line: &LineRecord,
    family: &Family,
    routes: &Routes,
) -> Vec<&'a StateRecord> {
    if kb.data().tissue(line).is_some() {
        return Vec::new();
    }
    let open = open_states(kb, family, routes).into_iter();
    open.filter(|(i, state)| *i > 0 && state.tissue.is_some())
        .map(|(_, state)| state)
        .collect()
}

/// The family's states with their places in its list, the naive one and those that are open.
fn open_states<'a>(kb: &'a KnowledgeBase, family: &Family, routes: &Routes) -> Vec<(usize, &'a StateRecord)> {
    let listed = family.states.iter().enumerate();
    listed
        .filter(|(i, id)| *i == 0 || routes.states.allows(id, id))
        .filter_map(|(i, id)| Some((i, kb.data().state.iter().find(|state| state.id == *id)?)))
        .collect()
}
