//! The page of a diagnosis, and the page of a hidden flask's read-outs.

use super::document::{Head, Told, assumptions, grid, titled, warning};
use super::{seen, walk};
use crate::assay::scatter::ReadoutValue;
use crate::diagnosis::examination::examine;
use crate::diagnosis::{Readouts, Thresholds, Topic, WHY_EFFORT, Worked};
use crate::report::ReportError;
use crate::report::assay::Grid;
use crate::report::diagnosis::{
    CAVEAT, DiagnosisReport, Sheet, calls, confusion_table, effort, evidence, sheets, told, truth, verdict, why, workup,
};
use crate::words;
use maud::{Markup, PreEscaped, html};

/// Flasks whose evidence is written out.
const WRITTEN_OUT: usize = 60;

/// The whole page. `version` is the program's.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn page(report: &DiagnosisReport, version: &str) -> Result<String, ReportError> {
    let walks = report
        .examples
        .iter()
        .map(walk::walk)
        .collect::<Result<Vec<Markup>, ReportError>>()?;
    let body = html! {
        style { (PreEscaped(walk::STYLE)) }
        (chosen(report))
        @for walk in &walks { (walk) }
        section {
            h2 { "Truth and call" }
            p { "Rows: kind of the cause in the most numerous cells, which only the simulator knows. Columns: first call of the work-up." }
            p { (CAVEAT) }
            (grid("Flasks by truth and by first call", &report.confusion_table(), false))
            @if let Some(other) = &report.against {
                (grid(&format!("The same flasks by the {} work-up", other.workup.name), &confusion_table(&other.confusion), false))
                (differences(report))
            }
        }
        section { h2 { "Flask by flask" } (grid("Calls and truth", &report.flask_table(400), true)) }
        section { h2 { "Evidence of every flask" }
            @for one in report.flasks.iter().take(WRITTEN_OUT) { (flask(one, &report.thresholds)) }
            @if report.flasks.len() > WRITTEN_OUT { p { "Evidence of further flasks is in diagnosis.json." } }
        }
        section { h2 { "What was done" } ul { @for words in workup(&report.workup) { li { (words) } } } }
        (limits("Limits of the decision", &report.thresholds.table()))
        (limits("What the read-outs assume", &examine::assumptions(&report.workup)))
        (assumptions(&report.knowledge_values))
    };
    let head = Head {
        title: &format!("Diagnosis of {}", report.run),
        kicker: &format!("Escalade {version} · simulated, not measured"),
        question: &format!(
            "Which mechanism do the read-outs of each resistant {} culture speak for, and is that right?",
            report.line
        ),
        answer_head: "Answer",
        told: Told {
            answer: &report.answer(),
            notes: &[],
            warned: &report.warnings.iter().map(warning).collect::<Vec<_>>(),
        },
    };
    Ok(titled(&head, body))
}

/// Flasks that one work-up gets right and the other does not.
fn differences(report: &DiagnosisReport) -> Markup {
    let mut table = Grid::new(&["flask", "truth", "this work-up", "the other", "why missed"]);
    for theirs in [true, false] {
        for (ours, other) in report.only(theirs) {
            let missed = if theirs { ours } else { other };
            table.push(vec![
                words::flask_of_files(ours.flask),
                truth(&ours.truth),
                calls(&ours.diagnosis.calls),
                calls(&other.diagnosis.calls),
                why(&missed.why).unwrap_or_default(),
            ]);
        }
    }
    html! { @if !table.is_empty() { (grid("Flasks that only one of the two work-ups gets right", &table, true)) } }
}

/// Which flasks are walked through, and the way to them.
fn chosen(report: &DiagnosisReport) -> Markup {
    html! {
        @if !report.examples.is_empty() {
            section { h2 { "Step by step" }
                p { "Of each kind of call the flask with the lowest number is walked through, from the first doubt to the advice." }
                ul { @for example in &report.examples {
                    li { a href=(format!("#flask-{}", example.worked.flask)) {
                        (words::capital(&words::flask_of_files(example.worked.flask))) ": " (calls(&example.worked.diagnosis.calls))
                    } }
                } }
            }
        }
    }
}

