//! One laboratory flask from its stock to its end.

mod barcode;
mod chronicle;
mod course;
mod follow;
mod lineage;
mod log;
mod medium;
mod mutagen;
mod record;
mod run;
mod stock;
mod world;

pub use run::{run_flask, run_flask_unless, sample_flask, trace_flask};
