//! Engines: the interval engine and the exact engine, and what runs one replicate on them.

pub mod culture;
pub mod exact;
mod flask;
pub mod interval;
mod method;
mod plain;
pub mod population;
pub mod record;
pub mod threshold;

pub use flask::{
    Cycle, Given, Identity, Pilot, barcodes_unless, flask_pilot, run_flask, run_flask_unless, sample_flask,
    sample_flask_unless, trace_flask,
};
pub use method::{Method, Settings};
pub use plain::{PlainPlan, run_plain};
pub use record::CENSUS_EVERY;
