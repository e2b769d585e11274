//! Scatter of wells, estimated from a plate's own replicates.

use crate::assay::viability::plate::{PlateDesign, PlateReadings, mean, scatter_squared};

/// Variance of a well as replicate wells show it: relative where the signal is strong, absolute where weak.
pub(super) struct Scatter {
    pub(super) relative: f64,
    absolute: f64,
    freedom: f64,
}

/// Share of the control above which a signal counts as strong.
const STRONG: f64 = 0.3;

impl Scatter {
    pub(super) fn of(readings: &PlateReadings, design: &PlateDesign) -> Self {
        let groups = || {
            readings
                .points
                .iter()
                .map(|point| &point.wells)
                .chain([&readings.controls])
        };
        let (mut strong, mut weak, mut freedom, mut weak_freedom, mut size) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for wells in groups().filter(|wells| wells.len() > 1) {
            let (centre, degrees) = (mean(wells), wells.len() as f64 - 1.0);
            if centre > STRONG {
                strong += scatter_squared(wells);
                size += degrees * centre * centre;
                freedom += degrees;
            } else {
                weak += scatter_squared(wells);
                weak_freedom += degrees;
            }
        }
        let cv = design.noise.well_cv();
        let relative = if size > 0.0 { strong / size } else { cv * cv };
        let absolute = match weak_freedom > 0.0 {
            true => weak / weak_freedom,
            false => design.noise.blank * design.noise.blank,
        };
        Self {
            relative,
            absolute,
            freedom,
        }
    }

    /// Whether the wells scatter at all, beyond rounding.
    pub(super) fn noisy(&self) -> bool {
        self.relative > 1e-20
    }

    /// Degrees of freedom of the scatter.
    pub(super) fn freedom(&self) -> f64 {
        self.freedom.max(1.0)
    }

    pub(super) fn variance(&self, signal: f64) -> f64 {
        let strong = self.relative * signal * signal;
        match signal > STRONG {
            true => strong,
            false => strong.max(self.absolute.min(self.relative * STRONG * STRONG)),
        }
    }
}
