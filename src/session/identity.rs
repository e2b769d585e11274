//! What names a shard: which share of which work it is.

use super::SessionError;
use super::command::Command;
use crate::document::read_small;
use crate::ensemble::{Deal, Share};
use crate::scenario::SCHEMA;
use crate::scenario::lock::VERSION;
use serde::{Deserialize, Serialize};

/// A share of work, as its folder's lock names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// Version of Escalade.
    pub version: String,
    /// The command that does the work.
    pub command: Command,
    /// Its number, from 1.
    pub shard: u64,
    /// How the records are dealt.
    #[serde(flatten)]
    pub deal: Deal,
    /// The text that names the whole work.
    pub lock: String,
}

impl Identity {
    /// Of a share of the work that `lock` names.
    pub fn new(command: Command, share: Share, deal: Deal, lock: &str) -> Self {
        Self {
            version: VERSION.to_owned(),
            command,
            shard: share.number(),
            deal,
            lock: lock.to_owned(),
        }
    }

    /// Whether it is a shard that there can be.
    pub fn holds(&self) -> bool {
        Share::new(self.shard, self.deal.of).is_some() && self.deal.block > 0
    }

    /// Whether another shard is one of the same.
    pub fn is_of_the_same(&self, other: &Self) -> bool {
        let whole = |one: &Self| (one.command, one.deal, one.lock.clone());
        whole(self) == whole(other)
    }

    /// As a text; `None` where that is none.
    pub fn read(text: &str) -> Option<Self> {
        read_small(text)
    }

    /// The text of the lock.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn text(&self) -> Result<String, SessionError> {
        let text = toml::to_string_pretty(self).map_err(SessionError::failed)?;
        let Self {
            version,
            command,
            shard,
            deal,
            ..
        } = self;
        Ok(format!(
            "# Written by escalade {version}: shard {shard}/{} of {command}. `escalade merge` puts all of them together.\n{text}",
            deal.of
        ))
    }

    /// The file that marks the share as complete.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn summary(&self, held: u64) -> Result<Vec<u8>, SessionError> {
        #[derive(Serialize)]
        struct Summary<'a> {
            schema: u64,
            version: &'a str,
            command: Command,
            shard: u64,
            #[serde(flatten)]
            deal: Deal,
            /// Records of this share.
            held: u64,
        }
        let summary = Summary {
            schema: SCHEMA,
            version: &self.version,
            command: self.command,
            shard: self.shard,
            deal: self.deal,
            held,
        };
        let mut bytes = serde_json::to_vec_pretty(&summary).map_err(SessionError::failed)?;
        bytes.push(b'\n');
        Ok(bytes)
    }
}
