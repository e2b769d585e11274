//! Where resistance came from: before drug, under drug, via tolerant cells.

use super::interval::{Proportion, Z95};
use super::summary::{MeanShare, Origin};
use crate::engine::record::{FlaskRecord, Outcome};

/// Sums over resistant flasks.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct OriginSums {
    /// Sum and sum of squares of pre-existing, acquired, via tolerant, compound.
    sums: [(f64, f64); 4],
    /// Flasks mostly pre-existing, acquired, via tolerant, unaltered, compound.
    flasks: [u64; 5],
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
        ];
        for (sum, share) in self.sums.iter_mut().zip(shares) {
            sum.0 += share;
            sum.1 += share * share;
        }
        let unaltered = (1.0 - shares[0] - shares[1] - shares[2]).max(0.0);
        let origins = [shares[0], shares[1], shares[2], unaltered];
        let most = (0..4)
            .rev()
            .max_by(|&a, &b| origins[a].total_cmp(&origins[b]))
            .expect("four origins");
        self.flasks[most] += 1;
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
            mostly_pre_existing: flasks(0),
            mostly_acquired: flasks(1),
            mostly_via_tolerant: flasks(2),
            mostly_unaltered: flasks(3),
            mostly_compound: flasks(4),
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
