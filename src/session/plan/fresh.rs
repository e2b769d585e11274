//! The best designs in new worlds, on new streams: the figures of a winner never come from the flasks that chose it.

use super::block::{Rows, drive};
use super::job::{BlockJob, FRESH, Flasks, Runner};
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

impl Fresh {
    /// Gives every finalist the flasks of what was simulated for it: those that differ in their number of flasks alone share them.
    pub fn share(&mut self, simulated: &[usize], of: &[usize]) {
        if simulated == of {
            return;
        }
        for world in &mut self.worlds {
            let mine = |runner: &usize| simulated.iter().position(|one| one == runner);
            *world = of
                .iter()
                .filter_map(|runner| Some(world[mine(runner)?].clone()))
                .collect();
        }
    }
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
    let mut flasks = vec![plan.limits.flasks; finalists.len()];
    flasks.iter_mut().take(1).for_each(|winner| *winner = plan.of_winner());
    let job = BlockJob {
        runners,
        running: finalists,
        first: FRESH,
        flasks: &flasks,
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
