//! One laboratory flask from its stock to its end.

mod admitted;
mod barcode;
mod chronicle;
mod course;
mod cycle;
mod exposure;
mod follow;
mod lineage;
mod log;
mod medium;

mod mutagen;
mod pilot;
mod pools;
mod rates;
mod record;
mod run;
mod simulate;
mod spike;
mod stock;
mod world;

pub use cycle::{Cycle, Given};
pub use lineage::Identity;
pub use pilot::Pilot;
pub use simulate::{
    barcodes_unless, flask_pilot, run_flask, run_flask_unless, sample_flask, sample_flask_unless, trace_flask,
};
