//! Whether two protocols treat the same flasks, and what that makes of their differences.

use super::end::FlaskEnd;
use super::means::PairedMeans;
use super::shares::PairedShares;
use crate::statistics::interval::Proportion;

/// Whether two protocols treat the same flasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flasks {
    /// Flask r of one is flask r of the other under another protocol.
    Shared,
    /// Flask r of one has nothing to do with flask r of the other.
    Unrelated,
}

impl Flasks {
    pub(super) fn shares(
        self,
        first: &[FlaskEnd],
        other: &[FlaskEnd],
        event: impl Fn(&FlaskEnd) -> bool,
    ) -> PairedShares {
        let of = |ends: &[FlaskEnd]| {
            let count = ends.iter().filter(|end| event(end)).count();
            Proportion::new(count as u64, ends.len() as u64)
        };
        match self {
            Flasks::Shared => PairedShares::of(first.iter().zip(other).map(|(a, b)| (event(a), event(b)))),
            Flasks::Unrelated => PairedShares::independent(of(first), of(other)),
        }
    }

    pub(super) fn means(self, first: &[f64], other: &[f64]) -> PairedMeans {
        match self {
            Flasks::Shared => PairedMeans::of(first, other),
            Flasks::Unrelated => PairedMeans::independent(first, other),
        }
    }
}
