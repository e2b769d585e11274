//! Crowding in the interval engine: births are lowered by the predicted mean of N/C over a step in
//! which it moves little, and the prediction starts anew from the drawn total at every step.
//!
//! Within a step nothing pulls what is drawn back to the plateau, so the noise of a step of length h acts undamped: the
//! variance at a plateau with pull `s = b - d` is too large by a factor `2sh / (1 - e^(-2sh))`, about `1 + sh`
//! (autoregression of the total from step to step). Steps keep that within 2% where the plateau's own noise (relative
//! standard deviation) exceeds the tolerance, and let it grow as that noise falls below the tolerance, so that the
//! error in the standard deviation stays below 2% of the tolerance times the total.

use super::census::Alive;
use super::workspace::Interval;
use crate::engine::population::{Crowding, KindRates, World};

/// Largest relative error of the plateau's variance where its noise exceeds the tolerance.
const PLATEAU_VARIANCE: f64 = 0.02;

/// Longest step at a plateau in units of the time of its pull.
const LONGEST_PULL: f64 = 0.5;

/// Rounds of the prediction; each one improves it by about the relative change over the step.
const ROUNDS: usize = 2;

impl Interval {
    /// Longest step over which N/C moves by at most ten times the tolerance (less for few cells,
    /// whose growth is uncertain), and which resolves the pull to the plateau.
    pub(super) fn crowding_step<W: World>(&self, world: &W, crowding: &Crowding, longest: f64) -> f64 {
        let Some(capacity) = crowding.capacity else {
            return longest;
        };
        let total = self.census.total();
        let start = total / capacity;
        let (birth, fastest) = world.ceiling();
        let fastest = fastest.max(1e-12);
        // Cells that die while others grow move N/C both ways: their speeds add.
        let mut speed = 0.0;
        for Alive { cells, rates, .. } in &self.census.alive {
            let growth = crowding.birth(rates.birth, rates.death, total) - rates.death;
            speed += cells / total * growth.abs();
        }
        let noise = libm::sqrt(2.0 * birth / (fastest.max(1e-3) * total));
        let change = 10.0 * self.tolerance() / (1.0 + 10.0 * noise);
        let rise = libm::log1p(change / start);
        let plateau_noise = libm::sqrt(birth / (fastest * total));
        let pull = PLATEAU_VARIANCE * (self.tolerance() / plateau_noise).max(1.0);
        let pull = pull.min(LONGEST_PULL) / (fastest * start);
        // Kinds that are rare now may take over within a long step.
        let length = (rise / speed.max(1e-12)).min(rise.max(1.0) / fastest).min(pull);
        length.max(1e-4).min(longest)
    }

    /// Predicts the mean of N/C over a step of `length` days: each kind grows at its rate under the
    /// mean of the round before (at first, at the speed of its start), and the sum is averaged by Simpson's rule.
    pub(super) fn set_crowding(&mut self, crowding: &Crowding, length: f64) {
        let Some(capacity) = crowding.capacity else {
            self.crowding = 0.0;
            return;
        };
        let start = self.census.total();
        let growth = |mean: f64, rates: &KindRates| crowding.birth(rates.birth, rates.death, mean) - rates.death;
        let gained = self
            .census
            .alive
            .iter()
            .map(|alive| alive.cells * growth(start, &alive.rates));
        let mut mean = (start + 0.5 * length * gained.sum::<f64>()).max(0.0);
        for _ in 0..ROUNDS {
            let (mut middle, mut end) = (0.0, 0.0);
            for Alive { cells, rates, .. } in &self.census.alive {
                let growth = growth(mean, rates);
                let half = libm::exp(0.5 * growth * length);
                middle += cells * half;
                end += cells * half * half;
            }
            mean = (start + 4.0 * middle + end) / 6.0;
        }
        self.crowding = mean / capacity;
    }
}
