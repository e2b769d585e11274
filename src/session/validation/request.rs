//! What is simulated: the scenarios of a protocol.

use super::job::Half;
use super::protocol::Protocol;
use crate::knowledge::schema::Class;
use crate::scenario::cost::{self, Cost};
use crate::scenario::lock::{self, VERSION, fingerprint};
use crate::scenario::{Scenario, WorldTable};
use crate::session::SessionError;
use crate::session::grid::lock_text;
use crate::session::worlds::Shelf;
use crate::statistics::validation::Matcher;
use crate::statistics::worlds::score_of_class;
use crate::words::counted;
use serde::Serialize;

/// Seconds for reading the knowledge base for a world. Measured as the factors of costs are.
const READING: f64 = 8e-3;

/// What is asked for, beside what the protocol says.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted {
    /// Draws of what is not known [default: the protocol's].
    pub worlds: Option<u64>,
    /// Seed [default: the protocol's].
    pub seed: Option<u64>,
}

/// A protocol with its scenarios.
#[derive(Debug)]
pub struct Validation {
    pub(super) protocol: Protocol,
    protocol_text: String,
    /// By the names of their files.
    pub(super) scenarios: Vec<(String, Scenario, u64)>,
}

impl Validation {
    /// Of a protocol; `shown` is its name in messages, `scenario` reads a scenario file that stands beside it.
    ///
    /// # Errors
    /// The protocol or a scenario is not valid, a scenario draws no worlds, or the protocol names what no flask of its
    /// scenarios can show.
    pub fn of(
        shown: &str,
        text: &str,
        wanted: Wanted,
        scenario: &mut dyn FnMut(&str) -> Result<Scenario, SessionError>,
    ) -> Result<Self, SessionError> {
        let mut protocol = Protocol::read(shown, text)?;
        protocol.seed = wanted.seed.unwrap_or(protocol.seed);
        protocol.worlds = wanted.worlds.unwrap_or(protocol.worlds);
        protocol.least_effective = protocol.least_effective.min(protocol.worlds as f64);
        let mut scenarios: Vec<(String, Scenario, u64)> = Vec::new();
        let sets = protocol.sets.iter().map(|set| (&set.scenarios, set.flasks));
        let claims = protocol.claims.iter().map(|claim| (&claim.scenarios, claim.flasks));
        for (files, flasks) in sets.chain(claims) {
            for file in files {
                match scenarios.iter_mut().find(|(name, ..)| name == file) {
                    Some((_, _, most)) => *most = flasks.max(*most),
                    None => scenarios.push((file.clone(), scenario(file)?, flasks)),
                }
            }
        }
        let validation = Self {
            protocol_text: text.to_owned(),
            protocol,
            scenarios,
        };
        validation.check(shown)?;
        Ok(validation)
    }

    /// Whether every name may be shown by a flask.
    fn check(&self, shown: &str) -> Result<(), SessionError> {
        let sets = self.protocol.sets.iter();
        let sets = sets.map(|set| (&set.id, &set.scenarios, set.matchers()));
        let claims = self.protocol.claims.iter();
        let claims = claims.map(|claim| (&claim.id, &claim.scenarios, claim.matchers()));
        for (id, files, matchers) in sets.chain(claims) {
            let mut names = Vec::new();
            for file in files {
                let laboratory = self.scenario(file).and_then(Scenario::laboratory);
                let laboratory = laboratory.ok_or_else(|| {
                    SessionError::Request(format!(
                        "{file}: has no laboratory\n  allowed: scenarios of the laboratory form"
                    ))
                })?;
                names.extend(laboratory.biology.part_names());
            }
            for matcher in matchers {
                let Matcher::Part(name) = &matcher else { continue };
                if !names.contains(name) {
                    let known: Vec<&str> = names.iter().map(String::as_str).collect();
                    return Err(SessionError::Request(format!(
                        "{shown}: \"{id}\": no flask of {} can show \"{name}\"\n  {}",
                        files.join(", "),
                        crate::document::nearest(name, &known)
                    )));
                }
            }
        }
        Ok(())
    }

    fn scenario(&self, file: &str) -> Option<&Scenario> {
        let found = self.scenarios.iter().find(|(name, ..)| name == file);
        found.map(|(_, scenario, _)| scenario)
    }

