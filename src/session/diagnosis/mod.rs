//! Flasks of a finished run diagnosed: each one's mechanism worked out from read-outs alone, and scored; or one flask
//! hidden behind its read-outs, for teaching.

mod cases;
mod cheapest;
mod cost;
mod diagnose;
mod flasks;
mod points;
mod quiz;
mod reply;
mod request;

pub use diagnose::{Diagnosed, diagnose};
pub use flasks::{LeftOut, resistant};
pub use points::{effort, points, rule};
pub use quiz::{Hidden, Marked, Quiz};
pub use reply::{Reply, TRIES};
pub use request::Request;
