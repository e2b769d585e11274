//! What chance explains of a tornado, and what so many flasks can find.

use crate::statistics::interval::{beta_quantile, binomial_cdf};

/// Tornados in which chance may seem to move anything.
const ALPHA: f64 = 0.05;
/// Probability with which something is found.
const POWER: f64 = 0.8;
/// Flasks that are looked at for something to be found, at most.
pub const MOST_FLASKS: u64 = 10_000;

/// What chance alone explains: each number lies beyond it with at most this probability.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Noise {
    /// Of the share of a mechanism.
    pub(super) mechanisms: f64,
    /// Of the time, in either of two ways.
    pub(super) times: f64,
}

/// A test of whether chance alone moved the share of a mechanism.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Test {
    /// Flasks that changed.
    pub changed: u64,
    /// Those that went one way, less those that went the other.
    pub net: u64,
}

impl Test {
    /// Probability of such a net or a larger one, where each flask would as well have gone the other way.
    fn chance(self) -> f64 {
        (2.0 * binomial_cdf((self.changed - self.net) / 2, self.changed, 0.5)).min(1.0)
    }
}

impl Noise {
    /// Such that in one tornado of twenty anything lies beyond it, whatever the numbers have in common: half of that for the
    /// times of all ends, half for the tests of mechanisms.
    ///
    /// A flask keeps its streams, so most values change few flasks. A test whose changed flasks would be no news if all of them went
    /// the same way cannot be wrong, and takes nothing from the others (Tarone 1990, doi:10.2307/2531456); nor does one that is
    /// found already (step by step as Holm 1979 does, who is the reason why this stays true of all together).
    pub fn of(ends: usize, tests: &[Test]) -> Self {
        let mut left: Vec<Test> = tests.to_vec();
        let mechanisms = loop {
            let (alpha, before) = (among(&left), left.len());
            left.retain(|test| test.chance() > alpha);
            if left.len() == before {
                break alpha;
            }
        };
        Self {
            mechanisms,
            times: each(2 * ends.max(1)),
        }
    }

    /// Standard errors: a sum of terms whose signs are coin flips lies beyond z times the root of the sum of their squares, on
    /// either side, with a probability below 2 exp(-z²/2) (Hoeffding 1963, doi:10.1080/01621459.1963.10500830).
    pub(super) fn errors(self) -> f64 {
        libm::sqrt(2.0 * libm::log(2.0 / self.times))
    }

    /// Largest net of so many changed flasks that chance explains (sign test: each would as well have changed the other way; for
    /// two categories that is McNemar's exact test).
    pub(super) fn net(self, changed: u64) -> u64 {
        net(changed, self.mechanisms)
    }

    /// The same of flasks that are sooner or later.
    pub(super) fn net_of_times(self, changed: u64) -> u64 {
        net(changed, self.times)
    }

    /// Flasks that have to change, at least: all of them the same way.
    pub fn fewest(self) -> u64 {
        (1..64)
            .find(|&flasks| all_one_way(flasks) <= self.mechanisms)
            .unwrap_or(64)
    }

    /// The least share of so many flasks that has to change, all the same way, to be found with a probability of 80%.
    pub fn smallest(self, flasks: u64) -> Option<f64> {
        let fewest = self.fewest();
        // P(X >= k) = I_p(k, n - k + 1) for X ~ Binomial(n, p).
        (fewest <= flasks).then(|| beta_quantile(POWER, fewest as f64, (flasks - fewest + 1) as f64))
    }

    /// Flasks with which a share that moves by `moved` on balance, as `changed` of all flasks change, is found with a
    /// probability of 80%, at most [`MOST_FLASKS`].
    pub fn flasks(self, moved: f64, changed: f64) -> Option<u64> {
        let enough = |flasks: u64| self.power(flasks, moved, changed) >= POWER;
        if moved <= 0.0 || !enough(MOST_FLASKS) {
            return None;
        }
        let (mut few, mut many) = (0, MOST_FLASKS);
        while many - few > 1 {
            let middle = u64::midpoint(few, many);
            match enough(middle) {
                true => many = middle,
                false => few = middle,
            }
        }
        Some(many)
    }

    /// Probability to find it with so many flasks.
    fn power(self, flasks: u64, moved: f64, changed: f64) -> f64 {
        let changed = changed.clamp(moved, 1.0);
        let other_way = 0.5 * (1.0 - moved / changed);
        let expected = flasks as f64 * changed;
        let reach = 6.0 * libm::sqrt(expected.max(1.0));
        let first = ((expected - reach).max(0.0) as u64).max(self.fewest());
        let last = ((expected + reach) as u64 + 1).min(flasks);
        let exactly = |k: u64| binomial_cdf(k, flasks, changed) - binomial_cdf(k - 1, flasks, changed);
        let found = |k: u64| tails(k, self.mechanisms).map_or(0.0, |tails| binomial_cdf(tails, k, other_way));
        (first..=last).map(|k| exactly(k) * found(k)).sum()
    }
}

/// What each of so many tests of mechanisms, or of times, may be wrong with.
fn each(tests: usize) -> f64 {
    0.5 * ALPHA / tests as f64
}

/// The same of these tests, where those count that could tell anything at it.
fn among(tests: &[Test]) -> f64 {
    let telling = |alpha: f64| {
        let could = tests.iter().filter(|test| all_one_way(test.changed) <= alpha);
        could.count()
    };
    let all = tests.len().max(1);
    each((1..all).find(|&count| telling(each(count)) <= count).unwrap_or(all))
}

/// Probability that so many coin flips all give the same.
fn all_one_way(flips: u64) -> f64 {
    libm::exp2(1.0 - flips as f64).min(1.0)
}

/// Most tails among so many flips that are too few for chance.
fn tails(flips: u64, alpha: f64) -> Option<u64> {
    let decides = |tails: u64| 2.0 * binomial_cdf(tails, flips, 0.5) <= alpha;
    let (mut few, mut many) = (None, flips / 2 + 1);
    while few.map_or(0, |few| few + 1) < many {
        let middle = u64::midpoint(few.map_or(0, |few| few + 1), many - 1);
        match decides(middle) {
            true => few = Some(middle),
            false => many = middle,
        }
    }
    few
}

/// Largest net of so many coin flips that chance explains.
fn net(flips: u64, alpha: f64) -> u64 {
    tails(flips, alpha).map_or(flips, |tails| flips.saturating_sub(2 * (tails + 1)))
}
