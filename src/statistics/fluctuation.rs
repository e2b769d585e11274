//! Growth of mutants in a fluctuation test: the law of Luria and Delbrück, Poisson of the same mean, and what was simulated.
//!
//! Mutants are founded at the rate per division times the birth rate of the dividing type, which grows as its mean
//! does; every clone is a birth-death process of its own. The number of mutants is then compound Poisson, and its
//! probabilities follow from those of the clone sizes by a recursion: mutants may grow at another pace than their parents, and
//! die.

use super::compound::{Mass, compound_poisson};
use super::counts::CountSummary;
use crate::model::plain::{BirthDeath, PlainModel};
use serde::{Deserialize, Serialize};

/// Largest count whose probability is computed.
const MOST: usize = 1 << 14;
/// Panels of the integral over the age of a clone, and Gauss-Legendre nodes and weights of each on 0 to 1.
const PANELS: usize = 96;
const NODES: [(f64, f64); 4] = [
    (0.069_431_844_202_973_7, 0.173_927_422_568_727),
    (0.330_009_478_207_572, 0.326_072_577_431_273),
    (0.669_990_521_792_428, 0.326_072_577_431_273),
    (0.930_568_155_797_026, 0.173_927_422_568_727),
];
/// From this mean on Poisson counts are summed by their limit.
const MANY_EXPECTED: f64 = 1e4;
/// Fewest cells at the start whose growth is near enough its mean where no size ends it.
const MANY: u64 = 1_000;

/// Growth of mutants from one dividing type, without selection in between.
#[derive(Debug, Clone, PartialEq)]
pub struct Growth {
    /// Index of the mutant type.
    pub to: usize,
    /// Founding rate of mutants at the end, per day.
    rate: f64,
    /// Net growth of the dividing type, per day.
    net: f64,
    /// Days of growth.
    days: f64,
    mutant: BirthDeath,
}

/// Probabilities of 0, 1, 2... mutants.
#[derive(Debug, Clone, PartialEq)]
pub struct Law {
    /// Mean number of mutations.
    pub mutations: f64,
    /// Probability of each count.
    pub probabilities: Vec<f64>,
}

/// What a plain run says of its mutants, beside two laws. Counts stand in bins: 0, 1, 2 to 3, 4 to 7...
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fluctuation {
    /// Name of the mutant type.
    pub name: String,
    /// Mutations per culture that theory expects.
    pub mutations: f64,
    /// Share of cultures without a mutant by the law of Luria and Delbrück.
    pub law_zero: f64,
    /// Median by that law; absent beyond what was computed.
    pub law_median: Option<u64>,
    /// Share without a mutant by Poisson of the simulated mean.
    pub poisson_zero: f64,
    /// Smallest share of cultures that hold half of all mutants.
    pub half: f64,
    /// Rising, without gaps up to the largest count.
    pub bins: Vec<Bin>,
}

/// Cultures with a count of mutants within a bin.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Bin {
    /// Least count.
    pub low: u64,
    /// Largest count.
    pub high: u64,
    /// Simulated share.
    pub share: f64,
    /// By the law; absent beyond what was computed.
    pub law: Option<f64>,
    /// By Poisson of the simulated mean.
    pub poisson: f64,
}

