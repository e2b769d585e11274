//! Which mechanism the read-outs of a resistant culture speak for: the guides' decision order, followed
//! from read-outs alone, and scored against the truth that only the simulator knows.

pub mod advice;
mod advice_alleles;
mod advice_open;
mod advice_partners;
pub mod answer;
pub mod atlas;
pub mod beyond;
pub mod breakdown;
pub mod call;
mod decide;
pub mod examine;
mod follow_up;
mod genes;
pub mod missed;
pub mod notebook;
mod passing;
pub mod readouts;
pub mod score;
pub mod session;
mod signals;
mod switching;
pub mod thresholds;
pub mod truth;
mod weigh;
pub mod workup;

pub use advice::{Advice, advise};
pub use atlas::Atlas;
pub use beyond::{Beyond, beyond};
pub use call::{Call, Diagnosis, Evidence, Helped, Kind, Shown, Step};
pub use decide::diagnose;
pub use examine::{Case, Surroundings, examine};
pub use missed::{Missed, Reason};
pub use notebook::{Notebook, Sequenced};
pub use readouts::Readouts;
pub use score::{Confusion, Score, Verdict};
pub use session::{Worked, tally, work, work_noting};
pub use signals::LANES;
pub use switching::Response;
pub use thresholds::Thresholds;
pub use truth::Truth;
pub use workup::Workup;
