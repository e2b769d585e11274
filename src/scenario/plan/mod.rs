//! `[plan]`: what an experiment is to reach, what it may use, and what there is to choose from.

mod check;
mod checked;
mod designs;
mod file;
mod goal;
mod goal_file;
mod kinds;
mod limits;
mod value;

pub(super) use check::check;
pub use checked::{Plan, PlanChoice, Schedule};
pub use designs::{Designs, PlanDesign};
pub use file::PlanFile;
pub use goal::{Counted, Goal, GoalKind};
pub use kinds::FirstDay;
pub use limits::{Bench, Limits};

/// A scenario with a plan to start from, every key explained.
pub const TEMPLATE: &str = include_str!("template.toml");
