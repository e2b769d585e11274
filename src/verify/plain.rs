//! Plain models in few words.

use crate::model::plain::{BirthDeath, PlainModel, PlainMutation, PlainPhase, PlainSwitch, PlainType, Threshold};

/// A plain model in few words: types with founders, mutations and switches as (from, to, rate).
pub fn model(
    founders: &[u64],
    mutations: &[(usize, usize, f64)],
    switches: &[(usize, usize, f64)],
    phases: Vec<PlainPhase>,
    stop: Option<Threshold>,
) -> PlainModel {
    let types = founders.iter().enumerate().map(|(i, &founders)| PlainType {
        name: format!("type{i}"),
        founders,
    });
    let mutations = mutations.iter().map(|&(from, to, per_division)| PlainMutation {
        from,
        to,
        and: None,
        per_division,
    });
    let switches = switches
        .iter()
        .map(|&(from, to, per_day)| PlainSwitch { from, to, per_day });
    PlainModel {
        types: types.collect(),
        mutations: mutations.collect(),
        switches: switches.collect(),
        phases,
        capacity: None,
        stop,
        record_every: None,
    }
}

/// A phase of `duration` days with (birth, death) per type.
pub fn phase(duration: f64, rates: &[(f64, f64)]) -> PlainPhase {
    let rates = rates
        .iter()
        .map(|&(birth, death)| BirthDeath { birth, death })
        .collect();
    PlainPhase {
        duration,
        rates,
        keep: 1.0,
        until: None,
        repeat: 1,
        changes: None,
    }
}

/// At so many cells in all.
pub fn total(cells: u64) -> Option<Threshold> {
    Some(Threshold { of_type: None, cells })
}

/// At so many cells of a type.
pub fn of_type(of_type: usize, cells: u64) -> Option<Threshold> {
    Some(Threshold {
        of_type: Some(of_type),
        cells,
    })
}
