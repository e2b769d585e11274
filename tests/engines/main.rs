//! The interval engine against the exact engine, in distribution, and both against theory.
//!
//! Seeds are fixed; each comparison has alpha 1e-6 and states its sample size. The exact engine is
//! the oracle: where the two differ, the interval engine is wrong.

mod accuracy;
mod adaptation;
mod changes;
mod courses;
mod crowding;
mod exchange;
mod flasks;
#[path = "../laws/mod.rs"]
mod laws;
mod plain;
mod sizes;
mod stranger;
#[path = "../support/mod.rs"]
mod support;
mod theory;
