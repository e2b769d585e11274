//! The truth about a culture, which only the simulator knows. Only this module looks at the cells; the decision
//! never sees what it makes.

use super::cause::dominant;
pub use super::cause::{Cause, TypeShare};
use crate::assay::{Bench, Specimen};
use crate::diagnosis::call::{Fault, Kind};
use crate::diagnosis::examination::case::Case;
use crate::model::biology::{Biology, Genotype, StateClass};
use serde::Serialize;

/// A mechanism and the share of the cells that have it.
#[derive(Debug, Clone, PartialEq)]
pub struct Carried {
    /// The mechanism.
    pub cause: Cause,
    /// Share of the cells, 0 to 1.
    pub share: f64,
}

/// What a culture is.
#[derive(Debug, Clone, PartialEq)]
pub struct Truth {
    /// Types of at least 1% of the cells, the largest first.
    pub types: Vec<TypeShare>,
    /// Unaltered cells grow at the flask's dose by their surroundings alone (see [`protects`]).
    pub protected: bool,
    /// What the drug stock still holds of its label, where that is little ([`WEAK`]).
    pub weak_stock: Option<f64>,
}

/// A stock that holds this share of its label or less is what the work-up should find first.
pub const WEAK: f64 = 0.5;

/// What a culture met in its flask.
#[derive(Debug, Clone, Copy, Default)]
pub struct Circumstances<'a> {
    /// What [`protects`] says of its surroundings.
    pub protected: bool,
    /// What the drug stock still holds of its label, where that is little ([`WEAK`]).
    pub weak_stock: Option<f64>,
    /// What decides whether an alteration or a cell state is needed. Without it the alteration is taken for the cause.
    pub growth: Option<GrowthTest<'a>>,
}

/// When cells count as growing.
#[derive(Debug, Clone, Copy)]
pub struct GrowthTest<'a> {
    /// Doses of all drugs, nM.
    pub doses: &'a [f64],
    /// Share of parental growth from which on.
    pub growing: f64,
}

