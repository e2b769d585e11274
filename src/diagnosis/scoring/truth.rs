//! The truth about a culture, which only the simulator knows. Only this module looks at the cells; the decision
//! never sees what it makes.

use crate::assay::{Bench, Specimen};
use crate::diagnosis::call::Kind;
use crate::diagnosis::decision::material::{FOREIGN_CELLS, WEAK_STOCK};
use crate::diagnosis::examination::case::Case;
use crate::model::biology::{Biology, Genotype, StateClass};
use serde::{Deserialize, Serialize};

/// One cause of resistance in a cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cause {
    pub kind: Kind,
    /// Alleles in cis joined by "+", the alteration, or the state.
    pub name: String,
    /// Route (id of a source), for a bypass.
    pub route: Option<String>,
}

/// A type of cells and its share of the culture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TypeShare {
    pub label: String,
    pub share: f64,
    /// Empty for unaltered naive cells.
    pub causes: Vec<Cause>,
}

/// What a culture is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Truth {
    /// Types of at least 1% of the cells, the largest first.
    pub types: Vec<TypeShare>,
    /// Unaltered cells grow at the flask's dose by their surroundings alone (see [`protects`]).
    pub protected: bool,
    /// What the drug stock still holds of its label, where that is little ([`WEAK`]).
    #[serde(default)]
    pub weak_stock: Option<f64>,
}

/// A stock that holds this share of its label or less is what the work-up should find first.
pub const WEAK: f64 = 0.5;

/// What a culture met in its flask.
#[derive(Debug, Clone, Copy, Default)]
pub struct Circumstances<'a> {
    /// What [`protects`] says of its surroundings.
    pub protected: bool,
    pub weak_stock: Option<f64>,
    /// Doses of all drugs, nM, and the share of parental growth from which on cells count as growing: what decides
    /// whether an alteration or a cell state is needed. Without them the alteration is taken for the cause.
    pub at: Option<(&'a [f64], f64)>,
}

/// The truth of a culture.
pub fn truth(biology: &Biology, specimen: &Specimen, met: &Circumstances) -> Truth {
    let mut types: Vec<TypeShare> = Vec::new();
    let total = specimen.total() / specimen.own_share();
    for part in specimen.cells() {
        let label = biology.mechanism(&part.genotype, part.state).label;
        let share = part.count / total;
        match types.iter_mut().find(|known| known.label == label) {
            Some(known) => known.share += share,
            None => types.push(TypeShare {
                label,
                share,
                causes: causes(biology, &part.genotype, part.state, met.at),
            }),
        }
    }
    if let Some(foreign) = specimen.foreign() {
        types.push(TypeShare {
            label: format!("{} (another line)", foreign.line.name),
            share: foreign.count / total,
            causes: vec![Cause {
                kind: Kind::Material,
                name: FOREIGN_CELLS.to_owned(),
                route: None,
            }],
        });
    }
    types.sort_by(|a, b| b.share.total_cmp(&a.share));
    let kept = types.iter().filter(|kind| kind.share >= 0.01).count().max(1);
    types.truncate(kept);
    Truth {
        types,
        protected: met.protected,
        weak_stock: met.weak_stock,
    }
}

/// The truth of a culture on the bench.
pub(super) fn of_case(case: &Case) -> Truth {
    let doses = case.bench.only(case.drug, case.dose * case.stock);
    let met = Circumstances {
        protected: protected(case),
        weak_stock: Some(case.stock).filter(|share| *share <= WEAK),
        at: Some((&doses[..], case.growing)),
    };
    truth(&case.bench.biology, case.resistant, &met)
}

/// The truth about the surroundings: do unaltered cells grow at the flask's dose by them alone?
fn protected(case: &Case) -> bool {
    let growth = |bench: &Bench| {
        let doses = bench.only(case.drug_on(bench), case.dose * case.stock);
        unaltered_growth(&bench.biology, &doses)
    };
    case.surroundings
        .is_some_and(|around| protects(case.growing, growth(case.bench), growth(around.bench)))
}

/// Net growth of unaltered, naive cells at some doses (nM, one per drug), as a share of the parental growth there.
pub fn unaltered_growth(biology: &Biology, doses: &[f64]) -> f64 {
    biology.phenotype(&biology.wild_type(), 0, doses).net() / biology.parental_growth()
}

