//! Work as it was asked for, whole, in one text: any machine does it from that, or a share of it.

use crate::ensemble::MOST_FILE;
use crate::report::compare::letter;
use crate::scenario::cost::{self, Cost};
use crate::scenario::lock::VERSION;
use crate::scenario::{self, Books, Overlay, Scenario};
use crate::session::batch::{self, Batch};
use crate::session::comparison::{Chosen, Comparison};
use crate::session::sweep::{self, Swept};
use crate::session::tornado::Moving;
use crate::session::{Command, SessionError};
use crate::words::grouped;
#[cfg(feature = "files")]
use crate::{ensemble::Share, session::Folder};
use serde::{Deserialize, Serialize};
#[cfg(feature = "files")]
use std::path::Path;

/// What is asked for; nothing else is needed to do it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Request {
    /// Protocols over the same flasks.
    Compare(CompareRequest),
    /// A scenario over lists or grids of values.
    Sweep(SweepRequest),
    /// Every uncertain value of a scenario moved over its range.
    Tornado(TornadoRequest),
    /// A scenario over the rows of a table.
    Batch(BatchRequest),
}

/// A comparison that is asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CompareRequest {
    /// Seed, number of flasks, worlds, and what is wanted.
    pub chosen: Chosen,
    /// The protocols; the others are compared with the first.
    pub protocol: Vec<Protocol>,
}

/// A protocol of a comparison.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Protocol {
    /// Its file's name in messages.
    pub file: String,
    /// Its lock.
    pub lock: String,
}

/// A sweep that is asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SweepRequest {
    /// The scenario file's name in messages.
    pub file: String,
    /// Its text.
    pub text: String,
    /// Options.
    pub wanted: sweep::Wanted,
    /// Overlays on the knowledge base.
    pub overlays: Vec<Overlay>,
}

/// A tornado that is asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TornadoRequest {
    /// The scenario file's name in messages.
    pub file: String,
    /// Its text.
    pub text: String,
    /// Flasks at each end of each value [default: what a minute of two processors should take].
    pub replicates: Option<u64>,
    /// Values shown.
    pub top: u64,
    /// Overlays on the knowledge base.
    pub overlays: Vec<Overlay>,
}

/// A batch that is asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BatchRequest {
    /// The scenario file's name in messages.
    pub file: String,
    /// Its text.
    pub text: String,
    /// What the table is called in messages.
    pub table_file: String,
    /// The text of the table.
    pub table: String,
    /// Options.
    pub wanted: batch::Wanted,
    /// Overlays on the knowledge base.
    pub overlays: Vec<Overlay>,
}

/// Work that was asked for and found to be possible.
#[derive(Debug)]
pub enum Prepared {
    /// A run.
    Run(Box<Scenario>),
    /// Protocols over the same flasks.
    Compare(Comparison),
    /// A scenario over lists or grids of values.
    Sweep(Swept),
    /// Every uncertain value moved, and how many are shown.
    Tornado(Moving, u64),
    /// A scenario over the rows of a table.
    Batch(Box<batch::Whole>),
}

impl SweepRequest {
    /// The points of it.
    ///
    /// # Errors
    /// See [`Swept::of`].
    pub fn swept(&self) -> Result<Swept, SessionError> {
        let books = Books::Overlays(&self.overlays);
        Swept::of(&self.file, self.text.clone(), self.wanted.clone(), books)
    }
}

impl CompareRequest {
    /// Of a comparison, and what it was chosen by.
    pub fn of(comparison: &Comparison, chosen: Chosen) -> Self {
        let locks = comparison.locks().iter().enumerate();
        let protocol = locks.map(|(i, lock)| Protocol {
            file: format!("scenarios/{}.lock.toml", letter(i)),
            lock: lock.text.clone(),
        });
        Self {
            chosen,
            protocol: protocol.collect(),
        }
    }

