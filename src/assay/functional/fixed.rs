//! Viability at fixed doses.

use crate::assay::bench::Bench;
use crate::assay::cells::specimen::Specimen;
use crate::assay::estimate::Estimate;
use crate::assay::viability::plate::{PlateDesign, mean, read_plate, scatter_squared};
use crate::random::Generator;
use crate::statistics::interval::Z95;
use libm::{hypot, sqrt};
use serde::{Deserialize, Serialize};

/// A dose and what it stands for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TestDose {
    /// nM.
    pub nm: f64,
    /// What it stands for, such as "ten times the parental IC50".
    pub words: String,
}

/// Mean of wells over the control wells, with the standard errors of both: of w/c with c near 1, hypot of that of
/// w and w times that of c. Wells emptier than the background read below 0: the share is then 0, its error stays.
fn share(wells: &[f64], controls: &[f64]) -> Estimate {
    let error = |values: &[f64]| {
        let n = values.len() as f64;
        let freedom = (n - 1.0).max(1.0);
        sqrt(scatter_squared(values) / freedom / n)
    };
    let value = mean(wells).max(0.0);
    // Few wells: the interval of a mean of n wells is wider than the normal one (t over z, to first order).
    let freedom = (wells.len() + controls.len()) as f64 - 2.0;
    let wide = 1.0 + (Z95 * Z95 + 1.0) / (4.0 * freedom.max(1.0));
    Estimate::around(value, wide * hypot(error(wells), value * error(controls)))
}

fn single(design: &PlateDesign, dose: f64) -> PlateDesign {
    PlateDesign {
        doses: vec![dose],
        ..design.clone()
    }
}

/// Viability of a specimen at fixed doses over its undrugged control.
pub fn at_doses(
    bench: &Bench,
    specimen: &Specimen,
    doses: &[f64],
    design: &PlateDesign,
    rng: &mut Generator,
) -> Estimate {
    let none = vec![0.0; doses.len()];
    let pick = |dose: f64| if dose > 0.0 { doses.to_vec() } else { none.clone() };
    let readings = read_plate(&bench.biology, specimen, &single(design, 1.0), pick, rng);
    share(&readings.points[0].wells, &readings.controls)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two wells at 0.02 and -0.02 have a standard error of 0.02, whatever their mean is.
    #[test]
    fn empty_wells_keep_their_error() {
        let controls = [0.95, 1.05, 1.0, 1.0];
        let empty = share(&[-0.03, 0.01], &controls);
        assert_eq!(empty.value, 0.0);
        assert!(empty.high > Z95 * 0.02 && empty.high < 3.0 * Z95 * 0.02, "{empty:?}");
        // Continuous in the mean of the wells.
        let faint = share(&[-0.0199, 0.0201], &controls);
        assert!((faint.high - empty.high).abs() < 1e-3, "{faint:?} {empty:?}");
        // Without scatter a number is exact.
        assert_eq!(share(&[0.0], &[1.0, 1.0]), Estimate::exact(0.0));
    }
}
