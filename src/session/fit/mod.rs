//! A fit: what a laboratory's own data say about values that are not known.

mod arms;
mod bands;
mod called;
mod checks;
mod conditions;
mod cost;
mod course;
mod cultures;
mod evaluate;
mod flasks;
mod free;
mod lock;
mod places;
mod placing;
mod plan;
mod reads;
mod run;
mod seen;
mod simulated;
mod stocks;
mod used;
mod wanted;
mod wells;

pub use conditions::DataFile;
pub use free::{COUNTING, READS, WELLS};
pub use placing::Placing;
pub use plan::{Plan, PlannedCondition, PlannedData};
pub use run::{Fit, Fitted};
pub use wanted::Wanted;
