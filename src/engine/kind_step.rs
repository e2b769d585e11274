//! Rates and laws of a kind during one growth step, worked out once however many compartments have it.

use super::interval::Interval;
use super::population::{Kind, KindRates, World};
use crate::model::branching::{Branching, Transition, growth_integral};

/// Rates of a kind during one growth step, crowding included.
#[derive(Debug, Clone, Copy)]
pub(super) struct KindStep {
    /// Mothers: births without mutants, deaths, and marked events (mutations, one-by-one switches).
    pub branching: Branching,
    /// All divisions.
    pub birth: f64,
    /// Founding by the first `channels` channels (the others are split off).
    pub mutation_rate: f64,
    pub switch_rate: f64,
    pub channels: usize,
}

/// What the whole of a growth step brings to a cell; most cells have all of it before them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Whole {
    pub length: f64,
    pub law: Transition,
    /// Integral of the mean number of cells.
    pub cell_days: f64,
}

impl Interval {
    /// Rates of a kind in this step, made once.
    pub(super) fn kind_step<W: World>(&mut self, world: &W, kind: Kind) -> KindStep {
        let index = kind as usize;
        if index >= self.steps.len() {
            self.steps.resize(index + 1, None);
        }
        let (crowding, split) = (self.crowding, &self.split);
        *self.steps[index].get_or_insert_with(|| {
            let KindRates {
                birth,
                death,
                mutation,
                switching,
            } = world.rates(kind);
            let birth = (birth - (birth - death).max(0.0) * crowding).max(0.0);
            let switch_rate = if split.switching.contains(&kind) {
                0.0
            } else {
                switching
            };
            let split_founding = split.founding.contains(&kind);
            let mutation_rate = birth
                * if split_founding {
                    world.rare_mutation(kind)
                } else {
                    mutation
                };
            KindStep {
                branching: Branching::new((birth * (1.0 - mutation)).max(0.0), death, mutation_rate + switch_rate),
                birth,
                mutation_rate,
                switch_rate,
                channels: if split_founding {
                    world.rare_channels(kind)
                } else {
                    world.channels(kind).len()
                },
            }
        })
    }

    /// What the next `length` days bring to a cell of a kind, if that is a whole growth step.
    pub(super) fn whole(&mut self, kind: Kind, process: &Branching, length: f64) -> Whole {
        let index = kind as usize;
        if index >= self.wholes.len() {
            self.wholes.resize(index + 1, None);
        }
        match self.wholes[index] {
            Some(known) if known.length == length => known,
            _ => *self.wholes[index].insert(Whole {
                length,
                law: process.after(length),
                cell_days: growth_integral(process.growth(), length),
            }),
        }
    }
}
