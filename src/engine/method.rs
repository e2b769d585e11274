//! Which engine advances a population, and how fine.

use super::exact::{self, Advance};
use super::interval::Interval;
use super::population::{Crowding, Population, World};
use super::threshold::Watch;
use crate::random::Generator;
use serde::{Deserialize, Serialize};

/// Which engine runs, and how fine.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// Which engine.
    pub method: Method,
    /// One knob that trades speed for error in what the interval engine approximates
    /// (crowding, frequent switching, founding in groups). Relative; 0.001 to 0.2.
    pub tolerance: f64,
}

/// The interval engine for everything; the exact event-by-event engine as oracle on small populations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Method {
    /// Exact transitions over whole intervals; cost follows lineages and events of the protocol.
    Interval,
    /// Event by event (Gillespie 1977); cost follows divisions.
    Exact,
}

/// The engine that the settings ask for.
pub(super) struct Engine {
    method: Method,
    interval: Interval,
}

impl Engine {
    pub fn new(settings: &Settings) -> Self {
        Self {
            method: settings.method,
            interval: Interval::new(settings.tolerance),
        }
    }

    /// Advances the whole population over a span of days.
    pub fn advance<W: World>(
        &mut self,
        world: &mut W,
        population: &mut Population,
        crowding: &Crowding,
        span: (f64, f64),
        watches: &mut [Watch],
        rng: &mut Generator,
    ) -> Advance {
        match self.method {
            Method::Interval => self.interval.advance(world, population, crowding, span, watches, rng),
            Method::Exact => exact::advance(world, population, crowding, span, watches, rng),
        }
    }
}
