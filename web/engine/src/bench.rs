//! A scenario opened, and simulated while somebody watches.

use crate::desk::{Desk, Given, overlays_of};
use escalade::engine::record::Outcome;
use escalade::engine::trace_flask;
use escalade::report::classroom::{Own, of_flask};
use escalade::report::data;
use escalade::report::figure::{course, muller, plain};
use escalade::report::palette::{self, Colour};
use escalade::scenario::cost::{self, Cost};
use escalade::scenario::{Body, Scenario, warnings, words};
use escalade::session::{Experiment, Growing, Replicate, SessionError, Summary, assumptions, classroom};
use escalade::statistics::Proportion;
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
    classroom::one_run(&opening.file, scenario)?;
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
pub fn more(desk: &mut Desk, replicates: u64, silent: bool) -> Result<Value, SessionError> {
    let growing = desk.growing()?;
    let new = growing.more(replicates);
    grown(growing, &new, silent)
}

/// Replicates for another engine with the same scenario.
pub fn part(desk: &mut Desk, from: u64, to: u64) -> Result<Vec<u8>, SessionError> {
    Ok(desk.growing()?.part(from, to))
}

/// Replicates of another engine as if they were simulated here.
pub fn take(desk: &mut Desk, from: u64, to: u64, part: &[u8], silent: bool) -> Result<Value, SessionError> {
    let growing = desk.growing()?;
    let new = growing.take(from, to, part);
    let new = new.ok_or_else(|| SessionError::failed("the page gave flasks that are not the next ones"))?;
    grown(growing, &new, silent)
}

fn grown(growing: &Growing, new: &[Replicate], silent: bool) -> Result<Value, SessionError> {
    let (scenario, done) = (growing.scenario(), growing.done());
    let new = new.iter().filter_map(|one| classroom::own(scenario, one));
    let new = new.map(|one| own(&one)).collect::<Vec<_>>();
    if silent {
        return Ok(json!({ "done": done, "total": scenario.replicates, "new": new }));
    }
    let summary = growing.summary();
    let shown = match (&summary, &growing.scenario().body) {
        (Summary::Laboratory(flasks), Body::Laboratory(laboratory)) => json!({
            "profile": data::of_flasks("profile", flasks, &laboratory.protocol),
            "whether": bar("becomes resistant", palette::RESISTANT, &flasks.outcome(Outcome::Resistant)),
            "absent": bar("in none", palette::NONE, &Proportion::new(0, flasks.profile.resistant_flasks)),
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

/// A share as a bar of the profile.
fn bar(label: &str, colour: Colour, share: &Proportion) -> Value {
    json!({
        "label": label,
        "colour": colour.hex(),
        "count": share.count,
        "n": share.n,
        "share": share.share,
        "low": share.low,
        "high": share.high,
    })
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
    let [svg, slim] = muller::draw_both(muller::data(&trace, &flasks.drugs()))?;
    Ok(json!({ "flask": flask, "svg": svg, "slim": slim, "told": own(&of_flask(&trace.record)) }))
}
