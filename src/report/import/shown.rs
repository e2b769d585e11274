//! What was imported: numbers, tables and figures.

use crate::assay::viability::dose_response::DoseResponse;
use crate::observed::Side;
use crate::report::ReportError;
use crate::report::assay::Grid;
use crate::report::figure::assay::{curves, residuals};
use crate::report::figure::growth;
use crate::statistics::growth::{Doubling, LineGrowth};
use crate::words::{dose, hours, number};

/// What was imported.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Names of the files.
    pub files: Vec<String>,
    /// Potencies as they stand in the overlay.
    pub potencies: Vec<PotencyShown>,
    /// Curves of plates, those of a drug together.
    pub curves: Vec<Vec<DoseResponse>>,
    /// Growth of lines.
    pub growth: Vec<LineGrowth>,
    /// What is worth knowing.
    pub notes: Vec<String>,
    /// Whether the numbers are made up.
    pub made_up: bool,
}

/// A potency.
#[derive(Debug, Clone, PartialEq)]
pub struct PotencyShown {
    /// Line or assay system.
    pub system: String,
    /// Allele, WT where there is none.
    pub allele: String,
    /// Id of the drug.
    pub drug: String,
    /// nM.
    pub nm: f64,
    /// Side on which it is known to lie, where it is a bound.
    pub side: Option<Side>,
    /// Central 90%, nM.
    pub range: Option<(f64, f64)>,
    /// Hill slope.
    pub slope: Option<f64>,
}

/// Figures as SVG.
#[derive(Debug, Clone, Default)]
pub struct Drawn {
    /// Curves with their wells, where there are plates.
    pub curves: Option<String>,
    /// Distances from the curves.
    pub residuals: Option<String>,
    /// Counts with their lines.
    pub growth: Option<String>,
}

impl Shown {
    /// Its figures.
    ///
    /// # Errors
    /// A figure cannot be drawn.
    pub fn drawn(&self) -> Result<Drawn, ReportError> {
        let plates = !self.curves.is_empty();
        let grown = !self.growth.is_empty();
        Ok(Drawn {
            curves: plates.then(|| curves::draw(&curves::data(&self.curves))).transpose()?,
            residuals: plates
                .then(|| residuals::draw(&residuals::data(&self.curves)))
                .transpose()?,
            growth: grown.then(|| growth::draw(&growth::data(&self.growth))).transpose()?,
        })
    }

    /// Potencies as a table.
    pub(super) fn table(&self) -> Grid {
        let mut grid = Grid::new(&["system", "allele", "drug", "IC50", "central 90%", "slope"]);
        for row in &self.potencies {
            let side = match row.side {
                None => "",
                Some(Side::Above) => "> ",
                Some(Side::Below) => "< ",
            };
            grid.push(vec![
                row.system.clone(),
                row.allele.clone(),
                row.drug.clone(),
                format!("{side}{}", dose(row.nm)),
                row.range
                    .map_or_else(String::new, |(low, high)| format!("{} to {}", dose(low), dose(high))),
                row.slope.map_or_else(String::new, number),
            ]);
        }
        grid
    }

    /// Lines with their doubling times.
    pub(super) fn doublings(&self) -> Grid {
        let mut grid = Grid::new(&["line", "doubling time", "central 90%", "per day", "part used"]);
        for of in &self.growth {
            let Doubling { days, low, high } = of.doubling;
            let (first, last) = of.growth.days;
            grid.push(vec![
                of.name.clone(),
                hours(24.0 * days),
                format!("{} to {}", number(24.0 * low), hours(24.0 * high)),
                number(of.growth.rate),
                format!("days {} to {}", number(first), number(last)),
            ]);
        }
        grid
    }
}
