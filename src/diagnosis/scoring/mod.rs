//! Diagnoses held against the truth, which only the simulator knows.

pub mod answer;
mod cause;
mod confusion;
pub mod missed;
pub mod score;
mod sequenced;
mod session;
pub mod truth;

pub use confusion::{Confusion, ConfusionRow};
pub use missed::{Missed, Reason};
pub use score::{Score, Verdict};
pub use sequenced::{Seen, Sequencer};
pub use session::{Why, Worked, tally, work, work_noting};
pub use truth::Truth;
