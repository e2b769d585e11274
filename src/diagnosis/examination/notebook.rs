//! What a work-up leaves in the notebook beside the numbers that decide: whole curves and sequencing runs, for
//! people to look at.

use crate::assay::sequencing::missed::{Against, Missed, against, missed};
use crate::assay::sequencing::panel::Site;
use crate::assay::sequencing::{SequencingDesign, SequencingRun};
use crate::assay::viability::dose_response::DoseResponse;
use crate::assay::{Bench, Specimen};

/// One run of two samples.
#[derive(Debug, Clone, PartialEq)]
pub struct Runs {
    /// Of the culture.
    pub culture: SequencingRun,
    /// Of its pre-treatment sample.
    pub before: SequencingRun,
}

/// A sequencing run of a culture and of its pre-treatment sample.
#[derive(Debug, Clone, PartialEq)]
pub struct Sequenced {
    /// How both were read.
    pub design: SequencingDesign,
    /// Run of the culture.
    pub culture: SequencingRun,
    /// Run of the pre-treatment sample.
    pub before: SequencingRun,
    /// Called changes, and whether they were called before.
    pub against: Vec<(Site, Against)>,
    /// What the cells have and the run did not call: the truth, for comparison. The decision never sees it.
    pub missed: Vec<Missed>,
}

impl Sequenced {
    /// From what one run showed of both samples.
    pub fn of(bench: &Bench, cells: &Specimen, design: &SequencingDesign, read: Runs) -> Self {
        Self {
            design: design.clone(),
            against: against(&read.culture, &read.before, design),
            missed: missed(bench, cells, design, &read.culture),
            culture: read.culture,
            before: read.before,
        }
    }
}

/// Curves under the drug that the culture resists.
#[derive(Debug, Clone, PartialEq)]
pub struct Curves {
    /// The parental line.
    pub parental: DoseResponse,
    /// The culture, in the surroundings in which it grew.
    pub culture: DoseResponse,
    /// The culture out of them; `None` where it grew in plain medium.
    pub alone: Option<DoseResponse>,
    /// The culture after the holiday, in plain medium.
    pub rested: Option<DoseResponse>,
}

impl Curves {
    /// Those of one day: the parental line first.
    pub fn at_once(&self) -> Vec<DoseResponse> {
        let own = [&self.parental, &self.culture].into_iter();
        own.chain(&self.alone).cloned().collect()
    }

    /// Those that show what a holiday does: the parental line first, then the culture in plain medium, before it and
    /// after.
    pub fn around_holiday(&self) -> Vec<DoseResponse> {
        let before = self.alone.as_ref().unwrap_or(&self.culture);
        let own = [&self.parental, before].into_iter();
        own.chain(&self.rested).cloned().collect()
    }
}

/// The notebook of one culture.
#[derive(Debug, Clone, PartialEq)]
pub struct Notebook {
    /// Dose-responses.
    pub curves: Curves,
    /// The driver, where it was sequenced.
    pub driver: Option<Sequenced>,
    /// The gene panel, where it was run.
    pub panel: Option<Sequenced>,
}
