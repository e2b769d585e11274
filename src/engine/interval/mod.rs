//! The interval engine: exact birth-death transitions over whole intervals, whatever the number of
//! cells; mutants founded at their times inside the interval.
//!
//! A mutating division leaves the mother's count alone, so mothers are a birth-death process with
//! births `b(1-U)`, and mutants are a Poisson stream of intensity `b U N(t)` along it.
//! * *Few events expected*: the day of the next mutation or switch is drawn by inverting the
//!   probability of none; the count at that day is the size-biased law of the same process. Exact
//!   for any number of cells ([`Branching`](crate::model::branching::Branching)).
//! * *Many events expected from many cells*: the count at the end is drawn first, founders are
//!   Poisson along the geometric path between the two drawn ends, and founders of pooled channels
//!   are drawn in groups (`founding.rs`).
//! * *Frequent switching and copy-number changes*: Strang splitting (`splitting.rs`).
//! * *Crowding*: births lowered by the predicted mean of N/C (`crowding.rs`).
//! * *Close to a small watched size*: watched kinds event by event (`near.rs`).

mod advance;
mod bins;
mod census;
mod choice;
mod crowding;
mod draws;
mod exchange;
mod founding;
mod growth;
mod kind_step;
mod mended;
mod near;
mod rates;
mod redistribution;
mod split;
mod splitting;
mod workspace;

pub use workspace::{Effort, Interval};
