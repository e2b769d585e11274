//! Designs that race over the same worlds: who drops out, when it is decided, and what the winner promises.

mod capital;
mod course;
mod flask;
mod front;
mod information;
mod power;
mod reads;
mod regret;
mod subsets;
mod telling;

pub use capital::Capital;
pub use course::{ERROR, Out, Race, Standing};
pub use flask::{DoseStep, PlanFlask, Use};
pub use front::undominated;
pub use information::{Information, Worth, information};
pub use power::{Power, PowerCurve};
pub use reads::{COMPLETE, FOUND, RIGHT, SampleShare, WRONG, WhenToSequence, when_to_sequence};
pub use regret::{Regret, regret};
pub use subsets::{at_least, different, ordered};
pub use telling::{Rule, Tally};
