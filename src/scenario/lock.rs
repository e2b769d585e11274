//! Lock files: a scenario in its own form with nothing left to default, and hashes that say what made it.

use super::error::{ScenarioError, Source};
use super::file::LockedFile;
use super::{Body, SCHEMA, Scenario};
use crate::engine::Settings;
use crate::model::plain::{PlainModel, Threshold};
use crate::units::Days;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Version of this program, part of every lock file.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What stands for the knowledge base's fingerprint in plain scenarios.
pub const NO_KNOWLEDGE: &str = "not used";

/// A lock file's text and what identifies it.
#[derive(Debug, Clone, PartialEq)]
pub struct Lock {
    pub text: String,
    /// SHA-256 of the scenario with every default and value resolved, without seed and replicates.
    pub scenario_hash: String,
    /// Fingerprint of the knowledge base, or [`NO_KNOWLEDGE`].
    pub knowledge_hash: String,
}

#[derive(Serialize)]
struct Head<'a> {
    schema: u64,
    replicates: u64,
    seed: u64,
    #[serde(flatten)]
    content: &'a Content<'a>,
    locked: Locked<'a>,
}

#[derive(Serialize)]
struct Locked<'a> {
    version: &'a str,
    scenario_hash: &'a str,
    knowledge_hash: &'a str,
}

#[derive(Serialize)]
struct Content<'a> {
    name: &'a str,
    question: &'a str,
    engine: Settings,
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<Record>,
    #[serde(skip_serializing_if = "Option::is_none")]
    plain: Option<PlainOut<'a>>,
}

#[derive(Serialize)]
struct Record {
    every: String,
}

#[derive(Serialize)]
struct PlainOut<'a> {
    types: Vec<TypeOut<'a>>,
    mutations: Vec<MutationOut<'a>>,
    switches: Vec<SwitchOut<'a>>,
    phases: Vec<PhaseOut<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stop: Option<ThresholdOut<'a>>,
}

#[derive(Serialize)]
struct TypeOut<'a> {
    name: &'a str,
    founders: u64,
}

#[derive(Serialize)]
struct MutationOut<'a> {
    from: &'a str,
    to: &'a str,
    per_division: f64,
}

#[derive(Serialize)]
struct SwitchOut<'a> {
    from: &'a str,
    to: &'a str,
    per_day: f64,
}

#[derive(Serialize)]
struct PhaseOut<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    duration: Option<String>,
    keep: f64,
    repeat: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<ThresholdOut<'a>>,
    rates: BTreeMap<&'a str, crate::model::plain::BirthDeath>,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
struct ThresholdOut<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    total_cells: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    r#type: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cells: Option<u64>,
}

/// Writes the lock file of a scenario.
pub fn write(scenario: &Scenario) -> Result<Lock, ScenarioError> {
    let broken =
        |error: toml::ser::Error| ScenarioError::whole_file(&scenario.name, format!("cannot be locked: {error}"));
    let knowledge_hash = match &scenario.body {
        Body::Plain(_) => NO_KNOWLEDGE.to_owned(),
    };
    let content = content(scenario);
    let body = toml::to_string(&content).map_err(broken)?;
    let scenario_hash = hash(&body);
    let head = Head {
        schema: SCHEMA,
        replicates: scenario.replicates,
        seed: scenario.seed,
        content: &content,
        locked: Locked {
            version: VERSION,
            scenario_hash: &scenario_hash,
            knowledge_hash: &knowledge_hash,
        },
    };
    let text = format!(
        "# Written by escalade {VERSION}. Every default and every value is resolved; running this file\n\
         # reproduces the run. To change something, edit the scenario that it came from.\n{}",
        toml::to_string(&head).map_err(broken)?
    );
    Ok(Lock {
        text,
        scenario_hash,
        knowledge_hash,
    })
}

fn hash(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Refuses a lock file that was edited or that another version of the program wrote.
pub(super) fn verify(source: &Source, locked: &LockedFile, scenario: &Scenario) -> Result<(), ScenarioError> {
    if locked.version != VERSION {
        return Err(ScenarioError::whole_file(
            &source.file,
            format!(
                "was written by escalade {}, this is escalade {VERSION}: the results could differ",
                locked.version
            ),
        )
        .help("run the scenario that it came from, or use that version"));
    }
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
    pub name: String,
    pub replicates: u64,
    pub seed: u64,
    pub version: String,
    pub scenario_hash: String,
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
    let loose: Loose = toml::from_str(text).ok()?;
    Some(Identity {
        name: loose.name,
        replicates: loose.replicates,
        seed: loose.seed,
        version: loose.locked.version,
        scenario_hash: loose.locked.scenario_hash,
        knowledge_hash: loose.locked.knowledge_hash,
    })
}

fn content(scenario: &Scenario) -> Content<'_> {
    let mut content = Content {
        name: &scenario.name,
        question: &scenario.question,
        engine: scenario.settings,
        record: None,
        plain: None,
    };
    match &scenario.body {
        Body::Plain(model) => {
            content.record = model.record_every.map(|every| Record { every: days(every) });
            content.plain = Some(plain_out(model));
        }
    }
    content
}

/// Days as text that reads back to the same bits.
fn days(days: f64) -> String {
    Days::new(days).map_or_else(|_| format!("{days} d"), |days| days.to_string())
}

fn plain_out(model: &PlainModel) -> PlainOut<'_> {
    let name = |index: usize| model.types[index].name.as_str();
    let size = |threshold: &Threshold| ThresholdOut {
        total_cells: threshold.of_type.is_none().then_some(threshold.cells),
        r#type: threshold.of_type.map(name),
        cells: threshold.of_type.map(|_| threshold.cells),
    };
    PlainOut {
        types: model
            .types
            .iter()
            .map(|t| TypeOut {
                name: &t.name,
                founders: t.founders,
            })
            .collect(),
        mutations: model
            .mutations
            .iter()
            .map(|m| MutationOut {
                from: name(m.from),
                to: name(m.to),
                per_division: m.per_division,
            })
            .collect(),
        switches: model
            .switches
            .iter()
            .map(|s| SwitchOut {
                from: name(s.from),
                to: name(s.to),
                per_day: s.per_day,
            })
            .collect(),
        phases: model
            .phases
            .iter()
            .map(|phase| PhaseOut {
                duration: phase.duration.is_finite().then(|| days(phase.duration)),
                keep: phase.keep,
                repeat: phase.repeat,
                until: phase.until.as_ref().map(size),
                rates: model
                    .types
                    .iter()
                    .zip(&phase.rates)
                    .map(|(t, rates)| (t.name.as_str(), *rates))
                    .collect(),
            })
            .collect(),
        stop: model.stop.as_ref().map(size),
    }
}
