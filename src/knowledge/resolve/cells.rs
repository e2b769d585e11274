//! What a resolved biology has beside the driver: cell states, switching, bypasses, copy number.

use super::asked::Asked;
use super::lean::Lean;
use super::supply;
use crate::knowledge::lookup;
use crate::knowledge::schema::{SourceRecord, StateRecord};
use crate::model::biology::*;

/// Open states, the naive one first.
pub(super) fn states(asked: &Asked, lean: &mut Lean, sources: &[&SourceRecord]) -> Vec<CellState> {
    let records = lookup::states(asked.kb, asked.line, asked.family, asked.routes);
    records
        .into_iter()
        .flat_map(|record| rungs(state(lean, record, sources), record))
        .collect()
}

/// Names of open states that belong to a tissue, where nothing says which one the line is of.
pub(super) fn states_left_out(asked: &Asked) -> Vec<String> {
    let records = lookup::states_of_tissues(asked.kb, asked.line, asked.family, asked.routes);
    records.into_iter().map(|record| record.name.clone()).collect()
}

fn state(lean: &mut Lean, record: &StateRecord, sources: &[&SourceRecord]) -> CellState {
    let birth_factor = lean.on_or(&record.birth_factor, 1.0);
    let death_factor = lean.on_or(&record.death_factor, 1.0);
    let sparing = lean.on_or(&record.sparing, 0.0);
    let driver_share = lean.on_or(&record.driver_share, 1.0);
    let mut activity = vec![0.0; sources.len()];
    for activation in &record.activates {
        let fed = lean.on(&activation.activity);
        if let Some(i) = sources.iter().position(|source| source.id == activation.source) {
            activity[i] += fed;
        }
    }
    CellState {
        id: record.id.clone(),
        name: record.name.clone(),
        class: record.class,
        marker: record.marker.clone(),
        birth_factor,
        death_factor,
        sparing,
        driver_share,
        activity,
        rung: None,
    }
}

/// The rungs of a graded state, the lowest first; any other state as it is.
fn rungs(state: CellState, record: &StateRecord) -> Vec<CellState> {
    if record.rungs < 2 {
        return vec![state];
    }
    let rung = |step: u32| {
        let place = Rung {
            of: record.id.clone(),
            step,
            steps: record.rungs,
        };
        let mut rung = CellState {
            id: format!("{}-{step}", record.id),
            rung: Some(place),
            ..state.clone()
        };
        let share = rung.grade();
        rung.activity.iter_mut().for_each(|activity| *activity *= share);
        rung
    };
    (1..=record.rungs).map(rung).collect()
}

/// Switching among these states, in the order of the data; a switch to or from a graded state is one by a rung, on all of them.
pub(super) fn transitions(asked: &Asked, lean: &mut Lean, states: &[CellState]) -> Vec<Transition> {
    let records = asked.kb.data().switch.iter();
    let resolved = records.flat_map(|record| {
        let (from, to) = (places(states, &record.from), places(states, &record.to));
        if from.is_empty() || to.is_empty() {
            return Vec::new();
        }
        let graded = from.len() > 1 || to.len() > 1;
        let way = Transition {
            from: 0,
            to: 0,
            base: lean.on_or(&record.base, 0.0),
            induced: lean.on_or(&record.induced, 0.0),
            induced_exponent: lean.on_or(&record.induced_exponent, 1.0),
            relief: lean.on_or(&record.relief, 0.0),
            relief_exponent: lean.on_or(&record.relief_exponent, 1.0),
            graded,
        };
        // Up from the state before the first rung, or down to the one behind the last.
        let row: Vec<usize> = match to.len() > 1 {
            true => from.into_iter().chain(to).collect(),
            false => from.into_iter().rev().chain(to).collect(),
        };
        row.windows(2)
            .map(|step| Transition {
                from: step[0],
                to: step[1],
                ..way
            })
            .collect()
    });
    resolved.collect()
}

/// Places of a state's rungs, or of the state, the lowest first.
fn places(states: &[CellState], id: &str) -> Vec<usize> {
    let of = |state: &CellState| state.rung.as_ref().map_or(&state.id, |rung| &rung.of) == id;
    (0..states.len()).filter(|&i| of(&states[i])).collect()
}

/// Open bypass alterations, in the order of the data.
pub(super) fn bypasses(asked: &Asked, lean: &mut Lean, sources: &[&SourceRecord]) -> Vec<Bypass> {
    let records = lookup::bypasses(asked.kb, asked.family, asked.routes);
    let resolved = records.into_iter().map(|record| {
        let strength = lean.on(&record.activity);
        let fed = |source: &&SourceRecord| if source.id == record.source { strength } else { 0.0 };
        Bypass {
            id: record.id.clone(),
            name: record.name.clone(),
            per_division: supply::bypass_rate(asked, lean, record),
            point: !record.paths.is_empty(),
            activity: sources.iter().map(fed).collect(),
        }
    });
    resolved.collect()
}

/// Copy number of the driver.
pub(super) fn ladder(asked: &Asked, lean: &mut Lean) -> Ladder {
    let record = &asked.family.amplification;
    if asked.routes.no_amplification {
        return Ladder {
            max_copies: record.max_copies.value as u32,
            first_gain: 0.0,
            further_gain: 0.0,
            loss: 0.0,
        };
    }
    Ladder {
        max_copies: lean.on(&record.max_copies) as u32,
        first_gain: lean.on(&record.first_gain),
        further_gain: lean.on(&record.further_gain),
        loss: lean.on(&record.loss),
    }
}
