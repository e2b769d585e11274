//! What the engines move on in time.

use super::population::{Crowding, Population};
use crate::random::Generator;
use std::sync::atomic::{AtomicBool, Ordering};

/// Cells, the world that they live in, and the dice.
pub struct Culture<'a, W> {
    /// What the kinds do, and who is told of foundings.
    pub world: &'a mut W,
    /// The cells.
    pub population: &'a mut Population,
    /// What shapes growth besides.
    pub crowding: Crowding,
    /// Where all draws come from.
    pub rng: &'a mut Generator,
    /// Whether to give up before the end.
    pub halt: Halt<'a>,
}

/// Somebody's wish that a replicate be given up before its end; what is known of it then is worth nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Halt<'a> {
    wish: Option<&'a AtomicBool>,
    most: Option<u64>,
}

impl<'a> Halt<'a> {
    /// Where this is set.
    pub fn on(stop: &'a AtomicBool) -> Self {
        Self {
            wish: Some(stop),
            most: None,
        }
    }

    /// Where the interval engine has carried more compartments than this.
    pub fn beyond(most: u64) -> Self {
        Self {
            wish: None,
            most: Some(most),
        }
    }

    /// Whether it is wished now.
    pub fn asked(self) -> bool {
        self.wish.is_some_and(|stop| stop.load(Ordering::Relaxed))
    }

    /// Whether it is wished now, or the interval engine has carried too many compartments.
    pub fn asked_after(self, carried: impl FnOnce() -> u64) -> bool {
        self.asked() || self.most.is_some_and(|most| carried() > most)
    }
}

/// A stretch of time, days.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span {
    /// Its first day.
    pub from: f64,
    /// Its last day.
    pub to: f64,
}

impl Span {
    /// Between two days.
    pub fn new(from: f64, to: f64) -> Self {
        Self { from, to }
    }

    /// Its length, days.
    pub fn length(self) -> f64 {
        self.to - self.from
    }
}
