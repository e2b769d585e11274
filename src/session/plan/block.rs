//! Blocks of worlds: driven through the ensemble, and gathered record by record.

use super::job::{BlockJob, Flasks};
use crate::ensemble::{self, Drive, Ended, Keep, KeepError, Later, Sink};
use crate::session::{Conduct, SessionError};

/// Records gathered into worlds.
pub struct Rows<F> {
    /// Records of a world.
    pub designs: usize,
    /// Those of the world under way.
    pub row: Vec<Flasks>,
    /// Takes a world.
    pub take: F,
}

impl<F: FnMut(&[Flasks]) + Send> Sink<Flasks> for Rows<F> {
    fn accept(&mut self, record: &Flasks) -> Result<(), KeepError> {
        self.row.push(record.clone());
        if self.row.len() == self.designs {
            (self.take)(&self.row);
            self.row.clear();
        }
        Ok(())
    }
}

/// Drives a block of records that follow `start` others.
pub fn drive(
    job: &BlockJob,
    start: u64,
    records: u64,
    sink: &mut impl Sink<Flasks>,
    keep: &mut impl Keep,
    conduct: &Conduct,
    place: &Option<String>,
) -> Result<(), SessionError> {
    let drive = Drive {
        replicates: records,
        threads: conduct.threads,
        stop: conduct.stop,
        progress: &|done| conduct.progress.add(done * job.mean_flasks()),
    };
    match ensemble::run(job, sink, &mut Later { keep, start }, &drive)? {
        Ended::Complete => Ok(()),
        Ended::Interrupted { stored } => Err(SessionError::Interrupted {
            stored: start + stored,
            records: start + records,
            unit: "worlds of designs",
            place: place.clone(),
        }),
    }
}
