//! Work on several machines: a share of it in a folder each, and all of them put together.

mod identity;
#[cfg(feature = "files")]
mod merge;
#[cfg(feature = "files")]
mod verified;

pub use identity::Identity;
#[cfg(feature = "files")]
pub use merge::Merge;
