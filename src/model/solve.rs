//! Small root finders, a least-squares fit and the triangle of a covariance. Deterministic, no allocation of note, no failure by
//! panic.

/// Root of a monotone function between `low` and `high`, to the last bits that matter
/// (interval below 1e-14 relative). `None` where the signs at the ends do not differ.
///
/// Inverse quadratic interpolation where the last three points bend little, halving elsewhere (Chandrupatla 1997, Adv Eng Softw
/// 28:145): about ten evaluations where halving alone takes fifty.
pub fn root_between(f: impl Fn(f64) -> f64, low: f64, high: f64) -> Option<f64> {
    let (mut new, mut other) = ((high, f(high)), (low, f(low)));
    if other.1 == 0.0 {
        return Some(low);
    }
    if new.1 == 0.0 {
        return Some(high);
    }
    if !(other.1.is_finite() && new.1.is_finite()) || (other.1 > 0.0) == (new.1 > 0.0) {
        return None;
    }
    let mut part = 0.5;
    for _ in 0..200 {
        let middle = new.0 + part * (other.0 - new.0);
        let found = (middle, f(middle));
        if found.1 == 0.0 {
            return Some(middle);
        }
        // The root lies between the new point and the other one; the third is the one before.
        let third = match (found.1 > 0.0) == (new.1 > 0.0) {
            true => new,
            false => std::mem::replace(&mut other, new),
        };
        new = found;
        let nearest = if other.1.abs() < new.1.abs() { other.0 } else { new.0 };
        let least = 1e-14 * nearest.abs().max(1e-2) / (new.0 - other.0).abs();
        if least > 0.5 {
            return Some(nearest);
        }
        part = interpolated(new, other, third).unwrap_or(0.5).clamp(least, 1.0 - least);
    }
    Some(new.0)
}

/// How far from the new point to the other one the root is, by the inverse parabola through all three, where that is safe.
fn interpolated(new: (f64, f64), other: (f64, f64), third: (f64, f64)) -> Option<f64> {
    let place = (new.0 - other.0) / (third.0 - other.0);
    let height = (new.1 - other.1) / (third.1 - other.1);
    let safe = 1.0 - libm::sqrt(1.0 - place) < height && height < libm::sqrt(place);
    safe.then(|| {
        let first = new.1 / (other.1 - new.1) * third.1 / (other.1 - third.1);
        let second = (third.0 - new.0) / (other.0 - new.0) * new.1 / (third.1 - new.1) * other.1 / (third.1 - other.1);
        first + second
    })
}

/// Root of a system of at most a few equations by damped Newton steps with a numerical Jacobian.
///
/// `f` returns `None` where it is not defined; the step is then shortened. Returns the point once
/// every residual is below `tolerance`, else `None`.
pub fn newton<const N: usize>(
    f: impl Fn(&[f64; N]) -> Option<[f64; N]>,
    start: [f64; N],
    tolerance: f64,
) -> Option<[f64; N]> {
    let size = |r: &[f64; N]| r.iter().map(|x| x * x).sum::<f64>();
    let mut x = start;
    let mut residual = f(&x)?;
    for _ in 0..100 {
        if residual.iter().all(|r| r.abs() < tolerance) {
            return Some(x);
        }
        let mut jacobian = [[0.0; N]; N];
        for column in 0..N {
            let mut nudged = x;
            nudged[column] += 1e-5;
            let value = f(&nudged)?;
            for row in 0..N {
                jacobian[row][column] = (value[row] - residual[row]) / 1e-5;
            }
        }
        let step = linear_solve(jacobian, residual)?;
        let longest = step.iter().fold(0.0_f64, |m, s| m.max(s.abs()));
        let mut scale = if longest > 1.0 { 1.0 / longest } else { 1.0 };
        loop {
            let mut next = x;
            for i in 0..N {
                next[i] -= scale * step[i];
            }
            if let Some(value) = f(&next)
                && size(&value) < size(&residual)
            {
                x = next;
                residual = value;
                break;
            }
            scale *= 0.5;
            if scale < 1e-6 {
                return None;
            }
        }
    }
    None
}

/// Solves a small linear system by elimination with pivoting; `None` if it is singular.
pub fn linear_solve<const N: usize>(mut a: [[f64; N]; N], mut b: [f64; N]) -> Option<[f64; N]> {
    for column in 0..N {
        let pivot = (column..N).max_by(|&i, &j| a[i][column].abs().total_cmp(&a[j][column].abs()))?;
        if a[pivot][column].abs() < 1e-300 || !a[pivot][column].is_finite() {
            return None;
        }
        a.swap(column, pivot);
        b.swap(column, pivot);
        for row in column + 1..N {
            let factor = a[row][column] / a[column][column];
            let pivot_row = a[column];
            for (entry, above) in a[row].iter_mut().zip(pivot_row).skip(column) {
                *entry -= factor * above;
            }
            b[row] -= factor * b[column];
        }
    }
    let mut x = [0.0; N];
    for row in (0..N).rev() {
        let known: f64 = (row + 1..N).map(|k| a[row][k] * x[k]).sum();
        x[row] = (b[row] - known) / a[row][row];
    }
    x.iter().all(|v| v.is_finite()).then_some(x)
}

/// Lower triangle whose product with its mirror image is a covariance (Cholesky): correlated normal variates are its product
/// with independent ones. Row i has i + 1 entries; `variance` is told of each row the variance that is left beside the rows
/// before it, and says which is taken.
///
/// # Errors
/// Those of `variance`.
pub fn covariance_triangle<E>(
    dims: usize,
    covariance: impl Fn(usize, usize) -> f64,
    variance: impl Fn(usize, f64) -> Result<f64, E>,
) -> Result<Vec<Vec<f64>>, E> {
    let mut root: Vec<Vec<f64>> = Vec::with_capacity(dims);
    for i in 0..dims {
        let mut row: Vec<f64> = Vec::with_capacity(i + 1);
        for (j, before) in root.iter().enumerate() {
            let known: f64 = row.iter().zip(before).map(|(a, b)| a * b).sum();
            row.push((covariance(i, j) - known) / before[j]);
        }
        let left = covariance(i, i) - row.iter().map(|x| x * x).sum::<f64>();
        row.push(libm::sqrt(variance(i, left)?));
        root.push(row);
    }
    Ok(root)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_are_found_or_refused() {
        let root = root_between(|x| x * x - 2.0, 0.0, 2.0).unwrap();
        assert!((root - 2.0_f64.sqrt()).abs() < 1e-13);
        assert_eq!(root_between(|x| x * x + 1.0, -1.0, 1.0), None);
    }

    #[test]
    fn newton_solves_a_pair_of_equations() {
        let found = newton(|&[x, y]| Some([x * x + y - 3.0, x - y + 1.0]), [5.0, 5.0], 1e-12).unwrap();
        assert!((found[0] - 1.0).abs() < 1e-9 && (found[1] - 2.0).abs() < 1e-9);
    }

    #[test]
    fn singular_systems_are_refused() {
        assert_eq!(linear_solve([[1.0, 2.0], [2.0, 4.0]], [1.0, 1.0]), None);
    }
}
