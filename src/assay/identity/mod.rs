//! Identity of a line: profiles, typing, scores.

mod noise;
mod profile;
pub mod scores;
pub mod typing;

pub use noise::TypingNoise;
pub use scores::{Identity, Marker, Peak, Typing};
pub use typing::typing;
