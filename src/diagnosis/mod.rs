//! Which mechanism the read-outs of a resistant culture speak for: the guides' decision order, followed
//! from read-outs alone, and scored against the truth that only the simulator knows.

pub mod advice;
pub mod atlas;
pub mod call;
mod decision;
pub mod evidence;
pub mod examination;
pub mod outcome;
pub mod readouts;
pub mod scoring;
pub mod thresholds;
mod topic;

pub use advice::{Advice, advise};
pub use atlas::Atlas;
pub use call::{Call, Fault, Kind};
pub use decision::{LANES, diagnose};
pub use evidence::{Evidence, Finding, Response, Step};
pub use examination::{Beyond, Case, Curves, Notebook, Runs, Sequenced, Surroundings, Workup, beyond, examine};
pub use outcome::{Diagnosis, Helped, Shown};
pub use readouts::Readouts;
pub use scoring::{
    Confusion, Missed, Reason, Score, Seen, Sequencer, Truth, Verdict, Why, Worked, tally, work, work_noting,
};
pub use thresholds::Thresholds;
pub use topic::{Effort, Topic, WHY_EFFORT};
