//! A scenario opened, and simulated while somebody watches.

use crate::desk::{Desk, Given, overlays_of};
use escalade::engine::trace_flask;
use escalade::report::classroom::{Own, of_flask};
use escalade::report::data;
use escalade::report::figure::{course, muller, plain};
use escalade::scenario::cost::{self, Cost};
use escalade::scenario::{Body, Scenario, warnings, words};
use escalade::session::{Experiment, SessionError, Summary, assumptions, classroom, grid};
use serde::Deserialize;
use serde_json::{Value, json};

/// A scenario file, other values for some of its keys, another ensemble, and the user's own knowledge files.
#[derive(Deserialize)]
pub struct Opening {
    file: String,
    text: String,
    #[serde(default)]
    values: Vec<(String, String)>,
    replicates: Option<u64>,
    seed: Option<u64>,
    #[serde(default)]
    overlays: Vec<Given>,
}

/// Opens a scenario: what it is, what is odd about it, what it leans on.
pub fn open(desk: &mut Desk, opening: Opening) -> Result<Value, SessionError> {
    let overlays = overlays_of(&opening.file, &opening.text, &opening.overlays)?;
    let Opening { replicates, seed, .. } = opening;
    let mut experiment = Experiment::of_ensemble(&opening.file, opening.text, overlays, replicates, seed)?;
    if !opening.values.is_empty() {
        experiment = experiment.with_values(&opening.values)?;
    }
    let scenario = experiment.scenario();
    if scenario.sweeps {
        return Err(grid::is_a_sweep(&opening.file));
    }
    let cost = cost::of(scenario);
    if cost.is_absurd() {
        let words = format!("this would take {}\n  allowed: {}", cost.told(1), Cost::limits());
        return Err(SessionError::Request(words));
    }
    let told = opened(scenario, &cost);
    let text = experiment.text().to_owned();
    desk.put(experiment);
    Ok(json!({ "text": text, "scenario": told }))
}

fn opened(scenario: &Scenario, cost: &Cost) -> Value {
    let leans_on = scenario.laboratory().map_or_else(Vec::new, assumptions);
    let leans_on = leans_on.iter().map(|row| {
        json!({
            "what": row.what,
            "value": row.value,
            "range": row.range,
            "certainty": row.certainty.words(),
            "why": row.why,
        })
    });
    let warned = warnings::of(scenario)
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>();
    json!({
        "name": scenario.name,
        "question": scenario.question,
        "form": match scenario.body { Body::Laboratory(_) => "laboratory", Body::Plain(_) => "plain" },
        "replicates": scenario.replicates,
        "seed": scenario.seed,
        "words": words::of(scenario),
        "doses": words::doses(scenario),
        "warnings": warned,
        "leans_on": leans_on.collect::<Vec<_>>(),
        "seconds": cost.seconds,
    })
}

/// More replicates: those that are new, and what all of them show.
pub fn more(desk: &mut Desk, replicates: u64) -> Result<Value, SessionError> {
    let growing = desk.growing()?;
    let new = growing.more(replicates);
    let scenario = growing.scenario();
    let new = new
        .iter()
        .filter_map(|one| classroom::own(scenario, one))
        .map(|one| own(&one))
        .collect::<Vec<_>>();
    let (done, summary) = (growing.done(), growing.summary());
    let shown = match (&summary, &growing.scenario().body) {
        (Summary::Laboratory(flasks), Body::Laboratory(laboratory)) => json!({
            "profile": data::of_flasks("profile", flasks, &laboratory.protocol),
            "course": course::draw(&course::data(flasks, &laboratory.protocol))?,
            "typical": flasks.typical_replicate,
        }),
        (Summary::Plain(cultures), _) => json!({
            "counts": plain::counts::draw(&plain::counts::data(cultures))?,
            "fluctuation": plain::fluctuation::data(cultures).as_ref().map(plain::fluctuation::draw).transpose()?,
        }),
        _ => Value::Null,
    };
    Ok(json!({
        "done": done,
        "total": growing.scenario().replicates,
        "new": new,
        "answer": summary.to_string(),
        "shown": shown,
    }))
}

/// A replicate in words.
pub fn own(one: &Own) -> Value {
    json!({ "replicate": one.replicate, "group": one.group, "told": one.told, "colour": one.colour.hex() })
}

/// The Muller plot of a flask, as SVG and in numbers; nothing in the plain form.
pub fn flask(desk: &mut Desk, flask: Option<u64>) -> Result<Value, SessionError> {
    let growing = desk.growing()?;
    let scenario = growing.scenario();
    let (Summary::Laboratory(flasks), Body::Laboratory(laboratory)) = (growing.summary(), &scenario.body) else {
        return Ok(Value::Null);
    };
    let flask = flask.or(flasks.typical_replicate).unwrap_or(0);
    if flask >= scenario.replicates {
        let last = scenario.replicates - 1;
        return Err(SessionError::Request(format!("flask {flask}: allowed: 0 to {last}")));
    }
    let (biology, protocol) = (&laboratory.biology, &laboratory.protocol);
    let trace = trace_flask(biology, protocol, &scenario.settings, scenario.seed, flask);
    let drawn = muller::draw(&muller::data(&trace, &flasks.drugs()))?;
    Ok(json!({ "flask": flask, "svg": drawn, "told": own(&of_flask(&trace.record)) }))
}
