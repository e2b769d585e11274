//! Values that are known together: a Gaussian copula.

use crate::model::solve::covariance_triangle;

/// Least variance that a value must keep beside those before it: below that it follows from them.
const LEAST: f64 = 1e-12;
/// By how much a matrix may differ from its mirror image, and its diagonal from 1.
const ROUNDING: f64 = 1e-9;

/// Keys with the correlation of their normal scores, which is one: symmetric, with ones on its diagonal, positive definite.
#[derive(Debug, Clone, PartialEq)]
pub struct Joint {
    keys: Vec<String>,
    correlation: Vec<Vec<f64>>,
    /// The lower triangle whose product with its mirror image is the correlation.
    root: Vec<Vec<f64>>,
}

/// Why a matrix is no correlation of these keys.
#[derive(Debug, Clone, PartialEq)]
pub enum NoCorrelation {
    /// It has not one row, with one column, for each key.
    Shape,
    /// The number in this row and column (from 0) is not from -1 to 1, not 1 on the diagonal, or not that of its mirror image.
    Entry(usize, usize),
    /// The value of this row follows from those before it, or contradicts them.
    Dependent(usize),
}

impl Joint {
    /// Of keys and the correlation of their scores, a row for each key.
    ///
    /// # Errors
    /// The matrix is no correlation of so many values.
    pub fn new(keys: Vec<String>, correlation: Vec<Vec<f64>>) -> Result<Self, NoCorrelation> {
        let n = keys.len();
        if correlation.len() != n || correlation.iter().any(|row| row.len() != n) {
            return Err(NoCorrelation::Shape);
        }
        for (i, row) in correlation.iter().enumerate() {
            for (j, entry) in row.iter().enumerate() {
                let expected = if i == j { 1.0 } else { correlation[j][i] };
                // Written so that what is not a number fails.
                if !(entry.abs() <= 1.0 + ROUNDING && (entry - expected).abs() <= ROUNDING) {
                    return Err(NoCorrelation::Entry(i, j));
                }
            }
        }
        let root = root(&correlation).map_err(NoCorrelation::Dependent)?;
        Ok(Self {
            keys,
            correlation,
            root,
        })
    }

    /// The keys, in the order of their scores.
    pub fn keys(&self) -> &[String] {
        &self.keys
    }

    /// The same for those of its keys that are asked for, in their order here.
    pub fn only(&self, wanted: impl Fn(&str) -> bool) -> Self {
        let kept: Vec<usize> = (0..self.keys.len()).filter(|i| wanted(&self.keys[*i])).collect();
        let row = |i: &usize| kept.iter().map(|j| self.correlation[*i][*j]).collect();
        let correlation: Vec<Vec<f64>> = kept.iter().map(row).collect();
        Self {
            keys: kept.iter().map(|i| self.keys[*i].clone()).collect(),
            // A part of a positive definite matrix is one; rounding could only fail where the whole was at its limit.
            root: root(&correlation).unwrap_or_else(|_| independent(kept.len())),
            correlation,
        }
    }

    /// Scores with this correlation, of as many independent ones.
    pub fn scores(&self, own: &[f64]) -> Vec<f64> {
        let of = |row: &Vec<f64>| row.iter().zip(own).map(|(weight, own)| weight * own).sum();
        self.root.iter().map(of).collect()
    }
}

/// The lower triangle of a matrix; the row at which there is none.
fn root(matrix: &[Vec<f64>]) -> Result<Vec<Vec<f64>>, usize> {
    let enough = |row: usize, left: f64| if left < LEAST { Err(row) } else { Ok(left) };
    covariance_triangle(matrix.len(), |i, j| matrix[i][j], enough)
}

fn independent(n: usize) -> Vec<Vec<f64>> {
    let row = |i: usize| (0..=i).map(|j| if i == j { 1.0 } else { 0.0 }).collect();
    (0..n).map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(n: usize) -> Vec<String> {
        (0..n).map(|i| format!("k{i}")).collect()
    }

    #[test]
    fn the_root_gives_the_matrix_back() {
        let matrix = vec![vec![1.0, 0.8, -0.3], vec![0.8, 1.0, 0.1], vec![-0.3, 0.1, 1.0]];
        let joint = Joint::new(keys(3), matrix.clone()).unwrap();
        // Columns of the root: the scores of unit vectors.
        let columns: Vec<Vec<f64>> = (0..3)
            .map(|i| joint.scores(&[0, 1, 2].map(|j| f64::from(u8::from(i == j)))))
            .collect();
        for (i, row) in matrix.iter().enumerate() {
            for (j, entry) in row.iter().enumerate() {
                let product: f64 = columns.iter().map(|column| column[i] * column[j]).sum();
                assert!((product - entry).abs() < 1e-12, "{i} {j}: {product}, not {entry}");
            }
        }
        let part = joint.only(|key| key != "k1");
        assert_eq!(part.keys(), ["k0", "k2"]);
        assert!((part.scores(&[1.0, 0.0])[1] + 0.3).abs() < 1e-12);
    }

    #[test]
    fn what_is_no_correlation_is_refused() {
        let refused = |rows: &[&[f64]]| {
            let matrix: Vec<Vec<f64>> = rows.iter().map(|row| row.to_vec()).collect();
            Joint::new(keys(rows.len()), matrix).unwrap_err()
        };
        assert_eq!(refused(&[&[1.0, 0.5]]), NoCorrelation::Shape);
        assert_eq!(refused(&[&[1.0, 0.5], &[0.4, 1.0]]), NoCorrelation::Entry(0, 1));
        assert_eq!(refused(&[&[1.0, 0.5], &[0.5, 0.9]]), NoCorrelation::Entry(1, 1));
        assert_eq!(
            refused(&[&[1.0, f64::NAN], &[f64::NAN, 1.0]]),
            NoCorrelation::Entry(0, 1)
        );
        assert_eq!(refused(&[&[1.0, 1.0], &[1.0, 1.0]]), NoCorrelation::Dependent(1));
        // Each pair could be, all three cannot.
        let three: [&[f64]; 3] = [&[1.0, 0.9, -0.9], &[0.9, 1.0, 0.9], &[-0.9, 0.9, 1.0]];
        assert_eq!(refused(&three), NoCorrelation::Dependent(2));
    }
}
