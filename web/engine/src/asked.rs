//! What the page can ask, and who answers.

use crate::desk::{Desk, Given};
use crate::{bench, class, files, knowledge};
use escalade::session::SessionError;
use serde::Deserialize;
use serde_json::{Value, json};

/// A question; `ask` says which.
#[derive(Deserialize)]
#[serde(tag = "ask", rename_all = "kebab-case")]
enum Question {
    /// Lines, drugs, vessels and their numbers.
    Catalogue { overlays: Vec<Given> },
    /// A scenario of a line under a rising dose of a drug.
    Template {
        line: String,
        drug: String,
        overlays: Vec<Given>,
    },
    /// Puts a scenario on the desk, with other values where they are given, and says what it is.
    Open(bench::Opening),
    /// So many more replicates, and what is known of all that are done.
    More { replicates: u64 },
    /// The Muller plot of a flask; of the typical one of those that are done without a number.
    Flask { flask: Option<u64> },
    /// Everything that `escalade run` writes.
    Files { worlds: Option<u64> },
    /// The code that belongs to a name.
    Code { name: String },
    /// The seed of a student.
    Seed { code: String, student: u64 },
    /// A lesson carried out with a seed.
    Lesson { id: String, seed: u64 },
    /// Hides a flask by a seed.
    Hide { seed: u64 },
    /// Orders a read-out of the hidden flask.
    Order { place: usize },
    /// An answer about the hidden flask.
    Answer { text: String },
    /// The flasks of all students, by the scenario on the desk.
    Class { code: String, students: u64 },
}

/// The answer as JSON: `{"ok": ...}`, or `{"error": "..."}` in the words of the command line.
pub fn answer(desk: &mut Desk, question: &[u8]) -> String {
    let told = serde_json::from_slice(question).map_err(SessionError::failed);
    match told.and_then(|question| answered(desk, question)) {
        Ok(told) => json!({ "ok": told }).to_string(),
        Err(error) => json!({ "error": error.to_string() }).to_string(),
    }
}

fn answered(desk: &mut Desk, question: Question) -> Result<Value, SessionError> {
    match question {
        Question::Catalogue { overlays } => knowledge::catalogue(&overlays),
        Question::Template { line, drug, overlays } => knowledge::template(&line, &drug, &overlays),
        Question::Open(opening) => bench::open(desk, opening),
        Question::More { replicates } => bench::more(desk, replicates),
        Question::Flask { flask } => bench::flask(desk, flask),
        Question::Files { worlds } => files::files(desk, worlds),
        Question::Code { name } => Ok(class::code(&name)),
        Question::Seed { code, student } => class::seed(&code, student),
        Question::Lesson { id, seed } => class::lesson(&id, seed),
        Question::Hide { seed } => class::hide(desk, seed),
        Question::Order { place } => class::order(desk, place),
        Question::Answer { text } => class::answered(desk, &text),
        Question::Class { code, students } => class::class(desk, &code, students),
    }
}
