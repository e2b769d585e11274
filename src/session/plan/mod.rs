//! The plan of a scenario: its designs race over the same worlds, and the winner is looked at again in new ones.

mod block;
mod costs;
mod entry;
mod flasks;
mod found;
mod fresh;
mod job;
mod made;
mod pair;
mod request;
mod rows;
mod run;
mod search;
mod sequence;
mod uses;
mod winner;

pub use request::{Planned, Wanted};
