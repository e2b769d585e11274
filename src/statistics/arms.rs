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

/// Resistant flasks by mechanism.
type Tally = BTreeMap<u16, f64>;

/// Pairs of flasks, and those of them with the same mechanism.
#[derive(Debug, Clone, Copy, Default)]
struct Pairs {
    agreeing: f64,
    all: f64,
}

impl Pairs {
    /// All pairs of these flasks.
    fn among(flasks: &Tally) -> Self {
        Self {
            agreeing: flasks.values().map(|&n| pairs(n)).sum(),
            all: pairs(flasks.values().sum()),
        }
    }

    fn plus(self, other: Self) -> Self {
        Self {
            agreeing: self.agreeing + other.agreeing,
            all: self.all + other.all,
        }
    }

    fn less(self, other: Self) -> Self {
        Self {
            agreeing: self.agreeing - other.agreeing,
            all: self.all - other.all,
        }
    }

    /// Agreeing over all; `None` without pairs.
    fn share(self) -> Option<f64> {
        (self.all > 0.5).then(|| self.agreeing / self.all)
    }
}

/// Pairs among so many flasks.
fn pairs(n: f64) -> f64 {
    n * (n - 1.0) / 2.0
}

/// What the two shares come from.
#[derive(Debug, Clone, Copy)]
struct Sums {
    sisters: Pairs,
    /// Of all flasks, sisters included.
    all: Pairs,
}

impl Sums {
    fn unrelated(&self) -> Pairs {
        self.all.less(self.sisters)
    }

    /// Share of agreeing sisters less that of unrelated flasks.
    fn excess(&self) -> Option<f64> {
        Some(self.sisters.share()? - self.unrelated().share()?)
    }

    /// With the flasks of one stock left out.
    fn without(&self, stock: &Tally, all: &Tally) -> Self {
        let mut others = all.clone();
        for (mechanism, n) in stock {
            *others.entry(*mechanism).or_insert(0.0) -= n;
        }
        Self {
            sisters: self.sisters.less(Pairs::among(stock)),
            all: Pairs::among(&others),
        }
    }
}

/// From `(stock, mechanism)` of every resistant flask, stocks in order. `None` where `arms` is 1.
pub fn agreement(arms: u64, resistant: impl Iterator<Item = (u64, u16)>) -> Option<ArmsSummary> {
    if arms < 2 {
        return None;
    }
    let mut stocks: BTreeMap<u64, Tally> = BTreeMap::new();
    let mut all = Tally::new();
    for (stock, mechanism) in resistant {
        *stocks.entry(stock).or_default().entry(mechanism).or_insert(0.0) += 1.0;
        *all.entry(mechanism).or_insert(0.0) += 1.0;
    }
    let sums = Sums {
        sisters: stocks.values().map(Pairs::among).fold(Pairs::default(), Pairs::plus),
        all: Pairs::among(&all),
    };
    let left_out: Vec<Sums> = stocks.values().map(|stock| sums.without(stock, &all)).collect();
    Some(ArmsSummary {
        arms,
        stocks: stocks.len() as u64,
        sisters: Agreement::of(sums.sisters, left_out.iter().map(|sums| sums.sisters)),
        unrelated: Agreement::of(sums.unrelated(), left_out.iter().map(Sums::unrelated)),
        excess: excess(&sums, &left_out),
    })
}

impl Agreement {
    /// Of pairs, and of those with one stock left out each.
    fn of(pairs: Pairs, left_out: impl ExactSizeIterator<Item = Pairs>) -> Option<Self> {
        let share = pairs.share()?;
        let stocks = left_out.len() as f64;
        let size = match jackknife(left_out.map(Pairs::share)) {
            Some(variance) if variance > 0.0 && share > 0.0 && share < 1.0 => share * (1.0 - share) / variance,
            // All agree or none: no better known than from one pair per stock.
            _ => stocks,
        };
        let size = size.min(pairs.all);
        let (low, high) = wilson(share * size, size, Z95);
        Some(Self {
            agreeing: pairs.agreeing as u64,
            pairs: pairs.all as u64,
            share,
            low,
            high,
        })
    }
}

fn excess(sums: &Sums, left_out: &[Sums]) -> Option<Excess> {
    let difference = sums.excess().filter(|_| left_out.len() >= 3)?;
    let half = Z95 * libm::sqrt(jackknife(left_out.iter().map(Sums::excess))?);
    Some(Excess {
        difference,
        low: (difference - half).max(-1.0),
        high: (difference + half).min(1.0),
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
