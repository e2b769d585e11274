//! What a replicate of the plain form costs.

use super::Cost;
use crate::engine::{Method, Settings};
use crate::model::plain::PlainModel;
use crate::scenario::explain::plain::{PhaseExplained, PlainExplained, explain};
use crate::words::power;

/// Seconds of a replicate, of a phase of one type, of a recorded count, of an event of the exact engine per type.
const REPLICATE: f64 = 3e-6;
const PHASE: f64 = 1e-6;
const RECORD: f64 = 1e-7;
const EVENT: f64 = 4e-8;
const EVENT_OF_TYPE: f64 = 5e-9;
/// Bytes of a row of replicates.csv and of each count in it; of a row of trajectories.csv.
const ROW: f64 = 40.0;
const COUNT: f64 = 8.0;
const TRAJECTORY_ROW: f64 = 25.0;
/// Bytes of memory of a recorded day, and of a count in it.
const SAMPLE: f64 = 48.0;
const SAMPLE_COUNT: f64 = 8.0;
/// Events worth telling.
const MANY: f64 = 1e8;

/// One replicate.
pub fn replicate(model: &PlainModel, settings: &Settings) -> Cost {
    let types = model.types.len() as f64;
    let told = explain(model);
    let recorded = recorded(model, &told);
    let phases = told.phases.len() as f64;
    let mut seconds = REPLICATE + phases * types * PHASE + recorded * types * (PHASE + RECORD);
    let mut each = None;
    if settings.method == Method::Exact {
        let events = events(model, &told);
        seconds += events * (EVENT + types * EVENT_OF_TYPE);
        each = (events >= MANY).then(|| format!("{} events", power(events)));
    }
    let counts = types + model.mutations.len() as f64;
    Cost {
        replicates: 1,
        seconds,
        memory: record_bytes(model) * AT_ONCE,
        bytes: ROW + counts * COUNT + recorded * types * TRAJECTORY_ROW,
        each,
    }
}

/// Days that are recorded of a replicate.
fn recorded(model: &PlainModel, told: &PlainExplained) -> f64 {
    let days = told.phases.last().map_or(0.0, |last| last.end_day);
    let every = model.record_every;
    every.map_or(0.0, |every| days / every + told.phases.len() as f64)
}

/// Bytes of memory of a replicate's record.
pub fn record_bytes(model: &PlainModel) -> f64 {
    let types = model.types.len() as f64;
    let mutations = model.mutations.len() as f64;
    let days = match model.record_every {
        None => 0.0,
        Some(_) => recorded(model, &explain(model)),
    };
    SAMPLE + SAMPLE_COUNT * (types + mutations) + days * (SAMPLE + types * SAMPLE_COUNT)
}

/// Large records that are in memory at once: one per thread and some that wait.
const AT_ONCE: f64 = 8.0;

/// Expected births, deaths and switches, from the means at the ends of phases (geometric in between).
fn events(model: &PlainModel, told: &PlainExplained) -> f64 {
    let mut start: Vec<f64> = model.types.iter().map(|t| t.founders as f64).collect();
    let mut day = 0.0;
    let mut events = 0.0;
    for PhaseExplained {
        phase, end_day, cells, ..
    } in &told.phases
    {
        let phase = &model.phases[phase - 1];
        let mut per_cell: Vec<f64> = phase.rates.iter().map(|rates| rates.birth + rates.death).collect();
        let switches = model.switches.iter().zip(phase.per_day(model));
        switches.for_each(|(switch, rate)| per_cell[switch.from] += rate);
        for (kind, rate) in per_cell.iter().enumerate() {
            let end = cells[kind] / phase.keep.max(1e-12);
            events += rate * (end_day - day) * mean_between(start[kind], end);
        }
        start.clone_from(cells);
        day = *end_day;
    }
    events
}

/// Mean of a count that goes from one number to another at a constant rate.
fn mean_between(a: f64, b: f64) -> f64 {
    let (a, b) = (a.max(1e-9), b.max(1e-9));
    match (b / a - 1.0).abs() < 1e-6 {
        true => a,
        false => (b - a) / libm::log(b / a),
    }
}
