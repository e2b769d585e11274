//! Calls, causes and cultures, as they are called.

use crate::diagnosis::scoring::truth::{COUNTED, Cause};
use crate::diagnosis::{Call, Diagnosis, Kind, Truth};
use crate::words::percent;

/// Several calls, such as "on-target: G1202R + bypass: MET".
pub fn calls(calls: &[Call]) -> String {
    calls.iter().map(Call::to_string).collect::<Vec<_>>().join(" + ")
}

/// The calls with what too few cells carry.
pub(super) fn all_calls(diagnosis: &Diagnosis) -> String {
    let minor: Vec<String> = diagnosis.minor.iter().map(Call::to_string).collect();
    match minor.is_empty() {
        true => calls(&diagnosis.calls),
        false => format!("{} (in few cells: {})", calls(&diagnosis.calls), minor.join(", ")),
    }
}

/// A cause by its names: alleles in cis as genotypes are written, changes of one route side by side.
pub fn cause(cause: &Cause) -> String {
    cause.names.join(if cause.kind == Kind::OnTarget { "+" } else { " / " })
}

/// What a culture is: the types of at least 5% with their shares, three at most.
pub fn truth(truth: &Truth) -> String {
    let counted = truth.types.iter().take(3).filter(|kind| kind.share >= COUNTED).count();
    let (shown, rest) = truth.types.split_at(counted.max(1).min(truth.types.len()));
    let shown = shown.iter().map(|kind| {
        let label = if kind.causes.is_empty() {
            "unaltered"
        } else {
            &kind.label
        };
        format!("{label} {}", percent(kind.share))
    });
    let more = (!rest.is_empty()).then(|| format!("{} more", rest.len()));
    let stock = truth
        .weak_stock
        .map(|share| format!("drug stock at {} of its label", percent(share)));
    shown.chain(more).chain(stock).collect::<Vec<_>>().join(", ")
}
