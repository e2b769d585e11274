//! Ranks of the truth among the draws of fits.

use escalade::random::Generator;
use escalade::sampling::normal;

/// Bins of the ranks.
const BINS: usize = 10;
/// Upper 0.1% of chi-square with nine degrees of freedom.
const CHI_SQUARE: f64 = 27.877;
pub const SCORE_95: f64 = 1.644_853_626_951_472_2;

/// A value whose central 90% lie between both ends.
#[derive(Clone, Copy)]
pub struct Prior {
    pub key: &'static str,
    pub low: f64,
    pub high: f64,
}

impl Prior {
    pub fn draw(&self, rng: &mut Generator) -> f64 {
        let (low, high) = (self.low.ln(), self.high.ln());
        (0.5 * (low + high) + 0.5 * (high - low) / SCORE_95 * normal(rng)).exp()
    }

    pub fn free(&self) -> String {
        format!("{}={}..{}", self.key, self.low, self.high)
    }
}

/// Ranks of one value over the experiments.
pub struct Ranks {
    name: String,
    bins: [u64; BINS],
    inside: u64,
    /// Log density of the posterior over that of the prior at the truth, summed (normal approximation of both).
    gained: f64,
}

impl Ranks {
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            bins: [0; BINS],
            inside: 0,
            gained: 0.0,
        }
    }

    pub fn add(&mut self, truth: f64, draws: &[f64], prior: Option<&Prior>, rng: &mut Generator) {
        let below = draws.iter().filter(|draw| **draw < truth).count();
        // Thinned to as many ranks as there are bins, ties broken at random.
        let place = (below as f64 + escalade::sampling::uniform(rng)) / (draws.len() as f64 + 1.0);
        self.bins[((place * BINS as f64) as usize).min(BINS - 1)] += 1;
        self.inside += u64::from((0.05..=0.95).contains(&place));
        if let Some(prior) = prior {
            let (mean, sd) = (
                0.5 * (prior.low.ln() + prior.high.ln()),
                0.5 * (prior.high / prior.low).ln() / SCORE_95,
            );
            let logs: Vec<f64> = draws.iter().map(|draw| draw.ln()).collect();
            let n = logs.len() as f64;
            let at = logs.iter().sum::<f64>() / n;
            let spread = (logs.iter().map(|x| (x - at) * (x - at)).sum::<f64>() / n)
                .sqrt()
                .max(1e-9);
            let log = |x: f64, mean: f64, sd: f64| -0.5 * ((x - mean) / sd).powi(2) - sd.ln();
            self.gained += log(truth.ln(), at, spread) - log(truth.ln(), mean, sd);
        }
    }

    /// Prints the line, and says whether all is as it should be.
    pub fn holds(&self) -> bool {
        let n = self.bins.iter().sum::<u64>() as f64;
        let expected = n / BINS as f64;
        let chi: f64 = self
            .bins
            .iter()
            .map(|&count| (count as f64 - expected).powi(2) / expected)
            .sum();
        let cover = self.inside as f64 / n;
        let gained = self.gained / n;
        // Three binomial standard errors about 90%: 84 to 96% of 200 experiments.
        let slack = 3.0 * (0.09 / n).sqrt();
        let holds = chi < CHI_SQUARE && (cover - 0.9).abs() < slack && gained > 0.0;
        println!(
            "{:34} ranks {:?}  chi-square {chi:5.1} (below {CHI_SQUARE})  90% cover {:4.1}% (within {:.1})  gained {gained:5.2}  {}",
            self.name,
            self.bins,
            100.0 * cover,
            100.0 * slack,
            if holds { "holds" } else { "FAILS" }
        );
        holds
    }
}
