//! Paired comparison of two protocols: the same replicate numbers, so the same expanded stocks and
//! the same streams of random numbers, under each.
//!
//! Every difference is *other minus first*. Days count from seeding and stop at a horizon that both
//! protocols reach, so nothing is censored before it: a flask that went extinct, was given up or
//! grew on without resistance counts as not resistant by the horizon.

mod compare;
mod end;
mod flasks;
mod means;
mod shares;
#[cfg(test)]
mod tests;

pub use compare::{DosePair, MechanismPair, Order, Paired, RestrictedTime, Side, compare, restricted_time};
pub use end::FlaskEnd;
pub use flasks::Flasks;
pub use means::{PairedMeans, t_quantile};
pub use shares::{PairedShares, Pairs, newcombe};
