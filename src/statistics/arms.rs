//! Do sister flasks, which were split from one stock, come to the same mechanism more often than
//! flasks of different stocks? If so, what they share was there before the split.

use super::interval::{Z95, wilson};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Agreement of resistant flasks in their dominant mechanism.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ArmsSummary {
    /// Flasks per stock.
    pub arms: u64,
    /// Stocks with at least one resistant flask.
    pub stocks: u64,
    /// Pairs of resistant flasks from the same stock that agree; absent without such pairs.
    pub sisters: Option<Agreement>,
    /// The same for pairs from different stocks.
    pub unrelated: Option<Agreement>,
    /// Sisters less unrelated, with its interval; absent below three stocks.
    pub excess: Option<Excess>,
}

/// Pairs of flasks with the same dominant mechanism.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Agreement {
    /// Pairs that agree.
    pub agreeing: u64,
    /// All pairs.
    pub pairs: u64,
    /// Agreeing over all pairs, 0 to 1.
    pub share: f64,
    /// Wilson's interval at the effective size that the jackknife over stocks gives.
    pub low: f64,
    /// Upper end of that interval.
    pub high: f64,
}

/// A difference of shares (normal interval, jackknife over stocks).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Excess {
    /// Share of agreeing sisters less that of unrelated flasks, -1 to 1.
    pub difference: f64,
    /// Ends of the 95% interval.
    pub low: f64,
    /// See [`Self::low`].
    pub high: f64,
}

/// Sums that the two shares come from.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    sister_agreeing: f64,
    sister_pairs: f64,
    /// Pairs of all flasks, sisters included.
    all_agreeing: f64,
    all_pairs: f64,
}

impl Sums {
    fn sisters(&self) -> Option<f64> {
        (self.sister_pairs > 0.0).then(|| self.sister_agreeing / self.sister_pairs)
    }

    fn unrelated(&self) -> Option<f64> {
        let pairs = self.all_pairs - self.sister_pairs;
        (pairs > 0.5).then(|| (self.all_agreeing - self.sister_agreeing) / pairs)
    }
}

fn pairs(n: f64) -> f64 {
    n * (n - 1.0) / 2.0
}

/// From `(stock, mechanism)` of every resistant flask, stocks in order. `None` where `arms` is 1.
pub fn agreement(arms: u64, resistant: impl Iterator<Item = (u64, u16)>) -> Option<ArmsSummary> {
    if arms < 2 {
        return None;
    }
    let mut stocks: BTreeMap<u64, BTreeMap<u16, f64>> = BTreeMap::new();
    let mut all: BTreeMap<u16, f64> = BTreeMap::new();
    for (stock, mechanism) in resistant {
        *stocks.entry(stock).or_default().entry(mechanism).or_insert(0.0) += 1.0;
        *all.entry(mechanism).or_insert(0.0) += 1.0;
    }
    let flasks: f64 = all.values().sum();
    let size = |stock: &BTreeMap<u16, f64>| stock.values().sum::<f64>();
    let inside = |stock: &BTreeMap<u16, f64>| stock.values().map(|&n| pairs(n)).sum::<f64>();
    let mut sums = Sums {
        all_agreeing: all.values().map(|&n| pairs(n)).sum(),
        all_pairs: pairs(flasks),
        ..Sums::default()
    };
    for stock in stocks.values() {
        sums.sister_agreeing += inside(stock);
        sums.sister_pairs += pairs(size(stock));
    }
    let without = |stock: &BTreeMap<u16, f64>| {
        let lost = |(mechanism, &n): (&u16, &f64)| pairs(all[mechanism]) - pairs(all[mechanism] - n);
        Sums {
            sister_agreeing: sums.sister_agreeing - inside(stock),
            sister_pairs: sums.sister_pairs - pairs(size(stock)),
            all_agreeing: sums.all_agreeing - stock.iter().map(lost).sum::<f64>(),
            all_pairs: pairs(flasks - size(stock)),
        }
    };
    let left_out: Vec<Sums> = stocks.values().map(without).collect();
    let agreeing = |share: Option<f64>, read: &dyn Fn(&Sums) -> Option<f64>, agreeing: f64, pairs: f64| {
        let share = share?;
        let variance = jackknife(left_out.iter().map(read));
        let size = match variance {
            Some(variance) if variance > 0.0 && share > 0.0 && share < 1.0 => {
                (share * (1.0 - share) / variance).min(pairs)
            }
            // All agree or none: no better known than from one pair per stock.
            _ => (stocks.len() as f64).min(pairs),
        };
        let (low, high) = wilson(share * size, size, Z95);
        Some(Agreement {
            agreeing: agreeing as u64,
            pairs: pairs as u64,
            share,
            low,
            high,
        })
    };
    let difference = |sums: &Sums| Some(sums.sisters()? - sums.unrelated()?);
    let excess = difference(&sums)
        .filter(|_| stocks.len() >= 3)
        .and_then(|difference_all| {
            let half = Z95 * libm::sqrt(jackknife(left_out.iter().map(difference))?);
            Some(Excess {
                difference: difference_all,
                low: (difference_all - half).max(-1.0),
                high: (difference_all + half).min(1.0),
            })
        });
    Some(ArmsSummary {
        arms,
        stocks: stocks.len() as u64,
        sisters: agreeing(sums.sisters(), &Sums::sisters, sums.sister_agreeing, sums.sister_pairs),
        unrelated: agreeing(
            sums.unrelated(),
            &Sums::unrelated,
            sums.all_agreeing - sums.sister_agreeing,
            sums.all_pairs - sums.sister_pairs,
        ),
        excess,
    })
}

/// Variance of an estimate from its values with one unit left out each (Efron and Stein 1981,
/// doi:10.1214/aos/1176345462); `None` below three units, or where one of them carries everything.
fn jackknife(left_out: impl Iterator<Item = Option<f64>>) -> Option<f64> {
    let values: Vec<f64> = left_out.collect::<Option<_>>()?;
    let n = values.len() as f64;
    if n < 3.0 {
        return None;
    }
    let mean = values.iter().sum::<f64>() / n;
    Some((n - 1.0) / n * values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_counted_by_hand() {
        // Stock 0: a a b; stock 1: b b; stock 2: a.
        let flasks = [(0, 1), (0, 1), (0, 2), (1, 2), (1, 2), (2, 1)];
        let summary = agreement(3, flasks.into_iter()).unwrap();
        let sisters = summary.sisters.unwrap();
        assert_eq!((sisters.agreeing, sisters.pairs), (2, 4));
        // All pairs: 15, of which a-a 3 and b-b 3 agree.
        let unrelated = summary.unrelated.unwrap();
        assert_eq!((unrelated.agreeing, unrelated.pairs), (4, 11));
        assert!((summary.excess.unwrap().difference - (0.5 - 4.0 / 11.0)).abs() < 1e-12);
        assert_eq!(agreement(1, flasks.into_iter()), None);
        assert_eq!(agreement(2, [].into_iter()).unwrap().sisters, None);
    }

    #[test]
    fn one_pair_has_a_wide_interval() {
        let one = agreement(2, [(0, 1), (0, 1)].into_iter()).unwrap().sisters.unwrap();
        assert!(one.share == 1.0 && one.low < 0.25, "{one:?}");
    }
}
