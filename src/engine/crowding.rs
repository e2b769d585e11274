//! Crowding in the interval engine: births are lowered by the predicted mean of N/C over a step in
//! which it moves little, and the prediction starts anew from the drawn total at every step.

use super::interval::Interval;
use super::population::{Crowding, Population, World};
use crate::model::branching::growth_integral;

impl Interval {
    /// Net growth of the total per cell and day at a given N/C.
    fn total_growth<W: World>(world: &W, population: &Population, crowding: f64) -> f64 {
        let (mut change, mut total) = (0.0, 0.0);
        for (&kind, &cells) in population.kinds.iter().zip(&population.cells) {
            if cells > 0 {
                let rates = world.rates(kind);
                let birth = (rates.birth - (rates.birth - rates.death).max(0.0) * crowding).max(0.0);
                change += cells as f64 * (birth - rates.death);
                total += cells as f64;
            }
        }
        change / total.max(1.0)
    }

    /// Longest step over which N/C moves by at most ten times the tolerance (less for few cells,
    /// whose growth is uncertain), and which resolves the relaxation to the plateau.
    pub(super) fn crowding_step<W: World>(
        &self,
        world: &W,
        population: &Population,
        crowding: &Crowding,
        longest: f64,
    ) -> f64 {
        let Some(capacity) = crowding.capacity else {
            return longest;
        };
        let total = population.total() as f64;
        let start = total / capacity;
        let growth = Self::total_growth(world, population, start);
        let (birth, fastest) = world.ceiling();
        let noise = libm::sqrt(2.0 * birth / (fastest.max(1e-3) * total));
        let change = 10.0 * self.tolerance() / (1.0 + 10.0 * noise);
        let mut length = longest;
        let speed = growth.abs().max(1e-12);
        length = length.min(libm::log1p(change / start) / speed);
        // Kinds that are rare now may take over within a long step.
        length = length.min(libm::log1p(change / start).max(1.0) / fastest.max(1e-12));
        if start > 0.2 {
            length = length.min(0.5 / fastest.max(1e-12));
        }
        length.max(1e-4).min(longest)
    }

    /// Predicts the mean of N/C over a step of `length` days (midpoint rule on the growth rate).
    pub(super) fn set_crowding<W: World>(
        &mut self,
        world: &W,
        population: &Population,
        crowding: &Crowding,
        length: f64,
    ) {
        let Some(capacity) = crowding.capacity else {
            self.crowding = 0.0;
            return;
        };
        let start = population.total() as f64 / capacity;
        let growth = Self::total_growth(world, population, start);
        let middle = start * libm::exp(0.5 * growth * length);
        let growth = Self::total_growth(world, population, middle);
        self.crowding = start * growth_integral(growth, length) / length;
    }
}
