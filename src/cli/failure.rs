//! How a command ends badly, and with which exit code.

use crate::ensemble::Share;
use crate::session::SessionError;
use std::io;

/// How a command can end badly.
#[derive(Debug)]
pub enum Failure {
    /// The user can mend it: exit code 2, nothing written.
    Input(String),
    /// Something else went wrong: exit code 1.
    Other(String),
    /// Stopped by Ctrl-C: exit code 130.
    Interrupted(String),
    /// Nobody reads our output any more: a quiet end.
    OutputClosed,
}

impl Failure {
    /// Refuses shards of work that cannot be done in them.
    pub fn of_share(share: Option<Share>, why: &str) -> Result<(), Self> {
        match share {
            Some(share) => Err(Self::Input(format!("--shard {share}: {why}"))),
            None => Ok(()),
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::OutputClosed,
            _ => Failure::Other(format!("cannot write the output: {error}")),
        }
    }
}

/// For callers without a terminal.
impl From<Failure> for SessionError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Input(message) => Self::Request(message),
            Failure::Other(message) | Failure::Interrupted(message) => Self::Failed(message),
            Failure::OutputClosed => Self::Failed("the output is closed".to_owned()),
        }
    }
}

impl From<SessionError> for Failure {
    fn from(error: SessionError) -> Self {
        match &error {
            SessionError::Interrupted { .. } => Failure::Interrupted(error.to_string()),
            _ if error.is_input() => Failure::Input(error.to_string()),
            _ => Failure::Other(error.to_string()),
        }
    }
}
