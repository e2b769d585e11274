//! Flasks and patients: courses, starts, rules, and what must hold whatever the parameters.

mod adaptation;
mod course_outcomes;
mod courses;
mod flask_properties;
mod impossible_courses;
#[path = "../laws/mod.rs"]
mod laws;
mod parameters;
mod patients;
mod progression;
mod properties;
mod rules;
mod scenarios;
mod spikes;
#[path = "../support/mod.rs"]
mod support;
mod suspension;
mod tumours;
mod vessels;
