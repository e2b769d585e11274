//! Shares of flasks that are not independent: those of one stock share what was in it before the split.

use super::interval::{CONFIDENCE, Proportion, Z95, wilson};
use super::paired::t_quantile;
use std::collections::BTreeMap;

/// Flasks counted by the stock that they come from.
#[derive(Debug, Clone)]
pub(crate) struct Stocks {
    /// Flasks per stock.
    arms: u64,
    /// Of each stock: flasks that count, and all.
    counts: BTreeMap<u64, (u64, u64)>,
}

impl Stocks {
    pub fn new(arms: u64) -> Self {
        Self {
            arms,
            counts: BTreeMap::new(),
        }
    }

    pub fn add(&mut self, replicate: u64, counts: bool) {
        // Flasks with stocks of their own need no bookkeeping.
        let stock = if self.arms > 1 { replicate / self.arms } else { 0 };
        let known = self.counts.entry(stock).or_default();
        *known = (known.0 + u64::from(counts), known.1 + 1);
    }

    /// The share of flasks that count.
    pub fn share(&self) -> Proportion {
        let clusters: Vec<(u64, u64)> = self.counts.values().copied().collect();
        match self.arms {
            1 => clusters
                .first()
                .map_or(Proportion::new(0, 0), |all| Proportion::new(all.0, all.1)),
            _ => Proportion::clustered(&clusters),
        }
    }
}

impl Proportion {
    /// Of units that come in clusters which share their fate in part (flasks of one stock), as (count, size) of each: Wilson's
    /// interval at the effective size that the spread between clusters leaves, with Student's quantile since they are few.
    /// Where all or none count, it is no better known than from one unit of each.
    pub fn clustered(clusters: &[(u64, u64)]) -> Self {
        let (count, n) = clusters
            .iter()
            .fold((0, 0), |(count, n), one| (count + one.0, n + one.1));
        let whole = Self::new(count, n);
        let (k, p) = (clusters.len() as f64, whole.share);
        let off = |&(count, size): &(u64, u64)| count as f64 - size as f64 * p;
        let spread: f64 = clusters.iter().map(|one| off(one) * off(one)).sum();
        let variance = k / (k - 1.0).max(1.0) * spread / (n as f64 * n as f64);
        let (size, z) = match k > 1.0 && variance > 0.0 {
            true => (
                (p * (1.0 - p) / variance).min(n as f64),
                t_quantile(CONFIDENCE, k - 1.0),
            ),
            false => (k, Z95),
        };
        let (low, high) = wilson(p * size, size, z);
        Self { low, high, ..whole }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, stream};
    use crate::sampling::uniform;

    /// Twelve stocks of 32 flasks whose own shares are even between 0 and 0.2: the mean of 0.1 lies within the interval in 95%
    /// of 2,000 experiments, give or take 6 standard errors and what Wilson's shape adds, and in few of those that take the
    /// flasks as independent (alpha 1e-6).
    #[test]
    fn intervals_of_clusters_cover() {
        let mut rng = stream(1, 0, Purpose::Growth);
        let (mut covered, mut alone) = (0, 0);
        for _ in 0..2_000 {
            let mut stock = || {
                let own = 0.2 * uniform(&mut rng);
                ((0..32).filter(|_| uniform(&mut rng) < own).count() as u64, 32)
            };
            let stocks: Vec<(u64, u64)> = (0..12).map(|_| stock()).collect();
            let holds = |share: Proportion| share.low <= 0.1 && 0.1 <= share.high;
            covered += u32::from(holds(Proportion::clustered(&stocks)));
            let count = stocks.iter().map(|stock| stock.0).sum();
            alone += u32::from(holds(Proportion::new(count, 12 * 32)));
        }
        assert!((1_840..=1_960).contains(&covered), "{covered}");
        assert!(alone < 1_800, "{alone}");
    }

    #[test]
    fn nothing_in_a_few_stocks_is_not_nothing_in_many_flasks() {
        let none = Proportion::clustered(&[(0, 96); 4]);
        assert_eq!((none.count, none.n, none.low), (0, 384, 0.0));
        assert!(none.high > 0.3, "{none:?}");
    }
}