    /// Both halves of each scenario, one after the other.
    pub(super) fn halves(&self) -> Result<Vec<Half>, SessionError> {
        let (mut shelf, given) = (Shelf::default(), self.classes());
        let Protocol { worlds, seed, .. } = self.protocol;
        let mut halves = Vec::new();
        for (file, scenario, flasks) in &self.scenarios {
            for own in [seed, seed.wrapping_add(1)] {
                let half = Half::of(scenario, &given, worlds, *flasks, own, &mut shelf)?;
                halves.push(half.ok_or_else(|| {
                    SessionError::Request(format!(
                        "{file}: has nothing that is drawn anew in worlds\n  allowed: scenarios of the laboratory form, not with \
                         [worlds] count = 0"
                    ))
                })?);
            }
        }
        Ok(halves)
    }

    /// Scores of the classes: a column each, a row per world.
    pub(super) fn scores(&self) -> Vec<(Class, Vec<f64>)> {
        let Protocol { worlds, seed, .. } = self.protocol;
        let of = |class: Class| {
            let scores = (0..worlds).map(|world| score_of_class(seed, world, &class)).collect();
            (class, scores)
        };
        Class::WIDE.into_iter().map(of).collect()
    }

    fn classes(&self) -> WorldTable {
        let rows: Vec<usize> = (0..self.protocol.worlds as usize).collect();
        WorldTable::new("scores of classes".to_owned(), &table(&self.scores(), &rows))
    }

    /// Flasks simulated.
    pub fn flasks(&self) -> u64 {
        let each = self
            .scenarios
            .iter()
            .map(|(_, _, flasks)| 2 * flasks * self.protocol.worlds);
        each.sum()
    }

    /// What it costs.
    pub fn cost(&self) -> Cost {
        let each = self.scenarios.iter().map(|(_, scenario, flasks)| {
            let one = cost::flask(scenario);
            let seconds = one.seconds + READING / *flasks as f64;
            (Cost {
                seconds,
                bytes: 300.0,
                ..one
            })
            .times(2 * flasks * self.protocol.worlds)
        });
        let all: Vec<Cost> = each.collect();
        Cost {
            replicates: self.flasks(),
            seconds: all.iter().map(|one| one.seconds).sum(),
            bytes: all.iter().map(|one| one.bytes).sum(),
            memory: all.iter().map(|one| one.memory).fold(0.0, f64::max),
            each: all.into_iter().find_map(|one| one.each),
        }
    }

    /// How large it is.
    pub fn told(&self) -> String {
        let groups: std::collections::BTreeSet<&str> =
            self.protocol.sets.iter().map(|set| set.group.as_str()).collect();
        format!(
            "{} of observations in {}, {} in {} of two halves each",
            counted(self.protocol.sets.len() as u64, "set"),
            counted(groups.len() as u64, "group"),
            counted(self.flasks(), "flask"),
            counted(self.protocol.worlds, "world")
        )
    }

    /// Fingerprint of the knowledge bases.
    pub(super) fn knowledge_hash(&self) -> String {
        let hashes = self
            .scenarios
            .iter()
            .filter_map(|(_, scenario, _)| scenario.laboratory());
        fingerprint(hashes.map(|laboratory| laboratory.knowledge_hash.as_str()))
    }

    /// The text that names this work.
    pub(super) fn identity(&self) -> Result<String, SessionError> {
        #[derive(Serialize)]
        struct Identity {
            kind: &'static str,
            version: &'static str,
            seed: u64,
            worlds: u64,
            protocol_sha256: String,
            scenarios_hash: String,
            knowledge_hash: String,
        }
        let hashes = self
            .scenarios
            .iter()
            .map(|(_, scenario, _)| Ok(lock::write(scenario)?.scenario_hash));
        let hashes: Vec<String> = hashes.collect::<Result<_, SessionError>>()?;
        let identity = Identity {
            kind: "validation",
            version: VERSION,
            seed: self.protocol.seed,
            worlds: self.protocol.worlds,
            protocol_sha256: lock::hash(&self.protocol_text),
            scenarios_hash: fingerprint(hashes.iter().map(String::as_str)),
            knowledge_hash: self.knowledge_hash(),
        };
        lock_text(
            "what is validated here. protocol.toml is what it was held against.",
            &identity,
        )
    }

    /// The protocol as it was written.
    pub(super) fn text(&self) -> &str {
        &self.protocol_text
    }
}

/// Scores of classes as a table of worlds: these rows of them.
pub(super) fn table(scores: &[(Class, Vec<f64>)], rows: &[usize]) -> String {
    let heads: Vec<String> = scores.iter().map(|(class, _)| class.column()).collect();
    let mut text = format!("{}\n", heads.join(","));
    for row in rows {
        let cells: Vec<String> = scores.iter().map(|(_, scores)| scores[*row].to_string()).collect();
        text.push_str(&cells.join(","));
        text.push('\n');
    }
    text
}
