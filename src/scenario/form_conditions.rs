//! A scenario's conditions written back as text.

use crate::knowledge::{Conditions, Open, Routes};
use serde::Serialize;
use std::collections::BTreeSet;

/// The mutagen of `[line]`.
#[derive(Serialize)]
pub struct MutagenOut<'a> {
    agent: &'a str,
    dose: f64,
}

impl<'a> MutagenOut<'a> {
    pub fn of(conditions: &'a Conditions) -> Option<Self> {
        let (agent, dose) = conditions.mutagen.as_ref()?;
        Some(Self { agent, dose: *dose })
    }
}

/// `[routes]`, where any is closed.
#[derive(Serialize)]
pub struct RoutesOut<'a> {
    alleles: OpenOut<'a>,
    amplification: bool,
    bypass: OpenOut<'a>,
    states: OpenOut<'a>,
    induced_mutability: bool,
}

#[derive(Serialize)]
#[serde(untagged)]
enum OpenOut<'a> {
    AllOrNone(bool),
    Only(&'a BTreeSet<String>),
}

impl<'a> RoutesOut<'a> {
    pub fn of(routes: &'a Routes) -> Option<Self> {
        let open = |open: &'a Open| match open {
            Open::All => OpenOut::AllOrNone(true),
            Open::None => OpenOut::AllOrNone(false),
            Open::Only(some) => OpenOut::Only(some),
        };
        (*routes != Routes::default()).then(|| Self {
            alleles: open(&routes.alleles),
            amplification: !routes.no_amplification,
            bypass: open(&routes.bypass),
            states: open(&routes.states),
            induced_mutability: routes.induced_mutability,
        })
    }
}