impl Growth {
    /// Where a model is a fluctuation test: one type divides and mutates in one phase of constant rates, nothing of the
    /// mutants is there before, nothing switches, nothing is sampled; its growth follows its mean, since a size ends it
    /// or it starts from many cells.
    pub fn of(model: &PlainModel) -> Option<Self> {
        let ([mutation], [phase]) = (&model.mutations[..], &model.phases[..]) else {
            return None;
        };
        let founders = model.types[mutation.from].founders;
        let others = model
            .types
            .iter()
            .enumerate()
            .any(|(i, t)| i != mutation.from && t.founders > 0);
        let plain = model.switches.is_empty() && model.capacity.is_none() && phase.until.is_none();
        let sure = phase.rates[mutation.from].death == 0.0 || founders >= MANY;
        if !plain || !sure || others || founders == 0 || mutation.and.is_some() || phase.keep < 1.0 || phase.repeat > 1
        {
            return None;
        }
        let per_division = phase.per_division(model)[0];
        let (parent, mutant) = (phase.rates[mutation.from], phase.rates[mutation.to]);
        let net = parent.birth * (1.0 - per_division) - parent.death;
        let sized = model.stop.as_ref().filter(|stop| stop.of_type != Some(mutation.to));
        let to_size = sized.map(|stop| libm::log(stop.cells as f64 / founders as f64) / net);
        let days = match to_size {
            Some(days) if net > 0.0 && days <= phase.duration => days,
            _ if model.stop.is_none() && founders >= MANY && phase.duration.is_finite() => phase.duration,
            _ => return None,
        };
        let rate = per_division * parent.birth * founders as f64 * libm::exp(net * days);
        let found = Self {
            to: mutation.to,
            rate,
            net,
            days,
            mutant,
        };
        (rate > 0.0 && days > 0.0 && found.mutations() < 500.0).then_some(found)
    }

    /// Mean number of mutations.
    pub fn mutations(&self) -> f64 {
        match self.net {
            0.0 => self.rate * self.days,
            net => -self.rate * libm::expm1(-net * self.days) / net,
        }
    }

    /// Probabilities of 0 to `most` mutants.
    pub fn law(&self, most: usize) -> Law {
        let masses = compound_poisson(self.rate_of_living(), &self.clone_sizes(most));
        Law {
            mutations: self.mutations(),
            probabilities: masses.into_iter().map(Mass::value).collect(),
        }
    }

    /// Ages of clones with their weights in the integral over all ages: founding rate times days.
    fn ages(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        let width = self.days / PANELS as f64;
        (0..PANELS).flat_map(move |panel| {
            NODES.iter().map(move |(at, weight)| {
                let age = (panel as f64 + at) * width;
                (age, self.rate * libm::exp(-self.net * age) * weight * width)
            })
        })
    }

    /// Mean number of clones that live at the end.
    fn rate_of_living(&self) -> f64 {
        self.ages()
            .map(|(age, weight)| weight * (1.0 - ends(self.mutant, age).0))
            .sum()
    }

    /// For each size, size times the mean number of clones of that size.
    fn clone_sizes(&self, most: usize) -> Vec<f64> {
        let mut sizes = vec![0.0; most + 1];
        for (age, weight) in self.ages() {
            let (extinct, again) = ends(self.mutant, age);
            let mut of_size = weight * (1.0 - extinct) * (1.0 - again);
            for (size, sum) in sizes.iter_mut().enumerate().skip(1) {
                *sum += size as f64 * of_size;
                of_size *= again;
                if of_size < 1e-300 {
                    break;
                }
            }
        }
        sizes
    }
}

/// Of a clone of one founder after some days: the chance that it is gone, and the ratio of the geometric law of its size
/// (Kendall 1948).
fn ends(rates: BirthDeath, days: f64) -> (f64, f64) {
    let BirthDeath { birth, death } = rates;
    let net = birth - death;
    if net.abs() * days < 1e-9 {
        let turned = birth * days / (1.0 + birth * days);
        let gone = if birth == 0.0 {
            -libm::expm1(-death * days)
        } else {
            turned * death / birth
        };
        return (gone, turned);
    }
    let grown = libm::expm1(net * days);
    let bottom = birth * grown + net;
    (death * grown / bottom, birth * grown / bottom)
}

impl Law {
    /// Probability of a count between two bounds; absent beyond what was computed.
    pub fn between(&self, low: u64, high: u64) -> Option<f64> {
        let counts = self.probabilities.get(low as usize..=high as usize)?;
        Some(counts.iter().sum())
    }

    /// The least count that half of the cultures do not exceed.
    pub fn median(&self) -> Option<u64> {
        let mut sum = 0.0;
        let found = self.probabilities.iter().position(|p| {
            sum += p;
            sum >= 0.5
        });
        found.map(|n| n as u64)
    }
}

