//! One culture from first doubt to advice: every step of the guides, what it showed, what follows.

use super::beyond::further;
use super::shown::Shown;
use super::steps::steps;
use crate::diagnosis::{Evidence, Thresholds};
use crate::report::ReportError;
use crate::report::diagnosis::{Example, calls, evidence, told, truth, verdict};
use crate::words;
use maud::{Markup, html};

/// Look of the steps.
pub const STYLE: &str = ".step { border-left: 3px solid var(--line); padding: .1rem 0 .1rem 1rem; margin: 1.1rem 0; } \
     .step h4 { font: 600 .95rem \"Helvetica Neue\", Helvetica, Arial, \"Liberation Sans\", sans-serif; margin: 0 0 .15rem; } \
     .step .expects { color: var(--quiet); font-size: .88rem; margin: 0 0 .4rem; } \
     .step .says { margin: .4rem 0; } .step figure { margin: .8rem 0; } .step .table { margin: .6rem 0; } \
     .truth { background: var(--tint); padding: .5rem .8rem; font-size: .92rem; } \
     details summary { cursor: pointer; font-weight: 600; margin: .6rem 0; }";

/// The whole walk through one culture.
pub fn walk(example: &Example) -> Result<Markup, ReportError> {
    let one = &example.worked;
    let steps = steps(example)?;
    let beyond = further(example)?;
    Ok(html! {
        section id=(format!("flask-{}", one.flask)) {
            h2 { (words::capital(&words::flask_of_files(one.flask))) ", day " (words::number(one.day)) ": " (calls(&one.diagnosis.calls)) }
            @for shown in &steps { (step(example, shown)) }
            div.step data-guide="P11 S01 S02 S03" {
                h4 { "What is it, and what now?" }
                p.expects { "No change of the driver leaves bypass, transformation and surroundings, in this order." }
                p { b { "Call" } }
                ul { @for call in &one.diagnosis.calls { li { (call)
                    @if call.weight > 0.0 { ", taken to be in " (words::percent(call.weight.min(1.0))) " of the cells" }
                    @if call.confirmed { "; a functional test agrees" } "."
                } } }
                @if !one.diagnosis.minor.is_empty() {
                    p { "In too few cells to explain the culture: "
                        (one.diagnosis.minor.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")) "." }
                }
                p { b { "Advice" } }
                ul { @for advice in one.advice.iter().map(told) { li { (advice.text) ". " i { (advice.source) } } } }
            }
            p.truth { b { "Truth, which only the simulator knows: " } (truth(&one.truth)) ". The call is " (verdict(one)) "." }
            h3 { "Beside the decision" }
            @for shown in &beyond { (step(example, shown)) }
        }
    })
}

fn step(example: &Example, shown: &Shown) -> Markup {
    let one = &example.worked;
    let rows = one.diagnosis.evidence.iter();
    let said: Vec<_> = rows.filter(|row| Some(row.step()) == shown.step).collect();
    let text = |row: &Evidence| sentence(&evidence(row, &one.readouts, &Thresholds::default()));
    let nothing_said = said.is_empty();
    html! {
        div.step data-guide=(shown.guide) {
            h4 { (shown.question) }
            p.expects { (shown.expects) }
            (shown.seen)
            @for row in said { p.says { (text(row))
                @if let Some(kind) = row.speaks_for { " " b { "Speaks for " (kind) "." } }
            } }
            @if nothing_said && shown.step.is_some() { p.says { (shown.unused) } }
        }
    }
}

/// With a capital, unless it begins with the name of a read-out such as pERK, and a full stop.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next();
    let named = letters.clone().next().is_some_and(char::is_uppercase);
    let first = first.map_or(String::new(), |letter| match named {
        true => letter.to_string(),
        false => letter.to_uppercase().collect(),
    });
    format!("{first}{}.", letters.as_str().trim_end_matches('.'))
}
