//! What a scenario implies before anyone simulates it.

mod beside;
mod engine;
mod explanation;
mod laboratory;
mod means;
pub(super) mod plain;
mod supply;
mod windows;

pub use explanation::{Explanation, explain};
pub use laboratory::{CourseExplained, LaboratoryExplained, TypeExplained, Window};
pub use plain::{PhaseExplained, PlainExplained};
pub use supply::{Route, Supply};
pub use windows::{PairCell, PairMap, WindowGrid, WindowRow};
