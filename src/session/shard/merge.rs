//! All shards of a work put together: the work itself, done with their records in place of its own.

use super::identity::Identity;
use super::verified::Verified;
use crate::ensemble::folder::Shards;
use crate::ensemble::{Found, KeepError, LOCK, Marks};
use crate::scenario::{self, Scenario, lock};
use crate::session::{Conduct, Folder, FolderTarget, Outcome, Place, SessionError, Summary};
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
    pub fn run(&self, out: &Path, conduct: &Conduct) -> Result<Outcome<Summary, FolderTarget<Shards>>, SessionError> {
        let place = Merging {
            folder: Folder::at(out),
            shards: &self.0,
        };
        crate::session::run(&self.scenario()?, &place, conduct)
    }
}

/// A folder whose replicates are those of shards.
struct Merging<'a> {
    folder: Folder,
    shards: &'a Verified,
}

impl Place for Merging<'_> {
    type Target = FolderTarget<Shards>;

    fn claim(&self, marks: Marks, lock: &str) -> Result<(FolderTarget<Shards>, Found), KeepError> {
        let (folder, found) = self.folder.claim(marks, lock)?;
        let shards = Shards::new(self.shards.identity.deal, self.shards.folders.iter().cloned());
        Ok((folder.keeping(shards), found))
    }
}
