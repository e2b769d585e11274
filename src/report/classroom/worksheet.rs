//! Worksheets of a class, two pages a student, and the teacher's key.

use super::{Lesson, Own};
use crate::words;
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// How pages look, and how worksheets differ.
const STYLES: [&str; 2] = [include_str!("../page/style.css"), include_str!("worksheet.css")];

/// A student's sheet: whose it is, and what the tool counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// From 1.
    pub student: u64,
    /// Of the student's scenarios.
    pub seed: u64,
    /// The first flask of each arm: name of the arm, and what came of it.
    pub own: Vec<(String, Own)>,
    /// What is read off, and the values of this student.
    pub reads: Vec<(String, String)>,
}

/// What all sheets have in common.
#[derive(Debug, Clone, PartialEq)]
pub struct ClassSheet<'a> {
    /// The lesson.
    pub lesson: &'a Lesson,
    /// The class's code.
    pub code: String,
    /// Name of each arm, what is done in it, and its number of replicates.
    pub arms: Vec<(String, Vec<String>, u64)>,
}

/// The worksheets of all students: two pages each, for printing.
pub fn worksheets(class: &ClassSheet, sheets: &[Sheet]) -> String {
    let body = html! { @for sheet in sheets { (front(class, sheet)) (back(class, sheet)) } };
    whole(&format!("Worksheets: {}", class.lesson.title), &body)
}

/// The key: model answers once, then the values of every student.
pub fn key(class: &ClassSheet, sheets: &[Sheet]) -> String {
    let lesson = class.lesson;
    let body = html! {
        section.sheet.key {
            header { h1 { "Answer key: " (lesson.title) } p.who { "Class " b { (class.code) } " · for the teacher" } }
            h2 { "Prediction" }
            p { (lesson.predict.ask) " " b { (lesson.predict.choices.get(lesson.predict.right.saturating_sub(1)).map_or("", String::as_str)) } }
            h2 { "Explanations" }
            @for one in &lesson.explains { p { i { (one.ask) } } p.model { (one.answer) } }
            h2 { "What is learned" }
            p { (lesson.learned) }
            p.sources { "Sources: " (lesson.sources.join("; ")) "." }
        }
        section.sheet.key {
            h2 { "Read off, student by student" }
            p { "Computed by the engine from the class's code; a student's page shows the same." }
            table {
                thead { tr { th { "Student" } th { "Seed" } th { "What" } th { "Value" } } }
                @for sheet in sheets { tbody { @for (i, (what, value)) in sheet.reads.iter().enumerate() { tr {
                    @if i == 0 { th rowspan=(sheet.reads.len() + sheet.own.len()) { (sheet.student) } td rowspan=(sheet.reads.len() + sheet.own.len()) { (sheet.seed) } }
                    td { (what) } td { b { (value) } }
                } } @for (arm, own) in &sheet.own { tr { td { (arm) ": the first one" } td { (own.told) } } } } }
            }
        }
    };
    whole(&format!("Answer key: {}", lesson.title), &body)
}

fn head(class: &ClassSheet, sheet: &Sheet, page: u32) -> Markup {
    html! {
        header {
            @if page == 1 { h1 { (class.lesson.title) } } @else { p.title { (class.lesson.title) } }
            p.who { "Class " b { (class.code) } " · student " b { (sheet.student) } " · page " (page) " of 2" span.name { "Name" } }
        }
    }
}

fn front(class: &ClassSheet, sheet: &Sheet) -> Markup {
    let lesson = class.lesson;
    html! {
        section.sheet {
            (head(class, sheet, 1))
            p.question { (lesson.question) }
            p { (lesson.background) }
            h2 { "1  Predict" }
            p { (lesson.predict.ask) }
            ul.choices { @for choice in &lesson.predict.choices { li { (choice) } } }
            p.lines { "Because" } (lines(2))
            h2 { "2  Run" }
            p { "Open " code { "classroom.html" } ", choose " b { "Class" } ", enter the code " b { (class.code) } " and student "
                b { (sheet.student) } ", then open the lesson. Your flasks are yours alone." }
            (protocols(&class.arms))
            p { (lesson.look) }
            p.lines { "What do you see?" } (lines(3))
        }
    }
}

