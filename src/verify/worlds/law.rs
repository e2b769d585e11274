//! Closed forms: laws of shares and times over worlds, by integration over normal scores.

/// Scores at which the normal density is summed, and their weights, which sum to 1. The trapezoidal rule is exact to
/// rounding for such smooth integrands.
fn scores() -> Vec<(f64, f64)> {
    const STEPS: i32 = 120;
    let density = |z: f64| libm::exp(-0.5 * z * z);
    let scores: Vec<f64> = (-STEPS..=STEPS)
        .map(|i| f64::from(i) * 6.0 / f64::from(STEPS))
        .collect();
    let total: f64 = scores.iter().map(|z| density(*z)).sum();
    scores.into_iter().map(|z| (z, density(z) / total)).collect()
}

/// How the share of flasks to which something happens differs between worlds: shares with their weights, the smallest
/// first.
pub(super) struct ShareLaw(Vec<(f64, f64)>);

impl ShareLaw {
    /// Of a share that two independent normal scores make.
    pub fn of_two(share: impl Fn(f64, f64) -> f64) -> Self {
        let scores = scores();
        let mut shares = Vec::new();
        for (one, by_one) in &scores {
            shares.extend(scores.iter().map(|(other, by)| (share(*one, *other), by_one * by)));
        }
        shares.sort_by(|a, b| a.0.total_cmp(&b.0));
        Self(shares)
    }

    fn mean_of(&self, of: impl Fn(f64) -> f64) -> f64 {
        self.0.iter().map(|(share, weight)| of(*share) * weight).sum()
    }

    pub fn mean(&self) -> f64 {
        self.mean_of(|share| share)
    }

    /// Variance between worlds over the variance of a flask.
    pub fn knowledge(&self) -> f64 {
        let mean = self.mean();
        self.mean_of(|share| (share - mean) * (share - mean)) / (mean * (1.0 - mean))
    }

    pub fn quantile(&self, p: f64) -> f64 {
        let mut below = 0.0;
        for (share, weight) in &self.0 {
            below += weight;
            if below >= p {
                return *share;
            }
        }
        1.0
    }

    /// Probability of each number of `n` flasks.
    pub fn predict(&self, n: u64) -> Vec<f64> {
        let choose = |k: u64| (1..=k).fold(1.0, |all, i| all * (n - k + i) as f64 / i as f64);
        let power = |share: f64, k: u64| libm::pow(share, k as f64) * libm::pow(1.0 - share, (n - k) as f64);
        (0..=n)
            .map(|k| choose(k) * self.mean_of(|share| power(share, k)))
            .collect()
    }
}

/// The time that is not exceeded with this probability, where `by(score, day)` is the probability by a day in the world
/// of a score; `longest` is beyond all times.
pub(super) fn time_quantile(p: f64, longest: f64, by: impl Fn(f64, f64) -> f64) -> f64 {
    let scores = scores();
    let cdf = |day: f64| scores.iter().map(|(z, weight)| weight * by(*z, day)).sum::<f64>();
    let (mut low, mut high) = (0.0, longest);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        match cdf(middle) < p {
            true => low = middle,
            false => high = middle,
        }
    }
    0.5 * (low + high)
}

/// How many of the possible counts, less one, the central 90% of a law of counts spans, interpolated within counts.
pub(super) fn count_width(law: &[f64]) -> f64 {
    let at = |p: f64| {
        let mut below = 0.0;
        for (k, weight) in law.iter().enumerate() {
            if below + weight >= p {
                return k as f64 + (p - below) / weight;
            }
            below += weight;
        }
        law.len() as f64
    };
    at(0.95) - at(0.05)
}
