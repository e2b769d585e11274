//! What was seen of the arms of one stock, against simulated stocks: a synthetic likelihood (Wood 2010,
//! doi:10.1038/nature09319).
//!
//! Numbers are taken as normal with the mean and covariance of simulated stocks. As these are estimates from so many stocks,
//! what was seen has Student's t about the mean, with as many degrees of freedom as they leave (Sellentin and Heavens 2016,
//! doi:10.1093/mnrasl/slv190). How many arms have cells at each look is a factor of its own, and the moments are those of
//! simulated stocks that agree in it.

use super::barcodes::BARCODE_ERROR;
use super::linear::{root, standardised, together};
use super::moments::{Moments, UNKNOWN, log_pattern, matrix};
use crate::statistics::weighted::effective;

/// Stocks for moments: so many and so many for each number seen, but not more than so many.
const STOCKS: (usize, usize, usize) = (24, 2, 96);
/// Standard deviations off that a number is where no simulated stock has it.
const ABSENT: f64 = 6.0;
/// Weight of stocks that do not agree in the arms with cells: they count where no other is there.
const OTHERWISE: f64 = 1e-6;

/// What is seen of one stock: observed or simulated.
#[derive(Debug, Clone, PartialEq)]
pub struct StockSeen {
    /// Arms with reads at each look.
    pub living: Vec<u64>,
    /// Numbers look by look, on the scales on which they are taken as normal; NaN of what is not there.
    pub scores: Vec<f64>,
}

/// Stocks to be simulated where so many numbers were seen of one.
pub fn stocks_for_moments(numbers: usize) -> usize {
    (STOCKS.0 + STOCKS.1 * numbers).min(STOCKS.2)
}

/// Log density of what was seen of a stock among simulated ones that were looked at in the same way.
pub fn log_stock(seen: &StockSeen, simulated: &[StockSeen]) -> f64 {
    let agree = |stock: &&StockSeen| stock.living == seen.living;
    let agreeing = simulated.iter().filter(agree).count() as f64;
    let log_pattern = log_pattern(agreeing, simulated.len());
    let numbers: Vec<usize> = (0..seen.scores.len()).filter(|i| !seen.scores[*i].is_nan()).collect();
    let has_all = |stock: &&StockSeen| numbers.iter().all(|i| !stock.scores[*i].is_nan());
    let complete: Vec<&StockSeen> = simulated.iter().filter(has_all).collect();
    if complete.is_empty() {
        let each = -0.5 * ABSENT * ABSENT - 0.5 * libm::log(2.0 * core::f64::consts::PI);
        return log_pattern + numbers.len() as f64 * each;
    }
    let weight = |stock: &&StockSeen| if agree(stock) { 1.0 } else { OTHERWISE };
    let column = |i: &usize| complete.iter().map(|stock| stock.scores[*i]).collect();
    let moments = Moments::of(
        complete.iter().map(weight).collect(),
        numbers.iter().map(column).collect(),
    );
    let scores: Vec<f64> = numbers.iter().map(|i| seen.scores[*i]).collect();
    log_pattern + log_density(&moments, &scores)
}

/// Covariance of a new stock's numbers: that of the simulated ones, that of their mean, and what no number is known better
/// than.
fn covariance(moments: &Moments, worth: f64) -> Vec<Vec<f64>> {
    let product = |i: usize, j: usize| moments.product(i, j) * worth / (worth - 1.0);
    let numbers = moments.means().len();
    let together = together(worth, numbers);
    matrix(numbers, |i, j| match (worth > 1.5, i == j) {
        (true, true) => product(i, i) * (1.0 + 1.0 / worth) + BARCODE_ERROR * BARCODE_ERROR,
        (true, false) => together * product(i, j) * (1.0 + 1.0 / worth),
        (false, true) => UNKNOWN,
        (false, false) => 0.0,
    })
}

