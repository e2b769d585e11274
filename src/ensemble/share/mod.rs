//! One ensemble on several machines.

mod deal;
mod sink;

pub use deal::{Deal, Dealt, MOST_SHARES, Share};
pub use sink::{RECORDS, REQUEST, ShardSink};