fn flask(one: &Worked, limits: &Thresholds) -> Markup {
    html! {
        details {
            summary { (words::capital(&words::flask_of_files(one.flask))) ", day " (words::number(one.day)) ": " (calls(&one.diagnosis.calls)) }
            p { b { "Truth: " } (truth(&one.truth)) ". The call is " (verdict(one)) "." }
            div.table { table.words { thead { tr { th { "Step" } th { "Seen" } th { "Speaks for" } } }
                tbody { @for row in &one.diagnosis.evidence { tr {
                    th scope="row" { (row.step().name()) } td { (evidence(row, &one.readouts, limits)) }
                    td { @match row.speaks_for { Some(kind) => { (kind) }, None => { "–" } } }
                } } }
            } }
            @if !one.diagnosis.minor.is_empty() {
                p { "In too few cells to explain the culture: "
                    (one.diagnosis.minor.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")) "." }
            }
            ul { @for advice in one.advice.iter().map(told) { li { (advice.text) ". " i { (advice.source) } } } }
        }
    }
}

fn limits(title: &str, rows: &[ReadoutValue]) -> Markup {
    html! {
        section { h2 { (title) } div.table { table.words {
            thead { tr { th { "What" } th { "Value" } th { "Range" } th { "Source or reason" } } }
            tbody { @for row in rows { tr {
                th scope="row" { (row.what) } td { (words::number(row.value)) }
                td { (words::number(row.range.0)) " to " (words::number(row.range.1)) } td { (row.why) }
            } } }
        } } }
    }
}

/// Read-outs are opened one by one; on paper all are open.
const QUIZ_STYLE: &str = "pre { white-space: pre-wrap; font-size: .76rem; line-height: 1.4; background: var(--tint); padding: .6rem .8rem; } \
    figure { margin: .8rem 0; } summary h2 { display: inline; } \
    @media print { details::details-content { content-visibility: visible; block-size: auto; } }";

/// The read-outs of a hidden flask, without its truth; `ask` says how to answer, `rule` how points are given.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn quiz(readouts: &Readouts, version: &str, ask: &str, rule: &str) -> Result<String, ReportError> {
    let body = html! {
        style { (PreEscaped(QUIZ_STYLE)) }
        p { "Open as few read-outs as you need, and note which. " (rule) ". Prices and days are " (words::uncapital(WHY_EFFORT)) }
        @for one in sheets(readouts) { (order(readouts, &one)?) }
    };
    let head = Head {
        title: &format!("A culture that grows in {}", readouts.drug),
        kicker: &format!("Escalade {version} · simulated, not measured"),
        question: "What is it, and what now?",
        answer_head: "Your answer",
        told: Told {
            answer: ask,
            notes: &[],
            warned: &[],
        },
    };
    Ok(titled(&head, body))
}

/// The read-outs of a hidden flask one by one: heading and content of each, as HTML.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn quiz_sheets(readouts: &Readouts) -> Result<Vec<(Topic, String)>, ReportError> {
    let each = sheets(readouts).into_iter();
    let shown = |one: &Sheet| -> Result<Markup, ReportError> {
        let content = content(readouts, one)?;
        Ok(html! { section { h2 { (one.topic.heading()) } (content) } })
    };
    each.map(|one| Ok((one.topic, shown(&one)?.into_string()))).collect()
}

/// A read-out that is opened by whoever pays for it.
fn order(readouts: &Readouts, one: &Sheet) -> Result<Markup, ReportError> {
    let content = content(readouts, one)?;
    Ok(html! {
        details {
            summary { h2 { (one.topic.heading()) } " " span.unit { (effort(one.topic.effort(readouts))) } }
            (content)
        }
    })
}

/// One kind of read-out: its figure, and its rows or its text.
fn content(readouts: &Readouts, one: &Sheet) -> Result<Markup, ReportError> {
    let instead = seen::in_place_of_text(readouts, one.topic)?;
    let above = seen::above_text(readouts, one.topic)?;
    Ok(html! {
        @if let Some(shown) = above { (shown) }
        @match instead {
            Some(shown) => { (shown) }
            None => { pre { (one.text) } }
        }
    })
}
