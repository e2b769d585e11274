//! Work on several machines: a share of it in a folder each, and all of them put together.

#[cfg(feature = "files")]
mod merge;
mod request;
#[cfg(feature = "files")]
mod verified;
mod work;

#[cfg(feature = "files")]
pub use merge::Merge;
pub use request::{BatchRequest, CompareRequest, Prepared, Protocol, Request, SweepRequest, TornadoRequest};
