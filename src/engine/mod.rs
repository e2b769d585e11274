//! Engines: the interval engine and the exact engine, and what runs one replicate on them.

mod census;
mod crowding;
pub mod exact;
pub mod flask;
mod flask_barcode;
mod flask_chronicle;
mod flask_course;
mod flask_follow;
mod flask_medium;
mod flask_mutagen;
mod flask_record;
mod flask_stock;
mod flask_world;
mod founding;
pub mod interval;
mod kind_step;
mod lineage;
mod near;
pub mod plain;
pub mod population;
pub mod record;
mod splitting;
pub mod threshold;

pub use flask::{run_flask, sample_flask, trace_flask};
pub use flask_chronicle::MONTH;
pub use plain::{PlainPlan, run_plain};

use serde::{Deserialize, Serialize};

/// Which engine runs, and how fine.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    pub method: Method,
    /// One knob that trades speed for error in what the interval engine approximates
    /// (crowding, frequent switching, founding in groups). Relative; 0.001 to 0.2.
    pub tolerance: f64,
}

/// The interval engine for everything; the exact event-by-event engine as oracle on small populations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Method {
    Interval,
    Exact,
}

/// The engine that the settings ask for.
struct Engine {
    method: Method,
    interval: interval::Interval,
}

impl Engine {
    fn new(settings: &Settings) -> Self {
        Self {
            method: settings.method,
            interval: interval::Interval::new(settings.tolerance),
        }
    }

    /// Advances the whole population over a span of days.
    fn advance<W: population::World>(
        &mut self,
        world: &mut W,
        population: &mut population::Population,
        crowding: &population::Crowding,
        span: (f64, f64),
        watches: &mut [threshold::Watch],
        rng: &mut crate::random::Generator,
    ) -> exact::Advance {
        match self.method {
            Method::Interval => self.interval.advance(world, population, crowding, span, watches, rng),
            Method::Exact => exact::advance(world, population, crowding, span, watches, rng),
        }
    }
}
