//! Work that was asked for, carried out whatever it is.

use super::request::Prepared;
use crate::ensemble::{BATCH, COMPARE, Marks, RUN, SWEEP};
use crate::report;
use crate::session::batch::RESULTS;
use crate::session::{Conduct, Outcome, Place, SessionError};

impl Prepared {
    /// The marks of its folder.
    pub fn marks(&self) -> Marks {
        match self {
            Self::Run(_) | Self::Tornado(..) => RUN,
            Self::Compare(_) => COMPARE,
            Self::Sweep(_) => SWEEP,
            Self::Batch(_) => BATCH,
        }
    }

    /// The file for reading, and what it is.
    pub fn page(&self) -> (&'static str, &'static str) {
        match self {
            Self::Run(_) => ("Report", "report.html"),
            Self::Compare(_) => ("Report", "compare.html"),
            Self::Sweep(_) => ("Report", "sweep.html"),
            Self::Tornado(..) => ("Report", "tornado.html"),
            Self::Batch(_) => ("Results", RESULTS),
        }
    }

    /// Does it in a place, all or the share that the place is for; the answer in words.
    ///
    /// # Errors
    /// The place is refused, the system refuses to write, or it is stopped on request.
    pub fn run<P: Place>(&self, place: &P, conduct: &Conduct) -> Result<Outcome<String, P::Target>, SessionError> {
        Ok(match self {
            Self::Run(scenario) => crate::session::run(scenario, place, conduct)?.map(|summary| summary.to_string()),
            Self::Compare(comparison) => comparison.run(place, conduct)?.map(|answer| answer.text),
            Self::Sweep(swept) => swept.run(place, conduct)?.map(|answer| answer.text),
            Self::Batch(whole) => whole.run(place, conduct)?.map(|answer| answer.text),
            Self::Tornado(moving, top) => {
                let top = *top as usize;
                let outcome = moving.run(top, place, conduct)?;
                outcome.map(|tornado| report::tornado::text(&tornado, top))
            }
        })
    }
}
