//! The verification suite: simulations held against exact results of branching-process theory.
//!
//! Each case simulates a plain model with the engine named in its row and compares a probability, a
//! mean or a distribution with its theoretical value at z = 4.89 (two-sided alpha 1e-6), with fixed
//! seeds and no second try. Formulas that are limits carry their stated model error. Theoretical
//! values were computed outside this crate; each row names its source.

mod check;
mod combination;
mod fault;
mod fluctuation;
mod formulas;
mod genealogy;
mod growth;
mod passages;
mod rescue;
mod rows;
mod states;

pub use check::{Row, Z_LIMIT};
pub use fault::Fault;
pub use rows::{csv, csv_description, table};

use crate::engine::record::PlainRecord;
use crate::engine::{Method, Settings, run_plain};
use crate::ensemble;
use crate::model::plain::{BirthDeath, PlainModel, PlainMutation, PlainPhase, PlainSwitch, PlainType, Threshold};
use check::Checks;

/// How much to do.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effort {
    /// A tenth of the replicates.
    pub quick: bool,
    /// Error control of the interval engine.
    pub tolerance: f64,
}

/// Runs all cases; rows in a fixed order. `announce` is called with the name of each group as it starts.
pub fn run(effort: Effort, announce: impl Fn(&str)) -> Vec<Row> {
    run_planted(effort, Fault::None, "", announce)
}

/// Runs the cases whose name contains `only`, with a fault planted into what they simulate: the
/// suite is worth something if it then fails.
pub fn run_planted(effort: Effort, fault: Fault, only: &'static str, announce: impl Fn(&str)) -> Vec<Row> {
    type Group = (&'static str, fn(&mut Checks));
    let groups: [Group; 8] = [
        ("birth and death", growth::cases),
        ("fluctuation and pre-existing resistance", fluctuation::cases),
        ("combinations and competing alleles", combination::cases),
        ("rescue and establishment", rescue::cases),
        ("passages", passages::cases),
        ("switching states", states::cases),
        ("genealogy", genealogy::cases),
        ("pharmacology, read-outs and design", formulas::cases),
    ];
    let mut checks = Checks::new(effort, fault, only);
    for (name, cases) in groups {
        announce(name);
        cases(&mut checks);
    }
    checks.rows
}

/// A plain model in few words: types with founders, mutations and switches as (from, to, rate).
fn model(
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
    let mutations = mutations
        .iter()
        .map(|&(from, to, per_division)| PlainMutation { from, to, per_division });
    let switches = switches
        .iter()
        .map(|&(from, to, per_day)| PlainSwitch { from, to, per_day });
    PlainModel {
        types: types.collect(),
        mutations: mutations.collect(),
        switches: switches.collect(),
        phases,
        stop,
        record_every: None,
    }
}

/// A phase of `duration` days with (birth, death) per type.
fn phase(duration: f64, rates: &[(f64, f64)]) -> PlainPhase {
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
    }
}

fn total(cells: u64) -> Option<Threshold> {
    Some(Threshold { of_type: None, cells })
}

fn of_type(of_type: usize, cells: u64) -> Option<Threshold> {
    Some(Threshold {
        of_type: Some(of_type),
        cells,
    })
}

/// Something of every replicate, in order.
fn replicates<T: Send>(
    model: &PlainModel,
    (method, tolerance): (Method, f64),
    seed: u64,
    n: u64,
    read: impl Fn(&PlainRecord) -> T + Sync,
) -> Vec<T> {
    let settings = Settings { method, tolerance };
    ensemble::collect(n, |replicate| read(&run_plain(model, &settings, seed, replicate)))
}
