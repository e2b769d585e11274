//! All that is known of a plan.

use super::costs::CostLine;
use super::event::Event;
use crate::report::AssumptionRow;
use crate::scenario::plan::{Bench, Goal, Limits};
use crate::scenario::warnings::Warning;
use crate::statistics::race::{self, Power, Regret, Rule, Use, WhenToSequence};
use crate::statistics::synergy::SynergyCell;
use serde::Serialize;
use std::collections::BTreeMap;

/// All that is known of a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanReport {
    /// Version of the program.
    pub version: String,
    /// Name of the scenario.
    pub name: String,
    /// What the experiment asks.
    pub question: String,
    /// Seed of all streams.
    pub seed: u64,
    /// Version of the draws.
    pub sampler_version: u32,
    /// Fingerprint of all designs.
    pub designs_hash: String,
    /// Fingerprint of the knowledge base.
    pub knowledge_hash: String,
    /// Engine and tolerance.
    pub engine: String,
    /// What the experiment is for.
    pub goal: Goal,
    /// What it may use.
    pub limits: Limits,
    /// Flasks of the winner.
    pub flasks: u64,
    /// What a visit takes.
    pub bench: Bench,
    /// What may not matter.
    pub margin: f64,
    /// What there was to choose from, in words.
    pub choices: Vec<String>,
    /// Designs, the winner first, then by value.
    pub designs: Vec<DesignRow>,
    /// Designs that limits excluded before the search: name, and what each breaks.
    pub excluded: Vec<(String, Vec<String>)>,
    /// How the search went.
    pub search: SearchTold,
    /// Worlds of the final figures.
    pub fresh_worlds: u64,
    /// Further ones in which some finalist could not be carried out.
    pub fresh_refused: u64,
    /// How sure it is that the winner is the best of the finalists.
    pub regret: Regret,
    /// What its flasks did instead, where it never comes to the goal.
    pub instead: Option<String>,
    /// Where its value is a time counted to a day: the share of experiments (of flasks that are held) that count as that day because
    /// they are not there before.
    pub counted_whole: Option<f64>,
    /// What to measure first; `None` where there is nothing to choose or nothing unknown.
    pub first: Option<MeasureFirst>,
    /// Flasks for some powers, where the goal is met or not.
    pub power: Vec<Power>,
    /// When to sequence the winner's flasks, and how deep; `None` where none was sequenced.
    pub sequencing: Option<WhenToSequence>,
    /// How two hypotheses are told apart.
    pub telling: Option<Telling>,
    /// Value of the winner by number of flasks, from 1.
    pub by_flasks: Vec<f64>,
    /// Flasks of the winner in each new world; the values of more rest on an assumed law.
    pub simulated: u64,
    /// What is done on which day, of the winner.
    pub calendar: Vec<Event>,
    /// What holds at every look, of the winner.
    pub rules: Vec<String>,
    /// Work by week, of the winner.
    pub weeks: Vec<WeekRow>,
    /// What the winner takes.
    pub costs: Vec<CostLine>,
    /// The date of day 0 as `YYYY-MM-DD`, where it was stated.
    pub first_day: Option<String>,
    /// The calendar for programs.
    pub ics: String,
    /// The winner in sentences.
    pub protocol_words: Vec<String>,
    /// What a culture is called.
    pub culture: &'static str,
    /// Values that are drawn in every world.
    pub values: u64,
    /// What the winner may not mean.
    pub warnings: Vec<Warning>,
    /// Assumed, imputed and unchecked values.
    pub assumptions: Vec<AssumptionRow>,
}

/// How two hypotheses are told apart by the winner.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Telling {
    /// The first hypothesis.
    pub first: String,
    /// The second one.
    pub second: String,
    /// Which of them so many flasks speak for; learnt in the race.
    pub rule: Rule,
    /// The fewest flasks that reach the probability asked for, where these are fewer, and what so many of them speak for.
    pub fewer: Option<(u64, Rule)>,
    /// Flasks that are what is counted under either, mean share over the new worlds.
    pub shares: [f64; 2],
}

/// How a search went.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SearchTold {
    /// Worlds of the race.
    pub worlds: u64,
    /// Further ones in which some design could not be carried out.
    pub refused: u64,
    /// Why, in the first of them.
    pub refused_why: Option<String>,
    /// Flasks simulated in the race.
    pub flasks: u64,
    /// Flasks that it might have simulated.
    pub budget: u64,
    /// Whether no other design in the race could be better by more than the margin.
    pub decided: bool,
    /// It ended because no design came to the goal in any world.
    pub out_of_reach: bool,
    /// Designs that were neither shown to be worse nor break a limit.
    pub running: u64,
    /// Flasks of all designs in as many worlds as the final figures rest on.
    pub brute_force: u64,
}

