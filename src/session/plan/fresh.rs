//! The best designs in new worlds, on new streams: the figures of a winner never come from the flasks that chose it.

use super::job::{BlockJob, FRESH, Flasks, Runner};
use super::search::{Rows, drive};
use super::sequence::{SEQUENCED, Sequencing};
use crate::ensemble::Keep;
use crate::scenario::plan::Plan;
use crate::session::{Conduct, SessionError};
use crate::statistics::race::PlanFlask;

/// The finalists in new worlds.
#[derive(Debug, Default)]
pub struct Fresh {
    /// Numbers of the worlds.
    pub numbers: Vec<u64>,
    /// World, finalist, flask.
    pub worlds: Vec<Vec<Vec<PlanFlask>>>,
    /// Further worlds in which some finalist cannot be carried out.
    pub refused: u64,
}

/// Looks at the finalists, and sequences the flasks of the first.
#[expect(clippy::too_many_arguments, reason = "one call")]
///
/// # Errors
/// Stopped on request, or the system refuses.
pub fn look(
    runners: &[Runner],
    finalists: &[usize],
    sequencing: Option<&Sequencing>,
    plan: &Plan,
    start: u64,
    keep: &mut impl Keep,
    conduct: &Conduct,
    place: Option<String>,
) -> Result<Fresh, SessionError> {
    let mut fresh = Fresh::default();
    let job = BlockJob {
        runners,
        running: finalists,
        first: FRESH,
        flasks: plan.limits.flasks,
        sequencing: sequencing.map(|by| (by, SEQUENCED)),
    };
    let mut rows = Rows {
        designs: finalists.len(),
        row: Vec::new(),
        take: |row: &[Flasks]| match row.iter().cloned().collect::<Result<Vec<_>, _>>() {
            Ok(world) => {
                fresh.numbers.push(FRESH + fresh.worlds.len() as u64 + fresh.refused);
                fresh.worlds.push(world);
            }
            Err(_) => fresh.refused += 1,
        },
    };
    let records = plan.fresh_worlds * finalists.len() as u64;
    drive(&job, start, records, &mut rows, keep, conduct, &place)?;
    Ok(fresh)
}
