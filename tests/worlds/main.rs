//! What is not known: drawn, kept apart from chance, and told.

mod calibration;
mod choice;
mod drawn;
mod given;
mod influence;
mod runs;
mod small_run;
#[path = "../support/mod.rs"]
mod support;
