//! The designs of a plan: the scenario with a schedule and a value of each choice in it.

use super::beforehand::{all_excluded, broken, never_told, seen};
use super::checked::{Plan, PlanChoice, PlanDesign, Schedule};
use super::hypothesis::Hypothesis;
use super::limited::Limited;
use crate::document::{Mistakes, Source};
use crate::scenario::checked::Scenario;
use crate::scenario::error::{Checked, ScenarioError};
use crate::scenario::known::{Books, Overlay};
use crate::scenario::load::load_planned;
use crate::scenario::overlays::not_at_hand;
use crate::scenario::value::Place;
use crate::scenario::vary::{Draft, Vary, value_words};
use crate::words::{counted, number};
use toml::Value;

/// Designs at most: every pair of them is followed.
const MOST: u64 = 1_000;

/// The designs of a scenario file's `[plan]`.
#[derive(Debug, Clone)]
pub struct Designs {
    /// The plan.
    pub plan: Plan,
    /// The scenario as it stands in the file.
    pub scenario: Scenario,
    /// Those that the limits allow.
    pub designs: Vec<PlanDesign>,
    /// Those that they exclude, with the limits that each breaks.
    pub excluded: Vec<(PlanDesign, Vec<String>)>,
}

impl Designs {
    /// Of a scenario file with a `[plan]`; `file` is its name in messages, `under` the overlays of each of its hypotheses.
    ///
    /// # Errors
    /// It is no valid scenario or has no plan; a design is no valid scenario; a choice changes nothing; the limits exclude
    /// every design.
    pub fn of(file: &str, text: String, books: Books, under: &[Vec<Overlay>]) -> Checked<Self> {
        let (scenario, plan) = load_planned(file, text.clone(), books)?;
        let Some(plan) = plan else {
            return Err(ScenarioError::whole_file(file, "has no [plan]")
                .help("say what the experiment is for: [plan.goal] kind = \"flasks\"; `escalade new plan` shows one"));
        };
        let draft = Draft::read(file, text.clone())?;
        let source = Source {
            file: file.to_owned(),
            text,
        };
        let place = Place::root(&source).key("plan");
        let own = own_overlays(&place, &plan, books, under)?;
        let combinations = combinations(&place, &plan)?;
        let keys: Vec<&str> = plan.choices.iter().map(|choice| choice.vary.key.as_str()).collect();
        let mut designs = Vec::new();
        for (i, combination) in combinations.iter().enumerate() {
            let scenario = combination.scenario(&draft, &[], books)?;
            let under = plan.hypotheses.iter().zip(&own).map(|(one, own)| {
                let books = own.as_deref().map_or(books, Books::Overlays);
                combination.scenario(&draft, &one.set, books)
            });
            let under: Vec<Scenario> = under.collect::<Checked<_>>()?;
            let limited = Limited::of(&scenario);
            designs.push(PlanDesign {
                under,
                limited: limited.map_err(|error| ScenarioError::whole_file(file, error.to_string()))?,
                number: i + 1,
                combination: i + 1,
                flasks: plan.limits.flasks,
                schedule: combination.schedule.map(|schedule| schedule.name.clone()),
                name: combination.name(&keys),
                values: combination
                    .values
                    .iter()
                    .map(|(vary, value)| (vary.key.clone(), (*value).clone()))
                    .collect(),
                scenario,
            });
        }
        every_choice_counts(&place, &plan, &designs)?;
        if let Some(error) = never_told(&place, &plan, &designs) {
            return Err(error);
        }
        let (mut allowed, mut excluded) = (Vec::new(), Vec::new());
        for design in with_numbers(&place, &plan, designs)? {
            match broken(&plan, &design) {
                none if none.is_empty() => allowed.push(design),
                some => excluded.push((design, some)),
            }
        }
        if allowed.is_empty() {
            return Err(all_excluded(&place, &plan, &excluded));
        }
        Ok(Self {
            plan,
            scenario,
            designs: allowed,
            excluded,
        })
    }
}

