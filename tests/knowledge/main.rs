//! The knowledge base: its records and facts, what becomes of them in a scenario, and users' own.

mod commands;
mod conditions;
mod facts;
mod families;
mod moved;
mod mutagens;
mod overlays;
mod profiles;
mod ranges;
mod records;
#[path = "../support/mod.rs"]
mod support;
