//! Curves of wells that a laboratory measured.

use super::dose_response::{DoseResponse, analyse};
use super::plate::{DosePoint, PlateDesign, PlateReadings, mean};
use crate::observed::Well;
use std::collections::BTreeMap;

/// Fewest doses for a curve of four parameters.
pub const FEWEST_DOSES: usize = 5;

/// Why wells give no curve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoCurve {
    /// A plate has no control wells; its name, empty where there is but one.
    NoControls(String),
    /// The control wells of a plate have no signal on average.
    DarkControls(String),
    /// A control well of a plate has a signal below 0.
    BelowNothing(String),
    /// So many doses above 0, fewer than [`FEWEST_DOSES`].
    FewDoses(usize),
}

/// The curve of wells of one drug on one kind of cells, with its control wells (dose 0) among them; each plate is taken over
/// its own controls. `hours` is the length of the assay.
///
/// # Errors
/// There are too few doses, or a plate has no controls.
pub fn measured(
    specimen: String,
    drug: String,
    wells: &[&Well],
    controls: &[&Well],
    hours: f64,
) -> Result<DoseResponse, NoCurve> {
    let plate = |well: &Well| well.plate.clone().unwrap_or_default();
    let mut undrugged: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for well in controls {
        undrugged.entry(plate(well)).or_default().push(well.signal);
    }
    let mut doses: BTreeMap<u64, Vec<f64>> = BTreeMap::new();
    let mut shares: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for well in wells {
        let plate = plate(well);
        let Some(own) = undrugged.get(&plate) else {
            return Err(NoCurve::NoControls(plate));
        };
        if own.iter().any(|signal| *signal < 0.0) {
            return Err(NoCurve::BelowNothing(plate));
        }
        let control = mean(own);
        if control <= 0.0 {
            return Err(NoCurve::DarkControls(plate));
        }
        shares
            .entry(plate)
            .or_insert_with(|| own.iter().map(|signal| signal / control).collect());
        // Doses are above 0, so that their bits have their order.
        doses
            .entry(well.dose.to_bits())
            .or_default()
            .push(well.signal / control);
    }
    if doses.len() < FEWEST_DOSES {
        return Err(NoCurve::FewDoses(doses.len()));
    }
    let readings = PlateReadings {
        points: (doses.into_iter())
            .map(|(bits, wells)| DosePoint {
                dose: f64::from_bits(bits),
                wells,
            })
            .collect(),
        controls: shares.into_values().flatten().collect(),
        // No plate was read on day zero: nothing is said of growth.
        day_zero: vec![1.0],
    };
    let design = PlateDesign {
        doses: readings.points.iter().map(|point| point.dose).collect(),
        hours,
        wells: readings
            .points
            .iter()
            .map(|point| point.wells.len() as u32)
            .max()
            .unwrap_or(1),
        controls: readings.controls.len() as u32,
        ..PlateDesign::default()
    };
    Ok(analyse(specimen, drug, &design, readings))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assay::viability::potency::Potency;

    fn well(dose: f64, signal: f64, plate: &str) -> Well {
        Well {
            line: 1,
            condition: None,
            drug: Some("x".to_owned()),
            dose,
            signal,
            plate: Some(plate.to_owned()),
            well: None,
            hours: Some(72.0),
            allele: None,
            cell_line: None,
        }
    }

    fn curve(ic50: f64, doses: &[f64]) -> Result<DoseResponse, NoCurve> {
        // A plate twice as bright as the other, wells two percent about the curve.
        let (mut wells, mut controls) = (Vec::new(), Vec::new());
        for (plate, bright) in [("1", 5_000.0), ("2", 10_000.0)] {
            for side in [0.98, 1.02] {
                let share = |dose: f64| bright * side / (1.0 + libm::pow(dose / ic50, 1.2));
                wells.extend(doses.iter().map(|&dose| well(dose, share(dose), plate)));
                controls.push(well(0.0, bright * side, plate));
            }
        }
        let all: Vec<&Well> = wells.iter().collect();
        measured(
            "cells".into(),
            "x".into(),
            &all,
            &controls.iter().collect::<Vec<_>>(),
            72.0,
        )
    }

    #[test]
    fn plates_are_taken_over_their_own_controls() {
        let doses = [1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1000.0];
        let found = curve(20.0, &doses).unwrap();
        let Potency::Dose { nm, low, high } = found.ic50 else {
            panic!("{found:?}")
        };
        assert!(
            (nm / 20.0 - 1.0).abs() < 0.02 && low < 20.0 && 20.0 < high && high < 1.2 * low,
            "{:?}",
            found.ic50
        );
        assert!((found.fit.unwrap().slope - 1.2).abs() < 0.05);
        assert_eq!((found.gi50, found.gr50), (Potency::None, Potency::None));
    }

    #[test]
    fn what_lies_beyond_the_doses_is_a_bound() {
        let found = curve(5_000.0, &[1.0, 3.0, 10.0, 30.0, 100.0, 300.0]).unwrap();
        assert!(
            matches!(found.ic50, Potency::Above { nm } if nm <= 300.0),
            "{:?}",
            found.ic50
        );
        let found = curve(0.05, &[1.0, 3.0, 10.0, 30.0, 100.0, 300.0]).unwrap();
        assert!(
            matches!(found.ic50, Potency::Below { nm } if nm >= 1.0),
            "{:?}",
            found.ic50
        );
    }

    #[test]
    fn wells_without_controls_or_doses_give_no_curve() {
        assert_eq!(curve(20.0, &[1.0, 10.0, 100.0]).unwrap_err(), NoCurve::FewDoses(3));
        let wells: Vec<Well> = (1..7).map(|i| well(f64::from(i), 1.0, "3")).collect();
        let all: Vec<&Well> = wells.iter().collect();
        let controls = [well(0.0, 9.0, "3"), well(0.0, -1.0, "3")];
        let none = measured("c".into(), "x".into(), &all, &[&controls[0], &controls[1]], 72.0).unwrap_err();
        assert_eq!(none, NoCurve::BelowNothing("3".to_owned()));
        let dark = [well(0.0, 0.0, "3")];
        let none = measured("c".into(), "x".into(), &all, &[], 72.0).unwrap_err();
        assert_eq!(none, NoCurve::NoControls("3".to_owned()));
        let none = measured("c".into(), "x".into(), &all, &[&dark[0]], 72.0).unwrap_err();
        assert_eq!(none, NoCurve::DarkControls("3".to_owned()));
    }
}
