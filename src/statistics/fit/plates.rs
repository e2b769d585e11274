//! Signals of wells, against the share of undrugged growth that a model expects.

use libm::{log, sqrt};

/// Relative scatter (CV) of wells, seeding and reading together. `assumed`: screening assays are accepted up to 20%
/// (Assay Guidance Manual, NCBI Bookshelf NBK83783), good ones stay below 10%; central 90% from 3 to 20%.
pub const WELL_SCATTER: (f64, f64, f64) = (0.08, 0.03, 0.20);

/// Scatter of an empty well, as a share of an undrugged one's signal. `assumed`: background is subtracted.
const BLANK: f64 = 0.01;

/// A well: what the model expects as a share of an undrugged well, and the signal in the instrument's units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ExpectedWell {
    /// Share of an undrugged well; 1 in control wells.
    pub share: f64,
    /// Signal.
    pub signal: f64,
}

/// Spread of a well's signal, as a share of an undrugged well's.
pub fn well_spread(share: f64, cv: f64) -> f64 {
    libm::hypot(cv * share, BLANK)
}

/// Sums over wells, each weighted by its spread: of squared signals, of signals times shares, of squared shares, and of
/// the logarithms of the spreads.
fn sums(wells: &[ExpectedWell], cv: f64) -> [f64; 4] {
    wells.iter().fold([0.0; 4], |[seen, both, expected, spreads], well| {
        let spread = well_spread(well.share, cv);
        let weight = 1.0 / (spread * spread);
        [
            seen + well.signal * well.signal * weight,
            both + well.signal * well.share * weight,
            expected + well.share * well.share * weight,
            spreads + log(spread),
        ]
    })
}

/// The most likely signal of an undrugged well.
pub fn undrugged_signal(wells: &[ExpectedWell], cv: f64) -> f64 {
    let [seen, both, ..] = sums(wells, cv);
    2.0 * seen / (both + sqrt(both * both + 4.0 * wells.len() as f64 * seen))
}

/// Log likelihood of the wells of one plate: normal with the spread of [`well_spread`], where the signal of an undrugged
/// well is not known beforehand (flat on the log scale) and integrated out by Laplace's method, whose error is below
/// 1/(12 n). Minus infinity where no signal is above 0.
pub fn log_plate(wells: &[ExpectedWell], cv: f64) -> f64 {
    let n = wells.len() as f64;
    let [seen, both, expected, spreads] = sums(wells, cv);
    if seen <= 0.0 {
        return f64::NEG_INFINITY;
    }
    // In q, one over the undrugged signal: q^n exp(-(seen q^2 - 2 both q + expected) / 2), peaked in log q at:
    let q = (both + sqrt(both * both + 4.0 * n * seen)) / (2.0 * seen);
    let curvature = 2.0 * seen * q * q - both * q;
    let peak = n * log(q) - 0.5 * (seen * q * q - 2.0 * both * q + expected);
    let normal = 0.5 * log(2.0 * core::f64::consts::PI);
    peak + normal - 0.5 * log(curvature) - spreads - n * normal
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plate(scale: f64) -> Vec<ExpectedWell> {
        [
            (1.0, 1.05),
            (1.0, 0.93),
            (0.8, 0.86),
            (0.5, 0.45),
            (0.2, 0.22),
            (0.02, 0.01),
        ]
        .map(|(share, signal)| ExpectedWell {
            share,
            signal: scale * signal,
        })
        .to_vec()
    }

    /// The integral over the undrugged signal, by the trapezoid rule on its logarithm.
    #[test]
    fn the_undrugged_signal_is_integrated_out() {
        let (wells, cv) = (plate(1.0), 0.1);
        let at = |scale: f64| -> f64 {
            let each = wells.iter().map(|well| {
                let spread = scale * well_spread(well.share, cv);
                let z = (well.signal - scale * well.share) / spread;
                -0.5 * z * z - log(spread) - 0.5 * log(2.0 * core::f64::consts::PI)
            });
            libm::exp(each.sum())
        };
        let step = 1e-3;
        let integral: f64 = (-2_000..2_000).map(|i| step * at(libm::exp(step * f64::from(i)))).sum();
        let found = log_plate(&wells, cv);
        assert!(
            (found - log(integral)).abs() < 1.0 / 72.0,
            "{found} and {}",
            log(integral)
        );
    }

    /// Units of the instrument only shift the likelihood, whatever is expected.
    #[test]
    fn units_do_not_matter() {
        let shift = |cv| log_plate(&plate(5e4), cv) - log_plate(&plate(1.0), cv);
        assert!((shift(0.1) + 6.0 * log(5e4)).abs() < 1e-6);
        assert!((shift(0.1) - shift(0.2)).abs() < 1e-6);
    }
}