impl Fluctuation {
    /// From the simulated counts of the mutant type.
    pub fn of(growth: &Growth, counts: &CountSummary) -> Self {
        let law = growth.law(MOST);
        let n = counts.zero.n.max(1) as f64;
        let mut bins = Vec::new();
        let (mut low, mut high) = (0, 0);
        while low <= counts.max.max(1) {
            let within = counts.histogram.iter().filter(|(at, _, _)| (low..=high).contains(at));
            bins.push(Bin {
                low,
                high,
                share: within.map(|(_, _, count)| count).sum::<u64>() as f64 / n,
                law: law.between(low, high),
                poisson: poisson(counts.mean, low, high),
            });
            (low, high) = (high + 1, 2 * high + 1);
        }
        Self {
            name: counts.name.clone(),
            mutations: law.mutations,
            law_zero: law.probabilities[0],
            law_median: law.median(),
            poisson_zero: libm::exp(-counts.mean),
            half: half(counts),
            bins,
        }
    }
}

/// Smallest share of cultures that hold half of all mutants, of whole cultures; a bin's cultures count with its middle.
fn half(counts: &CountSummary) -> f64 {
    let middle = |low: u64, width: u64| low as f64 + (width - 1) as f64 / 2.0;
    let rows = || {
        counts
            .histogram
            .iter()
            .map(|&(low, width, count)| (middle(low, width), count as f64))
    };
    let all: f64 = rows().map(|(size, count)| size * count).sum();
    let (mut cultures, mut left) = (0.0, all / 2.0);
    let rows: Vec<(f64, f64)> = rows().collect();
    for (size, count) in rows.into_iter().rev() {
        if size <= 0.0 || left <= 0.0 {
            break;
        }
        let taken = count.min(left / size);
        (cultures, left) = (cultures + taken, left - taken * size);
    }
    libm::ceil(cultures - 1e-9) / counts.zero.n.max(1) as f64
}

/// Probability of a Poisson count between two bounds.
pub(super) fn poisson(mean: f64, low: u64, high: u64) -> f64 {
    if mean <= 0.0 {
        return if low == 0 { 1.0 } else { 0.0 };
    }
    // Beyond forty standard deviations nothing is left.
    let far = 40.0 * libm::sqrt(mean) + 40.0;
    let (first, last) = (low.max((mean - far).max(0.0) as u64), high.min((mean + far) as u64));
    if first > last {
        return 0.0;
    }
    if mean > MANY_EXPECTED {
        return poisson_up_to(mean, last as f64) - poisson_up_to(mean, first as f64 - 1.0);
    }
    let one = |k: u64| libm::exp(k as f64 * libm::log(mean) - mean - libm::lgamma(k as f64 + 1.0));
    (first..=last).map(one).sum()
}

/// Probability of a Poisson count of at most so many where the mean is large: the normal law with its first correction for
/// skewness (Edgeworth), within 1/(20 mean).
fn poisson_up_to(mean: f64, most: f64) -> f64 {
    let z = (most + 0.5 - mean) / libm::sqrt(mean);
    let below = 0.5 * libm::erfc(-z / core::f64::consts::SQRT_2);
    let density = libm::exp(-0.5 * z * z) / libm::sqrt(2.0 * core::f64::consts::PI);
    below - (z * z - 1.0) / (6.0 * libm::sqrt(mean)) * density
}

#[cfg(test)]
mod tests {
    use super::*;

    fn growth(mutations: f64, net: f64, days: f64, mutant: (f64, f64)) -> Growth {
        let mutant = BirthDeath {
            birth: mutant.0,
            death: mutant.1,
        };
        let mut growth = Growth {
            to: 1,
            rate: 1.0,
            net,
            days,
            mutant,
        };
        growth.rate = mutations / growth.mutations();
        growth
    }

    /// Ma, Sandri and Sarkar 1992: p0 = exp(-m), pn = m/n sum of p_i/(n - i + 1).
    #[test]
    fn mutants_that_grow_like_their_parents_follow_the_recursion() {
        let m = 3.0;
        let law = growth(m, 1.0, 40.0, (1.0, 0.0)).law(300);
        let mut known = vec![libm::exp(-m)];
        for n in 1..=300usize {
            let sum: f64 = (0..n).map(|i| known[i] / (n - i + 1) as f64).sum();
            known.push(m / n as f64 * sum);
        }
        for (n, (p, known)) in law.probabilities.iter().zip(&known).enumerate() {
            assert!((p / known - 1.0).abs() < 1e-6, "{n}: {p} {known}");
        }
        assert_eq!(law.median(), Some(7));
    }

