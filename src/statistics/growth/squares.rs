//! Least squares on columns: what goes along one column is taken off those behind it.

use crate::statistics::interval::beta_cdf;

/// Chance below which a better fit of square and cube of the day counts.
const BENDS: f64 = 0.05;

/// Sum of the products of two columns.
pub fn product<const N: usize>(rows: &[[f64; N]], a: usize, b: usize) -> f64 {
    rows.iter().map(|row| row[a] * row[b]).sum()
}

/// Takes the part along one column off those behind it, and says how much of it that was.
pub fn take_off<const N: usize>(rows: &mut [[f64; N]], column: usize) -> [f64; N] {
    let spread = product(rows, column, column);
    let mut parts = [0.0; N];
    if spread > 0.0 {
        for behind in column + 1..N {
            parts[behind] = product(rows, column, behind) / spread;
            rows.iter_mut()
                .for_each(|row| row[behind] -= parts[behind] * row[column]);
        }
    }
    parts
}

/// Whether `more` further powers of the day take more off the squares than chance lets them, with `rest` degrees of freedom left
/// (F test).
pub fn bends(squares: f64, left: f64, more: f64, rest: f64) -> bool {
    more > 0.0 && rest >= 1.0 && left > 0.0 && squares > left && {
        let ratio = (squares - left) / more / (left / rest);
        beta_cdf(rest / (rest + more * ratio), 0.5 * rest, 0.5 * more) < BENDS
    }
}
