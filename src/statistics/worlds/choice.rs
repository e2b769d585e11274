//! Several protocols in the same worlds: how often each is ahead, and what choosing it would cost.

use super::collect::{NoWorld, WorldFlask};
use super::split::Split;
use super::summary::Outlook;
use crate::statistics::interval::{Z95, wilson};
use crate::statistics::quantile::predictive_quantile;
use serde::{Deserialize, Serialize};

/// Options beyond which no table of every pair is made.
const MOST_PAIRED: usize = 26;

/// What became of a world under every option.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OptionsRecord {
    /// Its number, from 0.
    pub world: u64,
    /// Of each option, its flasks in this world, or why the experiment cannot be carried out there.
    pub options: Vec<Result<Vec<WorldFlask>, String>>,
}

/// A flask as a choice sees it.
#[derive(Debug, Clone, Copy)]
struct Seen {
    resistant: bool,
    /// Time to resistance within the horizon, days.
    time: f64,
    /// What is not wanted of it: the less the better.
    loss: f64,
}

/// Worlds as they come.
#[derive(Debug, Clone)]
pub struct ChoiceAccumulator {
    horizon: f64,
    /// World, option, flask.
    worlds: Vec<Vec<Vec<Seen>>>,
    refused: u64,
    refused_why: Option<String>,
}

/// What choosing one of several options means, over worlds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// Worlds that were counted.
    pub worlds: u64,
    /// Flasks of each option in each world, on the same streams.
    pub flasks: u64,
    /// Further worlds in which some option cannot be carried out as it is written.
    pub refused: u64,
    /// Why, in the first of them.
    pub refused_why: Option<String>,
    /// The option with the least mean loss, of those that may be chosen.
    pub chosen: Option<usize>,
    /// Every option, in their order.
    pub options: Vec<ChoiceOption>,
    /// Share of worlds in which the option of the row is ahead of that of the column (ties count half); empty for more
    /// than 26 options.
    pub ahead: Vec<Vec<f64>>,
}

/// An option over worlds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChoiceOption {
    /// Flasks resistant by the horizon.
    pub resistant: Outlook,
    /// Mean time to resistance within the horizon, days.
    pub time: f64,
    /// Quantiles 5, 25, 50, 75 and 95% of that time over the flasks of all worlds.
    pub times: [f64; 5],
    /// Difference between a world's upper and lower quartile of the mean time, free of chance (as of a normal
    /// distribution between worlds), days.
    pub time_between: f64,
    /// Mean of what is not wanted (days, minus days, or minus a share).
    pub loss: f64,
    /// Share of worlds in which it is the best of those that may be chosen; ties are shared.
    pub best: f64,
    /// Worlds in which it is ahead of the chosen option, with its 95% interval (ties count half).
    pub ahead_of_chosen: f64,
    /// See [`Self::ahead_of_chosen`].
    pub ahead_low: f64,
    /// See [`Self::ahead_of_chosen`].
    pub ahead_high: f64,
    /// Mean loss beyond that of the chosen option, flask by flask.
    pub beyond_chosen: f64,
    /// Its standard error over worlds; of a single world the whole of it.
    pub beyond_error: f64,
    /// Regret, from below: loss beyond that of the option that one flask of a world speaks for, counted on its other
    /// flasks; absent with a single flask in each world.
    pub regret_low: Option<f64>,
    /// Regret, from above: loss beyond that of the option that did best in each world, by its few flasks.
    pub regret_high: f64,
}

impl ChoiceAccumulator {
    /// Of options that are followed to this day.
    pub fn new(horizon: f64) -> Self {
        Self {
            horizon,
            worlds: Vec::new(),
            refused: 0,
            refused_why: None,
        }
    }

    /// Adds a world; `loss` is what is not wanted of a flask.
    pub fn add(&mut self, record: &OptionsRecord, loss: impl Fn(&WorldFlask) -> f64) {
        let seen = |flask: &WorldFlask| Seen {
            resistant: flask.is_resistant_by(self.horizon),
            time: flask.restricted(self.horizon),
            loss: loss(flask),
        };
        let options: Result<Vec<Vec<Seen>>, &String> = (record.options.iter())
            .map(|flasks| Ok(flasks.as_ref()?.iter().map(seen).collect()))
            .collect();
        match options {
            Ok(options) => self.worlds.push(options),
            Err(why) => {
                self.refused += 1;
                self.refused_why.get_or_insert_with(|| why.clone());
            }
        }
    }

    /// Said where worlds were drawn and [`Self::finish`] has nothing of them.
    pub fn none(&self) -> Option<NoWorld> {
        let why = self.refused_why.clone().filter(|_| self.worlds.is_empty())?;
        Some(NoWorld {
            worlds: self.refused,
            why,
        })
    }

