//! Which protocols are compared, and over how many flasks.

use crate::report::Aim;
use crate::report::compare::letter;
use crate::scenario::lock::{self, Lock, VERSION};
use crate::scenario::pairing::{self, Paired};
use crate::scenario::{Scenario, Want, WorldTable};
use crate::session::SessionError;
use crate::session::grid::{aim, laboratories, laboratory, lock_text, worlds_hash};
use crate::session::worlds::some_worlds;
use serde::{Deserialize, Serialize};

/// Seed and number of flasks, where they are not left to the scenarios.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen {
    /// One seed for all [default: the first scenario's].
    pub seed: Option<u64>,
    /// Flasks under each protocol [default: the smallest number of the scenarios].
    pub replicates: Option<u64>,
    /// What is taken for better: `sooner`, `later`, a class or a mechanism [default: by what the first scenario is].
    pub want: Option<String>,
    /// Worlds; 0 leaves them out [default: those of the first scenario].
    pub worlds: Option<u64>,
    /// Worlds from a table, for every protocol; what it does not name is drawn.
    pub given_worlds: Option<WorldTable>,
}

/// Protocols to be run over the same flasks.
#[derive(Debug)]
pub struct Comparison {
    /// The scenarios, with one seed and one number of flasks; the others are compared with the first.
    pub(super) scenarios: Vec<Scenario>,
    pub(super) locks: Vec<Lock>,
    /// How seed and number were chosen, in words.
    pub(super) choices: Vec<String>,
    /// Why flasks of two protocols are no pairs, a line each.
    pub(super) unpaired: Vec<String>,
    pub(super) aim: Aim,
}

impl Comparison {
    /// Scenarios with the names of their files, the first the one that the others are compared with.
    ///
    /// # Errors
    /// One of them has no protocol, or there is none.
    pub fn of(named: Vec<(String, Scenario)>, chosen: Chosen) -> Result<Self, SessionError> {
        for (shown, scenario) in &named {
            laboratory(shown, scenario, "compare")?;
        }
        let mut scenarios: Vec<Scenario> = named.into_iter().map(|(_, scenario)| scenario).collect();
        if scenarios.is_empty() {
            return Err(SessionError::Request("there is no scenario to compare".to_owned()));
        }
        some_worlds(chosen.worlds)?;
        let aim = aim(chosen.want.as_deref(), &laboratories(&scenarios))?;
        let choices = choose(&chosen, &mut scenarios);
        let locks = scenarios.iter().map(lock::write).collect::<Result<_, _>>()?;
        Ok(Self {
            unpaired: unpaired(&scenarios),
            aim,
            scenarios,
            locks,
            choices,
        })
    }

    /// Every scenario as it will be run.
    pub fn scenarios(&self) -> &[Scenario] {
        &self.scenarios
    }

    /// Their locks.
    pub fn locks(&self) -> &[Lock] {
        &self.locks
    }

    /// Why flasks of two protocols are no pairs, a line each.
    pub fn unpaired(&self) -> &[String] {
        &self.unpaired
    }

    /// The text that names it.
    pub(super) fn identity(&self) -> Result<String, SessionError> {
        let identity = Identity {
            kind: "compare",
            version: VERSION,
            seed: self.scenarios[0].seed,
            replicates: self.scenarios[0].replicates,
            want: self.aim.asked.then_some(&self.aim.want),
            worlds: self.scenarios[0].world_count(),
            world_flasks: self.scenarios[0].worlds.flasks,
            worlds_hash: worlds_hash(&self.scenarios[0]),
            scenario: self.scenarios.iter().zip(&self.locks).map(Protocol::of).collect(),
        };
        lock_text(
            "what is compared here. scenarios/ holds each scenario as used.",
            &identity,
        )
    }
}

#[derive(Serialize)]
struct Identity<'a> {
    kind: &'static str,
    version: &'static str,
    seed: u64,
    replicates: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    want: Option<&'a Want>,
    worlds: u64,
    world_flasks: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    worlds_hash: Option<String>,
    scenario: Vec<Protocol<'a>>,
}

#[derive(Serialize)]
struct Protocol<'a> {
    name: &'a str,
    scenario_hash: &'a str,
    knowledge_hash: &'a str,
}

impl<'a> Protocol<'a> {
    fn of((scenario, lock): (&'a Scenario, &'a Lock)) -> Self {
        Self {
            name: &scenario.name,
            scenario_hash: &lock.scenario_hash,
            knowledge_hash: &lock.knowledge_hash,
        }
    }
}

/// One seed and one number of flasks for all; says which.
fn choose(chosen: &Chosen, scenarios: &mut [Scenario]) -> Vec<String> {
    let smallest = scenarios.iter().map(|scenario| scenario.replicates).min().unwrap_or(1);
    let seed = chosen.seed.unwrap_or(scenarios[0].seed);
    let replicates = chosen.replicates.unwrap_or(smallest);
    for scenario in scenarios.iter_mut() {
        scenario.seed = seed;
        scenario.replicates = replicates;
    }
    let (count, plan) = (scenarios[0].world_count(), scenarios[0].worlds);
    for scenario in scenarios.iter_mut() {
        scenario.worlds.count = Some(chosen.worlds.unwrap_or(count));
        scenario.worlds.flasks = plan.flasks;
        scenario.worlds.shared = plan.shared;
        if chosen.given_worlds.is_some() {
            scenario.given_worlds = chosen.given_worlds.clone();
        }
    }
    vec![
        match chosen.seed {
            Some(_) => format!("Seed {seed}, as asked for."),
            None => format!("Seed {seed}, that of the first scenario, for all."),
        },
        match chosen.replicates {
            Some(_) => format!("{replicates} flasks under each protocol, as asked for."),
            None => format!("{replicates} flasks under each protocol, the smallest number that a scenario asks for."),
        },
    ]
}

fn unpaired(scenarios: &[Scenario]) -> Vec<String> {
    let laboratories = laboratories(scenarios);
    let sides: Vec<Paired> = (laboratories.iter().zip(scenarios))
        .map(|(laboratory, scenario)| Paired {
            laboratory,
            settings: &scenario.settings,
        })
        .collect();
    let mut out = Vec::new();
    for (i, other) in sides.iter().enumerate().skip(1) {
        for line in pairing::obstacles(sides[0], *other) {
            out.push(format!("{} and {}: {line}.", letter(0), letter(i)));
        }
    }
    out
}