    /// The protocols of it.
    ///
    /// # Errors
    /// See [`Comparison::of`].
    pub fn comparison(&self) -> Result<Comparison, SessionError> {
        let load = |Protocol { file, lock }: &Protocol| Ok((file.clone(), scenario::load(file, lock.clone())?));
        let named = self.protocol.iter().map(load).collect::<Result<_, SessionError>>()?;
        Comparison::of(named, self.chosen.clone())
    }
}

impl TornadoRequest {
    /// The values of it.
    ///
    /// # Errors
    /// See [`Moving::of`].
    pub fn moving(&self) -> Result<Moving, SessionError> {
        Moving::of(&self.file, &self.text, &self.overlays, self.replicates)
    }
}

impl BatchRequest {
    /// The rows of it.
    ///
    /// # Errors
    /// See [`Batch::of`] and [`batch::Whole::of`].
    pub fn whole(&self) -> Result<batch::Whole, SessionError> {
        let batch = Batch::of(&self.file, self.text.clone(), &self.overlays, self.wanted.clone())?;
        batch::Whole::of(batch, &self.table_file, self.table.clone())
    }
}

impl Request {
    /// A text of it, as [`Request::text`] writes it; `shown` is what it is called in messages.
    ///
    /// # Errors
    /// It is none.
    pub fn read(shown: &str, text: &str) -> Result<Self, SessionError> {
        toml::from_str(text).map_err(|error| {
            SessionError::Request(format!(
                "{shown}: is not a request: {}\n  allowed: the request.toml that `escalade cluster slurm` writes, or that \
                 lies in the folder of a shard",
                error.message()
            ))
        })
    }

    /// Its text.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn text(&self) -> Result<String, SessionError> {
        let text = toml::to_string_pretty(self).map_err(SessionError::failed)?;
        if text.len() as u64 > MOST_FILE {
            return Err(SessionError::Request(format!(
                "what is asked for takes {} bytes as a text, from which shards are made\n  allowed: at most {}; a smaller \
                 table",
                grouped(text.len() as u64),
                grouped(MOST_FILE)
            )));
        }
        Ok(format!(
            "# Written by escalade {VERSION}: all that is asked for. `escalade shard` does a share of it.\n{text}"
        ))
    }

    /// The folder in which it is done, all of it or a share; that of a share says what was asked for.
    ///
    /// # Errors
    /// The request cannot be written.
    #[cfg(feature = "files")]
    pub fn folder(&self, out: &Path, share: Option<Share>) -> Result<Folder, SessionError> {
        let request = share.map(|_| self.text()).transpose()?;
        Ok(Folder::at(out).for_share(share).with_request(request))
    }

    /// Looks at all of it.
    ///
    /// # Errors
    /// It cannot be done.
    pub fn prepared(&self) -> Result<Prepared, SessionError> {
        Ok(match self {
            Self::Compare(asked) => Prepared::Compare(asked.comparison()?),
            Self::Sweep(asked) => Prepared::Sweep(asked.swept()?),
            Self::Tornado(asked) => Prepared::Tornado(asked.moving()?, asked.top),
            Self::Batch(asked) => Prepared::Batch(Box::new(asked.whole()?)),
        })
    }
}

impl Prepared {
    /// The command that does it.
    pub fn command(&self) -> Command {
        match self {
            Self::Run(_) => Command::Run,
            Self::Compare(_) => Command::Compare,
            Self::Sweep(_) => Command::Sweep,
            Self::Tornado(..) => Command::Tornado,
            Self::Batch(_) => Command::Batch,
        }
    }

    /// What all of it will cost.
    pub fn cost(&self) -> Cost {
        match self {
            Self::Run(scenario) => cost::of_run(scenario),
            Self::Compare(comparison) => cost::of_all(comparison.scenarios()),
            Self::Sweep(swept) => cost::of_all(swept.scenarios()),
            Self::Tornado(moving, _) => moving.cost(),
            Self::Batch(whole) => whole.cost(),
        }
    }
}
