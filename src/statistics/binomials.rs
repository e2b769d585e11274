//! How many of some flasks are hits, where each is one by itself.

use libm::{exp, lgamma, log, log1p};

/// Logarithm of n!.
pub(super) fn log_factorial(n: u64) -> f64 {
    lgamma(n as f64 + 1.0)
}

/// Logarithm of the number of ways to take `k` of `n`.
pub(super) fn log_choose(n: u64, k: u64) -> f64 {
    log_factorial(n) - log_factorial(k) - log_factorial(n - k)
}

/// Probability of `k` of `n`, each with probability `p`.
pub(super) fn binomial(n: u64, k: u64, p: f64) -> f64 {
    match (p <= 0.0, p >= 1.0) {
        (true, _) => f64::from(u8::from(k == 0)),
        (_, true) => f64::from(u8::from(k == n)),
        _ => exp(log_choose(n, k) + k as f64 * log(p) + (n - k) as f64 * log1p(-p)),
    }
}

/// The same where the probability is drawn from Beta(a, b), once for all `n`.
pub(super) fn beta_binomial(n: u64, k: u64, a: f64, b: f64) -> f64 {
    let beta = |a: f64, b: f64| lgamma(a) + lgamma(b) - lgamma(a + b);
    exp(log_choose(n, k) + beta(k as f64 + a, (n - k) as f64 + b) - beta(a, b))
}
