//! A checked `[plan]`.

use super::goal::{Goal, GoalKind};
use super::hypothesis::Hypothesis;
use super::kinds::FirstDay;
use super::limited::Limited;
use super::limits::{Bench, Limits};
use crate::scenario::checked::Scenario;
use crate::scenario::vary::Vary;
use toml::Value;

/// A checked `[plan]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// What the experiment is for.
    pub goal: Goal,
    /// What it may use.
    pub limits: Limits,
    /// Two ways in which things may be, where the goal is to tell them apart; else none.
    pub hypotheses: Vec<Hypothesis>,
    /// Keys and their values.
    pub choices: Vec<PlanChoice>,
    /// Named alternatives for the courses of the file; empty: the file's own.
    pub schedules: Vec<Schedule>,
    /// Flasks of the search, at most.
    pub budget: u64,
    /// What a design may be worse by than the best without mattering: a share, or days.
    pub margin: f64,
    /// Worlds of the final figures.
    pub fresh_worlds: u64,
    /// The date of day 0.
    pub first_day: Option<FirstDay>,
    /// What a visit takes, and what is frozen and sequenced.
    pub bench: Bench,
}

/// Days on which sequencing is tried out where none are stated, about.
const TRIED: f64 = 10.0;

/// Numbers of flasks that a design is tried with where the goal is to spend little, at most.
const NUMBERS: u64 = 8;

/// The fewest flasks of a world that show how far worlds differ.
const PAIR: u64 = 2;

/// Reads at which it is tried out where none are stated.
const DEPTHS: [u64; 3] = [100, 1_000, 10_000];

impl Plan {
    /// Flasks simulated of a design in each world: under either hypothesis, where there are two.
    pub fn simulated(&self) -> u64 {
        match self.goal.is_pair() {
            true => 2 * self.limits.flasks,
            false => self.limits.flasks,
        }
    }

    /// Flasks of the winner in each new world, under either hypothesis where there are two: what more flasks would do rests on how
    /// far worlds differ, which one flask of each cannot show.
    pub fn of_winner(&self) -> u64 {
        match self.goal.kind {
            GoalKind::Flasks | GoalKind::Cheapest => self.limits.flasks.max(PAIR),
            _ => self.limits.flasks,
        }
    }

    /// Numbers of flasks that a design is tried with.
    pub fn numbers(&self) -> Vec<u64> {
        let (least, most) = (self.goal.at_least, self.limits.flasks);
        if !self.goal.is_cheapest() {
            return vec![most];
        }
        let steps = NUMBERS.min(most - least + 1);
        let ratio = most as f64 / least as f64;
        // Where there are few, all of them; else about as much more each time.
        let number = |step: u64| match most - least < NUMBERS {
            true => least + step,
            false => {
                let part = step as f64 / (steps - 1) as f64;
                (libm::round(least as f64 * libm::pow(ratio, part)) as u64).max(least + step)
            }
        };
        (0..steps).map(number).collect()
    }

    /// Worlds in which the best go on where a race has spent its budget, at most: half as many as their final figures rest on.
    pub fn play_off_worlds(&self) -> u64 {
        self.fresh_worlds / 2
    }

    /// Days and depths at which sequencing is tried out, both rising.
    pub fn sequencing(&self) -> (Vec<f64>, Vec<u64>) {
        let by = self.goal.by;
        let mut days = self.bench.sequence_on.clone().unwrap_or_else(|| {
            // Whole weeks where there are enough of them, else whole days.
            let step = match by / TRIED {
                short if short < 1.0 => short,
                short if short < 7.0 => libm::round(short),
                long => 7.0 * libm::round(long / 7.0),
            };
            let count = libm::ceil(by / step - 1e-9) as u64;
            (1..=count).map(|i| (step * i as f64).min(by)).collect()
        });
        days.retain(|day| *day > 0.0 && *day <= by);
        days.sort_by(f64::total_cmp);
        days.dedup();
        let mut depths = self.bench.sequence_at.clone().unwrap_or_else(|| {
            let usual = DEPTHS.into_iter().chain([self.bench.depth]);
            usual.collect()
        });
        depths.sort_unstable();
        depths.dedup();
        (days, depths)
    }
}

/// A key and the values to choose from.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanChoice {
    /// Key and values.
    pub vary: Vary,
    /// The schedules that have the key; empty: all.
    pub schedules: Vec<String>,
}

/// A named alternative for all courses.
#[derive(Debug, Clone, PartialEq)]
pub struct Schedule {
    /// What it is called.
    pub name: String,
    /// `[[course]]` entries as in a file.
    pub courses: Value,
}

impl PlanDesign {
    /// Whether it differs from another in its flasks alone.
    pub fn is_like(&self, other: &Self) -> bool {
        self.combination == other.combination
    }
}

/// One design.
#[derive(Debug, Clone)]
pub struct PlanDesign {
    /// Its number, from 1.
    pub number: usize,
    /// Its number among all combinations of choices: designs that have it in common differ in their flasks alone.
    pub combination: usize,
    /// Its flasks: as many as the limits allow, or one of several numbers where the goal is to spend little.
    pub flasks: u64,
    /// Its schedule, where there are several.
    pub schedule: Option<String>,
    /// Keys and values, those of the schedule alone.
    pub values: Vec<(String, Value)>,
    /// What it is called.
    pub name: String,
    /// The scenario.
    pub scenario: Scenario,
    /// The same under either hypothesis, where there are two.
    pub under: Vec<Scenario>,
    /// What its needs are worked out from.
    pub limited: Limited,
}
