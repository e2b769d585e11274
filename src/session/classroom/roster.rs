//! The flasks of all students, from the class's code alone.

use super::code::{ClassCode, some_students};
use crate::report::classroom::{Own, of_culture, of_flask};
use crate::scenario::{Body, Scenario};
use crate::session::{Conduct, Growing, Replicate, SessionError};

/// A student and what came of the first flask.
#[derive(Debug, Clone, PartialEq)]
pub struct Student {
    /// From 1.
    pub number: u64,
    /// Of the student's scenario.
    pub seed: u64,
    /// The first replicate.
    pub own: Own,
}

/// A replicate of a scenario in a line; none of a scenario of the other form.
pub fn own(scenario: &Scenario, replicate: &Replicate) -> Option<Own> {
    match (replicate, &scenario.body) {
        (Replicate::Plain(record), Body::Plain(model)) => Some(of_culture(record, model)),
        (Replicate::Flask(record), Body::Laboratory(_)) => Some(of_flask(record)),
        _ => None,
    }
}

/// A scenario as a student gets it: with the student's seed.
pub fn of_student(scenario: &Scenario, class: ClassCode, student: u64) -> Scenario {
    Scenario {
        seed: class.seed(student),
        ..scenario.clone()
    }
}

/// The first replicate of every student.
///
/// # Errors
/// No student, too many, or stopped on request.
pub fn roster(
    scenario: &Scenario,
    class: ClassCode,
    students: u64,
    conduct: &Conduct,
) -> Result<Vec<Student>, SessionError> {
    some_students(students).map_err(SessionError::Request)?;
    conduct.progress.begin(students);
    let mut rows = Vec::new();
    for number in 1..=students {
        let theirs = of_student(scenario, class, number);
        let seed = theirs.seed;
        let mut growing = Growing::of(theirs);
        let first = growing.more(1);
        let first = first.first().and_then(|one| own(growing.scenario(), one));
        rows.extend(first.map(|own| Student { number, seed, own }));
        conduct.progress.add(1);
    }
    conduct.progress.end();
    Ok(rows)
}
