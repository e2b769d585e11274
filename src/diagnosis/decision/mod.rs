//! The decision: the guides' order, step by step, from read-outs alone.

mod add_back;
mod diagnose;
mod driver;
mod found;
mod holiday;
mod markers;
mod material;
mod panel;
mod passing;
mod reading;
mod resistance;
mod sequence;
mod signals;
mod surroundings;
mod switching;
mod weigh;

pub use diagnose::diagnose;
pub use sequence::by_sequence;
pub use signals::LANES;