/// Whether surroundings are the cause of growth at a dose: unaltered cells grow at `growing` of the parental rate or
/// more among them, and not without them. That factors are listed is not enough: they may not act at this dose,
/// on this line, or need not, because the cells grow anyway.
pub fn protects(growing: f64, plain: f64, among: f64) -> bool {
    among >= growing && plain < growing
}

/// What a cell owes its growth to: its alterations, its state, or both where neither is enough alone or each is.
fn causes(biology: &Biology, genotype: &Genotype, state: usize, at: Option<(&[f64], f64)>) -> Vec<Cause> {
    let mut found = heritable(biology, genotype);
    let Some(cause) = of_state(biology, state) else {
        return found;
    };
    if found.is_empty() {
        return vec![cause];
    }
    let Some((doses, growing)) = at else {
        return found;
    };
    let grows = |genotype: &Genotype, state: usize| {
        biology.phenotype(genotype, state, doses).net() >= growing * biology.parental_growth()
    };
    match (grows(genotype, 0), grows(&biology.wild_type(), state)) {
        (true, false) => found,
        (false, true) => vec![cause],
        (false, false) if !grows(genotype, state) => found,
        _ => {
            found.push(cause);
            found
        }
    }
}

/// A state that makes resistant.
fn of_state(biology: &Biology, state: usize) -> Option<Cause> {
    let cell = &biology.states()[state];
    let kind = match cell.class {
        StateClass::Naive => return None,
        StateClass::Tolerant | StateClass::Adapted => Kind::Reversible,
        StateClass::Transformed => Kind::Transformed,
    };
    Some(Cause {
        kind,
        name: cell.name.clone(),
        route: None,
    })
}

/// Alterations of the driver and of bypass routes.
fn heritable(biology: &Biology, genotype: &Genotype) -> Vec<Cause> {
    let base = biology.wild_type();
    let before = base.alleles();
    let plain = |kind, name| Cause {
        kind,
        name,
        route: None,
    };
    let mut found = Vec::new();
    for group in genotype.copies() {
        let new = group.alleles.iter().filter(|allele| !before.contains(allele));
        let names: Vec<&str> = new.map(|&a| biology.alleles[a as usize].name.as_str()).collect();
        if !names.is_empty() {
            found.push(plain(Kind::OnTarget, names.join("+")));
        }
    }
    if genotype.total_copies() > base.total_copies() {
        found.push(plain(Kind::Amplification, biology.driver_name.clone()));
    }
    for &index in genotype.bypasses() {
        let bypass = &biology.bypasses[index as usize];
        let fed = bypass.activity.iter().position(|activity| *activity > 0.0);
        found.push(Cause {
            kind: Kind::Bypass,
            name: bypass.name.clone(),
            route: fed.map(|source| biology.sources[source].id.clone()),
        });
    }
    found
}

impl Cause {
    /// Joins a further change that feeds the same route.
    fn also(&mut self, name: &str) {
        if self.names().all(|known| known != name) {
            self.name += &format!("{ALSO}{name}");
        }
    }

    /// Its changes, one by one.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.name.split(ALSO)
    }
}

/// Types with the same causes, routes apart.
struct Group<'a> {
    /// Kind, and route or name, of each cause.
    key: Vec<(Kind, &'a str)>,
    share: f64,
    /// The largest of them.
    first: &'a TypeShare,
}

/// Stands between changes that feed one route.
const ALSO: &str = " / ";

impl Truth {
    /// What is wrong with the material, where it is enough to spoil what is read: nothing else is then the right call.
    fn material(&self) -> Vec<(Cause, f64)> {
        let foreign = |kind: &&TypeShare| kind.causes.iter().any(|cause| cause.kind == Kind::Material);
        let cells = self.types.iter().find(foreign).filter(|kind| kind.share >= SPOILING);
        let cells = cells.and_then(|kind| Some((kind.causes.first()?.clone(), kind.share)));
        let stock = self.weak_stock.map(|_| {
            let cause = Cause {
                kind: Kind::Material,
                name: WEAK_STOCK.to_owned(),
                route: None,
            };
            (cause, 1.0)
        });
        stock.into_iter().chain(cells).collect()
    }

