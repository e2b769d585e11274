//! What is not known: drawn, kept apart from chance, and told.

mod calibration;
mod choice;
mod drawn;
mod outlook;
#[path = "../support/mod.rs"]
mod support;
