//! Where results go, and what makes files of them.

use super::SessionError;
use crate::ensemble::{Found, Keep, KeepError, Marks, Share, Sink};
use std::io::Write;

/// Somewhere that work can claim for itself.
pub trait Place {
    /// The place once it is claimed.
    type Target: Target;

    /// Claims it for the work that `lock` names.
    ///
    /// # Errors
    /// It holds other work, somebody else is writing it, or the system refuses.
    fn claim(&self, marks: Marks, lock: &str) -> Result<(Self::Target, Found), KeepError>;

    /// The share of the work that it is for, where it is not for the whole.
    fn share(&self) -> Option<Share> {
        None
    }

    /// What was asked for, where a share of it alone does not tell.
    fn request(&self) -> Option<&str> {
        None
    }
}

/// A claimed place: takes named bytes, and keeps finished replicates until all are done.
pub trait Target {
    /// Keeps replicates while the work is under way.
    type Keep: Keep;
    /// A table that is being written.
    type Table: Write + Send + 'static;

    /// Where replicates are kept.
    fn keep(&mut self) -> &mut Self::Keep;
    /// What it is called in messages, where it has a name.
    fn name(&self) -> Option<String>;
    /// Starts a table.
    ///
    /// # Errors
    /// The system refuses to create it.
    fn table(&self, name: &'static str) -> Result<Self::Table, KeepError>;
    /// Gives a finished table its name.
    ///
    /// # Errors
    /// The system refuses to write the rest of it or to name it.
    fn publish(&mut self, table: Self::Table) -> Result<(), KeepError>;
    /// Takes a whole file.
    ///
    /// # Errors
    /// The system refuses to write it.
    fn write(&mut self, path: &str, bytes: &[u8]) -> Result<(), KeepError>;
    /// Takes the file that marks the work as complete, and forgets what was kept on the way.
    ///
    /// # Errors
    /// The system refuses to write it, or to remove what was kept.
    fn complete(&mut self, bytes: &[u8]) -> Result<(), KeepError>;
    /// Notes that the work begins.
    ///
    /// # Errors
    /// The system refuses to write.
    fn began(&mut self, threads: usize, resumed: bool) -> Result<(), KeepError>;
    /// Notes how it ended: "complete".
    ///
    /// # Errors
    /// The system refuses to write.
    fn ended(&mut self, how: &str) -> Result<(), KeepError>;
}

/// Takes every record in order, and makes a typed result and files of them.
pub trait Exporter<R, T: Target>: Sink<R> {
    /// What is known in the end.
    type Result;

    /// Publishes the tables and makes the rest.
    ///
    /// # Errors
    /// A table cannot be published, or the rest cannot be made.
    fn finish(self, target: &mut T) -> Result<Made<Self::Result>, SessionError>;
}

/// What an exporter made.
#[derive(Debug, Clone)]
pub struct Made<O> {
    /// The typed result.
    pub result: O,
    /// Named bytes; the file that marks the work as complete is among them.
    pub files: Vec<(String, Vec<u8>)>,
}

/// Named texts as named bytes.
pub(super) fn in_bytes(files: Vec<(String, String)>) -> Vec<(String, Vec<u8>)> {
    let files = files.into_iter();
    files.map(|(path, text)| (path, text.into_bytes())).collect()
}