impl GrowthTest<'_> {
    fn grows(&self, biology: &Biology, genotype: &Genotype, state: usize) -> bool {
        biology.phenotype(genotype, state, self.doses).net() >= self.growing * biology.parental_growth()
    }
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
                causes: causes(biology, &part.genotype, part.state, met.growth),
            }),
        }
    }
    if let Some(foreign) = specimen.foreign() {
        types.push(TypeShare {
            label: format!("{} (another line)", foreign.line.name),
            share: foreign.count / total,
            causes: vec![Cause::of_fault(Fault::ForeignCells)],
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
        growth: Some(GrowthTest {
            doses: &doses,
            growing: case.growing,
        }),
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
fn causes(biology: &Biology, genotype: &Genotype, state: usize, test: Option<GrowthTest>) -> Vec<Cause> {
    let mut found = heritable(biology, genotype);
    let Some(cause) = of_state(biology, state) else {
        return found;
    };
    if found.is_empty() {
        return vec![cause];
    }
    let Some(test) = test else {
        return found;
    };
    let grows = |genotype: &Genotype, state: usize| test.grows(biology, genotype, state);
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
    Some(Cause::of(kind, cell.name.clone()))
}

/// Alterations of the driver and of bypass routes.
fn heritable(biology: &Biology, genotype: &Genotype) -> Vec<Cause> {
    let base = biology.wild_type();
    let before = base.alleles();
    let mut found = Vec::new();
    for group in genotype.copies() {
        let new = group.alleles.iter().filter(|allele| !before.contains(allele));
        let names: Vec<String> = new.map(|&a| biology.alleles[a as usize].name.clone()).collect();
        if !names.is_empty() {
            found.push(Cause {
                kind: Kind::OnTarget,
                names,
                route: None,
                route_name: None,
            });
        }
    }
    if genotype.total_copies() > base.total_copies() {
        found.push(Cause::of(Kind::Amplification, biology.driver_name.clone()));
    }
    for &index in genotype.bypasses() {
        let bypass = &biology.bypasses[index as usize];
        let fed = bypass.activity.iter().position(|activity| *activity > 0.0);
        let fed = fed.map(|source| &biology.sources[source]);
        found.push(Cause {
            kind: Kind::Bypass,
            names: vec![bypass.name.clone()],
            route: fed.map(|source| source.id.clone()),
            route_name: fed.map(|source| source.name.clone()),
        });
    }
    found
}

impl Truth {
    /// What is wrong with the material, where it is enough to spoil what is read: nothing else is then the right call.
    fn material(&self) -> Vec<Carried> {
        let foreign = |kind: &&TypeShare| kind.causes.iter().any(|cause| cause.kind == Kind::Material);
        let cells = self.types.iter().find(foreign).filter(|kind| kind.share >= SPOILING);
        let cells = cells.map(|kind| Carried {
            cause: Cause::of_fault(Fault::ForeignCells),
            share: kind.share,
        });
        let stock = self.weak_stock.map(|_| Carried {
            cause: Cause::of_fault(Fault::WeakStock),
            share: 1.0,
        });
        stock.into_iter().chain(cells).collect()
    }

    /// What most cells owe their growth to: the causes of the types that share them and together have most cells;
    /// the surroundings where there are none and they protect; the material where that is at fault.
    pub fn causes(&self) -> Vec<Cause> {
        let material = self.material();
        if !material.is_empty() {
            return material.into_iter().map(|carried| carried.cause).collect();
        }
        let own = dominant(&self.types);
        match own.is_empty() && self.protected {
            true => vec![Cause::of(Kind::Niche, "surroundings")],
            false => own,
        }
    }

    /// Row of the confusion table.
    pub fn row(&self) -> TruthRow {
        match self.causes().as_slice() {
            [] => TruthRow::One(Kind::NotResistant),
            [one] => TruthRow::One(one.kind),
            _ => TruthRow::Several,
        }
    }

    /// Every mechanism that at least [`COUNTED`] of the cells carry, with their share, the commonest first.
    /// Changes that feed one route are one mechanism.
    pub fn mechanisms(&self) -> Vec<Carried> {
        let material = self.material();
        if !material.is_empty() {
            return material;
        }
        let mut found: Vec<Carried> = Vec::new();
        let protected = self.protected && dominant(&self.types).is_empty();
        for kind in &self.types {
            let own = match kind.causes.is_empty() && protected {
                true => self.causes(),
                false => kind.causes.clone(),
            };
            for cause in own {
                match found.iter_mut().find(|known| known.cause.is(&cause)) {
                    Some(known) => {
                        known.share += kind.share;
                        known.cause.also(&cause.names);
                    }
                    None => found.push(Carried {
                        cause,
                        share: kind.share,
                    }),
                }
            }
        }
        found.retain(|carried| carried.share >= COUNTED);
        found.sort_by(|a, b| b.share.total_cmp(&a.share));
        found
    }
}

/// Share of the cells from which a mechanism is told and counted.
pub const COUNTED: f64 = 0.05;

/// Share of foreign cells from which nothing else that is read off a culture can be trusted (`assumed`: a tenth moves
/// curves, and is what typing finds most of the time).
pub const SPOILING: f64 = 0.1;

/// Row of the confusion table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TruthRow {
    /// The dominant cells have one cause, or are not resistant.
    One(Kind),
    /// They have several.
    Several,
}

impl TruthRow {
    /// The word in tables.
    pub fn word(self) -> &'static str {
        match self {
            TruthRow::One(kind) => kind.word(),
            TruthRow::Several => "several",
        }
    }

    /// All, in the order of tables.
    pub(super) fn all() -> impl Iterator<Item = TruthRow> {
        Kind::ALL.into_iter().map(TruthRow::One).chain([TruthRow::Several])
    }
}

impl Serialize for TruthRow {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}
