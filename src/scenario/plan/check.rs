//! Checks of `[plan]`.

use super::checked::{Plan, PlanChoice, Schedule};
use super::file::PlanFile;
use super::goal_file;
use crate::document::Mistakes;
use crate::scenario::checked::Body;
use crate::scenario::error::{Checked, nearest_name};
use crate::scenario::value::Place;
use crate::scenario::vary::Vary;

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
    let margin = found.keep(goal.margin(&place.key("margin"), file.margin.as_ref()));
    let (Some(bench), Some(schedules), Some(choices)) = (bench, schedules, choices) else {
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
        choices,
        schedules,
        budget,
        margin,
        fresh_worlds,
        first_day,
        bench,
    })
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
