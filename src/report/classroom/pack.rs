//! The key to a pack of hidden cultures.

use super::worksheet::whole;
use crate::words;
use maud::html;

/// A student's hidden culture, for the teacher's eyes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackRow {
    /// From 1.
    pub student: u64,
    /// The page that is handed out.
    pub file: String,
    /// The flask of the run, from 0.
    pub flask: u64,
    /// What the cells have.
    pub truth: String,
    /// What the work-up speaks for.
    pub called: String,
    /// Whether that is right.
    pub verdict: String,
}

/// The teacher's key: class, run, work-up, and a row for every student.
pub fn pack_key(class: &str, run: &str, workup: &str, rows: &[PackRow]) -> String {
    let body = html! {
        section.sheet.key {
            header { h1 { "Hidden cultures: key" } p.who { "Class " b { (class) } " · " (run) " · " (workup) " work-up" } }
            p { "Points, as we would give them: 3 for the right cause with its name, 2 for the right kind, 1 for part of several causes; "
                "one more where fewer read-outs than were handed out are named as enough." }
            table {
                thead { tr { th { "Student" } th { "Page" } th { "Flask" } th { "The cells have" } th { "The read-outs speak for" } th { "Which is" } } }
                tbody { @for row in rows { tr {
                    th { (row.student) } td { (row.file) } td { (words::flask_of_files(row.flask)) } td { b { (row.truth) } } td { (row.called) } td { (row.verdict) }
                } } }
            }
        }
    };
    whole("Hidden cultures: key", &body)
}
