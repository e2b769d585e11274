//! The truth about a culture, and how often a work-up finds it. Only this module looks at the cells; the
//! decision never sees what it makes.

use super::call::{Call, Diagnosis, Kind};
use super::decide::FOREIGN_CELLS;
use super::missed::Reason;
use crate::assay::Specimen;
use crate::model::biology::{Biology, Genotype, StateClass};
use crate::statistics::Proportion;
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
}

/// The truth of a culture. `protected` is what [`protects`] says of its surroundings.
pub fn truth(biology: &Biology, specimen: &Specimen, protected: bool) -> Truth {
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
                causes: causes(biology, &part.genotype, part.state),
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
    Truth { types, protected }
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

/// Heritable causes of a cell's resistance, else its state.
fn causes(biology: &Biology, genotype: &Genotype, state: usize) -> Vec<Cause> {
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
    if found.is_empty() {
        let cell = &biology.states()[state];
        match cell.class {
            StateClass::Naive => {}
            StateClass::Tolerant | StateClass::Adapted => found.push(plain(Kind::Reversible, cell.name.clone())),
            StateClass::Transformed => found.push(plain(Kind::Transformed, cell.name.clone())),
        }
    }
    found
}

impl Truth {
    /// Cells of another line, where they are enough to spoil what is read: nothing else is then the right call.
    fn contamination(&self) -> Option<(&Cause, f64)> {
        let foreign = |kind: &&TypeShare| kind.causes.iter().any(|cause| cause.kind == Kind::Material);
        let found = self.types.iter().find(foreign).filter(|kind| kind.share >= COUNTED)?;
        Some((found.causes.first()?, found.share))
    }

    /// Causes of the type that dominates; the surroundings where it has none and is protected; cells of another
    /// line wherever at least [`COUNTED`] of the cells are.
    pub fn causes(&self) -> Vec<Cause> {
        if let Some((cause, _)) = self.contamination() {
            return vec![cause.clone()];
        }
        let own = self.types.first().map_or(Vec::new(), |kind| kind.causes.clone());
        match own.is_empty() && self.protected {
            true => vec![Cause {
                kind: Kind::Niche,
                name: "surroundings".to_owned(),
                route: None,
            }],
            false => own,
        }
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
        if let Some((cause, share)) = self.contamination() {
            return vec![(cause.clone(), share)];
        }
        let mut found: Vec<(Cause, f64)> = Vec::new();
        let protected = self.protected && self.types.first().is_some_and(|kind| kind.causes.is_empty());
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
                    Some((_, share)) => *share += kind.share,
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
        words.join(", ")
    }
}

/// Share of the cells from which a mechanism is told and counted.
pub const COUNTED: f64 = 0.05;

/// Row of cultures whose dominant cells have several heritable causes.
pub const SEVERAL: &str = "several";

/// How good a diagnosis is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The first call has the kind of the dominant cells' cause (all kinds, where they have several).
    Right,
    /// A call has the kind, but not the first, or some of several kinds are missing.
    Partly,
    Wrong,
}

impl Verdict {
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Right => "right",
            Verdict::Partly => "partly",
            Verdict::Wrong => "wrong",
        }
    }
}

/// A diagnosis held against the truth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// Of the cells that dominate.
    pub verdict: Verdict,
    /// Every mechanism that at least [`COUNTED`] of the cells carry is found, if only as a minor one. Where two
    /// share a flask nearly evenly, this may be so though the first call is not the dominant one.
    pub complete: bool,
    /// Allele, route or state is named as well.
    pub named: bool,
    /// Row and column of the confusion table.
    pub truth: String,
    pub called: Kind,
}

/// Whether a call names a cause.
fn names(call: &Call, cause: &Cause) -> bool {
    let one_of = |parts: &[String]| call.names.iter().any(|name| parts.contains(name));
    call.kind == cause.kind
        && match cause.kind {
            Kind::Bypass => call.route.is_some() && call.route == cause.route,
            Kind::OnTarget => {
                let alleles: Vec<String> = cause.name.split('+').map(str::to_owned).collect();
                one_of(&alleles)
            }
            _ => true,
        }
}

