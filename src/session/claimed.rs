//! A place claimed for work, filled, and marked as complete.

use super::place::{Made, Place, Target};
use super::refusal::refused;
use super::{Conduct, SessionError};
use crate::ensemble::{Found, Marks};

/// What became of work.
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
    /// The share of it that the place is for is done.
    Share {
        /// The place with its records.
        target: T,
    },
}

impl<O, T> Outcome<O, T> {
    /// The same with something made of the result.
    pub fn map<R>(self, of: impl FnOnce(O) -> R) -> Outcome<R, T> {
        match self {
            Self::AlreadyComplete => Outcome::AlreadyComplete,
            Self::Share { target } => Outcome::Share { target },
            Self::Done { result, target } => Outcome::Done {
                result: of(result),
                target,
            },
        }
    }
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