/// Log density of numbers among simulated ones.
fn log_density(moments: &Moments, scores: &[f64]) -> f64 {
    let numbers = scores.len() as f64;
    let worth = effective(moments.weights());
    let covariance = covariance(moments, worth);
    let freedom = (worth - numbers).max(2.0);
    let wider = ((worth - 1.0) / freedom).clamp(1.0, 3.0);
    let root = root(scores.len(), |i, j| wider * covariance[i][j]);
    let standard = standardised(
        &root,
        scores.iter().zip(moments.means()).map(|(score, mean)| score - mean),
    );
    let square: f64 = standard.iter().map(|z| z * z).sum();
    let log_volume: f64 = root.iter().enumerate().map(|(i, row)| libm::log(row[i])).sum();
    let half = 0.5 * (freedom + numbers);
    libm::lgamma(half)
        - libm::lgamma(0.5 * freedom)
        - 0.5 * numbers * libm::log(freedom * core::f64::consts::PI)
        - log_volume
        - half * libm::log1p(square / freedom)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, stream};
    use crate::sampling::{normal, uniform};

    fn stock(living: u64, scores: &[f64]) -> StockSeen {
        StockSeen {
            living: vec![living],
            scores: scores.to_vec(),
        }
    }

    /// Two numbers with variances 0.09 and 0.16 and covariance 0.1 over 100,000 stocks: by hand, the normal density with the
    /// square of 0.02 more on the diagonal, within 0.05 of it, up to three standard deviations away.
    #[test]
    fn many_stocks_give_the_normal_density() {
        let mut rng = stream(5, 0, Purpose::Observation);
        let simulated: Vec<StockSeen> = (0..100_000)
            .map(|_| {
                let (a, b) = (normal(&mut rng), normal(&mut rng));
                let second = 0.1 / 0.3 * a + libm::sqrt(0.16 - 0.01 / 0.09) * b;
                stock(3, &[1.0 + 0.3 * a, second])
            })
            .collect();
        for (x, y) in [(0.0, 0.0), (0.5, -0.4), (0.6, 0.9)] {
            let found = log_stock(&stock(3, &[1.0 + x, y]), &simulated);
            let (v, w, c) = (0.0904, 0.1604, 0.1);
            let determinant = v * w - c * c;
            let square = (w * x * x - 2.0 * c * x * y + v * y * y) / determinant;
            let exact = -0.5 * square - libm::log(2.0 * core::f64::consts::PI) - 0.5 * libm::log(determinant);
            assert!((found - exact).abs() < 0.05, "{found} is not {exact}");
        }
    }

    /// A third of stocks keep two arms of three: what was seen of two arms has a third of their density.
    #[test]
    fn arms_that_died_out_have_a_probability_of_their_own() {
        let mut rng = stream(6, 0, Purpose::Observation);
        let simulated: Vec<StockSeen> = (0..30_000)
            .map(|_| match uniform(&mut rng) < 1.0 / 3.0 {
                true => stock(2, &[5.0 + normal(&mut rng)]),
                false => stock(3, &[normal(&mut rng)]),
            })
            .collect();
        let log_normal = -0.5 * libm::log(2.0 * core::f64::consts::PI * 1.0004);
        let two = log_stock(&stock(2, &[5.0]), &simulated);
        assert!((two - log_normal - libm::log(1.0 / 3.0)).abs() < 0.05, "{two}");
        let three = log_stock(&stock(3, &[0.0]), &simulated);
        assert!((three - log_normal - libm::log(2.0 / 3.0)).abs() < 0.05, "{three}");
        // Without any reads nothing is left but that probability.
        let none = log_stock(&stock(0, &[f64::NAN]), &simulated);
        assert!(none.is_finite() && none < -10.0, "{none}");
    }

    /// A number that no stock varies, one that no stock has, and a single stock: all finite, and farther off is less likely.
    #[test]
    fn nothing_is_impossible_or_certain() {
        let same = vec![stock(3, &[2.0, 0.0]); 40];
        let at = |x: f64| log_stock(&stock(3, &[x, 0.0]), &same);
        assert!(at(2.0).is_finite() && at(2.0) > at(2.1) && at(2.1) > at(4.0) && at(4.0).is_finite());
        let dead = vec![stock(0, &[f64::NAN, f64::NAN]); 40];
        let found = log_stock(&stock(3, &[2.0, 0.0]), &dead);
        assert!(found.is_finite() && found < at(2.0) - 30.0, "{found}");
        let found = log_stock(&stock(3, &[2.0, 0.0]), &same[..1]);
        assert!(found.is_finite());
    }
}
