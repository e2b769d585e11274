//! Counts drawn from the law of a birth-death process.

use crate::model::branching::Transition;
use crate::random::Generator;
use crate::sampling::binomial_pq;

/// Cells after a time without an event: binomial survivors, each with a geometric family.
#[inline]
pub(super) fn without_event(law: &Transition, cells: u64, rng: &mut Generator) -> u64 {
    let none = 1.0 - law.event;
    let survivors = binomial_pq(rng, cells, law.alive / none, law.extinct / none);
    survivors + law.extra.sum(rng, survivors)
}

/// Cells at the moment of the first event (before it acts): the family in which it happens is
/// size-biased (two geometric terms), the others are as without an event.
#[inline]
pub(super) fn at_event(law: &Transition, cells: u64, rng: &mut Generator) -> u64 {
    let none = 1.0 - law.event;
    let others = binomial_pq(rng, cells - 1, law.alive / none, law.extinct / none);
    others + 1 + law.extra.sum(rng, others + 2)
}