    /// What all worlds say; `eligible` tells which options may be chosen. `None` where there is no world with flasks of
    /// every option.
    pub fn finish(&self, eligible: &[bool]) -> Option<Choice> {
        let flasks = self.worlds.first()?.first()?.len();
        let means: Vec<Vec<f64>> = (self.worlds.iter())
            .map(|options| {
                options
                    .iter()
                    .map(|flasks| mean(flasks.iter().map(|one| one.loss)))
                    .collect()
            })
            .collect();
        let count = eligible.len();
        let losses: Vec<f64> = (0..count).map(|i| mean(means.iter().map(|world| world[i]))).collect();
        let may = (0..count).filter(|i| eligible[*i]);
        let chosen = may.min_by(|a, b| losses[*a].total_cmp(&losses[*b]));
        let best = shares_of_best(&means, eligible);
        let low = self.cross_fitted(eligible);
        let least = |world: &Vec<f64>| {
            let may = world.iter().zip(eligible).filter(|(_, may)| **may);
            may.map(|(loss, _)| *loss).fold(f64::INFINITY, f64::min)
        };
        let high = |i: usize| mean(means.iter().map(|world| world[i] - least(world))).max(0.0);
        let option = |i: usize| {
            let ahead = chosen.map_or(0.5, |chosen| ahead(&means, i, chosen));
            let n = means.len() as f64;
            let (ahead_low, ahead_high) = wilson(ahead * n, n, Z95);
            let beyond: Vec<f64> = (means.iter())
                .map(|world| world[i] - chosen.map_or(world[i], |chosen| world[chosen]))
                .collect();
            ChoiceOption {
                loss: losses[i],
                best: best[i],
                ahead_of_chosen: ahead,
                ahead_low,
                ahead_high,
                beyond_chosen: mean(beyond.iter().copied()),
                beyond_error: error(&beyond),
                regret_low: low.as_ref().map(|low| low[i]),
                regret_high: high(i),
                ..self.outlook(i)
            }
        };
        let all = |i: usize| (0..count).map(|j| ahead(&means, i, j)).collect();
        Some(Choice {
            worlds: self.worlds.len() as u64,
            flasks: flasks as u64,
            refused: self.refused,
            refused_why: self.refused_why.clone(),
            chosen,
            options: (0..count).map(option).collect(),
            ahead: match count > MOST_PAIRED {
                true => Vec::new(),
                false => (0..count).map(all).collect(),
            },
        })
    }

    /// What comes of an option by itself; nothing of a choice yet.
    fn outlook(&self, option: usize) -> ChoiceOption {
        let of = |value: &dyn Fn(&Seen) -> f64| -> Vec<Vec<f64>> {
            let world = |options: &Vec<Vec<Seen>>| options[option].iter().map(value).collect();
            self.worlds.iter().map(world).collect()
        };
        let times = of(&|one| one.time);
        let mut all = times.concat();
        all.sort_by(f64::total_cmp);
        ChoiceOption {
            resistant: Outlook::of(&of(&|one| f64::from(u8::from(one.resistant)))),
            time: mean(all.iter().copied()),
            times: [0.05, 0.25, 0.5, 0.75, 0.95].map(|p| predictive_quantile(&all, p)),
            time_between: QUARTILES * libm::sqrt(Split::of(&times).knowledge.max(0.0)),
            loss: 0.0,
            best: 0.0,
            ahead_of_chosen: 0.5,
            ahead_low: 0.0,
            ahead_high: 1.0,
            beyond_chosen: 0.0,
            beyond_error: 0.0,
            regret_low: None,
            regret_high: 0.0,
        }
    }

    /// Loss of every option beyond the one that the other flasks of the world speak for.
    fn cross_fitted(&self, eligible: &[bool]) -> Option<Vec<f64>> {
        let flasks = self.worlds.first()?.first()?.len();
        if flasks < 2 {
            return None;
        }
        let mut regret = vec![0.0; eligible.len()];
        for options in &self.worlds {
            for left_out in 0..flasks {
                let others = |flasks: &Vec<Seen>| {
                    let others = flasks.iter().enumerate().filter(|(f, _)| *f != left_out);
                    mean(others.map(|(_, one)| one.loss))
                };
                let speaking: Vec<f64> = options.iter().map(others).collect();
                let best = best_of(&speaking, eligible);
                let with = mean(best.iter().map(|i| options[*i][left_out].loss));
                for (regret, flasks) in regret.iter_mut().zip(options) {
                    *regret += flasks[left_out].loss - with;
                }
            }
        }
        let n = (self.worlds.len() * flasks) as f64;
        Some(regret.into_iter().map(|sum| (sum / n).max(0.0)).collect())
    }
}

/// Upper less lower quartile of a normal distribution, in standard deviations.
const QUARTILES: f64 = 1.348_979_500_392_163_4;

/// The options with the least loss of those that may be chosen.
fn best_of(losses: &[f64], eligible: &[bool]) -> Vec<usize> {
    let may = || (0..losses.len()).filter(|i| eligible[*i]);
    let least = may().map(|i| losses[i]).fold(f64::INFINITY, f64::min);
    may().filter(|i| losses[*i] == least).collect()
}

fn shares_of_best(means: &[Vec<f64>], eligible: &[bool]) -> Vec<f64> {
    let mut shares = vec![0.0; eligible.len()];
    for world in means {
        let best = best_of(world, eligible);
        for i in &best {
            shares[*i] += 1.0 / best.len() as f64;
        }
    }
    shares
        .iter_mut()
        .for_each(|share| *share = (*share / means.len() as f64).min(1.0));
    shares
}

/// Share of worlds in which one option is ahead of another; ties count half.
fn ahead(means: &[Vec<f64>], one: usize, other: usize) -> f64 {
    mean(means.iter().map(|world| match world[one].total_cmp(&world[other]) {
        std::cmp::Ordering::Less => 1.0,
        std::cmp::Ordering::Equal => 0.5,
        std::cmp::Ordering::Greater => 0.0,
    }))
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, n) = values.fold((0.0, 0.0), |(sum, n), value| (sum + value, n + 1.0));
    if n > 0.0 { sum / n } else { 0.0 }
}

/// Standard error of a mean.
fn error(values: &[f64]) -> f64 {
    let middle = mean(values.iter().copied());
    let squares: f64 = values.iter().map(|value| (value - middle) * (value - middle)).sum();
    match values {
        // Nothing tells what one world says from chance.
        [one] => one.abs(),
        _ => {
            let n = values.len() as f64;
            libm::sqrt(squares / (n - 1.0).max(1.0) / n)
        }
    }
}
