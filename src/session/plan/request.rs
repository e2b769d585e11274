//! Which designs a plan has, and how large it is.

use crate::scenario::cost::{self, Cost};
use crate::scenario::lock::{self, VERSION, fingerprint};
use crate::scenario::plan::{Designs, Plan, PlanDesign};
use crate::scenario::{Body, Books, Overlay, Scenario, WorldPlan};
use crate::session::SessionError;
use crate::session::grid::lock_text;
use crate::words::{counted, grouped};
use serde::Serialize;

/// Designs that are looked at again in new worlds, at most.
pub(super) const FINALISTS: usize = 4;

/// Worlds between two looks at the race, at least.
pub(super) const LOOK: u64 = 8;

/// Designs whose cost is estimated, at most: a pilot flask takes a while.
const PILOTS: usize = 8;

/// What is asked of a plan, beside what the scenario file says.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted {
    /// Random seed [default: the scenario's].
    pub seed: Option<u64>,
    /// Flasks of the search at most [default: the plan's].
    pub budget: Option<u64>,
    /// Worlds of the final figures [default: the plan's].
    pub fresh_worlds: Option<u64>,
}

/// A plan with its designs.
#[derive(Debug)]
pub struct Planned {
    pub(super) designs: Designs,
    pub(super) designs_hash: String,
}

impl Planned {
    /// Of a scenario file with a `[plan]`; `shown` is its name in messages, `under` the overlays of each of its hypotheses.
    ///
    /// # Errors
    /// It is no valid scenario or has no plan, a design is not valid, a choice changes nothing, or the limits exclude every
    /// design.
    pub fn of(
        shown: &str,
        text: String,
        wanted: Wanted,
        books: Books,
        under: &[Vec<Overlay>],
    ) -> Result<Self, SessionError> {
        let mut designs = Designs::of(shown, text, books, under)?;
        let plan = &mut designs.plan;
        plan.budget = wanted.budget.unwrap_or(plan.budget);
        plan.fresh_worlds = wanted.fresh_worlds.unwrap_or(plan.fresh_worlds);
        let mut hashes = Vec::new();
        for design in &mut designs.designs {
            for scenario in std::iter::once(&mut design.scenario).chain(&mut design.under) {
                scenario.seed = wanted.seed.unwrap_or(scenario.seed);
                let none = scenario.worlds.count == Some(0);
                scenario.worlds = WorldPlan {
                    // Any number but 0: how many are drawn, the race says.
                    count: Some(u64::from(!none)),
                    flasks: plan.limits.flasks,
                    ..scenario.worlds
                };
            }
        }
        for alike in designs.designs.chunk_by(PlanDesign::is_like) {
            for scenario in std::iter::once(&alike[0].scenario).chain(&alike[0].under) {
                hashes.push(lock::write(scenario)?.scenario_hash);
            }
        }
        let planned = Self {
            designs_hash: fingerprint(hashes.iter().map(String::as_str)),
            designs,
        };
        planned.pays_for_a_round()?;
        Ok(planned)
    }

    /// Refuses a budget that is gone before the designs were looked at once.
    fn pays_for_a_round(&self) -> Result<(), SessionError> {
        let (designs, plan) = (self.designs.designs.len() as u64, self.plan());
        let round = LOOK * self.experiments() * plan.simulated();
        match designs > 1 && plan.budget < round {
            true => Err(SessionError::Request(format!(
                "plan.budget = {}: one round of the race takes {} ({} in {}, {} each)\n  allowed: {round} or more, or fewer designs",
                plan.budget,
                counted(round, "flask"),
                counted(designs, "design"),
                counted(LOOK, "world"),
                counted(plan.simulated(), "flask"),
            ))),
            false => Ok(()),
        }
    }

    /// The plan.
    pub fn plan(&self) -> &Plan {
        &self.designs.plan
    }

    /// Designs that differ in more than their flasks.
    pub(super) fn experiments(&self) -> u64 {
        self.designs.designs.chunk_by(PlanDesign::is_like).count() as u64
    }

    /// The scenario of every design that the limits allow, in their order.
    pub fn scenarios(&self) -> impl Iterator<Item = &Scenario> {
        self.designs.designs.iter().map(|design| &design.scenario)
    }

    /// Flasks of the final figures.
    pub(super) fn fresh_flasks(&self) -> u64 {
        let plan = self.plan();
        plan.fresh_worlds * (self.of_finalists() + plan.of_winner() - plan.limits.flasks)
    }

