//! A class: its code, its lessons, the flasks of its students.

mod code;
mod roster;

pub use code::{ClassCode, MOST_STUDENTS, some_students};
pub use roster::{Student, of_student, own, roster};
