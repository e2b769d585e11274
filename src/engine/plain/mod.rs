//! One replicate of the plain model, on either engine.

mod run;
mod world;

pub use run::{PlainPlan, run_plain};
