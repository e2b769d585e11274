//! Cultures of a fluctuation test, and the colonies that the plain form gives.

use super::seen::Condition;
use crate::document::nearest_name;
use crate::engine::PlainPlan;
use crate::model::plain::PlainModel;
use crate::random::Generator;
use crate::sampling::{binomial, gamma};
use crate::scenario::{Body, Scenario};
use crate::statistics::colonies::{self, Foundings};
use crate::statistics::fit::{counted_once, log_cultures};
use std::sync::atomic::AtomicBool;

/// The type that forms the colonies of a condition: the one that its data name, or the only one that may.
pub(super) fn forming(condition: &Condition, model: &PlainModel) -> Result<usize, String> {
    let types: Vec<&str> = model.types.iter().map(|kind| kind.name.as_str()).collect();
    let stated = |culture: &super::seen::SeenCulture| culture.population.clone();
    let mut named: Vec<Option<String>> = condition.cultures.iter().map(stated).collect();
    named.sort();
    named.dedup();
    match &named[..] {
        [Some(name)] => (types.iter())
            .position(|known| known.eq_ignore_ascii_case(name))
            .ok_or_else(|| {
                let near = nearest_name(name, &types).map_or(String::new(), |near| format!("; did you mean {near}?"));
                format!(
                    "\"{name}\" is no type of the scenario\n  allowed: {}{near}",
                    types.join(", ")
                )
            }),
        [None] => match &colonies::forming(model)[..] {
            [kind] => Ok(*kind),
            some => {
                let names: Vec<&str> = some.iter().map(|kind| types[*kind]).collect();
                let allowed = if names.is_empty() {
                    types.join(", ")
                } else {
                    names.join(", ")
                };
                Err(format!(
                    "no type is named that forms them\n  allowed: a column type with one of {allowed}"
                ))
            }
        },
        _ => Err("several types form them\n  allowed: one type in each condition".to_owned()),
    }
}

/// Log likelihood of a condition's cultures: in closed form, whatever chance does.
pub(super) fn log_likelihood(condition: &Condition, scenario: &Scenario, error: f64) -> f64 {
    let Body::Plain(model) = &scenario.body else { return 0.0 };
    if condition.cultures.is_empty() {
        return 0.0;
    }
    let foundings = forming(condition, model).and_then(|kind| Foundings::of(model, kind));
    foundings.map_or(f64::NEG_INFINITY, |foundings| {
        log_cultures(&foundings, &condition.colonies(), error)
    })
}

/// As many cultures simulated, plated and counted: colonies, then cells where they were counted. `None` on a stop.
pub(super) fn seen_again(
    condition: &Condition,
    scenario: &Scenario,
    (seed, first): (u64, u64),
    error: f64,
    rng: &mut Generator,
    stop: &AtomicBool,
) -> Option<Vec<f64>> {
    let Body::Plain(model) = &scenario.body else {
        return Some(Vec::new());
    };
    let Ok(kind) = forming(condition, model) else {
        return Some(Vec::new());
    };
    let plan = PlainPlan::new(model);
    let (mut colonies, mut cells) = (Vec::new(), Vec::new());
    for (number, culture) in (first..).zip(&condition.cultures) {
        let record = plan.run_unless(stop, &scenario.settings, seed, number)?;
        colonies.push(binomial(rng, record.cells[kind], culture.colonies.plated) as f64);
        cells.push(record.cells.iter().sum::<u64>() as f64);
    }
    let shape = 1.0 / (error * error).max(1e-8);
    let mut counted = |cells: f64| libm::round(cells * gamma(rng, shape) / shape);
    let seen = condition.colonies();
    match counted_once(&seen) {
        Some(_) => colonies.push(counted(cells.iter().sum::<f64>() / cells.len() as f64)),
        None => {
            let each = cells
                .into_iter()
                .zip(&seen)
                .filter(|(_, culture)| culture.cells.is_some());
            colonies.extend(each.map(|(cells, _)| counted(cells)));
        }
    }
    Some(colonies)
}
