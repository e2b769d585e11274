//! Everything that is told of a fluctuation test.

use super::estimate::{Interval, Likelihood, RANGE};
use super::expected::{Part, expected};
use crate::statistics::chi_squared::chi_squared_beyond;
use crate::statistics::fluctuation::poisson;
use crate::statistics::quantile::sorted_quantile;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Fewest cultures that a bin of the test of fit is expected to hold.
const EXPECTED: f64 = 4.0;

/// Colonies of a set of cultures.
#[derive(Debug, Clone, PartialEq)]
pub struct Cultures {
    /// What the set is called.
    pub name: String,
    /// Colonies of each culture and the share of it that was plated; at least two cultures.
    pub colonies: Vec<(u64, f64)>,
    /// Cells of a culture when it was plated, mean; none: not stated.
    pub final_cells: Option<f64>,
    /// Cells of each culture when it was plated, where they are stated one by one; empty: all alike.
    pub each_cells: Vec<f64>,
    /// Growth of mutants over that of their parents.
    pub growth: f64,
}

/// What a set of cultures says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Analysis {
    /// What the set is called.
    pub name: String,
    /// How many cultures.
    pub cultures: u64,
    /// Least and largest share that was plated.
    pub plated: (f64, f64),
    /// Growth of mutants over that of their parents.
    pub growth: f64,
    /// Cells of a culture when it was plated; none: not stated.
    pub final_cells: Option<f64>,
    /// Colonies per culture, mean.
    pub mean: f64,
    /// Variance of the colonies.
    pub variance: f64,
    /// Median of the colonies.
    pub median: f64,
    /// Cultures without a colony.
    pub zeros: u64,
    /// Most colonies.
    pub max: u64,
    /// Mutations per culture: most likely, with the profile-likelihood interval.
    pub mutations: Interval,
    /// Mutations per division: `mutations` over the final cells, since a culture of N cells has had N - 1 divisions.
    pub rate: Option<Interval>,
    /// Mutations per culture by the share of cultures without a colony.
    pub by_zeros: Option<Interval>,
    /// By the median.
    pub by_median: Option<f64>,
    /// How well the law fits; none where there are too few cultures.
    pub fit: Option<Fit>,
    /// Probability of so large a scatter round what was plated of each culture if colonies were Poisson: mutations caused by the
    /// plate.
    pub poisson_p: f64,
    /// Cultures in bins of 0, 1, 2 to 3, 4 to 7... colonies.
    pub bins: Vec<ColonyBin>,
}

/// Pearson's test of the law in bins that are expected to hold at least four cultures.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Fit {
    /// The sum of squares.
    pub chi_squared: f64,
    /// Degrees of freedom.
    pub freedom: u64,
    /// Probability of a larger one where the law holds.
    pub p: f64,
}

/// Cultures with so many colonies.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ColonyBin {
    /// Fewest colonies.
    pub low: u64,
    /// Most colonies.
    pub high: u64,
    /// Cultures observed.
    pub observed: f64,
    /// Cultures expected by the law of Luria and Delbrück at the most likely mutations.
    pub law: f64,
    /// Cultures expected by Poisson of the same mean for each cell plated.
    pub poisson: f64,
}

/// Two sets of cultures held against each other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ratio {
    /// The set above the line.
    pub of: String,
    /// The set below it.
    pub over: String,
    /// Mutations per division where both state final cells, else mutations per culture: their ratio, with the interval made of
    /// both profile intervals (Zou and Donner 2008, doi:10.1002/sim.3095).
    pub ratio: Interval,
    /// Whether it is of mutations per division.
    pub per_division: bool,
    /// Likelihood-ratio test of equal rates.
    pub p: f64,
}

impl Analysis {
    /// Whether there are more mutations than are searched for.
    pub fn is_beyond(&self) -> bool {
        self.mutations.high > 0.999 * RANGE.1
    }
}

impl Cultures {
    /// The likelihood of mutations per culture.
    pub fn likelihood(&self) -> Likelihood {
        Likelihood::of(&self.colonies, self.growth)
    }

    /// What they say.
    pub fn analysis(&self) -> Analysis {
        let likelihood = self.likelihood();
        let mutations = likelihood.most_likely();
        let n = self.colonies.len() as f64;
        let mut counts: Vec<u64> = self.colonies.iter().map(|&(count, _)| count).collect();
        counts.sort_unstable();
        let numbers: Vec<f64> = counts.iter().map(|&count| count as f64).collect();
        let mean = numbers.iter().sum::<f64>() / n;
        let squares: f64 = numbers.iter().map(|count| (count - mean) * (count - mean)).sum();
        let max = counts.last().copied().unwrap_or(0);
        let by_plate = self.by_plate();
        let expected = self.expected(mutations.value, max.max(1));
        let shares = self.colonies.iter().map(|&(_, plated)| plated);
        Analysis {
            name: self.name.clone(),
            cultures: counts.len() as u64,
            plated: (shares.clone().fold(1.0, f64::min), shares.fold(0.0, f64::max)),
            growth: self.growth,
            final_cells: self.final_cells,
            mean,
            variance: squares / (n - 1.0),
            median: sorted_quantile(&numbers, 0.5),
            zeros: counts.iter().filter(|&&count| count == 0).count() as u64,
            max,
            mutations,
            rate: self.final_cells.map(|cells| mutations.times(1.0 / cells)),
            by_zeros: likelihood.by_zeros(),
            by_median: likelihood.by_median(),
            fit: fit(&counts, &expected),
            poisson_p: if mean > 0.0 {
                chi_squared_beyond(scatter(&self.colonies, &by_plate), counts.len() as u64 - 1)
            } else {
                1.0
            },
            bins: bins(&counts, &expected, &by_plate, max.max(1)),
        }
    }

