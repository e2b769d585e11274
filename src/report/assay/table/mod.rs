//! The tables of assays: one description each, as tidy as those of a run. What people read is in the grids beside.

mod functional;
mod molecular;
mod parts;
mod signals;
mod viability;

pub(super) use functional::{add_backs, crossings, expressed, switches};
pub(super) use molecular::{levels, sequenced, typed};
pub(super) use signals::{bands, cytokines, scores, spots, stained};
pub(super) use viability::{clones, potencies, states, wells};

use crate::tables::Description;

/// What the tables of all assays are.
pub fn descriptions() -> Vec<Description> {
    let mut all = viability::descriptions();
    all.extend(functional::descriptions());
    all.extend(molecular::descriptions());
    all.extend(signals::descriptions());
    all
}
