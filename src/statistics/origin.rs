//! Where resistance came from: before drug, under drug, via tolerant cells, spiked in.

use super::interval::{Proportion, Z95};
use super::summary::{MeanShare, Origin};
use crate::engine::record::{FlaskRecord, Outcome};

/// Sums over resistant flasks.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct OriginSums {
    /// Sum and sum of squares of pre-existing, acquired, via tolerant, compound, spiked.
    sums: [(f64, f64); 5],
    /// Flasks mostly pre-existing, acquired, via tolerant, unaltered, compound, spiked.
    flasks: [u64; 6],
}

impl OriginSums {
    /// Counts one flask.
    pub fn add(&mut self, record: &FlaskRecord) {
        if record.outcome != Outcome::Resistant {
            return;
        }
        let shares = [
            record.pre_existing,
            record.acquired,
            record.via_tolerant,
            record.compound,
            record.spiked,
        ];
        for (sum, share) in self.sums.iter_mut().zip(shares) {
            sum.0 += share;
            sum.1 += share * share;
        }
        let [before, acquired, tolerant, _, spiked] = shares;
        let unaltered = (1.0 - before - acquired - tolerant - spiked).max(0.0);
        let origins = [(0, before), (1, acquired), (2, tolerant), (3, unaltered), (5, spiked)];
        let most = origins.into_iter().rev().max_by(|a, b| a.1.total_cmp(&b.1));
        self.flasks[most.map_or(3, |(origin, _)| origin)] += 1;
        self.flasks[4] += u64::from(record.compound > 0.5);
    }

    /// The origins over `n` resistant flasks.
    pub fn finish(&self, n: u64) -> Origin {
        let mean = |k: usize| MeanShare::of(self.sums[k].0, self.sums[k].1, n);
        let flasks = |k: usize| Proportion::new(self.flasks[k], n);
        Origin {
            pre_existing: mean(0),
            acquired: mean(1),
            via_tolerant: mean(2),
            compound: mean(3),
            spiked: mean(4),
            mostly_pre_existing: flasks(0),
            mostly_acquired: flasks(1),
            mostly_via_tolerant: flasks(2),
            mostly_unaltered: flasks(3),
            mostly_compound: flasks(4),
            mostly_spiked: flasks(5),
        }
    }
}

impl MeanShare {
    fn of(sum: f64, squares: f64, n: u64) -> Self {
        let count = n as f64;
        let mean = if n == 0 { 0.0 } else { sum / count };
        if n < 2 {
            return Self {
                mean,
                low: None,
                high: None,
            };
        }
        let variance = ((squares - count * mean * mean) / (count - 1.0)).max(0.0);
        let half = Z95 * libm::sqrt(variance / count);
        Self {
            mean,
            low: Some((mean - half).max(0.0)),
            high: Some((mean + half).min(1.0)),
        }
    }
}
