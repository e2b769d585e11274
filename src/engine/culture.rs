//! What the engines move on in time.

use super::population::{Crowding, Population};
use crate::random::Generator;

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
