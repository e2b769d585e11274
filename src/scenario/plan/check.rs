//! Checks of `[plan]`.

use super::checked::{Plan, PlanChoice, Schedule};
use super::file::PlanFile;
use super::goal::GoalKind;
use super::goal_file;
use super::hypothesis::{Hypothesis, HypothesisFile};
use super::limits::Bench;
use crate::document::Mistakes;
use crate::scenario::checked::Body;
use crate::scenario::error::{Checked, nearest_name};
use crate::scenario::value::Place;
use crate::scenario::vary::Vary;
use crate::words::number;
use toml::Value;

/// The plan of a scenario with this body.
///
/// # Errors
/// A key is wrong by itself or beside the others.
pub fn check(file: &PlanFile, place: &Place, body: &Body) -> Checked<Plan> {
    let mut found = Mistakes::default();
    let limits = file.limits.clone().unwrap_or_default();
    let limits = found.keep(limits.check(&place.key("limits")));
    let bench = found.keep(file.bench.clone().unwrap_or_default().check(&place.key("bench")));
    let goal = found.keep(goal_file::check(&place.key("goal"), &file.goal, body));
    let schedules = found.keep(schedules(file, place));
    let names: Vec<&str> = schedules.iter().flatten().map(|one| one.name.as_str()).collect();
    let choices = found.keep(choices(file, place, &names));
    let budget = found.keep(file.budget(place));
    let fresh_worlds = found.keep(file.fresh_worlds(place));
    let first_day = found.keep(file.first_day(place));
    let (Some(goal), Some(limits)) = (goal, limits) else {
        return found.refused();
    };
    found.keep(goal_file::within(place, &goal, &limits));
    found.keep(sampled(&place.key("bench"), bench.as_ref(), goal.by));
    let hypotheses = found.keep(self::hypotheses(file.hypothesis.as_ref(), goal.kind, place));
    let margin = found.keep(goal.margin(&place.key("margin"), file.margin.as_ref()));
    let (Some(bench), Some(schedules), Some(choices), Some(hypotheses)) = (bench, schedules, choices, hypotheses)
    else {
        return found.refused();
    };
    let (Some(budget), Some(fresh_worlds), Some(first_day), Some(margin), true) =
        (budget, fresh_worlds, first_day, margin, found.is_empty())
    else {
        return found.refused();
    };
    Ok(Plan {
        goal,
        limits,
        hypotheses,
        choices,
        schedules,
        budget,
        margin,
        fresh_worlds,
        first_day,
        bench,
    })
}

/// Refuses days of sequencing that no sample of the plan has.
fn sampled(place: &Place, bench: Option<&Bench>, by: f64) -> Checked<()> {
    let days = bench.and_then(|bench| bench.sequence_on.as_ref());
    match days.into_iter().flatten().find(|day| **day <= 0.0 || **day > by) {
        None => Ok(()),
        Some(day) => Err(place
            .key("sequence_on")
            .fault(format!(
                "names day {}, and flasks are sequenced after day 0 and up to day {}, when the goal counts",
                number(*day),
                number(by)
            ))
            .help("leave that day out, or let the goal's `by` be as late")),
    }
}

fn schedules(file: &PlanFile, place: &Place) -> Checked<Vec<Schedule>> {
    let mut schedules: Vec<Schedule> = Vec::new();
    for (i, one) in file.schedule.iter().flatten().enumerate() {
        let here = place.key("schedule").index(i);
        let name = one.name.trim().to_owned();
        if name.is_empty() {
            return Err(here.key("name").fault("is empty"));
        }
        if schedules.iter().any(|known| known.name == name) {
            return Err(here
                .key("name")
                .wrong(format!("\"{name}\""), "is the name of two schedules"));
        }
        let courses = toml::Value::try_from(&one.course);
        let courses = courses.map_err(|error| here.key("course").fault(format!("cannot be read: {error}")))?;
        schedules.push(Schedule { name, courses });
    }
    if schedules.len() == 1 {
        return Err(place
            .key("schedule")
            .fault("has one entry, which leaves nothing to choose")
            .help("write it as the file's own [[course]], or add an alternative"));
    }
    Ok(schedules)
}

