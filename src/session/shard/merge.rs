//! All shards of a work put together: the work itself, done with their records in place of its own.

use super::request::{Prepared, Request};
use super::verified::Verified;
use crate::ensemble::folder::{Shards, in_text, read_at_most};
use crate::ensemble::{Found, KeepError, LOCK, MOST_FILE, Marks, REQUEST};
use crate::scenario;
use crate::session::{Command, Conduct, Folder, FolderTarget, Identity, Outcome, Place, SessionError};
use std::path::{Path, PathBuf};

/// Shards that were found to be all of one work, each once and whole.
#[derive(Debug)]
pub struct Merge {
    shards: Verified,
    prepared: Prepared,
}

impl Merge {
    /// Looks at the folders of shards, in any order.
    ///
    /// # Errors
    /// One is missing, there twice, of another work or version, not finished or damaged: all of these by name.
    pub fn of(folders: &[PathBuf]) -> Result<Self, SessionError> {
        let shards = Verified::of(folders)?;
        let prepared = prepared(&shards)?;
        Ok(Self { shards, prepared })
    }

    /// The work that they are of.
    pub fn work(&self) -> &Prepared {
        &self.prepared
    }

    /// Makes the folder of the undivided work; the answer in words.
    ///
    /// # Errors
    /// The folder is refused, the system refuses to read or write, or it is stopped on request.
    pub fn run(&self, out: &Path, conduct: &Conduct) -> Result<Outcome<String, FolderTarget<Shards>>, SessionError> {
        let place = Merging {
            folder: Folder::at(out),
            shards: &self.shards,
        };
        self.prepared.run(&place, conduct)
    }
}

/// The work that shards are of: a run by its lock, anything else by what was asked for, which is in every shard.
fn prepared(shards: &Verified) -> Result<Prepared, SessionError> {
    let Identity { command, lock, .. } = &shards.identity;
    if *command == Command::Run {
        return Ok(Prepared::Run(Box::new(scenario::load(LOCK, lock.clone())?)));
    }
    let path = request_of(shards);
    let text = read_at_most(&path, MOST_FILE).and_then(in_text);
    let text = text.map_err(|error| SessionError::Request(format!("{}: cannot be read: {error}", path.display())))?;
    Request::read(&path.display().to_string(), &text)?.prepared()
}

fn request_of(shards: &Verified) -> PathBuf {
    let first = shards.folders.first();
    first.map_or_else(|| PathBuf::from(REQUEST), |folder| folder.join(REQUEST))
}

/// A folder whose records are those of shards.
struct Merging<'a> {
    folder: Folder,
    shards: &'a Verified,
}

impl Place for Merging<'_> {
    type Target = FolderTarget<Shards>;

    fn claim(&self, marks: Marks, lock: &str) -> Result<(FolderTarget<Shards>, Found), KeepError> {
        // What was asked for must give the work again that the shards say they are of.
        if lock != self.shards.identity.lock {
            let path = request_of(self.shards);
            return Err(KeepError::Damaged { path });
        }
        let (folder, found) = self.folder.claim(marks, lock)?;
        let shards = Shards::new(self.shards.identity.deal, self.shards.folders.iter().cloned());
        Ok((folder.keeping(shards), found))
    }
}
