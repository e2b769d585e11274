//! The knowledge base: its records and facts, what becomes of them in a scenario, and users' own.

mod adaptation;
mod alk_guide;
mod bases;
mod commands;
mod conditions;
mod doses;
mod facts;
mod families;
mod guide_calls;
mod made_up;
mod mechanisms;
mod moved;
mod mutagens;
mod overlay_commands;
mod overlay_compounds;
mod overlay_mechanisms;
mod overlay_templates;
mod overlays;
mod potencies;
mod profiles;
mod ranges;
mod records;
#[path = "../support/mod.rs"]
mod support;
