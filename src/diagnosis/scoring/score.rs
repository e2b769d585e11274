//! How often a work-up finds the truth.

use crate::diagnosis::call::{Call, Kind, means};
use crate::diagnosis::outcome::Diagnosis;
use crate::diagnosis::scoring::truth::{Cause, Truth, TruthRow};
use serde::Serialize;

/// How good a diagnosis is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The first call has the kind of the dominant cells' cause (all kinds, where they have several).
    Right,
    /// A call has the kind, but not the first, or some of several kinds are missing.
    Partly,
    /// Neither.
    Wrong,
}

impl Verdict {
    /// The word in tables.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Right => "right",
            Verdict::Partly => "partly",
            Verdict::Wrong => "wrong",
        }
    }
}

/// A diagnosis held against the truth.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Score {
    /// Of the cells that dominate.
    pub verdict: Verdict,
    /// Every mechanism that at least [`COUNTED`](crate::diagnosis::scoring::truth::COUNTED) of the cells carry is found, if only as a minor one. Where two
    /// share a flask nearly evenly, this may be so though the first call is not the dominant one.
    pub complete: bool,
    /// Every mechanism is among what is found, whatever the verdict, and there is one; no part of what is written of a diagnosis.
    #[serde(skip)]
    pub seen: bool,
    /// Allele, route or state is named as well, where there is any.
    pub named: bool,
    /// Row of the confusion table.
    pub truth: TruthRow,
    /// Its column: the kind of the first call.
    pub called: Kind,
}

/// Whether a call names a cause: of a bypass what feeds the route, as a whole or by its gene, or the route as signals show it; another
/// gene that feeds the same route is another name.
pub(super) fn names(call: &Call, cause: &Cause) -> bool {
    let one_of = |parts: &[String]| call.names.iter().any(|name| parts.contains(name));
    let known = || cause.names.iter().chain(&cause.route_name);
    let means_one = || call.names.iter().any(|name| known().any(|known| means(name, known)));
    call.kind == cause.kind
        && match cause.kind {
            Kind::Bypass => call.route.is_some() && call.route == cause.route && means_one(),
            Kind::OnTarget => one_of(&cause.names),
            _ => true,
        }
}

/// Whether one of the calls is this cause, by its name.
pub(super) fn finds<'a>(mut calls: impl Iterator<Item = &'a Call>, cause: &Cause) -> bool {
    calls.any(|call| names(call, cause))
}

/// Scores a diagnosis.
pub fn score(diagnosis: &Diagnosis, truth: &Truth) -> Score {
    let causes = truth.causes();
    let first = diagnosis.first();
    let called = first.map_or(Kind::Undetermined, |call| call.kind);
    let every: Vec<Cause> = truth.mechanisms().into_iter().map(|carried| carried.cause).collect();
    // Of two causes of one kind, each must be found by its name.
    let alone = |cause: &Cause| causes.iter().filter(|other| other.kind == cause.kind).count() == 1;
    let of_kind = |cause: &Cause| diagnosis.calls.iter().any(|call| call.kind == cause.kind);
    let has = |cause: &Cause| match alone(cause) {
        true => of_kind(cause),
        false => finds(diagnosis.calls.iter(), cause),
    };
    let verdict = match causes.as_slice() {
        [] if called == Kind::NotResistant => Verdict::Right,
        // Most cells are unaltered, but not all.
        [] if every.iter().any(|cause| cause.kind == called) => Verdict::Partly,
        [] => Verdict::Wrong,
        [one] if called == one.kind => Verdict::Right,
        several if several.len() > 1 && several.iter().all(has) => Verdict::Right,
        some if some.iter().any(of_kind) => Verdict::Partly,
        _ => Verdict::Wrong,
    };
    let named = causes.iter().all(|cause| finds(diagnosis.calls.iter(), cause));
    let seen = |cause: &Cause| finds(diagnosis.calls.iter().chain(&diagnosis.minor), cause);
    Score {
        verdict,
        complete: verdict != Verdict::Wrong && every.iter().all(seen),
        seen: !every.is_empty() && every.iter().all(seen),
        named,
        truth: truth.row(),
        called,
    }
}

/// What a diagnosis names and the culture has not, in at least [`COUNTED`](crate::diagnosis::scoring::truth::COUNTED) of its cells.
pub fn spare(diagnosis: &Diagnosis, truth: &Truth) -> Vec<String> {
    let mechanisms: Vec<Cause> = truth.mechanisms().into_iter().map(|carried| carried.cause).collect();
    let of_kind = |call: &Call| mechanisms.iter().any(|cause| cause.kind == call.kind);
    let none = mechanisms.is_empty();
    let wrong = |call: &Call| match call.kind {
        Kind::NotResistant => !none,
        Kind::Undetermined => true,
        _ if call.names.is_empty() => !of_kind(call),
        Kind::OnTarget => !of_kind(call),
        _ => !mechanisms.iter().any(|cause| names(call, cause)),
    };
    let mut spare: Vec<String> = (diagnosis.calls.iter())
        .filter(|call| wrong(call))
        .map(Call::to_string)
        .collect();
    // One call may name several alleles; each must be there.
    let there = |name: &String| {
        let on_target = mechanisms.iter().filter(|cause| cause.kind == Kind::OnTarget);
        on_target.flat_map(|cause| &cause.names).any(|known| known == name)
    };
    let alleles = diagnosis
        .calls
        .iter()
        .filter(|call| call.kind == Kind::OnTarget && of_kind(call));
    spare.extend(
        alleles
            .flat_map(|call| &call.names)
            .filter(|name| !there(name))
            .cloned(),
    );
    spare
}
