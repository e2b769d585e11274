//! Deterministic simulated assays: what a dose-response experiment on one cell type would read.
//!
//! An IC50 is the dose at an absolute crossing; the midpoint of a fitted curve is an EC50.

use super::biology::Biology;
use super::genotype::Genotype;
use super::logistic::{Fit, four_parameter_fit};
use super::solve;
use libm::{exp, exp2, log, log10, pow, round};
use serde::{Deserialize, Serialize};

/// Doses above this are not tried, nM (1 mM).
pub const HIGHEST_DOSE: f64 = 1e6;
const LOWEST_DOSE: f64 = 1e-5;
/// Length of a viability assay where none is stated, hours.
pub const USUAL_HOURS: f64 = 72.0;

/// What a potency was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Endpoint {
    /// Half of the driver's phosphorylation in cells.
    Phosphorylation,
    /// Half of the enzyme's activity.
    Enzyme,
    /// Midpoint of a four-parameter fit to viability (EC50).
    Midpoint,
    /// Viability crosses 50% of the undrugged control (absolute IC50).
    Viability,
    /// Half of the control's increase in cell number (GI50).
    Gi50,
    /// Half of the control's growth rate on the log scale (GR50; Hafner 2016, doi 10.1038/nmeth.3853).
    Gr50,
}

impl Endpoint {
    /// Whether the target itself was read, not what becomes of the cells.
    pub fn is_of_target(self) -> bool {
        matches!(self, Endpoint::Phosphorylation | Endpoint::Enzyme)
    }

    /// Name of the number that it reports.
    pub fn words(self) -> &'static str {
        match self {
            Endpoint::Phosphorylation => "IC50 of phosphorylation",
            Endpoint::Enzyme => "IC50 of the enzyme",
            Endpoint::Midpoint => "EC50 (midpoint) of viability",
            Endpoint::Viability => "IC50 of viability",
            Endpoint::Gi50 => "GI50",
            Endpoint::Gr50 => "GR50",
        }
    }
}

/// Cells that grow by `net` per day for `hours` over those of the same kind undrugged: exp((net(c) - net(0)) T).
fn survival(net: f64, undrugged: f64, hours: f64) -> f64 {
    exp((net - undrugged) * hours / 24.0)
}

/// Cells after `hours` at `doses` relative to the same cells undrugged.
pub fn viability(biology: &Biology, genotype: &Genotype, state: usize, doses: &[f64], hours: f64) -> f64 {
    let control = vec![0.0; doses.len()];
    let net = |doses: &[f64]| biology.phenotype(genotype, state, doses).net();
    survival(net(doses), net(&control), hours)
}

/// One cell type under one drug, as an endpoint reads it.
#[derive(Debug, Clone)]
pub struct Readout<'a> {
    endpoint: Endpoint,
    biology: &'a Biology,
    genotype: &'a Genotype,
    state: usize,
    drug: usize,
    hours: f64,
    /// Of the same cells undrugged: activity of the driver where the target is read, else net growth per day.
    undrugged: f64,
}

impl<'a> Readout<'a> {
    /// Of a genotype in a state under a drug (their places in the biology), read after `hours`.
    pub fn new(
        endpoint: Endpoint,
        biology: &'a Biology,
        genotype: &'a Genotype,
        state: usize,
        drug: usize,
        hours: f64,
    ) -> Self {
        let of = Self {
            endpoint,
            biology,
            genotype,
            state,
            drug,
            hours,
            undrugged: 1.0,
        };
        let undrugged = of.raw(0.0);
        Self { undrugged, ..of }
    }

    fn raw(&self, dose: f64) -> f64 {
        let mut doses = vec![0.0; self.biology.drugs().len()];
        doses[self.drug] = dose;
        match self.endpoint.is_of_target() {
            true => self.biology.driver_activity(self.genotype, &doses),
            false => self.biology.phenotype(self.genotype, self.state, &doses).net(),
        }
    }

    /// At a dose in nM, scaled so that the reported dose is where it is 0.5. For [`Endpoint::Midpoint`] this is viability.
    pub fn at(&self, dose: f64) -> f64 {
        let (drugged, undrugged, hours) = (self.raw(dose), self.undrugged, self.hours);
        match self.endpoint {
            Endpoint::Phosphorylation | Endpoint::Enzyme => drugged / undrugged,
            Endpoint::Midpoint | Endpoint::Viability => survival(drugged, undrugged, hours),
            Endpoint::Gi50 => {
                let increase = |net: f64| exp(net * hours / 24.0) - 1.0;
                increase(drugged) / increase(undrugged)
            }
            Endpoint::Gr50 => exp2(drugged / undrugged) - 1.0,
        }
    }

    /// First dose at which it falls to `level`, nM; `None` below 1 mM.
    fn first_crossing(&self, level: f64) -> Option<f64> {
        crossing_up_to(HIGHEST_DOSE, |dose| self.at(dose), level)
    }
}

