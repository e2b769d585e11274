//! Step 2 of dose to growth: the activity that one kinase copy keeps under all drugs on its site.

use libm::{exp, log, pow};

/// One drug at one site: the dose the cells see, and how the site answers to it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Occupant {
    /// nM.
    pub dose: f64,
    /// Dose that halves the activity when the drug is alone, nM.
    pub half_dose: f64,
    /// Hill slope.
    pub slope: f64,
}

/// Activity fraction E (1 without drug) of a site on which all `drugs` compete.
///
/// Loewe additivity: the drugs are dilutions of one another, so that half a dose plus half a dose
/// of the same drug is the dose. With a common slope h,
///
/// E = 1 / (1 + (sum C_i / K_i)^h);
///
/// with different slopes E is the one root of sum C_i / (K_i (1/E - 1)^(1/h_i)) = 1.
/// Loewe and Muischnek 1926; Yonetani and Theorell 1964 for the mechanism.
pub fn remaining_activity(drugs: &[Occupant]) -> f64 {
    let mut present = drugs.iter().filter(|drug| drug.dose > 0.0);
    let Some(first) = present.next() else { return 1.0 };
    let common_slope = present.all(|drug| drug.slope == first.slope);
    if common_slope {
        let dose: f64 = drugs.iter().map(|drug| drug.dose / drug.half_dose).sum();
        1.0 / (1.0 + pow(dose, first.slope))
    } else {
        1.0 / (1.0 + inhibition_root(drugs))
    }
}

/// The inhibition y = 1/E - 1 at which the drugs' relative doses add up to one.
fn inhibition_root(drugs: &[Occupant]) -> f64 {
    let present = || drugs.iter().filter(|drug| drug.dose > 0.0);
    let count = present().count() as f64;
    let relative = |drug: &Occupant| log(drug.dose / drug.half_dose);
    // Each drug alone gives a lower bound; each drug `count` times as concentrated an upper one.
    let mut low = f64::NEG_INFINITY;
    let mut high = f64::NEG_INFINITY;
    for drug in present() {
        low = low.max(drug.slope * relative(drug));
        high = high.max(drug.slope * (relative(drug) + log(count)));
    }
    let excess = |ln_y: f64| {
        present()
            .map(|drug| exp(relative(drug) - ln_y / drug.slope))
            .sum::<f64>()
            - 1.0
    };
    exp(super::solve::root_between(excess, low, high).unwrap_or(high))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(dose: f64, half_dose: f64, slope: f64) -> Occupant {
        Occupant { dose, half_dose, slope }
    }

    fn close(a: f64, b: f64, tolerance: f64) {
        assert!((a - b).abs() <= tolerance * b.abs().max(1e-300), "{a} against {b}");
    }

    #[test]
    fn two_competitors_add_as_loewe_says() {
        for (a, b, slope, expected) in [
            (1.0, 1.0, 1.0, 1.0 / 3.0),
            (0.5, 0.5, 1.0, 0.5),
            (2.0, 1.0, 1.0, 0.25),
            (1.0, 1.0, 2.0, 0.2),
            (0.5, 0.5, 2.0, 0.5),
            (2.0, 1.0, 2.0, 0.1),
        ] {
            close(
                remaining_activity(&[at(a, 1.0, slope), at(b, 1.0, slope)]),
                expected,
                1e-12,
            );
        }
    }

    #[test]
    fn bliss_excess_over_loewe_changes_sign_with_the_slope() {
        for (dose, slope, expected) in [
            (0.25, 1.0, -0.026_666_666_666_666_505),
            (0.5, 2.0, 0.140_000_000_000_000_12),
            (1.0, 3.0, 0.138_888_888_888_888_9),
            (2.0, 2.0, -0.018_823_529_411_764_697),
        ] {
            let alone = remaining_activity(&[at(dose, 1.0, slope)]);
            let both = remaining_activity(&[at(dose, 1.0, slope), at(dose, 1.0, slope)]);
            assert!((alone * alone - both - expected).abs() < 1e-12);
        }
    }

    #[test]
    fn half_a_dose_plus_half_a_dose_is_the_dose() {
        for slope in [0.4, 1.0, 2.7] {
            let whole = remaining_activity(&[at(80.0, 12.0, slope)]);
            close(
                remaining_activity(&[at(40.0, 12.0, slope), at(40.0, 12.0, slope)]),
                whole,
                1e-14,
            );
            // Also through the general root, next to a drug of another slope.
            let other = at(3.0, 9.0, 1.3);
            let split = remaining_activity(&[at(40.0, 12.0, slope), at(40.0, 12.0, slope), other]);
            close(split, remaining_activity(&[at(80.0, 12.0, slope), other]), 1e-12);
        }
    }

    #[test]
    fn the_root_agrees_with_the_closed_form_as_slopes_meet() {
        let closed = remaining_activity(&[at(20.0, 7.0, 1.2), at(5.0, 3.0, 1.2)]);
        close(
            remaining_activity(&[at(20.0, 7.0, 1.2), at(5.0, 3.0, 1.2 + 1e-9)]),
            closed,
            1e-7,
        );
    }

    #[test]
    fn no_drug_or_dose_zero_changes_nothing() {
        assert_eq!(remaining_activity(&[]), 1.0);
        assert_eq!(remaining_activity(&[at(0.0, 5.0, 0.7), at(0.0, 1.0, 2.0)]), 1.0);
        assert_eq!(
            remaining_activity(&[at(0.0, 5.0, 0.7), at(4.0, 4.0, 2.0)]),
            remaining_activity(&[at(4.0, 4.0, 2.0)])
        );
    }
}
