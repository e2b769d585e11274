//! What can be said of a design before any flask: the limits that it breaks whatever its flasks do, and goals out of reach.

use super::checked::{Plan, PlanDesign};
use super::goal::{Goal, GoalKind};
use super::reach;
use crate::scenario::checked::{Body, Laboratory, Scenario};
use crate::scenario::error::ScenarioError;
use crate::scenario::value::Place;
use crate::scenario::warnings::{self, not_held};
use crate::words::{cells, counted, mass, number, time_of_files};

/// Why a design is left out of the search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Because {
    Limits,
    Goal,
}

/// What a design breaks whatever its flasks do.
pub(super) fn broken(plan: &Plan, design: &PlanDesign) -> Vec<String> {
    reasons(plan, design).into_iter().map(|(_, told)| told).collect()
}

fn reasons(plan: &Plan, design: &PlanDesign) -> Vec<(Because, String)> {
    let scenario = &design.scenario;
    let limits = &plan.limits;
    let mut broken = Vec::new();
    let mut add = |because: Because, told: Option<String>| broken.extend(told.map(|told| (because, told)));
    let seeded = match &scenario.body {
        Body::Laboratory(laboratory) => laboratory.protocol.flask.seed_cells as f64,
        Body::Plain(model) => model.types.iter().map(|kind| kind.founders as f64).sum(),
    };
    let needed = seeded * design.flasks as f64;
    add(
        Because::Limits,
        limits.cells.filter(|most| needed > *most as f64).map(|most| {
            format!(
                "limits.cells = {}: {} with {} cells each take {}",
                cells(most as f64),
                counted(design.flasks, "flask"),
                cells(seeded),
                cells(needed)
            )
        }),
    );
    let runs = design.flasks * plan.bench.samples;
    add(
        Because::Limits,
        limits.sequencing_runs.filter(|most| runs > *most).map(|most| {
            format!(
                "limits.sequencing_runs = {most}: {} with {} each take {runs} (bench.samples)",
                counted(design.flasks, "flask"),
                counted(plan.bench.samples, "sample"),
            )
        }),
    );
    if let Body::Laboratory(laboratory) = &scenario.body {
        add(Because::Limits, visits(plan, laboratory));
        add(Because::Limits, medium(plan, design));
        add(Because::Limits, drug(plan, laboratory, design));
        add(Because::Goal, reach::never(&plan.goal, laboratory));
    }
    let unheld = plan.goal.kind != GoalKind::Longest && not_held(&warnings::of(scenario));
    add(
        Because::Goal,
        unheld.then(|| {
            "its dose does not hold the unaltered cells: flasks would count as resistant without any change".to_owned()
        }),
    );
    broken
}

fn visits(plan: &Plan, laboratory: &Laboratory) -> Option<String> {
    let most = plan.limits.visits_a_week?;
    let every = laboratory.protocol.look_every;
    let visits = 7.0 / every;
    (visits > most * (1.0 + 1e-9)).then(|| {
        format!(
            "limits.visits_a_week = {}: look_every = \"{}\" is {} a week",
            number(most),
            time_of_files(every),
            number(visits)
        )
    })
}

/// Fills of flasks that seeding takes, with what is lost on top.
fn fills(plan: &Plan, design: &PlanDesign) -> f64 {
    (1.0 + plan.bench.spare) * design.flasks as f64
}

fn medium(plan: &Plan, design: &PlanDesign) -> Option<String> {
    let most = plan.limits.medium_ml?;
    let needed = fills(plan, design) * design.limited.medium_ml?;
    (needed > most).then(|| {
        format!(
            "limits.medium = \"{} mL\": seeding {} takes {} mL",
            number(most),
            counted(design.flasks, "flask"),
            number(needed)
        )
    })
}

/// Drug in the medium of day 0.
fn drug(plan: &Plan, laboratory: &Laboratory, design: &PlanDesign) -> Option<String> {
    let most = plan.limits.drug_mg?;
    let drugs = laboratory.biology.drugs();
    let first = (laboratory.protocol.courses.iter().enumerate()).filter(|(_, one)| {
        one.from <= 0.0 && one.timing.after_resistance == 0 && !one.timing.pauses() && one.dosing.oral().is_none()
    });
    let masses = first.filter_map(|(i, course)| {
        Some((
            course,
            fills(plan, design) * design.limited.milligrams(i, course.dosing.at(0))?,
        ))
    });
    let (course, needed) = masses.max_by(|a, b| a.1.total_cmp(&b.1))?;
    (needed > most).then(|| {
        format!(
            "limits.drug = \"{}\": the medium of day 0 alone takes {} of {}",
            mass(most),
            mass(needed),
            drugs[course.drug].name
        )
    })
}

/// All designs are out: by which limits, or because the goal is out of reach of each.
pub(super) fn all_excluded(place: &Place, plan: &Plan, excluded: &[(PlanDesign, Vec<String>)]) -> ScenarioError {
    let mut told: Vec<(String, usize)> = Vec::new();
    for reason in excluded.iter().flat_map(|(_, reasons)| reasons) {
        match told.iter_mut().find(|(known, _)| known == reason) {
            Some((_, count)) => *count += 1,
            None => told.push((reason.clone(), 1)),
        }
    }
    told.sort_by_key(|reason| std::cmp::Reverse(reason.1));
    let of_goal = |(design, _): &(PlanDesign, Vec<String>)| {
        let why = reasons(plan, design);
        why.iter().all(|(because, _)| *because == Because::Goal)
    };
    let all = counted(excluded.len() as u64, "design");
    let error = match excluded.iter().all(of_goal) {
        true => place
            .key("goal")
            .fault(format!("cannot be reached by any design ({all})")),
        false => place.key("limits").fault(format!("exclude every design ({all})")),
    };
    let error = told.iter().take(3).fold(error, |error, (reason, count)| {
        error.help(match *count == excluded.len() {
            true => reason.clone(),
            false => format!("{reason} ({})", counted(*count as u64, "design")),
        })
    });
    error.help("widen the limit, or write or choose what keeps within it".to_owned())
}

/// Two hypotheses under which every design is the same experiment.
pub(super) fn never_told(place: &Place, plan: &Plan, designs: &[PlanDesign]) -> Option<ScenarioError> {
    let same = |design: &PlanDesign| match &design.under[..] {
        [one, other] => seen(one, &plan.goal) == seen(other, &plan.goal),
        _ => false,
    };
    designs.iter().all(same).then(|| {
        let what = "leaves every design the same experiment under both: nothing could tell them apart";
        place.key("hypothesis").fault(what)
    })
}

/// The scenario as far as a goal sees it: to the day that it counts and to resistance.
pub(super) fn seen(scenario: &Scenario, goal: &Goal) -> Body {
    let mut body = scenario.body.clone();
    if let Body::Laboratory(laboratory) = &mut body {
        let protocol = &mut laboratory.protocol;
        protocol.stop.at_resistance = true;
        protocol.stop.after = protocol.stop.after.min(goal.by);
        protocol.design.samples.clear();
        // Flasks whose dose does not react to them are resistant once they outgrow their beginning, and tumours by their progression.
        let escalates = protocol.courses.iter().any(|course| course.dosing.escalates());
        if !escalates || protocol.design.patients.is_some() {
            (protocol.resistance.growth, protocol.resistance.held_for) = (0.0, 0);
        }
    }
    body
}
