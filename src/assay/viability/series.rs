//! The mean of a linear process: the exponential series in steps that are short beside its rates.

use libm::ceil;

/// Terms of the series in each step; with steps of norm one the rest is below 1e-16.
const TERMS: u32 = 18;

/// exp(change days) cells. `norm` is the largest sum of absolute rates out of one place, per day; `times` is the change per day
/// times its first argument, times the second, over the third.
pub fn after(mut cells: Vec<f64>, norm: f64, days: f64, times: impl Fn(&[f64], f64, f64) -> Vec<f64>) -> Vec<f64> {
    let steps = ceil(norm * days).max(1.0);
    let span = days / steps;
    for _ in 0..steps as u64 {
        let mut term = cells.clone();
        for k in 1..=TERMS {
            term = times(&term, span, f64::from(k));
            cells.iter_mut().zip(&term).for_each(|(cell, more)| *cell += more);
        }
    }
    cells
}
