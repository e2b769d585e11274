//! Codes of classes, the flasks of their students, and lessons.

use crate::bench::own;
use crate::desk::Desk;
use crate::watch::Watched;
use escalade::session::SessionError;
use escalade::session::classroom::{ClassCode, lesson as named, roster, some_students, work};
use serde_json::{Value, json};

/// The code that belongs to a name.
pub fn code(name: &str) -> Value {
    json!({ "code": ClassCode::for_name(name).to_string() })
}

fn read(code: &str) -> Result<ClassCode, SessionError> {
    code.parse().map_err(SessionError::Request)
}

/// The seed of a student.
pub fn seed(code: &str, student: u64) -> Result<Value, SessionError> {
    let class = read(code)?;
    let student = some_students(student).map_err(SessionError::Request)?;
    Ok(json!({ "code": class.to_string(), "student": student, "seed": class.seed(student) }))
}

/// The first replicate of every student.
pub fn class(desk: &Desk, code: &str, students: u64) -> Result<Value, SessionError> {
    let watched = Watched::default();
    let students = roster(desk.scenario()?, read(code)?, students, &watched.conduct())?;
    let rows = students
        .iter()
        .map(|one| json!({ "student": one.number, "seed": one.seed, "own": own(&one.own) }));
    Ok(json!({ "students": rows.collect::<Vec<_>>() }))
}

/// A lesson with a student's seed: figures, and what is read off.
pub fn lesson(id: &str, seed: u64) -> Result<Value, SessionError> {
    let watched = Watched::default();
    let worked = work(&named(id)?, seed, &watched.conduct())?;
    let arms = worked.arms.iter().map(|arm| {
        json!({
            "name": arm.name,
            "done": arm.done,
            "own": own(&arm.own),
            "svg": arm.figure,
            "profile": arm.profile,
            "replicates": arm.replicates,
            "scenario": arm.scenario,
        })
    });
    Ok(json!({ "arms": arms.collect::<Vec<_>>(), "reads": worked.reads }))
}
