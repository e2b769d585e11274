//! Tail of the chi-squared law.

/// Probability of more than `x` at so many degrees of freedom, at least 1.
///
/// By the recurrence of the incomplete gamma function (NIST DLMF 8.8.2) from the error function or the exponential.
pub fn chi_squared_beyond(x: f64, freedom: u64) -> f64 {
    if x <= 0.0 {
        return 1.0;
    }
    let half = x / 2.0;
    let (mut sum, mut order) = match freedom % 2 {
        1 => (libm::erfc(libm::sqrt(half)), 0.5),
        _ => (libm::exp(-half), 1.0),
    };
    while 2.0 * order < freedom as f64 {
        sum += libm::exp(order * libm::log(half) - half - libm::lgamma(order + 1.0));
        order += 1.0;
    }
    sum.min(1.0)
}

/// 95% point at one degree of freedom: what twice a log-likelihood may fall by within a 95% interval.
pub const CHI_SQUARED_95: f64 = 3.841_458_820_694_124;

#[cfg(test)]
mod tests {
    use super::*;

    /// Tables of the chi-squared law (95% points).
    #[test]
    fn tails_are_those_of_tables() {
        for (x, freedom) in [(CHI_SQUARED_95, 1), (5.991, 2), (7.815, 3), (18.307, 10), (43.773, 30)] {
            let beyond = chi_squared_beyond(x, freedom);
            assert!((beyond - 0.05).abs() < 2e-5, "{x} {freedom}: {beyond}");
        }
        assert_eq!(chi_squared_beyond(0.0, 3), 1.0);
    }
}
