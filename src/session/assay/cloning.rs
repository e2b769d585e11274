//! Single cells of a culture, grown up.

use super::cells::{Cells, within};
use crate::assay::clones::{Cloning, CloningDesign, single_cell_clones};
use crate::random::Purpose;
use crate::session::SessionError;

/// Largest well of a cloning.
const MOST_WELLS: u64 = 10_000;
/// Wells looked through for clones that grew, where the one that is asked for did not.
const USUAL_WELLS: u32 = 24;

impl Cells<'_> {
    /// Plates single cells of the one culture.
    pub fn plate_singly(&self, design: &CloningDesign) -> Result<Cloning, SessionError> {
        if let Some(fault) = design.fault() {
            return Err(SessionError::Request(fault));
        }
        let mut picking = self.rng(Purpose::Cloning);
        let growth = |well: u32| self.rng_of(Purpose::CloneGrowth, &format!("well {well}"));
        Ok(single_cell_clones(
            &self.bench,
            self.only()?,
            design,
            &mut picking,
            growth,
        ))
    }

    /// The clone in a well in place of the culture. Wells do not depend on each other, nor on how many there are.
    pub fn banked(mut self, well: u32) -> Result<Self, SessionError> {
        within("--clone", well, MOST_WELLS)?;
        let design = CloningDesign::new(&self.bench, well.max(USUAL_WELLS));
        let grown = self.plate_singly(&design)?.clones;
        let wells: Vec<String> = grown.iter().map(|clone| clone.well.to_string()).collect();
        let Some(clone) = grown.into_iter().find(|clone| clone.well == well) else {
            return Err(SessionError::Request(format!(
                "--clone {well}: the cell in that well did not grow\n  wells with a clone: {} (see `escalade assay clones \
                 --cells {}`)",
                match wells.is_empty() {
                    true => "none".to_owned(),
                    false => wells.join(", "),
                },
                design.cells
            )));
        };
        self.instead(vec![clone.specimen], &format!(", clone {well}"));
        Ok(self)
    }
}