/// How a design came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// The best of the race.
    Winner,
    /// In the race at its end.
    Running,
    /// Not shown to be worse, but not among the best when the budget ran low.
    SetAside,
    /// Some other was better.
    Dropped,
    /// It needed more medium or drug than a limit allows, in more than one experiment of ten.
    OverLimit,
    /// It comes to the goal less often than is asked.
    Short,
}

impl Standing {
    /// The word in tables.
    pub fn word(self) -> &'static str {
        match self {
            Standing::Winner => "winner",
            Standing::Running => "running",
            Standing::SetAside => "set_aside",
            Standing::Dropped => "dropped",
            Standing::OverLimit => "over_limit",
            Standing::Short => "short",
        }
    }
}

/// How probably a design comes to the goal.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Met {
    /// Mean over worlds.
    pub probability: f64,
    /// The 95% interval over worlds.
    pub low: f64,
    /// See [`Self::low`].
    pub high: f64,
}

impl Met {
    /// Of worlds' probabilities.
    pub fn of(worlds: &race::Standing) -> Self {
        let (low, high) = worlds.interval(true);
        Self {
            probability: worlds.mean,
            low,
            high,
        }
    }
}

/// A design.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DesignRow {
    /// Its number among all combinations, from 1.
    pub design: usize,
    /// What it is called.
    pub name: String,
    /// Its schedule, where there are several.
    pub schedule: Option<String>,
    /// Its values, by key.
    pub values: BTreeMap<String, String>,
    /// How it came out.
    pub standing: Standing,
    /// Its value: a probability, a difference of shares, days (to the goal: negative), or flask-weeks (negative).
    pub value: f64,
    /// The 95% interval over worlds.
    pub low: f64,
    /// See [`Self::low`].
    pub high: f64,
    /// Worlds that it rests on.
    pub worlds: u64,
    /// Whether they are new ones, which had no part in choosing.
    pub fresh: bool,
    /// Its mean in the race, and the worlds of that.
    pub raced: (f64, u64),
    /// Probability that it is the best of the finalists.
    pub best: Option<f64>,
    /// The fewest flasks that reach the probability asked for.
    pub enough: Option<u64>,
    /// Its flasks.
    pub flasks: u64,
    /// How probably it comes to the goal, where its value says what it costs.
    pub met: Option<Met>,
    /// What an experiment takes on average.
    pub used: Use,
    /// Medium on average, what is lost included, mL.
    pub medium_ml: Option<f64>,
    /// Each drug on average, what is lost included, mg.
    pub drug_mg: BTreeMap<String, f64>,
    /// Hours of hands-on work on average.
    pub hours: f64,
    /// Short-term synergy of its two drugs, where it has two.
    pub pair: Option<ShortTerm>,
    /// No other design is better in something and worse in nothing: value, weeks, visits, drug.
    pub front: bool,
}

impl DesignRow {
    /// Mass of all drugs, mg.
    pub fn drug_total(&self) -> f64 {
        self.drug_mg.values().sum()
    }
}

/// Two drugs on the unaltered line for a few days.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ShortTerm {
    /// Length of the assay.
    pub hours: f64,
    /// Each drug and the dose that its course comes to, nM.
    pub doses: [(String, f64); 2],
    /// Viability and its excesses.
    pub cell: SynergyCell,
}

/// What knowing an unknown would be worth.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MeasureFirst {
    /// Unknowns that stand above chance, the most valuable first.
    pub shown: Vec<LearnRow>,
    /// What chance alone gives to the best of all unknowns, in 95 of 100 cases at most.
    pub bar: f64,
    /// Unknowns that were looked at.
    pub inputs: u64,
    /// Designs among which one chooses.
    pub designs: u64,
}

/// An unknown.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LearnRow {
    /// Its key.
    pub key: String,
    /// What it is.
    pub what: String,
    /// What is gained by choosing with it known, at most, in the unit of the value.
    pub gain: f64,
    /// Flask-weeks of the winner that gain as much; `None` where flasks do not, or where it cannot be told.
    pub flask_weeks: Option<f64>,
}

/// Work of a week, of all flasks, on average over worlds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct WeekRow {
    /// From 1.
    pub week: u64,
    /// Flasks still in culture at its start.
    pub flasks: f64,
    /// Passages.
    pub passages: f64,
    /// Changes of dose.
    pub steps: f64,
    /// Flasks that became resistant by its end.
    pub resistant: f64,
    /// Value of the goal by its end, where it is met or not.
    pub met: Option<f64>,
}
