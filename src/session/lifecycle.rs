//! The one lifecycle of work in a place: claimed, simulated, exported, marked as complete.

use super::claimed::{Outcome, in_place};
use super::command::Command;
use super::identity::Identity;
use super::place::{Exporter, Made, Place, Target};
use super::{Conduct, SessionError};
use crate::ensemble::{Deal, Dealt, Ended, Job, Marks, RECORDS, REQUEST, SHARD, ShardSink, Share};

/// What is to be done.
pub struct Work<'a, J> {
    /// The marks of its place.
    pub marks: Marks,
    /// The text that names it.
    pub lock: &'a str,
    /// The command that does it.
    pub command: Command,
    /// What one replicate is.
    pub job: &'a J,
    /// Number of replicates.
    pub records: u64,
    /// What a replicate is called: "replicates", "flasks".
    pub unit: &'static str,
}

/// Carries work out; `begin` makes the exporter in the claimed place.
///
/// # Errors
/// The place is refused, the system refuses to write or to start threads, it is stopped on request, or `begin` or the
/// exporter fails.
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
    match place.share() {
        None => in_place(work.marks, work.lock, place, conduct, |target| {
            let exporter = begin(target)?;
            simulate_and_export(work, target, conduct, exporter)
        }),
        Some(share) => Ok(match simulate_share(work, share, place, conduct)? {
            Outcome::AlreadyComplete => Outcome::AlreadyComplete,
            Outcome::Done { target, .. } | Outcome::Share { target } => Outcome::Share { target },
        }),
    }
}

/// Simulates a share of the records, and writes them as they are.
fn simulate_share<J: Job, P: Place>(
    work: &Work<J>,
    share: Share,
    place: &P,
    conduct: &Conduct,
) -> Result<Outcome<(), P::Target>, SessionError> {
    let deal = Deal::new(work.records, work.job.record_bytes(), share.of());
    let identity = Identity::new(work.command, share, deal, work.lock);
    in_place(SHARD, &identity.text()?, place, conduct, |target| {
        let records = deal.held(share.number());
        let job = Dealt {
            job: work.job,
            deal,
            share: share.number(),
        };
        let mut sink = ShardSink::new(deal, share.number(), target.table(RECORDS)?);
        if let Ended::Interrupted { stored } = conduct.drive(&job, records, &mut sink, target.keep())? {
            return Err(interrupted(work.unit, stored, records, target));
        }
        target.publish(sink.into_inner())?;
        let request = place
            .request()
            .map(|text| (REQUEST.to_owned(), text.as_bytes().to_vec()));
        let summary = (SHARD.summary.to_owned(), identity.summary(records)?);
        Ok(Made {
            result: (),
            files: request.into_iter().chain([summary]).collect(),
        })
    })
}

fn interrupted(unit: &'static str, stored: u64, records: u64, target: &impl Target) -> SessionError {
    SessionError::Interrupted {
        stored,
        records,
        unit,
        place: target.name(),
    }
}

fn simulate_and_export<J: Job, T: Target, E: Exporter<J::Record, T>>(
    work: &Work<J>,
    target: &mut T,
    conduct: &Conduct,
    mut exporter: E,
) -> Result<Made<E::Result>, SessionError> {
    match conduct.drive(work.job, work.records, &mut exporter, target.keep())? {
        Ended::Complete => exporter.finish(target),
        Ended::Interrupted { stored } => Err(interrupted(work.unit, stored, work.records, target)),
    }
}
