//! Which engine advances a population, and how fine.

use super::culture::{Culture, Halt, Span};
use super::exact::{self, Advance};
use super::interval::{Effort, Interval};
use super::population::World;
use super::threshold::Watch;
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
pub(super) struct Engine<'a> {
    method: Method,
    interval: Interval,
    /// Whether to give up before the end.
    pub halt: Halt<'a>,
}

impl<'a> Engine<'a> {
    pub fn new(settings: &Settings, halt: Halt<'a>) -> Self {
        Self {
            halt,
            method: settings.method,
            interval: Interval::new(settings.tolerance),
        }
    }

    /// Advances the whole population over a span of days.
    pub fn advance<W: World>(&mut self, culture: &mut Culture<W>, span: Span, watches: &mut [Watch]) -> Advance {
        match self.method {
            Method::Interval => self.interval.advance(culture, span, watches),
            Method::Exact => exact::advance(culture, span, watches),
        }
    }

    /// Whether to give up, on request or because it is too much.
    pub fn is_halted(&self) -> bool {
        self.halt.asked_after(|| self.interval.effort().compartments())
    }

    /// What the interval engine did.
    pub fn effort(&self) -> &Effort {
        self.interval.effort()
    }
}
