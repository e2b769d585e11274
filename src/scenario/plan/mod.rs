//! `[plan]`: what an experiment is to reach, what it may use, and what there is to choose from.

mod beforehand;
mod check;
mod checked;
mod designs;
mod file;
mod goal;
mod goal_file;
mod hypothesis;
mod kinds;
mod limited;
mod limits;
mod reach;
mod template;
mod value;

pub(super) use check::check;
pub use checked::{Plan, PlanChoice, PlanDesign, Schedule};
pub use designs::Designs;
pub use file::PlanFile;
pub use goal::{Counted, Goal, GoalKind};
pub use hypothesis::Hypothesis;
pub use kinds::FirstDay;
pub use limited::Limited;
pub use limits::{Bench, Limits};
pub use template::TEMPLATE;
