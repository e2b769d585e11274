//! The four-parameter logistic curve of dose and response, and its least-squares fit.

use super::solve;
use libm::{exp, log, pow};
use serde::{Deserialize, Serialize};

/// A four-parameter logistic curve: bottom + (top - bottom) / (1 + (dose/ec50)^slope).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Fit {
    /// Response without drug.
    pub top: f64,
    /// Response at doses without end.
    pub bottom: f64,
    /// Midpoint between top and bottom, in the unit of the doses.
    pub ec50: f64,
    /// Positive where the response falls with dose.
    pub slope: f64,
}

impl Fit {
    /// Response at `dose`.
    pub fn at(&self, dose: f64) -> f64 {
        self.bottom + (self.top - self.bottom) / (1.0 + pow(dose / self.ec50, self.slope))
    }

    /// Derivatives of the response at `dose` in top, bottom, ln EC50 and ln slope.
    pub fn gradient(&self, dose: f64) -> [f64; 4] {
        let z = self.slope * log(dose / self.ec50);
        let kept = 1.0 / (1.0 + exp(z));
        let fall = (self.top - self.bottom) * kept * (1.0 - kept);
        [kept, 1.0 - kept, fall * self.slope, -fall * z]
    }
}

/// Least-squares four-parameter fit to `(dose, response)` points with positive doses, by
/// Levenberg-Marquardt on top, bottom, ln ec50 and ln slope. `None` with fewer than five points or
/// a flat response.
pub fn four_parameter_fit(points: &[(f64, f64)]) -> Option<Fit> {
    let usable: Vec<(f64, f64)> = points
        .iter()
        .filter(|(dose, y)| *dose > 0.0 && y.is_finite())
        .map(|&(dose, y)| (log(dose), y))
        .collect();
    if usable.len() < 5 {
        return None;
    }
    let highest = usable.iter().map(|p| p.1).fold(f64::NEG_INFINITY, f64::max);
    let lowest = usable.iter().map(|p| p.1).fold(f64::INFINITY, f64::min);
    if highest - lowest < 1e-6 {
        return None;
    }
    let middle = 0.5 * (highest + lowest);
    let start = usable.iter().find(|p| p.1 < middle)?.0;
    let mut best = Curve::of([highest, lowest, start, 0.0], &usable);
    let mut equations = best.normal_equations(&usable);
    let mut damping = 1e-3;
    for _ in 0..500 {
        let (normal, gradient) = equations;
        let mut damped = normal;
        for (i, row) in damped.iter_mut().enumerate() {
            row[i] += damping * (normal[i][i] + 1e-12);
        }
        let Some(step) = solve::linear_solve(damped, gradient) else {
            break;
        };
        let p = &best.p;
        let next = [
            p[0] + step[0],
            p[1] + step[1],
            p[2] + step[2],
            (p[3] + step[3]).clamp(-4.0, 4.0),
        ];
        let next = Curve::of(next, &usable);
        if next.error.is_finite() && next.error <= best.error {
            let small = step.iter().all(|s| s.abs() < 1e-11);
            best = next;
            damping = (damping * 0.2).max(1e-12);
            if small {
                break;
            }
            equations = best.normal_equations(&usable);
        } else {
            damping *= 6.0;
            if damping > 1e12 {
                break;
            }
        }
    }
    let [top, bottom, ln_ec50, ln_slope] = best.p;
    Some(Fit {
        top,
        bottom,
        ec50: exp(ln_ec50),
        slope: exp(ln_slope),
    })
}

/// A four-parameter curve beside points.
struct Curve {
    /// Top, bottom, ln EC50, ln slope.
    p: [f64; 4],
    /// (dose/ec50)^slope at each point.
    rises: Vec<f64>,
    /// Sum of squares.
    error: f64,
}

impl Curve {
    fn of(p: [f64; 4], points: &[(f64, f64)]) -> Self {
        let slope = exp(p[3]);
        let rises: Vec<f64> = points.iter().map(|(x, _)| exp((x - p[2]) * slope)).collect();
        let gaps = points.iter().zip(&rises).map(|((_, y), rise)| y - response(&p, *rise));
        let error = gaps.map(|gap| gap * gap).sum();
        Self { p, rises, error }
    }

    /// J^T J and J^T (y - f).
    fn normal_equations(&self, points: &[(f64, f64)]) -> ([[f64; 4]; 4], [f64; 4]) {
        let p = &self.p;
        let slope = exp(p[3]);
        let mut normal = [[0.0; 4]; 4];
        let mut gradient = [0.0; 4];
        for (&(x, y), &rise) in points.iter().zip(&self.rises) {
            let z = (x - p[2]) * slope;
            let kept = 1.0 / (1.0 + rise);
            let fall = (p[0] - p[1]) * kept * (1.0 - kept);
            let j = [kept, 1.0 - kept, fall * slope, -fall * z];
            let residual = y - response(p, rise);
            for a in 0..4 {
                gradient[a] += j[a] * residual;
                for b in 0..4 {
                    normal[a][b] += j[a] * j[b];
                }
            }
        }
        (normal, gradient)
    }
}

/// Response where (dose/ec50)^slope is `rise`.
fn response(p: &[f64; 4], rise: f64) -> f64 {
    p[1] + (p[0] - p[1]) / (1.0 + rise)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::endpoint::dilution_series;

    fn close(a: f64, b: f64, tolerance: f64) {
        assert!((a / b - 1.0).abs() < tolerance, "{a} against {b}");
    }

    #[test]
    fn a_fit_returns_the_curve_that_made_the_points() {
        let truth = Fit {
            top: 1.02,
            bottom: 0.13,
            ec50: 10.36,
            slope: 0.526,
        };
        let points: Vec<_> = dilution_series()
            .into_iter()
            .map(|dose| (dose, truth.at(dose)))
            .collect();
        let fit = four_parameter_fit(&points).unwrap();
        close(fit.ec50, truth.ec50, 1e-6);
        close(fit.slope, truth.slope, 1e-6);
        close(fit.bottom, truth.bottom, 1e-5);
    }
}