/// What is done in each arm, and once what is done in all.
fn protocols(arms: &[(String, Vec<String>, u64)]) -> Markup {
    let everywhere = |words: &&String| arms.len() > 1 && arms.iter().all(|(_, done, _)| done.contains(words));
    let of_all = arms.first().map_or_else(Vec::new, |(_, done, _)| {
        done.iter().filter(everywhere).collect::<Vec<_>>()
    });
    let own = |done: &[String]| {
        let words = done.iter().filter(|words| !of_all.contains(words));
        words.map(|words| words::capital(words)).collect::<Vec<_>>().join(" ")
    };
    html! {
        ol.arms { @for (name, done, replicates) in arms { li { b { (name) } ", " (replicates) " of them. " (own(done)) } } }
        @if !of_all.is_empty() {
            p.arms { "In all: " @for words in &of_all { (words::capital(words)) " " } }
        }
    }
}

fn back(class: &ClassSheet, sheet: &Sheet) -> Markup {
    let lesson = class.lesson;
    html! {
        section.sheet {
            (head(class, sheet, 2))
            h2 { "3  Read off" }
            table.blank { tbody { @for (what, _) in &sheet.reads { tr { td { (what) } td.fill {} } }
                @for (arm, _) in &sheet.own { tr { td { (arm) ": what came of your first one?" } td.fill {} } } } }
            h2 { "4  Explain" }
            @for one in &lesson.explains { p { (one.ask) } (lines(3)) }
            h2 { "5  Was your prediction right? What did you learn?" }
            (lines(3))
        }
    }
}

/// Lines to write on.
pub(super) fn lines(n: usize) -> Markup {
    html! { div.write { @for _ in 0..n { span {} } } }
}

/// A page for printing.
pub(super) fn whole(title: &str, body: &Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                @for style in STYLES { style { (PreEscaped(style)) } }
            }
            body { main { (body) } }
        }
    };
    page.into_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::classroom::lessons;
    use crate::report::palette;

    #[test]
    fn sheets_show_what_is_asked_and_the_key_what_is_counted() {
        let lesson = &lessons().unwrap()[0];
        let class = ClassSheet {
            lesson,
            code: "2222-2222".to_owned(),
            arms: [("one", "this is done."), ("two", "that is done.")]
                .map(|(name, own)| (name.to_owned(), vec![own.to_owned(), "All wait.".to_owned()], 40))
                .to_vec(),
        };
        let sheet = |student| Sheet {
            student,
            seed: 10 + student,
            own: vec![(
                "one".to_owned(),
                Own {
                    replicate: 0,
                    group: "g".to_owned(),
                    told: "came of it".to_owned(),
                    colour: palette::NONE,
                },
            )],
            reads: vec![("What is <read>".to_owned(), format!("counted-{student}"))],
        };
        let sheets = [sheet(1), sheet(2)];
        let (printed, key) = (worksheets(&class, &sheets), key(&class, &sheets));
        assert_eq!(printed.matches("class=\"sheet\"").count(), 4, "two pages a student");
        assert!(
            printed.contains("What is &lt;read&gt;")
                && !printed.contains("counted-1")
                && !printed.contains("came of it")
        );
        assert!(
            printed.contains("This is done.") && printed.matches("All wait.").count() == 2,
            "once a student"
        );
        assert!(!printed.contains(&lesson.explains[0].answer) && key.contains(&lesson.explains[0].answer));
        assert!(
            key.contains("counted-1") && key.contains("counted-2") && key.contains("came of it") && key.contains("12")
        );
    }
}
