//! What a work-up leaves in the notebook beside the numbers that decide: whole curves and sequencing runs, for
//! people to look at.

use crate::assay::sequencing::missed::{Against, Missed, against, missed};
use crate::assay::sequencing::panel::Site;
use crate::assay::sequencing::{SequencingDesign, SequencingRun};
use crate::assay::viability::dose_response::DoseResponse;
use crate::assay::{Bench, Specimen};

/// A sequencing run of a culture and of its pre-treatment sample.
#[derive(Debug, Clone, PartialEq)]
pub struct Sequenced {
    pub design: SequencingDesign,
    pub culture: SequencingRun,
    pub before: SequencingRun,
    /// Called changes, and whether they were called before.
    pub against: Vec<(Site, Against)>,
    /// What the cells have and the run did not call: the truth, for comparison. The decision never sees it.
    pub missed: Vec<Missed>,
}

impl Sequenced {
    /// From what one run showed of both samples.
    pub fn of(
        bench: &Bench,
        cells: &Specimen,
        design: &SequencingDesign,
        (culture, before): (SequencingRun, SequencingRun),
    ) -> Self {
        Self {
            design: design.clone(),
            against: against(&culture, &before),
            missed: missed(bench, cells, design, &culture),
            culture,
            before,
        }
    }
}

/// The notebook of one culture.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Notebook {
    /// Under the drug that the culture resists: the parental line first, the culture, then what was tried with it.
    pub curves: Vec<DoseResponse>,
    /// The driver, where it was sequenced.
    pub driver: Option<Sequenced>,
    /// The gene panel, where it was run.
    pub panel: Option<Sequenced>,
}