/// Every design with each number of flasks that it is tried with.
fn with_numbers(place: &Place, plan: &Plan, designs: Vec<PlanDesign>) -> Checked<Vec<PlanDesign>> {
    let numbers = plan.numbers();
    let [first, .., last] = numbers[..] else {
        return Ok(designs);
    };
    within_most(place, designs.len() as u64 * numbers.len() as u64, || {
        format!("all combinations of its choices, with {first} to {last} flasks")
    })?;
    let with = |(i, design): (usize, PlanDesign)| {
        let number = i * numbers.len() + 1;
        let each = numbers.iter().enumerate().map(move |(place, flasks)| PlanDesign {
            number: number + place,
            flasks: *flasks,
            name: format!("{}, {}", design.name, counted(*flasks, "flask")),
            ..design.clone()
        });
        each.collect::<Vec<_>>()
    };
    Ok(designs.into_iter().enumerate().flat_map(with).collect())
}

/// Refuses more designs than are followed, which come from `of`.
fn within_most(place: &Place, total: u64, of: impl Fn() -> String) -> Checked<()> {
    if total <= MOST {
        return Ok(());
    }
    Err(place
        .fault(format!("has {} ({})", counted(total, "design"), of()))
        .allowed(format!("at most {}", counted(MOST, "design")))
        .help("plan in two rounds: coarse values first, then finer ones about the best"))
}

/// The overlays of each hypothesis behind those of the file; `None` where it has none of its own.
fn own_overlays(
    place: &Place,
    plan: &Plan,
    books: Books,
    under: &[Vec<Overlay>],
) -> Checked<Vec<Option<Vec<Overlay>>>> {
    let of = |(i, one): (usize, &Hypothesis)| {
        if one.overlays.is_empty() {
            return Ok(None);
        }
        let place = place.key("hypothesis").index(i);
        match (books, under.get(i)) {
            (Books::Overlays(all), Some(own)) if own.len() == one.overlays.len() => {
                Ok(Some(all.iter().chain(own).cloned().collect()))
            }
            _ => Err(not_at_hand(&place)),
        }
    };
    plan.hypotheses.iter().enumerate().map(of).collect()
}

/// A schedule and a value of each choice that it has.
struct Combination<'a> {
    schedule: Option<&'a Schedule>,
    values: Vec<(&'a Vary, &'a Value)>,
}

impl Combination<'_> {
    fn scenario(&self, draft: &Draft, set: &[(String, Value)], books: Books) -> Checked<Scenario> {
        let courses = self
            .schedule
            .iter()
            .map(|one| ("course".to_owned(), one.courses.clone()));
        let values = self
            .values
            .iter()
            .map(|(vary, value)| (vary.key.clone(), (*value).clone()));
        let all: Vec<(String, Value)> = courses.chain(values).chain(set.iter().cloned()).collect();
        draft.scenario_with(&all, books).map_err(|error| {
            let under = set.iter().map(|(key, value)| format!("{key} = {value}"));
            let set: Vec<String> = (self.schedule.iter().map(|one| format!("schedule \"{}\"", one.name)))
                .chain(
                    self.values
                        .iter()
                        .map(|(vary, value)| format!("{} = {value}", vary.key)),
                )
                .chain(under)
                .collect();
            let mut told = Mistakes::default();
            for error in error.each() {
                told.add(match set.is_empty() {
                    true => error,
                    false => ScenarioError {
                        message: format!("with {}: {}", set.join(", "), error.message),
                        ..error
                    },
                });
            }
            told.error()
        })
    }

    fn name(&self, keys: &[&str]) -> String {
        let schedule = self.schedule.iter().map(|one| one.name.clone());
        let value = |(vary, value): &(&Vary, &Value)| {
            let shown = Vary {
                key: vary.key.clone(),
                values: vec![(*value).clone()],
            };
            let shown = shown.shown().first().map_or_else(String::new, |text| value_words(text));
            format!("{} {shown}", short(&vary.key, keys))
        };
        let parts: Vec<String> = schedule.chain(self.values.iter().map(value)).collect();
        match parts.is_empty() {
            true => "as the file has it".to_owned(),
            false => parts.join(", "),
        }
    }
}

/// The last steps of a key that tell it from the others, in words: "seed cells" for flask.seed_cells.
fn short(key: &str, keys: &[&str]) -> String {
    let steps: Vec<&str> = key.split('.').collect();
    let ending = |n: usize| steps[steps.len() - n..].join(".");
    let tells = |n: &usize| {
        let end = ending(*n);
        let number = steps[steps.len() - n].parse::<u64>().is_ok();
        !number
            && keys
                .iter()
                .all(|other| *other == key || !(*other == end || other.ends_with(&format!(".{end}"))))
    };
    let n = (1..=steps.len()).find(tells).unwrap_or(steps.len());
    ending(n).replace(['_', '.'], " ")
}

