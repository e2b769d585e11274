//! What a scenario implies before anyone simulates it.

mod beside;
mod course;
mod engine;
mod explanation;
mod laboratory;
mod means;
pub(super) mod plain;
mod supply;
mod windows;

pub use course::{CourseExplained, TypeExplained, Window};
pub use explanation::{Explanation, explain};
pub use laboratory::LaboratoryExplained;
pub use plain::{PhaseExplained, PlainExplained};
pub use supply::{Route, Supply};
pub use windows::{PairCell, PairMap, WindowGrid, WindowRow};
