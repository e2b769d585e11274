//! One page and its parts: head, figures, tables, what was assumed, provenance.

use super::no_break;
use crate::knowledge::Certainty;
use crate::report::assay::Grid;
use crate::report::context::certainties;
use crate::report::{AssumptionRow, Provenance, RunContext};
use crate::scenario::warnings::Warning;
use crate::scenario::words::engine;
use crate::words;
use maud::{DOCTYPE, Markup, PreEscaped, Render, html};

const STYLE: &str = include_str!("style.css");

/// A figure with its number and caption.
pub(super) struct Figure<'a> {
    pub svg: &'a str,
    pub title: &'a str,
    pub caption: String,
}

/// The whole document around its sections. The answer's first paragraph leads; the others follow in smaller letters.
pub(super) fn document(context: &RunContext, answer: &[String], body: Markup) -> String {
    let warned: Vec<String> = context.warnings.iter().map(warning).collect();
    let told = Told {
        answer: answer.first().map_or("", String::as_str),
        notes: answer.get(1..).unwrap_or_default(),
        warned: &warned,
    };
    shell(
        &context.provenance.version,
        &context.name,
        &context.question,
        told,
        body,
    )
}

/// A warning as a sentence.
pub(super) fn warning(warning: &Warning) -> String {
    format!("{}.", words::capital(&warning.text))
}

/// The answer, and what the scenario may not mean.
pub(super) struct Told<'a> {
    pub answer: &'a str,
    /// What its terms mean.
    pub notes: &'a [String],
    pub warned: &'a [String],
}

/// The document of a page with this title.
pub(super) fn shell(version: &str, name: &str, question: &str, told: Told, body: Markup) -> String {
    let kicker = format!("Escalade {} · simulated, not measured", version);
    let head = Head {
        title: name,
        kicker: &kicker,
        question,
        answer_head: "Answer",
        told,
    };
    titled(&head, body)
}

/// What stands above the sections.
pub(super) struct Head<'a> {
    pub title: &'a str,
    pub kicker: &'a str,
    pub question: &'a str,
    pub answer_head: &'a str,
    pub told: Told<'a>,
}

/// A document with any head.
pub(super) fn titled(head: &Head, body: Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (head.title) " – Escalade report" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    p.kicker { (head.kicker) }
                    h1 { (head.title) }
                    @if !head.question.trim().is_empty() { p.question { (head.question) } }
                }
                main {
                    section.answer {
                        h2 { (head.answer_head) }
                        p { (head.told.answer) }
                        @for note in head.told.notes { p.note { (note) } }
                        @for warned in head.told.warned { p.warned { b { "Mind: " } (warned) } }
                    }
                    (body)
                }
                footer { "Research and teaching only. Not for decisions about patients." }
            }
        }
    };
    no_break::units_kept(&page.into_string())
}

/// The strip of key numbers: (number, what it is).
pub(super) fn key_numbers(numbers: &[(String, String)]) -> Markup {
    html! {
        dl.key {
            @for (number, what) in numbers { div { dd { (number) } dt { (what) } } }
        }
    }
}

/// Figures in order, numbered from 1.
pub(super) fn figures(figures: &[Figure]) -> Markup {
    html! {
        @for (i, figure) in figures.iter().enumerate() {
            figure {
                (PreEscaped(figure.svg))
                figcaption { b { "Figure " (i + 1) ". " (figure.title) "." } " " (figure.caption) }
            }
        }
    }
}

/// A table: column heads, rows of cells; the first column is text, the others are numbers.
pub(super) fn table(caption: &str, heads: &[&str], rows: &[Vec<String>]) -> Markup {
    html! {
        div.table { table.narrow[heads.len() < 4] { caption { (caption) } thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for row in rows { tr { @for (i, cell) in row.iter().enumerate() {
                        @if i == 0 { th scope="row" { (cell) } } @else { td { (cell) } }
                    } } }
                }
            }
        }
    }
}

/// What was assumed, imputed or taken from memory.
pub(super) fn assumptions(rows: &[AssumptionRow]) -> Markup {
    html! {
        section {
            h2 { "What was assumed" }
            @if rows.is_empty() {
                p { "Nothing beyond the scenario: every number that the run used stands in it." }
            } @else {
                p {
                    "These values lean on something other than a measurement checked at its source: "
                    i { "assumed" } " (nobody measured it for this system), " i { "imputed" }
                    " (derived by a stated rule from related measurements) or " i { "unchecked" }
                    " (measured, but copied without checking the source)"
                    @if rows.iter().any(|row| row.certainty == Certainty::Fitted) {
                        "; " i { "fitted" } " ones were inferred from a laboratory's own data, through the model"
                    }
                    ". The answer holds only as far as they do."
                }
                // A reader of the answer needs few of them; the answer says which.
                details.values {
                    summary { (words::counted(rows.len() as u64, "value")) ": " (certainties(rows)) }
                    div.table { table.words {
                        thead { tr { @for head in ["What", "Value", "Range", "Certainty", "Why"] { th scope="col" { (head) } } } }
                        tbody { @for row in rows { tr {
                            th scope="row" { (row.what) }
                            td { (row.value) }
                            td { (row.range.as_deref().unwrap_or("none stated")) }
                            td { (row.certainty.words()) }
                            td { (row.why) }
                        } } }
                    } }
                }
            }
        }
    }
}

/// All it takes to repeat the run.
pub(super) fn provenance(p: &Provenance) -> Markup {
    let rows = [
        ("Escalade", p.version.clone()),
        ("Scenario schema", p.schema.to_string()),
        ("Scenario", p.scenario_hash.clone()),
        ("Knowledge base", p.knowledge_hash.clone()),
        ("Seed", p.seed.to_string()),
        ("Replicates", words::grouped(p.replicates)),
        ("Engine", engine(p.method, p.tolerance)),
        ("Sampler version", p.sampler_version.to_string()),
    ];
    let files = html! { code { "scenario.lock.toml" } " beside this page holds every value as used." };
    provenance_of("scenario, seed, version and knowledge base", &files, rows)
}

/// The section that says how to repeat what is on the page: what has to be the same, which files hold it, and its values.
pub(super) fn provenance_of(
    same: &str,
    files: &Markup,
    rows: impl IntoIterator<Item = (impl Render, String)>,
) -> Markup {
    html! {
        section {
            h2 { "Provenance" }
            p { "The same " (same) " give the same results to the byte, for any number of threads. " (files) }
            dl.provenance { @for (what, value) in rows { dt { (what) } dd { (value) } } }
        }
    }
}

/// A table of a grid; `words` sets its cells as text.
pub(super) fn grid(caption: &str, table: &Grid, words: bool) -> Markup {
    let cells = table.cells();
    html! {
        div.table { table.words[words].narrow[!words] { caption { (caption) }
            @if let Some(head) = cells.first() { thead { tr { @for cell in head { th scope="col" { (cell) } } } } }
            tbody { @for row in cells.iter().skip(1) { tr { @for (i, cell) in row.iter().enumerate() {
                @if i == 0 { th scope="row" { (cell) } } @else { td { (cell) } }
            } } } }
        } }
    }
}
