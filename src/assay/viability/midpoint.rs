//! Interval of a curve's midpoint (EC50) by inversion of a score test: it holds every dose which, held fixed as the
//! midpoint while top, bottom and slope are fitted anew, the wells do not refuse. The test takes the variance from
//! the replicate wells and not from the curve's fit (generalised score test, Boos 1992,
//! doi 10.1080/00031305.1992.10475921), so it holds for the midpoint of the best curve also where no curve is quite
//! right, and it leaves an end open where the doses do not show top or bottom.

use crate::assay::viability::plate::PlateReadings;
use crate::assay::viability::well_scatter::Scatter;
use crate::model::logistic::Fit;
use crate::model::solve::linear_solve;
use libm::{exp, fabs, log, sqrt};

/// Steps from the estimate to an end of the plate, and halvings of the step in which the test turns.
const STEPS: u32 = 120;
const HALVINGS: u32 = 6;

/// The plate, for curves of a fixed midpoint.
struct Plate<'a> {
    /// ln dose, mean and number of wells.
    points: Vec<(f64, f64, f64)>,
    scatter: &'a Scatter,
}

/// Top, bottom and ln slope of a curve of known midpoint.
type Rest = [f64; 3];

fn curve(of: &Rest, ln_dose: f64, ln_midpoint: f64) -> Fit {
    Fit {
        top: of[0],
        bottom: of[1],
        // Doses are taken over the midpoint, so that no power overflows.
        ec50: exp(ln_midpoint - ln_dose),
        slope: exp(of[2]),
    }
}

/// Response, derivatives in top, bottom and ln slope, and derivative in ln EC50.
fn slopes(of: &Rest, ln_dose: f64, ln_midpoint: f64) -> (f64, Rest, f64) {
    let fit = curve(of, ln_dose, ln_midpoint);
    let [top, bottom, middle, slope] = fit.gradient(1.0);
    (fit.at(1.0), [top, bottom, slope], middle)
}

impl Plate<'_> {
    /// Least squares at a fixed midpoint (Levenberg-Marquardt).
    fn refit(&self, midpoint: f64, start: Rest) -> Rest {
        let squares = |of: &Rest| -> f64 {
            let rest = |&(x, y, _): &(f64, f64, f64)| y - curve(of, x, midpoint).at(1.0);
            self.points
                .iter()
                .map(|point| point.2 * rest(point) * rest(point))
                .sum()
        };
        let (mut best, mut damping) = (start, 1e-3);
        let mut error = squares(&best);
        for _ in 0..60 {
            let (mut normal, mut right) = ([[0.0; 3]; 3], [0.0; 3]);
            for &(x, y, n) in &self.points {
                let (at, own, _) = slopes(&best, x, midpoint);
                for a in 0..3 {
                    right[a] += n * own[a] * (y - at);
                    (0..3).for_each(|b| normal[a][b] += n * own[a] * own[b]);
                }
            }
            for (i, row) in normal.iter_mut().enumerate() {
                row[i] += damping * (row[i] + 1e-9);
            }
            let Some(step) = linear_solve(normal, right) else {
                break;
            };
            let next = [
                best[0] + step[0],
                best[1] + step[1],
                (best[2] + step[2]).clamp(-4.0, 4.0),
            ];
            let after = squares(&next);
            if after <= error {
                let done = error - after <= 1e-9 * error;
                (best, error, damping) = (next, after, damping * 0.2);
                if done {
                    break;
                }
            } else {
                damping *= 6.0;
                if damping > 1e8 {
                    break;
                }
            }
        }
        best
    }

    /// How strongly the wells pull the midpoint away from here, in standard errors, and the curve from here.
    fn pull(&self, midpoint: f64, start: Rest) -> (f64, Rest) {
        let best = self.refit(midpoint, start);
        let at = |&(x, ..): &(f64, f64, f64)| slopes(&best, x, midpoint);
        let (mut normal, mut shared) = ([[0.0; 3]; 3], [0.0; 3]);
        for point in &self.points {
            let (_, own, middle) = at(point);
            for a in 0..3 {
                shared[a] += point.2 * own[a] * middle;
                (0..3).for_each(|b| normal[a][b] += point.2 * own[a] * own[b]);
            }
        }
        (0..3).for_each(|a| normal[a][a] += 1e-9);
        let Some(taken) = linear_solve(normal, shared) else {
            return (0.0, best);
        };
        let (mut score, mut variance) = (0.0, 0.0);
        for point in &self.points {
            let (found, own, middle) = at(point);
            let left = middle - (0..3).map(|i| taken[i] * own[i]).sum::<f64>();
            score += point.2 * left * (point.1 - found);
            variance += point.2 * left * left * self.scatter.variance(found);
        }
        (fabs(score) / sqrt(variance).max(f64::MIN_POSITIVE), best)
    }

    /// The last midpoint on the way to `to` that is not refused at `width` standard errors.
    fn end(&self, from: f64, to: f64, start: Rest, width: f64) -> f64 {
        let (mut kept, mut curve, mut refused) = (from, start, None);
        for step in 1..=STEPS {
            let here = from + (to - from) * f64::from(step) / f64::from(STEPS);
            let (pull, best) = self.pull(here, curve);
            if pull > width {
                refused = Some(here);
                break;
            }
            (kept, curve) = (here, best);
        }
        let Some(mut refused) = refused else {
            return to;
        };
        for _ in 0..HALVINGS {
            let here = 0.5 * (kept + refused);
            let (pull, best) = self.pull(here, curve);
            match pull > width {
                true => refused = here,
                false => (kept, curve) = (here, best),
            }
        }
        refused
    }
}

/// 95% interval of the midpoint within the lowest and highest dose, nM; `width` in standard errors. An end at one of
/// these is open.
pub(super) fn interval(
    fit: &Fit,
    readings: &PlateReadings,
    scatter: &Scatter,
    (first, last): (f64, f64),
    width: f64,
) -> (f64, f64) {
    let points = readings.points.iter();
    let plate = Plate {
        points: points
            .map(|point| (log(point.dose), point.mean(), point.wells.len() as f64))
            .collect(),
        scatter,
    };
    let start = [fit.top, fit.bottom, log(fit.slope)];
    let from = log(fit.ec50.clamp(first, last));
    let end = |to: f64| exp(plate.end(from, log(to), start, width)).clamp(first, last);
    (end(first), end(last))
}
