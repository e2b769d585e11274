//! A pack of hidden cultures: a page for every student, and the key.

use super::worksheet::{lines, whole};
use crate::diagnosis::{Effort, Topic, WHY_EFFORT};
use crate::report::diagnosis::effort;
use crate::words;
use maud::{Markup, PreEscaped, html};
use std::collections::BTreeMap;

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

/// What a student is handed out.
#[derive(Debug, Clone, PartialEq)]
pub struct PackPage {
    /// The class's code.
    pub class: String,
    /// From 1.
    pub student: u64,
    /// Name of the line.
    pub line: String,
    /// Name of the drug.
    pub drug: String,
    /// How answers are written.
    pub ask: String,
    /// How points are given.
    pub rule: String,
    /// Read-outs that can be ordered: of what, what each takes, and its content as HTML.
    pub sheets: Vec<(Topic, Effort, String)>,
}

/// A student's page: read-outs folded behind what they take, on the screen and on paper; lines for name and answer.
pub fn pack_page(page: &PackPage) -> String {
    let title = format!("A culture that grows in {}", page.drug);
    let body = html! {
        section.sheet.pack {
            header { h1 { (title) } p.who { "Class " b { (page.class) } " · student " b { (page.student) } span.name { "Name" } } }
            p.question { "What is it, and what now?" }
            p { (page.line) " cells grow in " (page.drug) ", which should stop them. Order as few read-outs as you need: open them on the
                screen, or ask for them, and tick those that you ordered. " (page.rule) ". Prices and days are " (words::uncapital(WHY_EFFORT)) }
            h2 { "Read-outs" }
            @for (topic, takes, content) in &page.sheets { (order(*topic, *takes, content)) }
            h2 { "Your answer" }
            p { (page.ask) }
            (lines(2))
            h2 { "What speaks for it, and what would you do now?" }
            (lines(4))
        }
    };
    whole(&title, &body)
}

fn order(topic: Topic, takes: Effort, content: &str) -> Markup {
    html! { details { summary { span.tick { "☐" } " " b { (topic.heading()) } span.takes { (effort(takes)) } } (PreEscaped(content)) } }
}

/// Who has the same flask, since the run has too few for everybody.
fn sharing(rows: &[PackRow]) -> Option<String> {
    let mut of_flask: BTreeMap<u64, Vec<String>> = BTreeMap::new();
    for row in rows {
        of_flask.entry(row.flask).or_default().push(row.student.to_string());
    }
    let shared = of_flask.iter().filter(|(_, students)| students.len() > 1);
    let told: Vec<String> = shared
        .map(|(flask, students)| format!("{} {}", words::listed(students), words::flask_of_files(*flask)))
        .collect();
    (!told.is_empty()).then(|| {
        format!(
            "The run has {} to hide, fewer than there are students: some have the same flask, with read-outs of their own (students {}).",
            words::counted(of_flask.len() as u64, "resistant flask"),
            told.join("; ")
        )
    })
}

/// The teacher's key: class, run, work-up, and a row for every student.
pub fn pack_key(class: &str, run: &str, workup: &str, rule: &str, rows: &[PackRow]) -> String {
    let body = html! {
        section.sheet.key {
            header { h1 { "Hidden cultures: key" } p.who { "Class " b { (class) } " · " (run) " · " (workup) " work-up" } }
            p { "Students note which read-outs they opened. " (rule) "." }
            @if let Some(sharing) = sharing(rows) { p { (sharing) } }
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
