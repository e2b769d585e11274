//! Work on several machines: a share of it in a folder each, and all of them put together.

mod command;
mod identity;
#[cfg(feature = "files")]
mod merge;
mod request;
#[cfg(feature = "files")]
mod verified;
mod work;

pub use command::Command;
pub use identity::Identity;
#[cfg(feature = "files")]
pub use merge::Merge;
pub use request::{BatchRequest, CompareRequest, Prepared, Protocol, Request, SweepRequest, TornadoRequest};
