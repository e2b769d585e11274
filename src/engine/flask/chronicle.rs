//! What is noted along a flask's way besides its looks: who dominates month by month, samples on
//! asked days, and the work that it took.

use super::record::compose;
use super::world::FlaskWorld;
use crate::engine::population::Population;
use crate::engine::record::{CENSUS_EVERY, FlaskComposition, Work};
use crate::model::biology::{Biology, Mechanism};
use crate::model::protocol::Protocol;

/// See module docs.
#[derive(Default)]
pub(super) struct Chronicle {
    pub months: Vec<Option<Mechanism>>,
    pub samples: Vec<FlaskComposition>,
    pub work: Work,
}

impl Chronicle {
    /// Shows the flask before anything is done to it.
    pub fn note(
        &mut self,
        day: f64,
        protocol: &Protocol,
        biology: &Biology,
        world: &FlaskWorld,
        population: &Population,
    ) {
        let month = day >= CENSUS_EVERY * (self.months.len() + 1) as f64 - 1e-9;
        let wanted = protocol.design.samples.get(self.samples.len());
        let sample = wanted.is_some_and(|&wanted| wanted <= day + 1e-9);
        if !month && !sample {
            return;
        }
        let moment = compose(biology, world, population, protocol.resistance.detection_limit);
        if month {
            let dominant = moment.composition.first().map(|entry| entry.mechanism.clone());
            // A look far apart from the last one may close several months.
            while day >= CENSUS_EVERY * (self.months.len() + 1) as f64 - 1e-9 {
                self.months.push(dominant.clone());
            }
        }
        let wanted = |taken: usize| {
            protocol
                .design
                .samples
                .get(taken)
                .is_some_and(|&wanted| wanted <= day + 1e-9)
        };
        while wanted(self.samples.len()) {
            self.samples.push(FlaskComposition {
                asked_day: protocol.design.samples[self.samples.len()],
                day,
                cells: moment.cells,
                composition: moment.composition.clone(),
            });
        }
    }
}

impl Work {
    /// Fresh medium with these doses, nM per course.
    pub(super) fn medium(&mut self, doses: &[f64]) {
        self.medium_changes += 1;
        self.drug.resize(doses.len(), 0.0);
        for (sum, dose) in self.drug.iter_mut().zip(doses) {
            *sum += dose;
        }
    }

    /// Growth from `start` cells to `end` cells; what dies out is followed down to its last cell.
    pub(super) fn grown(&mut self, start: f64, end: u64) {
        if start > 0.0 {
            self.doublings += libm::log2(end.max(1) as f64 / start);
        }
    }
}
