//! The one lifecycle of work in a place: claimed, simulated, exported, marked as complete.

use super::place::{Exporter, Made, Place, Target};
use super::refusal::refused;
use super::{Conduct, SessionError};
use crate::ensemble::{Ended, Found, Job, Marks};

/// What is to be done.
pub struct Work<'a, J> {
    /// The marks of its place.
    pub marks: Marks,
    /// The text that names it.
    pub lock: &'a str,
    /// What one replicate is.
    pub job: &'a J,
    /// Number of replicates.
    pub records: u64,
    /// What a replicate is called: "replicates", "flasks".
    pub unit: &'static str,
}

/// What became of it.
#[derive(Debug)]
pub enum Outcome<O, T> {
    /// The place held all of it.
    AlreadyComplete,
    /// It is done.
    Done {
        /// The typed result.
        result: O,
        /// The place with its files.
        target: T,
    },
}

/// Carries work out; `begin` makes the exporter in the claimed place.
pub fn carry_out<J, P, E>(
    work: &Work<J>,
    place: &P,
    conduct: &Conduct,
    begin: impl FnOnce(&P::Target) -> Result<E, SessionError>,
) -> Result<Outcome<E::Result, P::Target>, SessionError>
where
    J: Job,
    P: Place,
    E: Exporter<J::Record, P::Target>,
{
    in_place(work.marks, work.lock, place, conduct, |target| {
        let exporter = begin(target)?;
        simulate_and_export(work, target, conduct, exporter)
    })
}

/// Claims a place, makes what belongs there, and marks it as complete.
pub(super) fn in_place<P: Place, O>(
    marks: Marks,
    lock: &str,
    place: &P,
    conduct: &Conduct,
    make: impl FnOnce(&mut P::Target) -> Result<Made<O>, SessionError>,
) -> Result<Outcome<O, P::Target>, SessionError> {
    let claimed = place.claim(marks, lock);
    let (mut target, found) = claimed.map_err(|error| refused(error, lock))?;
    if found == Found::Complete {
        return Ok(Outcome::AlreadyComplete);
    }
    target.began(conduct.threads, found == Found::Unfinished)?;
    let made = make(&mut target);
    target.ended(match &made {
        Ok(_) => "complete",
        Err(SessionError::Interrupted { .. }) => "interrupted",
        Err(_) => "failed",
    })?;
    let Made { result, files } = made?;
    let (mark, others): (Vec<_>, Vec<_>) = files.into_iter().partition(|(path, _)| *path == marks.summary);
    for (path, bytes) in others {
        target.write(&path, &bytes)?;
    }
    target.complete(mark.first().map_or(&[], |(_, bytes)| bytes))?;
    Ok(Outcome::Done { result, target })
}

fn simulate_and_export<J: Job, T: Target, E: Exporter<J::Record, T>>(
    work: &Work<J>,
    target: &mut T,
    conduct: &Conduct,
    mut exporter: E,
) -> Result<Made<E::Result>, SessionError> {
    match conduct.drive(work.job, work.records, &mut exporter, target.keep())? {
        Ended::Complete => exporter.finish(target),
        Ended::Interrupted { stored } => Err(SessionError::Interrupted {
            stored,
            records: work.records,
            unit: work.unit,
            place: target.name(),
        }),
    }
}
