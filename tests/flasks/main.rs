//! Flasks and patients: courses, starts, rules, and what must hold whatever the parameters.

mod adaptation;
mod courses;
#[path = "../laws/mod.rs"]
mod laws;
mod patients;
mod properties;
mod rules;
mod spikes;
#[path = "../support/mod.rs"]
mod support;
mod suspension;
mod vessels;
