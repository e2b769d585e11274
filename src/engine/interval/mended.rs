//! What the changes in the middle of a split step take or add, so that means are exact.
//!
//! Growth `G`, changes `Q` and growth again over a step of length `L` differ from all at once by `L^3` times
//! `[G, [G, Q]] / 24 + [Q, [G, Q]] / 12` to first order (Strang 1968, SIAM J Numer Anal 5:506). The sums of the rows are what is
//! mended: it acts as births and deaths beside those of the cells. The second grows with the square of the rate of changing, which
//! may be far above that of growing; the first is bounded by growth.

use super::census::{Alive, ways};
use super::exchange::Arrival;
use super::workspace::Interval;
use crate::engine::population::World;

/// Changes that are split off, among the kinds of the census by their places.
#[derive(Debug, Default)]
struct Changes {
    arrivals: Vec<Arrival>,
    /// Rate at which a cell of each kind leaves.
    leaving: Vec<f64>,
}

impl Changes {
    /// `Q` times a value of each kind.
    fn times(&self, values: &[f64]) -> Vec<f64> {
        let mut changed: Vec<f64> = self
            .leaving
            .iter()
            .zip(values)
            .map(|(leaving, of)| -leaving * of)
            .collect();
        for &Arrival { from, to, rate } in &self.arrivals {
            changed[from] += rate * values[to];
        }
        changed
    }

    /// Sums of the rows of `[Q, [G, Q]] = 2 QGQ - QQG - GQQ`, by absolute value.
    fn mended(&self, growth: &[f64]) -> Vec<f64> {
        let ones = vec![1.0; growth.len()];
        let paired = self.times(&ones);
        let between = self.times(&product(growth, &paired));
        let first = self.times(&self.times(growth));
        let last = product(growth, &self.times(&paired));
        let rows = between.iter().zip(first.iter().zip(&last));
        rows.map(|(between, (first, last))| (2.0 * between - first - last).abs())
            .collect()
    }

    /// The largest value among a kind and those that its cells change to.
    fn spread(&self, values: &[f64]) -> Vec<f64> {
        let mut most = values.to_vec();
        for &Arrival { from, to, .. } in &self.arrivals {
            most[from] = most[from].max(values[to]);
        }
        most
    }
}

fn product(one: &[f64], other: &[f64]) -> Vec<f64> {
    one.iter().zip(other).map(|(one, other)| one * other).collect()
}

impl Interval {
    /// Days for which what is mended of every kind of fewer cells than `many` is at most a tolerance of the births and deaths of
    /// those cells and of what they change to: a kind that is hardly ever taken mends little, however fast it is left.
    pub(super) fn mended<W: World>(&self, world: &W, many: f64) -> f64 {
        let alive = &self.census.alive;
        if alive.iter().all(|alive| alive.fills() >= many) {
            return f64::INFINITY;
        }
        let changes = self.changes(world);
        let growth: Vec<f64> = (alive.iter())
            .map(|Alive { rates, .. }| rates.birth * (1.0 - rates.mutation - rates.converting) - rates.death)
            .collect();
        let events: Vec<f64> = (alive.iter())
            .map(|alive| alive.fills() * (alive.rates.birth + alive.rates.death))
            .collect();
        // A cell mends by the growth of kinds up to two changes away; where that differs, cells are born or die there.
        let events = changes.spread(&changes.spread(&events));
        let mended = changes.mended(&growth);
        (alive.iter().zip(events.iter().zip(&mended)))
            .filter(|(alive, (events, mended))| {
                **events > 0.0 && **mended > 0.0 && (0.0..many).contains(&alive.fills())
            })
            .map(|(alive, (events, mended))| libm::sqrt(12.0 * self.tolerance() * events / (alive.fills() * mended)))
            .fold(f64::INFINITY, f64::min)
    }

    /// What is split off in this step.
    fn changes<W: World>(&self, world: &W) -> Changes {
        let mut changes = Changes::default();
        for (from, Alive { kind, rates, .. }) in self.census.alive.iter().enumerate() {
            let split = self.split.switches(*kind);
            changes.leaving.push(if split { rates.leaving() } else { 0.0 });
            if split {
                ways(world, *kind, rates, |to, rate| {
                    if let Some(to) = self.census.known(to) {
                        changes.arrivals.push(Arrival { from, to, rate });
                    }
                });
            }
        }
        changes
    }
}