    /// What most cells owe their growth to: the causes of the types that share them and together have most cells;
    /// the surroundings where there are none and they protect; the material where that is at fault.
    pub fn causes(&self) -> Vec<Cause> {
        let material = self.material();
        if !material.is_empty() {
            return material.into_iter().map(|(cause, _)| cause).collect();
        }
        let own = self.dominant();
        match own.is_empty() && self.protected {
            true => vec![Cause {
                kind: Kind::Niche,
                name: "surroundings".to_owned(),
                route: None,
            }],
            false => own,
        }
    }

    /// Types that differ within a route only (KRAS G12D beside KRAS G13D) count together.
    fn dominant(&self) -> Vec<Cause> {
        let mut groups: Vec<Group> = Vec::new();
        for kind in &self.types {
            let mut key: Vec<(Kind, &str)> = (kind.causes.iter())
                .map(|cause| (cause.kind, cause.route.as_deref().unwrap_or(&cause.name)))
                .collect();
            key.sort_unstable();
            key.dedup();
            match groups.iter_mut().find(|group| group.key == key) {
                Some(group) => group.share += kind.share,
                None => groups.push(Group {
                    key,
                    share: kind.share,
                    first: kind,
                }),
            }
        }
        // Of groups of one size the one of the larger type, which comes first.
        let most = groups.into_iter().rev().max_by(|a, b| a.share.total_cmp(&b.share));
        most.map_or(Vec::new(), |group| group.first.causes.clone())
    }

    /// Row of the confusion table: the kind of the one cause, "several", or not resistant.
    pub fn row(&self) -> &'static str {
        match self.causes().as_slice() {
            [] => Kind::NotResistant.word(),
            [one] => one.kind.word(),
            _ => SEVERAL,
        }
    }

    /// Every mechanism that at least [`COUNTED`] of the cells carry, with their share, the commonest first.
    /// Changes that feed one route are one mechanism.
    pub fn mechanisms(&self) -> Vec<(Cause, f64)> {
        let material = self.material();
        if !material.is_empty() {
            return material;
        }
        let mut found: Vec<(Cause, f64)> = Vec::new();
        let protected = self.protected && self.dominant().is_empty();
        for kind in &self.types {
            let own = match kind.causes.is_empty() && protected {
                true => self.causes(),
                false => kind.causes.clone(),
            };
            for cause in own {
                let same = |other: &Cause| {
                    other.kind == cause.kind
                        && other.route == cause.route
                        && (cause.route.is_some() || other.name == cause.name)
                };
                match found.iter_mut().find(|(other, _)| same(other)) {
                    Some((other, share)) => {
                        *share += kind.share;
                        other.also(&cause.name);
                    }
                    None => found.push((cause, kind.share)),
                }
            }
        }
        found.retain(|(_, share)| *share >= COUNTED);
        found.sort_by(|a, b| b.1.total_cmp(&a.1));
        found
    }

    /// In words: the types of at least 5% with their shares, three at most.
    pub fn words(&self) -> String {
        let told = self
            .types
            .iter()
            .take(3)
            .filter(|kind| kind.share >= COUNTED)
            .count()
            .max(1);
        let (shown, rest) = self.types.split_at(told.min(self.types.len()));
        let mut words: Vec<String> = shown
            .iter()
            .map(|kind| {
                let label = if kind.label == "none" { "unaltered" } else { &kind.label };
                format!("{label} {:.0}%", 100.0 * kind.share)
            })
            .collect();
        if !rest.is_empty() {
            words.push(format!("{} more", rest.len()));
        }
        let stock = self
            .weak_stock
            .map(|share| format!("drug stock at {:.0}% of its label", 100.0 * share));
        words.into_iter().chain(stock).collect::<Vec<_>>().join(", ")
    }
}

/// Share of the cells from which a mechanism is told and counted.
pub const COUNTED: f64 = 0.05;

/// Share of foreign cells from which nothing else that is read off a culture can be trusted (`assumed`: a tenth moves
/// curves, and is what typing finds most of the time).
pub const SPOILING: f64 = 0.1;

/// Row of cultures whose dominant cells have several heritable causes.
pub const SEVERAL: &str = "several";
