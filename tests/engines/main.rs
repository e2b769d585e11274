//! The interval engine against the exact engine, in distribution, and both against theory.
//!
//! Seeds are fixed; each comparison has alpha 1e-6 and states its sample size. The exact engine is
//! the oracle: where the two differ, the interval engine is wrong.

mod accuracy;
mod adaptation;
mod changes;
mod courses;
mod crowding;
mod ends;
mod exchange;
mod flasks;
mod foundings;
#[path = "../laws/mod.rs"]
mod laws;
mod plain;
mod sizes;
mod stranger;
#[path = "../support/mod.rs"]
mod support;
mod theory;

use crate::laws::*;
use escalade::engine::Method::{Exact, Interval};
use escalade::engine::record::PlainRecord;
use escalade::model::plain::PlainModel;

/// Runs both engines, `n` replicates each, and compares what `read` takes from a record.
#[track_caller]
pub fn agree<const N: usize>(
    name: &str,
    model: &PlainModel,
    seed: u64,
    n: u64,
    columns: [&str; N],
    read: impl Fn(&PlainRecord) -> [f64; N],
) {
    let interval = simulate(model, Interval, seed, n, &read);
    let exact = simulate(model, Exact, seed, n, &read);
    assert_same_laws(name, columns, &interval, &exact);
}