    /// Cultures in bins of 0, 1, 2 to 3... colonies, beside the law at so many mutations per culture.
    pub fn bins(&self, mutations: f64) -> Vec<ColonyBin> {
        let counts: Vec<u64> = self.colonies.iter().map(|&(count, _)| count).collect();
        let max = counts.iter().copied().max().unwrap_or(0).max(1);
        bins(&counts, &self.expected(mutations, max), &self.by_plate(), max)
    }

    /// Colonies expected of each culture if every plated cell had the same chance, as where the plate makes mutants.
    fn by_plate(&self) -> Vec<f64> {
        let cells = self.each_cells.iter().copied().chain(std::iter::repeat(1.0));
        let plated: Vec<f64> = self
            .colonies
            .iter()
            .zip(cells)
            .map(|(&(_, share), cells)| share * cells)
            .collect();
        let colonies: u64 = self.colonies.iter().map(|&(count, _)| count).sum();
        let each = colonies as f64 / plated.iter().sum::<f64>();
        plated.into_iter().map(|plated| plated * each).collect()
    }

    /// Cultures that the law expects, by their colonies.
    fn expected(&self, mutations: f64, most: u64) -> Vec<Part> {
        let plated = self.colonies.iter().map(|&(_, plated)| plated);
        expected(plated, self.growth, mutations, most)
    }

    /// The mutations of this set over those of another.
    pub fn ratio(&self, other: &Self) -> Ratio {
        let (mine, theirs) = (self.likelihood(), other.likelihood());
        let cells = self.final_cells.zip(other.final_cells);
        let factor = cells.map_or(1.0, |(mine, theirs)| theirs / mine);
        let (a, b) = (mine.most_likely().times(factor), theirs.most_likely());
        // The intervals of the logarithms, put together.
        let log = |x: Interval| (libm::log(x.value), libm::log(x.low), libm::log(x.high));
        let ((a, a_low, a_high), (b, b_low, b_high)) = (log(a), log(b));
        let end = |one: f64, other: f64| libm::sqrt(one * one + other * other);
        let ratio = Interval {
            value: libm::exp(a - b),
            low: libm::exp(a - b - end(a - a_low, b_high - b)),
            high: libm::exp(a - b + end(a_high - a, b - b_low)),
        };
        Ratio {
            of: self.name.clone(),
            over: other.name.clone(),
            ratio,
            per_division: cells.is_some(),
            p: chi_squared_beyond(2.0 * mine.rise_over_one(&theirs, factor), 1),
        }
    }
}

/// Pearson's sum of squares of colonies round what is expected of each culture.
fn scatter(colonies: &[(u64, f64)], expected: &[f64]) -> f64 {
    let gaps = colonies
        .iter()
        .zip(expected)
        .map(|(&(count, _), expected)| (count as f64 - expected, expected));
    gaps.map(|(gap, expected)| gap * gap / expected).sum()
}

fn fit(counts: &[u64], expected: &[Part]) -> Option<Fit> {
    let n = counts.len() as f64;
    let seen = |low: u64, high: u64| counts.iter().filter(|&&count| (low..=high).contains(&count)).count() as f64;
    let (mut squares, mut bins) = (0.0, 0);
    let (mut low, mut held, mut left) = (0, 0.0, n);
    for part in expected {
        held += part.cultures;
        // What is left has to fill a bin of its own.
        if held >= EXPECTED && left - held >= EXPECTED {
            let gap = seen(low, part.high) - held;
            squares += gap * gap / held;
            (low, left, held, bins) = (part.high + 1, left - held, 0.0, bins + 1);
        }
    }
    let gap = seen(low, u64::MAX) - left;
    squares += gap * gap / left;
    let freedom = bins as u64;
    // One bin more than bins, one parameter.
    (freedom >= 2).then(|| Fit {
        chi_squared: squares,
        freedom: freedom - 1,
        p: chi_squared_beyond(squares, freedom - 1),
    })
}

fn bins(counts: &[u64], expected: &[Part], by_plate: &[f64], max: u64) -> Vec<ColonyBin> {
    let mut bins = Vec::new();
    let (mut low, mut high) = (0, 0);
    let n = counts.len() as f64;
    let mut alike: BTreeMap<u64, f64> = BTreeMap::new();
    for mean in by_plate {
        *alike.entry(mean.to_bits()).or_default() += 1.0;
    }
    while low <= max {
        let within = |part: &&Part| (low..=high).contains(&part.high);
        let law = match high <= max {
            true => expected.iter().filter(within).map(|part| part.cultures).sum(),
            // The last bin holds whatever is beyond.
            false => n - bins.iter().map(|bin: &ColonyBin| bin.law).sum::<f64>(),
        };
        bins.push(ColonyBin {
            low,
            high,
            observed: counts.iter().filter(|&&count| (low..=high).contains(&count)).count() as f64,
            law,
            poisson: alike
                .iter()
                .map(|(mean, cultures)| cultures * poisson(f64::from_bits(*mean), low, high))
                .sum(),
        });
        (low, high) = (high + 1, 2 * high + 1);
    }
    bins
}