fn choices(plan: &PlanFile, place: &Place, schedules: &[&str]) -> Checked<Vec<PlanChoice>> {
    let mut choices: Vec<PlanChoice> = Vec::new();
    for (i, file) in plan.choice.iter().flatten().enumerate() {
        let here = place.key("choice").index(i);
        let vary = Vary::of(&file.key, &file.values.0).map_err(|what| here.fault(format!("is not right: {what}")))?;
        if let ["plan", ..] = vary.key.split('.').collect::<Vec<_>>()[..] {
            return Err(here.key("key").wrong(
                format!("\"{}\"", vary.key),
                "is of the plan itself, which is the same for all designs",
            ));
        }
        let of = file.schedules.clone().unwrap_or_default();
        for name in &of {
            if !schedules.contains(&name.as_str()) {
                let wrong = here
                    .key("schedules")
                    .wrong(format!("\"{name}\""), "is not a schedule of this plan");
                return Err(wrong
                    .one_of(name, schedules)
                    .perhaps(nearest_name(name, schedules).map(str::to_owned)));
            }
        }
        if vary.values.len() < 2 {
            return Err(here
                .key("values")
                .fault(format!("of {} are one value, which leaves nothing to choose", vary.key))
                .help("write it as a key of the scenario itself, or add values"));
        }
        let overlap = |known: &&PlanChoice| {
            let same = known.vary.key == vary.key;
            same && (of.is_empty() || known.schedules.is_empty() || known.schedules.iter().any(|s| of.contains(s)))
        };
        if choices.iter().find(overlap).is_some() {
            return Err(here.key("key").wrong(format!("\"{}\"", vary.key), "is chosen twice"));
        }
        choices.push(PlanChoice { vary, schedules: of });
    }
    Ok(choices)
}

/// The hypotheses of a plan: two where the goal is to tell them apart, else none.
fn hypotheses(file: Option<&Vec<HypothesisFile>>, kind: GoalKind, plan: &Place) -> Checked<Vec<Hypothesis>> {
    let place = plan.key("hypothesis");
    let files = file.map_or(&[][..], Vec::as_slice);
    match (kind, files.len()) {
        (GoalKind::Tell, 2) => {}
        (GoalKind::Tell, n) => {
            return Err(place.fault(format!("has {n} entries, and kind = \"tell\" needs two")).help(
                "write two [[plan.hypothesis]] entries, each with a name and set = { \"routes.states\" = false } or other \
                 keys of this file, or overlays = [\"my.toml\"]",
            ));
        }
        (_, 0) => return Ok(Vec::new()),
        _ => {
            return Err(place
                .fault("has no meaning for this goal")
                .help("it belongs to kind = \"tell\""));
        }
    }
    let mut all: Vec<Hypothesis> = Vec::new();
    for (i, one) in files.iter().enumerate() {
        let here = place.index(i);
        let name = one.name.trim().to_owned();
        if name.is_empty() {
            return Err(here.key("name").fault("is empty"));
        }
        if all.iter().any(|known| known.name == name) {
            let what = "is the name of both hypotheses";
            return Err(here.key("name").wrong(format!("\"{name}\""), what));
        }
        let set: Vec<(String, Value)> = one.set.clone().unwrap_or_default().into_iter().collect();
        for (key, value) in &set {
            let single = match value {
                Value::Array(_) => Value::Boolean(false),
                other => other.clone(),
            };
            let known = Vary::of(key, &Value::Array(vec![single]));
            known.map_err(|what| here.key("set").fault(format!("is not right: {what}")))?;
            if key.starts_with("plan.") {
                let what = "is of the plan itself, which is the same under both";
                return Err(here.key("set").wrong(format!("\"{key}\""), what));
            }
        }
        let overlays = one.overlays.clone().unwrap_or_default();
        all.push(Hypothesis { name, set, overlays });
    }
    match (&all[0].set, &all[0].overlays) == (&all[1].set, &all[1].overlays) {
        true => Err(place.fault("has two entries that are the same: nothing could tell them apart")),
        false => Ok(all),
    }
}
