//! Read-outs of a virtual laboratory: their laws, and the command.

mod bench;
mod command;
mod dose_response;
mod sequencing;
#[path = "../support/mod.rs"]
mod support;
