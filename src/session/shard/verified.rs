//! Folders of shards looked at before anything is made of them: every one of one work, once, whole.

use crate::ensemble::folder::{damage, read_lock};
use crate::ensemble::{LOCK, SHARD};
use crate::scenario::lock::VERSION;
use crate::session::refusal::told_apart;
use crate::session::{Identity, SessionError};
use crate::words::{counted, listed};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// All shards of a work, each whole.
#[derive(Debug)]
pub(super) struct Verified {
    /// Of any of them.
    pub identity: Identity,
    /// In their order.
    pub folders: Vec<PathBuf>,
}

/// Missing shards that are named one by one at most.
const MOST_NAMED: usize = 20;

impl Verified {
    /// Looks at all of them.
    ///
    /// # Errors
    /// One is missing, there twice, of another work or version, not finished or damaged: all of these by name.
    pub fn of(paths: &[PathBuf]) -> Result<Self, SessionError> {
        let mut faults = Vec::new();
        let mut read = Vec::new();
        for path in paths {
            match identity(path) {
                Ok(identity) => read.push((path, identity)),
                Err(what) => faults.push(format!("{}: {what}", path.display())),
            }
        }
        let Some(usual) = usual(&read) else {
            return Err(refused(&faults));
        };
        let mut found: BTreeMap<u64, &PathBuf> = BTreeMap::new();
        for (path, identity) in &read {
            let number = identity.shard;
            if let Some(what) = foreign(identity, usual.1) {
                faults.push(format!(
                    "{}: is a shard of something else than {}{what}",
                    path.display(),
                    usual.0.display()
                ));
            } else if let Some(other) = found.insert(number, path) {
                let of = usual.1.deal.of;
                faults.push(format!(
                    "shard {number}/{of} is there twice: {} and {}",
                    other.display(),
                    path.display()
                ));
            } else if let Some(what) = broken(path, identity)? {
                faults.push(format!("{}: {what}", path.display()));
            }
        }
        faults.extend(missing(&found, usual.1.deal.of));
        match faults.is_empty() {
            true => Ok(Self {
                identity: usual.1.clone(),
                folders: found.into_values().cloned().collect(),
            }),
            false => Err(refused(&faults)),
        }
    }
}

fn refused(faults: &[String]) -> SessionError {
    SessionError::Request(format!(
        "these shards cannot be merged\n  {}\n  nothing was written",
        faults.join("\n  ")
    ))
}

/// What a folder says it is.
fn identity(path: &Path) -> Result<Identity, String> {
    let text = read_lock(path, SHARD).map_err(|error| error.to_string())?;
    let text = text.ok_or_else(|| match path.join(LOCK).is_file() {
        true => "is the folder of a whole run, not of a shard",
        false => "is not the folder of a shard",
    })?;
    let written_by = crate::scenario::lock::written_by(&text);
    if let Some(version) = written_by.filter(|version| version != VERSION) {
        return Err(format!(
            "was written by escalade {version}, this is escalade {VERSION}: the results could differ"
        ));
    }
    let identity = Identity::read(&text).filter(Identity::holds);
    identity.ok_or_else(|| format!("its {} is damaged", SHARD.lock))
}

/// The work that most of them are of: the first of those, with its folder.
fn usual<'a>(read: &'a [(&'a PathBuf, Identity)]) -> Option<(&'a PathBuf, &'a Identity)> {
    let alike = |one: &Identity| read.iter().filter(|(_, other)| one.is_of_the_same(other)).count();
    let most = read.iter().map(|(_, one)| alike(one)).max()?;
    let (path, identity) = read.iter().find(|(_, one)| alike(one) == most)?;
    Some((path, identity))
}

/// In what a shard is of another work; `None` where it is of this one.
fn foreign(theirs: &Identity, ours: &Identity) -> Option<String> {
    if theirs.is_of_the_same(ours) {
        return None;
    }
    let mut what = String::new();
    if theirs.command != ours.command {
        what += &format!("\n    of {}, not of {}", theirs.command, ours.command);
    }
    if theirs.deal.of != ours.deal.of {
        what += &format!(
            "\n    one of {}, not of {}",
            counted(theirs.deal.of, "shard"),
            ours.deal.of
        );
    }
    if theirs.lock != ours.lock {
        what += &told_apart(&theirs.lock, &ours.lock).replace("\n  ", "\n    ");
    }
    Some(what)
}

/// What keeps a shard from being merged.
fn broken(path: &Path, identity: &Identity) -> Result<Option<String>, SessionError> {
    let name = format!("shard {}/{}", identity.shard, identity.deal.of);
    let again = "run the command that made it again";
    if !path.join(SHARD.summary).is_file() {
        return Ok(Some(format!("{name} is not finished: {again}")));
    }
    let damage = damage(path).map_err(SessionError::failed)?;
    let told: Vec<String> = damage.iter().map(|one| format!("{} {}", one.file, one.what)).collect();
    Ok((!told.is_empty()).then(|| format!("{name} is damaged ({}): {again}", told.join(", "))))
}

fn missing(found: &BTreeMap<u64, &PathBuf>, of: u64) -> Option<String> {
    let missing: Vec<String> = (1..=of)
        .filter(|number| !found.contains_key(number))
        .map(|number| number.to_string())
        .collect();
    let more = missing.len().saturating_sub(MOST_NAMED);
    let mut named = missing[..missing.len() - more].to_vec();
    if more > 0 {
        named.push(format!("{more} more"));
    }
    match missing.len() {
        0 => None,
        1 => Some(format!("shard {}/{of} is missing", missing[0])),
        _ => Some(format!("shards {} of {of} are missing", listed(&named))),
    }
}
