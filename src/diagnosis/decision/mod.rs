//! The decision: the guides' order, step by step, from read-outs alone.

mod breakdown;
mod diagnose;
mod driver;
mod follow_up;
mod found;
mod holiday;
pub(super) mod material;
mod passing;
mod reading;
pub(super) mod resistance;
mod signals;
pub(super) mod switching;
mod weigh;

pub use diagnose::diagnose;
pub use signals::LANES;
pub use switching::Response;