/// All combinations, the last choice fastest.
fn combinations<'a>(place: &Place, plan: &'a Plan) -> Checked<Vec<Combination<'a>>> {
    let schedules: Vec<Option<&Schedule>> = match plan.schedules.is_empty() {
        true => vec![None],
        false => plan.schedules.iter().map(Some).collect(),
    };
    let of = |schedule: &Option<&Schedule>| -> Vec<&PlanChoice> {
        let has = |choice: &&PlanChoice| {
            choice.schedules.is_empty() || schedule.is_some_and(|one| choice.schedules.contains(&one.name))
        };
        plan.choices.iter().filter(has).collect()
    };
    let count = |schedule: &Option<&Schedule>| {
        let sizes = of(schedule).into_iter().map(|choice| choice.vary.values.len() as u64);
        sizes.fold(1, u64::saturating_mul)
    };
    let total = schedules.iter().map(count).fold(0, u64::saturating_add);
    within_most(place, total, || "all combinations of its choices".to_owned())?;
    let mut all = Vec::new();
    for schedule in &schedules {
        let choices = of(schedule);
        let mut parts: Vec<Vec<(&Vary, &Value)>> = vec![Vec::new()];
        for choice in choices {
            let longer = |before: &Vec<(&'a Vary, &'a Value)>| {
                let with = |value: &'a Value| before.iter().copied().chain([(&choice.vary, value)]).collect();
                choice.vary.values.iter().map(with).collect::<Vec<Vec<_>>>()
            };
            parts = parts.iter().flat_map(longer).collect();
        }
        let schedule = *schedule;
        all.extend(parts.into_iter().map(|values| Combination { schedule, values }));
    }
    Ok(all)
}

/// Refuses a choice or schedule that changes nothing.
fn every_choice_counts(place: &Place, plan: &Plan, designs: &[PlanDesign]) -> Checked<()> {
    let same = |a: &Scenario, b: &Scenario| seen(a, &plan.goal) == seen(b, &plan.goal) && a.settings == b.settings;
    let until = number(plan.goal.by);
    for (i, choice) in plan.choices.iter().enumerate() {
        let key = &choice.vary.key;
        let without = |design: &PlanDesign| -> Vec<(String, String)> {
            let others = design.values.iter().filter(|(other, _)| other != key);
            others.map(|(key, value)| (key.clone(), value.to_string())).collect()
        };
        let has = |design: &&PlanDesign| {
            let own =
                choice.schedules.is_empty() || design.schedule.as_ref().is_some_and(|s| choice.schedules.contains(s));
            own && design.values.iter().any(|(other, _)| other == key)
        };
        let having: Vec<&PlanDesign> = designs.iter().filter(has).collect();
        let counts = having.iter().enumerate().any(|(first, one)| {
            let twins = having[first + 1..]
                .iter()
                .filter(|other| other.schedule == one.schedule && without(other) == without(one));
            twins.into_iter().any(|other| !same(&one.scenario, &other.scenario))
        });
        if !counts {
            return Err(place
                .key("choice")
                .index(i)
                .key("key")
                .wrong(
                    format!("\"{key}\""),
                    format!("changes nothing: up to day {until}, when the goal counts, the experiment is the same with each of its values"),
                )
                .help("leave it out, or choose among values that matter"));
        }
    }
    for (i, schedule) in plan.schedules.iter().enumerate() {
        let of = |name: &str| -> Vec<&PlanDesign> {
            designs
                .iter()
                .filter(|one| one.schedule.as_deref() == Some(name))
                .collect()
        };
        for other in &plan.schedules[..i] {
            let (these, those) = (of(&schedule.name), of(&other.name));
            let all_same =
                these.len() == those.len() && these.iter().zip(&those).all(|(a, b)| same(&a.scenario, &b.scenario));
            if all_same {
                return Err(place.key("schedule").index(i).key("name").wrong(
                    format!("\"{}\"", schedule.name),
                    format!(
                        "is the same experiment as \"{}\" up to day {until}, when the goal counts",
                        other.name
                    ),
                ));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn keys_are_told_by_what_tells_them_apart() {
        let keys = [
            "course.1.factor",
            "flask.seed_cells",
            "course.1.dose",
            "course.2.dose",
            "resistance.growth",
        ];
        let told = keys.map(|key| short(key, &keys));
        assert_eq!(
            told,
            ["factor", "seed cells", "course 1 dose", "course 2 dose", "growth"]
        );
    }
}
