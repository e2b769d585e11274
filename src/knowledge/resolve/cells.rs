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
    records.into_iter().map(|record| state(lean, record, sources)).collect()
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
    }
}

/// Switching among these states, in the order of the data.
pub(super) fn transitions(asked: &Asked, lean: &mut Lean, states: &[CellState]) -> Vec<Transition> {
    let index = |id: &str| states.iter().position(|state| state.id == id);
    let records = asked.kb.data().switch.iter();
    let resolved = records.filter_map(|record| {
        Some(Transition {
            from: index(&record.from)?,
            to: index(&record.to)?,
            base: lean.on_or(&record.base, 0.0),
            induced: lean.on_or(&record.induced, 0.0),
            induced_exponent: lean.on_or(&record.induced_exponent, 1.0),
            relief: lean.on_or(&record.relief, 0.0),
            relief_exponent: lean.on_or(&record.relief_exponent, 1.0),
        })
    });
    resolved.collect()
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