/// First dose from 0.01 pM to `highest` at which `read` falls to `level`, nM: tried at twelve doses per decade, then
/// solved between two of them. `None` where it does not, or has at the lowest dose.
pub fn crossing_up_to(highest: f64, read: impl Fn(f64) -> f64, level: f64) -> Option<f64> {
    let steps_per_decade = 12.0;
    let steps = round((log10(highest) - log10(LOWEST_DOSE)) * steps_per_decade) as u32;
    let dose_at = |step: u32| LOWEST_DOSE * pow(10.0, f64::from(step) / steps_per_decade);
    let above = |dose: f64| read(dose) > level;
    if !above(LOWEST_DOSE) {
        return None;
    }
    let step = (1..=steps).find(|&step| !above(dose_at(step)))?;
    let (low, high) = (log(dose_at(step - 1)), log(dose_at(step)));
    let within = |low, high| solve::root_between(|ln| read(exp(ln)) - level, low, high);
    // A crossing on a grid dose can lie outside by the last bit of its logarithm.
    within(low, high).or_else(|| within(low - 1e-9, high + 1e-9)).map(exp)
}

/// Dose at which viability has fallen by `fraction` (0.5 for the IC50, 0.2 for the IC20), nM;
/// `None` if that is not reached below 1 mM.
pub fn absolute_ic(
    biology: &Biology,
    genotype: &Genotype,
    state: usize,
    drug: usize,
    fraction: f64,
    hours: f64,
) -> Option<f64> {
    Readout::new(Endpoint::Viability, biology, genotype, state, drug, hours).first_crossing(1.0 - fraction)
}

/// GI50 in nM: half of the control's increase in cell number.
pub fn gi50(biology: &Biology, genotype: &Genotype, state: usize, drug: usize, hours: f64) -> Option<f64> {
    Readout::new(Endpoint::Gi50, biology, genotype, state, drug, hours).first_crossing(0.5)
}

/// GR50 in nM: half of the control's growth rate on the scale 2^(net/net0) - 1. Does not depend on duration.
pub fn gr50(biology: &Biology, genotype: &Genotype, state: usize, drug: usize) -> Option<f64> {
    Readout::new(Endpoint::Gr50, biology, genotype, state, drug, USUAL_HOURS).first_crossing(0.5)
}

/// The dose that an endpoint reports, nM.
pub fn reported_dose(
    endpoint: Endpoint,
    biology: &Biology,
    genotype: &Genotype,
    state: usize,
    drug: usize,
    hours: f64,
) -> Option<f64> {
    match endpoint {
        Endpoint::Midpoint => midpoint_fit(biology, genotype, state, drug, hours).map(|fit| fit.ec50),
        _ => Readout::new(endpoint, biology, genotype, state, drug, hours).first_crossing(0.5),
    }
}

/// Doses of a wide dilution series: 0.05 nM to 20 uM, about three per decade, as in Dhawan 2017
/// (doi 10.1038/s41598-017-00791-8).
pub fn dilution_series() -> Vec<f64> {
    let points = 18;
    (0..points)
        .map(|i| 0.05 * pow(20_000.0 / 0.05, f64::from(i) / f64::from(points - 1)))
        .collect()
}

/// Four-parameter fit to the simulated viability over [`dilution_series`].
pub fn midpoint_fit(biology: &Biology, genotype: &Genotype, state: usize, drug: usize, hours: f64) -> Option<Fit> {
    let read = Readout::new(Endpoint::Midpoint, biology, genotype, state, drug, hours);
    let points = dilution_series().into_iter().map(|dose| (dose, read.at(dose)));
    four_parameter_fit(&points.collect::<Vec<(f64, f64)>>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::{birth_only, one_drug};

    fn close(a: f64, b: f64, tolerance: f64) {
        assert!((a / b - 1.0).abs() < tolerance, "{a} against {b}");
    }

    #[test]
    fn a_rate_ic50_of_one_reads_as_theory_says() {
        for (birth, hours, expected) in [
            (0.9, 48.0, 0.7319651266415889),
            (0.9, 72.0, 0.4922736902981516),
            (0.9, 96.0, 0.38453417687484354),
            (0.4, 72.0, 1.2320520705528915),
            (1.4, 72.0, 0.3393167364041548),
        ] {
            let biology = birth_only(birth, 0.1, 1.5);
            let ic50 = absolute_ic(&biology, &biology.wild_type(), 0, 0, 0.5, hours).unwrap();
            close(ic50, expected, 1e-9);
        }
        for (birth, expected) in [
            (0.4, 0.58893832347443),
            (0.9, 0.6991461194227991),
            (1.4, 0.7326045525138918),
        ] {
            let biology = birth_only(birth, 0.1, 1.5);
            close(gr50(&biology, &biology.wild_type(), 0, 0).unwrap(), expected, 1e-9);
        }
    }

    #[test]
    fn independent_killing_multiplies_survival() {
        let survival = |k: f64| exp(-k * 3.0);
        close(survival(0.3), 0.4065696597405991, 1e-12);
        close(survival(0.3 + 0.5), survival(0.3) * survival(0.5), 1e-12);
    }

    #[test]
    fn a_crossing_on_a_grid_dose_is_found() {
        for decade in -4..6 {
            for step in 0..12 {
                let half = pow(10.0, f64::from(decade) + f64::from(step) / 12.0);
                for nudge in [1.0 - 2e-16, 1.0, 1.0 + 3e-16] {
                    let found = crossing_up_to(HIGHEST_DOSE, |dose| 1.0 / (1.0 + nudge * dose / half), 0.5).unwrap();
                    close(found, half, 1e-8);
                }
            }
        }
    }

    #[test]
    fn flat_curves_have_no_midpoint_and_no_ic50() {
        assert_eq!(four_parameter_fit(&[(1.0, 1.0); 8]), None);
        let biology = one_drug(None);
        assert_eq!(absolute_ic(&biology, &biology.wild_type(), 0, 0, 0.5, 72.0), None);
    }
}
