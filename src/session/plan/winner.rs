//! What the winner of a plan promises and takes.

use super::flasks::ByFlasks;
use super::found::{Found, ends};
use super::job::Drawn;
use super::request::Planned;
use super::uses::used;
use crate::engine::record::Outcome;
use crate::report::plan::{LearnRow, MeasureFirst, WeekRow};
use crate::scenario::plan::GoalKind;
use crate::statistics::race::{self, PlanFlask, Use, WhenToSequence};
use crate::words::{counted, percent};
use std::collections::BTreeMap;

/// What to measure first, where there is a choice.
pub fn first(
    planned: &Planned,
    found: &Found,
    values: &[Vec<f64>],
    worlds: &[&[PlanFlask]],
    by_flasks: &ByFlasks,
) -> Option<MeasureFirst> {
    let plan = planned.plan();
    let winner = &planned.designs.designs[found.finalists[0]];
    let (keys, told): (Vec<&String>, Vec<&Drawn>) = found.drawn.iter().unzip();
    let scores: Vec<Vec<f64>> = told.iter().map(|one| one.numbers.clone()).collect();
    let of = race::information(&scores, values, winner.scenario.seed)?;
    // What as much would cost in flasks of the winner.
    let uses: Vec<Use> = worlds.iter().flat_map(|world| used(plan, world)).collect();
    let (n, weeks) = (plan.limits.flasks, Use::mean(uses.iter()).flask_weeks);
    let flasks_for = |gain: f64| {
        let of_flasks = plan.goal.kind == GoalKind::Flasks;
        let more = of_flasks.then(|| by_flasks.more_for(n, gain))??;
        Some(more as f64 * weeks / n as f64)
    };
    let row = |one: &race::Worth| LearnRow {
        key: keys[one.input].clone(),
        what: told[one.input].what.clone(),
        gain: one.gain,
        flask_weeks: flasks_for(one.gain),
    };
    Some(MeasureFirst {
        shown: of.shown().map(row).collect(),
        bar: of.bar,
        inputs: keys.len() as u64,
        designs: found.finalists.len() as u64,
    })
}

/// How the winner's flasks ended, where it never comes to the goal.
pub fn instead(planned: &Planned, worlds: &[&[PlanFlask]]) -> Option<String> {
    let goal = &planned.plan().goal;
    let worst = goal.worst()?;
    let n = planned.plan().limits.flasks;
    let never = worlds.iter().all(|world| goal.value(&ends(world), n) == worst);
    let all: Vec<_> = worlds.iter().copied().flatten().map(|flask| &flask.end).collect();
    if !never || all.is_empty() {
        return None;
    }
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for end in &all {
        let how = match (&end.mechanism, end.is_resistant_by(goal.by)) {
            (Some(name), true) => format!("resistant by {name}"),
            (None, true) => "resistant".to_owned(),
            (_, false) if end.outcome == Outcome::Extinct => "extinct".to_owned(),
            (_, false) => "not resistant".to_owned(),
        };
        *counts.entry(how).or_default() += 1;
    }
    let mut rows: Vec<(String, usize)> = counts.into_iter().collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.1));
    let most = worlds.iter().map(|world| goal.hits(&ends(world))).max().unwrap_or(0);
    let told: Vec<String> = (rows.iter().take(4))
        .map(|(how, count)| format!("{} {how}", percent(*count as f64 / all.len() as f64)))
        .collect();
    let at_once = match goal.kind == GoalKind::Flasks && goal.at_least > 1 {
        true => format!(
            "; at most {} at once {} {}",
            counted(most, "flask"),
            if most == 1 { "was" } else { "were" },
            goal.of.words()
        ),
        false => String::new(),
    };
    Some(format!("{}{at_once}", crate::words::listed(&told)))
}

/// Where the value is a time that is counted to a day: the share of experiments, or of flasks that are held, which are counted as that
/// day because they do not come to an end before.
pub fn counted_whole(planned: &Planned, worlds: &[&[PlanFlask]]) -> Option<f64> {
    let goal = &planned.plan().goal;
    let flasks = |world: &&[PlanFlask]| world.len() as u64;
    let whole = |world: &&[PlanFlask]| match goal.kind {
        GoalKind::Soonest => 1.0 - goal.met(&ends(world), flasks(world)),
        _ => 1.0 - goal.hits(&ends(world)) as f64 / flasks(world).max(1) as f64,
    };
    let timed = matches!(goal.kind, GoalKind::Soonest | GoalKind::Longest);
    timed.then(|| worlds.iter().map(whole).sum::<f64>() / worlds.len().max(1) as f64)
}

/// When to sequence, and how deep.
pub fn sequencing(planned: &Planned, worlds: &[&[PlanFlask]]) -> Option<WhenToSequence> {
    if planned.plan().goal.is_pair() {
        return None;
    }
    let (days, depths) = planned.plan().sequencing();
    race::when_to_sequence(worlds, &days, &depths)
}

/// Work by week.
pub fn weeks(planned: &Planned, laboratory: bool, worlds: &[&[PlanFlask]], flasks: u64) -> Vec<WeekRow> {
    let plan = planned.plan();
    if !laboratory {
        return Vec::new();
    }
    // Of an experiment, under either hypothesis as often.
    let pair = if plan.goal.is_pair() { 2.0 } else { 1.0 };
    let n = worlds.len().max(1) as f64 * pair;
    let count = |of: &dyn Fn(&PlanFlask) -> f64| worlds.iter().copied().flatten().map(of).sum::<f64>() / n;
    let week = |week: u64| {
        let (start, end) = (7.0 * (week - 1) as f64, 7.0 * week as f64);
        let within = |day: f64| day >= start && day < end;
        let goal = crate::scenario::plan::Goal {
            by: end.min(plan.goal.by),
            ..plan.goal.clone()
        };
        let met = || {
            let value = |world: &&[PlanFlask]| match goal.is_cheapest() {
                true => goal.met(&ends(world), flasks),
                false => goal.value(&ends(world), flasks),
            };
            worlds.iter().map(value).sum::<f64>() / n
        };
        WeekRow {
            week,
            flasks: count(&|flask| f64::from(u8::from(flask.end.day > start))),
            passages: count(&|flask| flask.passages.iter().filter(|day| within(f64::from(**day))).count() as f64),
            steps: count(&|flask| flask.raised().filter(|step| within(step.day)).count() as f64),
            resistant: count(&|flask| f64::from(u8::from(flask.end.is_resistant_by(end)))),
            met: (goal.probability.is_some() && !goal.is_pair()).then(met),
        }
    };
    (1..=libm::ceil(plan.goal.by / 7.0) as u64).map(week).collect()
}
