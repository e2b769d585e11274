//! All shards of a work put together: the work itself, done with their records in place of its own.

use super::identity::Identity;
use super::verified::Verified;
use crate::ensemble::folder::{Shards, Table};
use crate::ensemble::{Found, KeepError, LOCK, Marks};
use crate::scenario::{self, Scenario, lock};
use crate::session::{Conduct, Folder, FolderTarget, Outcome, Place, SessionError, Summary, Target};
use std::path::{Path, PathBuf};

/// Shards that were found to be all of one work, each once and whole.
#[derive(Debug)]
pub struct Merge(Verified);

impl Merge {
    /// Looks at the folders of shards, in any order.
    ///
    /// # Errors
    /// One is missing, there twice, of another work or version, not finished or damaged: all of these by name.
    pub fn of(folders: &[PathBuf]) -> Result<Self, SessionError> {
        Verified::of(folders).map(Self)
    }

    /// The run's scenario, from its lock.
    ///
    /// # Errors
    /// It does not give this lock again.
    pub fn scenario(&self) -> Result<Scenario, SessionError> {
        let Identity { command, lock, .. } = &self.0.identity;
        let scenario = scenario::load(LOCK, lock.clone())?;
        match command == "run" && lock::write(&scenario)?.text == *lock {
            true => Ok(scenario),
            false => Err(SessionError::failed(
                "the shards' lock does not give their scenario again",
            )),
        }
    }

    /// Makes the folder of the undivided run.
    ///
    /// # Errors
    /// The folder is refused, the system refuses to read or write, or it is stopped on request.
    pub fn run(&self, out: &Path, conduct: &Conduct) -> Result<Outcome<Summary, FolderTarget>, SessionError> {
        let place = Merging {
            folder: Folder::at(out),
            shards: &self.0,
        };
        Ok(match crate::session::run(&self.scenario()?, &place, conduct)? {
            Outcome::AlreadyComplete => Outcome::AlreadyComplete,
            Outcome::Share { target } => Outcome::Share { target: target.folder },
            Outcome::Done { result, target } => Outcome::Done {
                result,
                target: target.folder,
            },
        })
    }
}

/// A folder whose replicates are those of shards.
struct Merging<'a> {
    folder: Folder,
    shards: &'a Verified,
}

struct MergingTarget {
    folder: FolderTarget,
    shards: Shards,
}

impl Place for Merging<'_> {
    type Target = MergingTarget;

    fn claim(&self, marks: Marks, lock: &str) -> Result<(MergingTarget, Found), KeepError> {
        let (folder, found) = self.folder.claim(marks, lock)?;
        let shards = Shards::new(self.shards.identity.deal, self.shards.folders.iter().cloned());
        Ok((MergingTarget { folder, shards }, found))
    }
}

impl Target for MergingTarget {
    type Keep = Shards;
    type Table = Table;

    fn keep(&mut self) -> &mut Shards {
        &mut self.shards
    }

    fn name(&self) -> Option<String> {
        self.folder.name()
    }

    fn table(&self, name: &'static str) -> Result<Table, KeepError> {
        self.folder.table(name)
    }

    fn publish(&mut self, table: Table) -> Result<(), KeepError> {
        self.folder.publish(table)
    }

    fn write(&mut self, path: &str, bytes: &[u8]) -> Result<(), KeepError> {
        self.folder.write(path, bytes)
    }

    fn complete(&mut self, bytes: &[u8]) -> Result<(), KeepError> {
        self.folder.complete(bytes)
    }

    fn began(&mut self, threads: usize, resumed: bool) -> Result<(), KeepError> {
        self.folder.began(threads, resumed)
    }

    fn ended(&mut self, how: &str) -> Result<(), KeepError> {
        self.folder.ended(how)
    }
}
