//! What the page can ask, and who answers.

use crate::desk::{Desk, Given};
use crate::{bench, class, files, knowledge, unknown};
use escalade::session::SessionError;
use serde::Deserialize;
use serde_json::{Value, json};

/// A question; `ask` says which.
#[derive(Deserialize)]
#[serde(tag = "ask", rename_all = "kebab-case")]
enum Question {
    /// Lines, drugs, vessels and their numbers.
    Catalogue { overlays: Vec<Given> },
    /// How many cells a vessel holds of a line before it is passaged.
    Limits {
        line: String,
        vessel: String,
        drug: String,
        overlays: Vec<Given>,
    },
    /// Which drugs act on a line.
    Acting { line: String, overlays: Vec<Given> },
    /// A scenario of a line under a rising dose of a drug.
    Template {
        line: String,
        drug: String,
        overlays: Vec<Given>,
    },
    /// Puts a scenario on the desk, with other values where they are given, and says what it is.
    Open(bench::Opening),
    /// So many more replicates, and what is known of all that are done; a silent answer has the new ones alone.
    More {
        replicates: u64,
        #[serde(default)]
        silent: bool,
    },
    /// Replicates from one number up to another, for another engine: bytes.
    Part { from: u64, to: u64 },
    /// The same taken from another engine; they come behind the question.
    Take {
        from: u64,
        to: u64,
        #[serde(default)]
        silent: bool,
    },
    /// The Muller plot of a flask; of the typical one of those that are done without a number.
    Flask { flask: Option<u64> },
    /// So many more of so many worlds of the scenario on the desk, and, once all are drawn, what they leave open.
    Worlds { worlds: u64, of: u64 },
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

/// The answer as JSON: `{"ok": ...}`, or `{"error": "..."}` in the words of the command line. Simulated flasks follow a zero,
/// which JSON never holds, behind the question and in place of the answer.
pub fn answer(desk: &mut Desk, question: &[u8]) -> Vec<u8> {
    let mut both = question.splitn(2, |byte| *byte == 0);
    let (question, part) = (both.next().unwrap_or_default(), both.next().unwrap_or_default());
    let told = serde_json::from_slice(question).map_err(SessionError::failed);
    let told = told.and_then(|question| match question {
        Question::Part { from, to } => Ok([vec![0], bench::part(desk, from, to)?].concat()),
        other => Ok(json!({ "ok": answered(desk, other, part)? }).to_string().into_bytes()),
    });
    told.unwrap_or_else(|error: SessionError| json!({ "error": error.to_string() }).to_string().into_bytes())
}

fn answered(desk: &mut Desk, question: Question, part: &[u8]) -> Result<Value, SessionError> {
    match question {
        Question::Catalogue { overlays } => knowledge::catalogue(&overlays),
        Question::Limits {
            line,
            vessel,
            drug,
            overlays,
        } => knowledge::limits(&line, &vessel, &drug, &overlays),
        Question::Acting { line, overlays } => knowledge::acting(&line, &overlays),
        Question::Template { line, drug, overlays } => knowledge::template(&line, &drug, &overlays),
        Question::Open(opening) => bench::open(desk, opening),
        Question::More { replicates, silent } => bench::more(desk, replicates, silent),
        Question::Part { .. } => Ok(Value::Null),
        Question::Take { from, to, silent } => bench::take(desk, from, to, part, silent),
        Question::Flask { flask } => bench::flask(desk, flask),
        Question::Worlds { worlds, of } => unknown::worlds(desk, worlds, of),
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