    /// Flasks of the race at most: its budget, and what the best take beyond it.
    fn race_flasks(&self) -> u64 {
        match self.designs.designs.len() {
            0 | 1 => 0,
            _ => self.plan().budget + self.plan().play_off_worlds() * self.of_finalists(),
        }
    }

    /// Flasks of all finalists in a world.
    fn of_finalists(&self) -> u64 {
        self.designs.designs.len().min(FINALISTS) as u64 * self.plan().simulated()
    }

    /// Flasks simulated at most.
    pub fn flasks(&self) -> u64 {
        self.race_flasks() + self.fresh_flasks()
    }

    /// What it costs at most: the mean of some of its designs, for all flasks.
    pub fn cost(&self) -> Cost {
        let all: Vec<&Scenario> = self.scenarios().collect();
        let every = all.len().div_ceil(PILOTS);
        let pilots: Vec<Cost> = all
            .iter()
            .step_by(every)
            .map(|scenario| cost::flask(scenario))
            .collect();
        let mean = pilots.iter().map(|cost| cost.seconds).sum::<f64>() / pilots.len().max(1) as f64;
        let one = pilots
            .into_iter()
            .next()
            .unwrap_or_else(|| cost::flask(&self.designs.scenario));
        Cost {
            seconds: mean + self.overhead(),
            bytes: 200.0,
            ..one
        }
        .times(self.flasks())
    }

    /// Seconds for each flask's part in reading the knowledge base for its world. Measured as the factors of costs are.
    fn overhead(&self) -> f64 {
        match self.designs.scenario.body {
            Body::Laboratory(_) => 8e-3 / self.plan().limits.flasks as f64,
            Body::Plain(_) => 0.0,
        }
    }

    /// How large it is, and what is left out.
    pub fn told(&self) -> Vec<String> {
        let plan = self.plan();
        let mut told = vec![format!("the goal is {}", plan.goal.words())];
        told.push(format!(
            "{} of {} each, at most {} flasks in the race and {} for the final figures",
            counted(self.designs.designs.len() as u64, "design"),
            match plan.numbers()[..] {
                [few, .., many] => format!("{few} to {many} flasks"),
                _ => counted(plan.limits.flasks, "flask"),
            },
            grouped(self.race_flasks()),
            grouped(self.fresh_flasks())
        ));
        if !self.designs.excluded.is_empty() {
            told.push(format!(
                "left out, by the limits or because the goal is out of their reach: {}",
                counted(self.designs.excluded.len() as u64, "further design")
            ));
        }
        told
    }

    /// The text that names this plan.
    pub(super) fn identity(&self) -> Result<String, SessionError> {
        #[derive(Serialize)]
        struct Identity<'a> {
            kind: &'static str,
            version: &'static str,
            seed: u64,
            designs_hash: &'a str,
            knowledge_hash: &'a str,
            budget: u64,
            fresh_worlds: u64,
            margin: f64,
            shared: f64,
            hypotheses: Vec<&'a str>,
            goal: String,
            limits: String,
            bench: String,
            names: Vec<&'a str>,
            first_day: Option<String>,
        }
        let plan = self.plan();
        let first = self.scenarios().next();
        let json = |value: serde_json::Result<String>| value.map_err(SessionError::failed);
        let identity = Identity {
            kind: "plan",
            version: VERSION,
            seed: first.map_or(0, |first| first.seed),
            designs_hash: &self.designs_hash,
            knowledge_hash: first
                .and_then(Scenario::laboratory)
                .map_or(lock::NO_KNOWLEDGE, |one| &one.knowledge_hash),
            budget: plan.budget,
            fresh_worlds: plan.fresh_worlds,
            margin: plan.margin,
            shared: first.map_or(0.0, |first| first.worlds.shared),
            hypotheses: plan.hypotheses.iter().map(|one| one.name.as_str()).collect(),
            goal: json(serde_json::to_string(&plan.goal))?,
            limits: json(serde_json::to_string(&plan.limits))?,
            bench: json(serde_json::to_string(&plan.bench))?,
            names: self.designs.designs.iter().map(|design| design.name.as_str()).collect(),
            first_day: plan.first_day.map(|day| day.words(0)),
        };
        lock_text("what is planned here. winner.toml is the best design.", &identity)
    }
}