/// Whether one of the calls is this cause: by its name, or by its kind alone where only one of `causes` is of
/// the kind and the call has no name.
pub(super) fn finds<'a>(mut calls: impl Iterator<Item = &'a Call>, cause: &Cause, causes: &[Cause]) -> bool {
    let alone = causes.iter().filter(|other| other.kind == cause.kind).count() <= 1;
    calls.any(|call| names(call, cause) || (alone && call.kind == cause.kind && call.names.is_empty()))
}

/// Scores a diagnosis.
pub fn score(diagnosis: &Diagnosis, truth: &Truth) -> Score {
    let causes = truth.causes();
    let first = diagnosis.first();
    let called = first.map_or(Kind::Undetermined, |call| call.kind);
    // Of two causes of one kind, each must be found by its name.
    let alone = |cause: &Cause| causes.iter().filter(|other| other.kind == cause.kind).count() == 1;
    let of_kind = |cause: &Cause| diagnosis.calls.iter().any(|call| call.kind == cause.kind);
    let has = |cause: &Cause| match alone(cause) {
        true => of_kind(cause),
        false => finds(diagnosis.calls.iter(), cause, &causes),
    };
    let verdict = match causes.as_slice() {
        [] if called == Kind::NotResistant => Verdict::Right,
        [] => Verdict::Wrong,
        [one] if called == one.kind => Verdict::Right,
        several if several.len() > 1 && several.iter().all(has) => Verdict::Right,
        some if some.iter().any(of_kind) => Verdict::Partly,
        _ => Verdict::Wrong,
    };
    let named = !causes.is_empty()
        && causes
            .iter()
            .all(|cause| diagnosis.calls.iter().any(|call| names(call, cause)));
    let all = truth.mechanisms();
    let every: Vec<Cause> = all.into_iter().map(|(cause, _)| cause).collect();
    let seen = |cause: &Cause| finds(diagnosis.calls.iter().chain(&diagnosis.minor), cause, &every);
    Score {
        verdict,
        complete: verdict != Verdict::Wrong && every.iter().all(seen),
        named,
        truth: truth.row().to_owned(),
        called,
    }
}

/// Truth by call, and the shares.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Confusion {
    /// Truths that occur, in the order of kinds, "several" last.
    pub rows: Vec<ConfusionRow>,
    /// Calls that occur, in the order of kinds.
    pub columns: Vec<Kind>,
    pub right: Proportion,
    /// Right or partly right.
    pub at_least_partly: Proportion,
    /// Right, and allele, route or state named.
    pub named: Proportion,
    /// Every mechanism of at least [`COUNTED`] of the cells found.
    pub complete: Proportion,
    /// How many mechanisms were missed, by reason.
    #[serde(default)]
    pub missed: Vec<(Reason, u64)>,
}

/// Cultures of one truth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConfusionRow {
    pub truth: String,
    /// One per column.
    pub counts: Vec<u64>,
    pub right: Proportion,
}

/// Counts scores.
pub fn confusion(scores: &[Score]) -> Confusion {
    let count = |of: &dyn Fn(&Score) -> bool| scores.iter().filter(|score| of(score)).count() as u64;
    let n = scores.len() as u64;
    let columns: Vec<Kind> = (Kind::ALL.into_iter())
        .filter(|kind| scores.iter().any(|score| score.called == *kind))
        .collect();
    let names = Kind::ALL.iter().map(|kind| kind.word()).chain([SEVERAL]);
    let rows = names
        .filter(|name| scores.iter().any(|score| score.truth == *name))
        .map(|name| {
            let here = |score: &Score| score.truth == name;
            ConfusionRow {
                truth: name.to_owned(),
                counts: (columns.iter())
                    .map(|kind| count(&|score| here(score) && score.called == *kind))
                    .collect(),
                right: Proportion::new(
                    count(&|score| here(score) && score.verdict == Verdict::Right),
                    count(&here),
                ),
            }
        })
        .collect();
    Confusion {
        rows,
        columns,
        right: Proportion::new(count(&|score| score.verdict == Verdict::Right), n),
        at_least_partly: Proportion::new(count(&|score| score.verdict != Verdict::Wrong), n),
        named: Proportion::new(count(&|score| score.verdict == Verdict::Right && score.named), n),
        complete: Proportion::new(count(&|score| score.complete), n),
        missed: Vec::new(),
    }
}
