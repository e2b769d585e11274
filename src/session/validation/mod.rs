//! The rules held against sets of observations that a protocol states, one group left out in turn.

mod job;
mod protocol;
mod request;
mod run;

pub use protocol::Protocol;
pub use request::{Validation, Wanted};
