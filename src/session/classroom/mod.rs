//! A class: its code, its lessons, the flasks of its students.

mod code;
mod contents;
#[cfg(feature = "files")]
mod folder;
mod hidden;
mod print;
mod roster;
mod single;
mod unknown;
mod work;

pub use code::{ClassCode, MOST_STUDENTS, some_students};
pub use contents::Gathering;
#[cfg(feature = "files")]
pub use folder::write_sheets;
pub use hidden::{Game, pack};
pub use print::{KEY, Printed, WORKSHEETS, print};
pub use roster::{Student, of_student, own, roster};
pub use single::one_run;
pub use unknown::{Unknown, WorldShare, WorldShares};
pub use work::{ReadOff, Worked, WorkedArm, lesson, work};
