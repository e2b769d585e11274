//! Lock files: a scenario in its own form with nothing left to default, and hashes that say what made it.

use super::checked::{Body, Origin, Scenario};
use super::error::ScenarioError;
use super::file::{LockedFile, ScenarioFile};
use crate::document::{Source, read_small};
use crate::words::hex;
use sha2::{Digest, Sha256};

/// Version of this program, part of every lock file.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What stands for the knowledge base's fingerprint in plain scenarios.
pub const NO_KNOWLEDGE: &str = "not used";

/// A lock file's text and what identifies it.
#[derive(Debug, Clone, PartialEq)]
pub struct Lock {
    /// The file, TOML.
    pub text: String,
    /// SHA-256 of the scenario with every default and value resolved, without seed and replicates.
    pub scenario_hash: String,
    /// Fingerprint of the knowledge base, or [`NO_KNOWLEDGE`].
    pub knowledge_hash: String,
}

/// Writes the lock file of a scenario.
///
/// # Errors
/// A value or the text that the scenario was read from cannot be written as TOML.
pub fn write(scenario: &Scenario) -> Result<Lock, ScenarioError> {
    let broken =
        |error: toml::ser::Error| ScenarioError::whole_file(&scenario.name, format!("cannot be locked: {error}"));
    let knowledge_hash = match &scenario.body {
        Body::Plain(_) => NO_KNOWLEDGE.to_owned(),
        Body::Laboratory(laboratory) => laboratory.knowledge_hash.clone(),
    };
    let mut file = ScenarioFile::of(scenario).map_err(broken)?;
    let scenario_hash = hash(&toml::to_string(&file).map_err(broken)?);
    file.replicates = Some(scenario.replicates.into());
    file.seed = Some(scenario.seed.into());
    file.locked = Some(LockedFile {
        version: VERSION.to_owned(),
        scenario_hash: scenario_hash.clone(),
        knowledge_hash: knowledge_hash.clone(),
        scenario: scenario.origin.as_ref().map(bare).transpose()?,
        values: (scenario.origin.as_ref())
            .map(|origin| origin.values.clone())
            .filter(|values| !values.is_empty()),
        worlds: scenario.given_worlds.as_ref().map(|table| table.text.clone()),
    });
    let text = format!(
        "# Written by escalade {VERSION}. Every default and every value is resolved; running this file\n\
         # reproduces the run. To change something, edit the scenario that it came from.\n{}",
        toml::to_string(&file).map_err(broken)?
    );
    Ok(Lock {
        text,
        scenario_hash,
        knowledge_hash,
    })
}

/// The text that a scenario was read from, without comments.
fn bare(origin: &Origin) -> Result<String, ScenarioError> {
    let broken = |error: String| ScenarioError::whole_file(&origin.file, error);
    let table: toml::Table = toml::from_str(&origin.text).map_err(|error| broken(error.to_string()))?;
    toml::to_string(&table).map_err(|error| broken(error.to_string()))
}

/// SHA-256 of a text in hexadecimal digits.
pub fn hash(text: &str) -> String {
    fingerprint([text].into_iter())
}

/// The same of many texts, one after another.
pub fn fingerprint<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let mut digest = Sha256::new();
    texts.for_each(|text| digest.update(text.as_bytes()));
    hex(&digest.finalize())
}

/// Where lock files name the version of the program that wrote them.
#[derive(serde::Deserialize)]
struct Versions {
    /// Of a comparison or a sweep.
    version: Option<String>,
    /// Of a run.
    locked: Option<LockedVersion>,
}

#[derive(serde::Deserialize)]
struct LockedVersion {
    version: String,
    scenario: Option<String>,
}

/// The version of the program that wrote a lock file, whatever its form; `None` where none is named.
pub fn written_by(text: &str) -> Option<String> {
    let Versions { version, locked } = read_small(text)?;
    locked.map(|locked| locked.version).or(version)
}

/// Refuses a lock file of another version of the program before it could be misread.
pub(super) fn check_version(source: &Source) -> Result<(), ScenarioError> {
    let versions: Option<Versions> = read_small(&source.text);
    match versions.and_then(|versions| versions.locked) {
        Some(LockedVersion { version, scenario }) if version != VERSION => Err(ScenarioError::whole_file(
            &source.file,
            format!("was written by escalade {version}, this is escalade {VERSION}: the results could differ"),
        )
        .help(match scenario {
            Some(_) => {
                "use that version, or run the scenario that it came from: its text stands at the end of this file, at `scenario` \
                 in [locked]; copied into a file of its own it runs here"
            }
            None => "run the scenario that it came from, or use that version",
        })),
        _ => Ok(()),
    }
}

/// Refuses a lock file that was edited.
pub(super) fn verify(source: &Source, locked: &LockedFile, scenario: &Scenario) -> Result<(), ScenarioError> {
    let lock = write(scenario)?;
    if lock.scenario_hash != locked.scenario_hash {
        return Err(ScenarioError::whole_file(
            &source.file,
            "has been edited since it was written: its scenario_hash does not fit",
        )
        .help("edit the scenario that it came from; --seed and --replicates may differ"));
    }
    Ok(())
}

/// What a lock file found on disk says about its run, for naming differences.
#[derive(Debug, Clone, PartialEq)]
pub struct Identity {
    /// Title of the scenario.
    pub name: String,
    /// Independent replicates.
    pub replicates: u64,
    /// Seed of all streams.
    pub seed: u64,
    /// Version of Escalade that wrote it.
    pub version: String,
    /// See [`Lock::scenario_hash`].
    pub scenario_hash: String,
    /// See [`Lock::knowledge_hash`].
    pub knowledge_hash: String,
}

/// Reads the identity from a lock file's text; `None` where it is not one.
pub fn identity(text: &str) -> Option<Identity> {
    #[derive(serde::Deserialize)]
    struct Loose {
        name: String,
        replicates: u64,
        seed: u64,
        locked: LockedFile,
    }
    let loose: Loose = read_small(text)?;
    Some(Identity {
        name: loose.name,
        replicates: loose.replicates,
        seed: loose.seed,
        version: loose.locked.version,
        scenario_hash: loose.locked.scenario_hash,
        knowledge_hash: loose.locked.knowledge_hash,
    })
}
