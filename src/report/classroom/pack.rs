//! The key to a pack of hidden cultures.

use super::worksheet::whole;
use crate::diagnosis::{Effort, Topic};
use crate::report::diagnosis::effort;
use crate::words;
use maud::html;

/// A student's hidden culture, for the teacher's eyes.
#[derive(Debug, Clone, PartialEq)]
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
    /// The cheapest read-outs of those handed out from which it can be told; `None` where no choice of them tells.
    pub enough: Option<Enough>,
}

/// A choice of read-outs, and what it takes.
#[derive(Debug, Clone, PartialEq)]
pub struct Enough {
    /// Which.
    pub topics: Vec<Topic>,
    /// It leads to the name, not to the kind alone.
    pub named: bool,
    /// Days and money.
    pub spent: Effort,
    /// Points of a right answer after them.
    pub points: u64,
}

impl Enough {
    fn told(&self) -> String {
        let names: Vec<String> = self
            .topics
            .iter()
            .map(|topic| words::uncapital(topic.heading()))
            .collect();
        let kind = if self.named { "" } else { ", for the kind alone" };
        format!(
            "{} ({}){kind}: {} points",
            words::listed(&names),
            effort(self.spent),
            self.points
        )
    }
}

/// The teacher's key: class, run, work-up, and a row for every student.
pub fn pack_key(class: &str, run: &str, workup: &str, rule: &str, rows: &[PackRow]) -> String {
    let body = html! {
        section.sheet.key {
            header { h1 { "Hidden cultures: key" } p.who { "Class " b { (class) } " · " (run) " · " (workup) " work-up" } }
            p { "Students note which read-outs they opened. " (rule) "." }
            table {
                thead { tr { th { "Student" } th { "Page" } th { "Flask" } th { "The cells have" } th { "The read-outs speak for" } th { "Which is" } th { "Enough to tell it, for the least money" } } }
                tbody { @for row in rows { tr {
                    th { (row.student) } td { (row.file) } td { (words::flask_of_files(row.flask)) } td { b { (row.truth) } } td { (row.called) } td { (row.verdict) }
                    td { (row.enough.as_ref().map_or("no choice of them tells it".to_owned(), Enough::told)) }
                } } }
            }
        }
    };
    whole("Hidden cultures: key", &body)
}
