//! Worksheets and keys of a class.

use super::code::{ClassCode, some_students};
use super::work::{Worked, work};
use crate::report::classroom::{ClassSheet, Lesson, Sheet, key, worksheets};
use crate::session::{Conduct, SessionError, Silent};

/// Name of the worksheets' file.
pub const WORKSHEETS: &str = "worksheets.html";
/// Name of the key's file.
pub const KEY: &str = "key.html";

/// Files by name and content.
pub type Printed = Vec<(String, String)>;

/// Worksheets of so many students and the teacher's key, by the class's code.
///
/// # Errors
/// No student, too many, a file of ours is broken, or stopped on request.
pub fn print(lesson: &Lesson, class: ClassCode, students: u64, conduct: &Conduct) -> Result<Printed, SessionError> {
    some_students(students).map_err(SessionError::Request)?;
    conduct.progress.begin(students);
    let mut arms = Vec::new();
    let mut sheets = Vec::new();
    for student in 1..=students {
        let within = Conduct {
            progress: &Silent, // students are told, not their flasks
            ..*conduct
        };
        let worked = work(lesson, class.seed(student), &within)?;
        sheets.push(sheet(student, &worked));
        if arms.is_empty() {
            let told = worked.arms.into_iter().map(|arm| (arm.name, arm.done, arm.replicates));
            arms = told.collect();
        }
        conduct.progress.add(1);
    }
    conduct.progress.end();
    let class = ClassSheet {
        lesson,
        code: class.to_string(),
        arms,
    };
    Ok(vec![
        (WORKSHEETS.to_owned(), worksheets(&class, &sheets)),
        (KEY.to_owned(), key(&class, &sheets)),
    ])
}

fn sheet(student: u64, worked: &Worked) -> Sheet {
    let own = worked.arms.iter().map(|arm| (arm.name.clone(), arm.own.clone()));
    let reads = worked.reads.iter().map(|read| (read.what.clone(), read.value.clone()));
    Sheet {
        student,
        seed: worked.seed,
        own: own.collect(),
        reads: reads.collect(),
    }
}