    #[test]
    fn mutants_that_do_not_grow_are_poisson_and_death_thins_them() {
        let law = growth(4.0, 0.5, 10.0, (0.0, 0.0)).law(40);
        for n in 0..40u64 {
            assert!((law.probabilities[n as usize] - poisson(4.0, n, n)).abs() < 1e-9, "{n}");
        }
        // Pure death at 0.5 per day beside parents that grow at 0.5: the mean is m (1 - exp(-gT - dT)) g / (g + d) / (1 - exp(-gT)).
        let dying = growth(4.0, 0.5, 10.0, (0.0, 0.5)).law(60);
        let mean: f64 = dying.probabilities.iter().enumerate().map(|(n, p)| n as f64 * p).sum();
        let known = 4.0 * 0.5 * (1.0 - libm::exp(-10.0)) / (1.0 - libm::exp(-5.0));
        assert!((mean - known).abs() < 1e-6, "{mean} {known}");
    }

    /// Two mutations a day at the end of ten days: as many on every day where the parents neither grow nor shrink, fewer before where they
    /// grow.
    #[test]
    fn mutations_are_those_of_all_days() {
        let of = |net| Growth {
            to: 1,
            rate: 2.0,
            net,
            days: 10.0,
            mutant: BirthDeath { birth: 1.0, death: 0.0 },
        };
        assert_eq!(of(0.0).mutations(), 20.0);
        assert!((of(1e-9).mutations() - 20.0).abs() < 1e-6);
        assert!((of(0.5).mutations() - 4.0 * (1.0 - libm::exp(-5.0))).abs() < 1e-12);
    }

    /// Slower mutants: the mean is the integral of founding rate times growth, m g (1 - e^((r-g)T)) / ((g-r)(1 - e^-gT)).
    #[test]
    fn mutants_that_grow_more_slowly_have_their_own_mean() {
        let law = growth(3.0, 1.0, 14.0, (0.4, 0.1)).law(4_000);
        let mean: f64 = law.probabilities.iter().enumerate().map(|(n, p)| n as f64 * p).sum();
        let known = 3.0 * (1.0 - libm::exp(-0.7 * 14.0)) / (0.7 * (1.0 - libm::exp(-14.0)));
        assert!((mean / known - 1.0).abs() < 1e-6, "{mean} {known}");
        assert!((law.probabilities.iter().sum::<f64>() - 1.0).abs() < 1e-9);
    }

    /// Large means: the limit meets the sum where one takes over from the other, and no width takes longer than another.
    #[test]
    fn poisson_of_large_means_is_its_limit() {
        for (low, high) in [(0, 9_900), (9_901, 10_000), (10_001, 10_150), (10_151, u64::MAX)] {
            let sum = poisson(MANY_EXPECTED, low, high);
            let limit = poisson(MANY_EXPECTED * (1.0 + 1e-12), low, high);
            assert!((sum - limit).abs() < 1e-5, "{low}: {sum} {limit}");
        }
        assert!((poisson(4e15, 0, u64::MAX) - 1.0).abs() < 1e-9);
        assert!(poisson(4e15, 0, 1 << 51).abs() < 1e-300);
    }

    #[test]
    fn half_of_all_mutants_are_in_the_largest_cultures() {
        let counts = CountSummary {
            name: "mutant".into(),
            mean: 2.0,
            sd: 0.0,
            zero: crate::statistics::Proportion::new(4, 10),
            max: 10,
            q05: 0.0,
            q25: 0.0,
            median: 1.0,
            q75: 2.0,
            q95: 10.0,
            histogram: vec![(0, 1, 4), (2, 1, 5), (10, 1, 1)],
        };
        assert!((half(&counts) - 0.1).abs() < 1e-12);
    }
}
