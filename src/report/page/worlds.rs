//! What the answer leans on, of all that is not known.

use crate::report::story::{direction, question, unknown};
use crate::statistics::worlds::{FEWEST, Lean, WorldsSummary};
use crate::words::{self, percent, percents};
use maud::{Markup, html};

/// Unknowns shown at most.
const MOST: usize = 10;

/// The section.
pub(super) fn leans(worlds: &WorldsSummary, culture: &str) -> Markup {
    html! {
        section {
            h2 { "What the answer leans on" }
            @if worlds.leans.is_empty() {
                p { (nothing_stands_out(worlds)) }
            } @else {
                p {
                    "Each of these unknowns decides more about the answer than chance would let any of "
                    (words::grouped(worlds.values)) " do. The share is of the variance between worlds: what would go away, on average, "
                    "if that unknown were known."
                }
                div.table { table.words {
                    caption { "Unknowns that stand above chance, the strongest first" }
                    thead { tr { @for head in HEADS { th scope="col" { (head) } } } }
                    tbody { @for lean in worlds.leans.iter().take(MOST) { (row(lean, culture)) } }
                } }
            }
            p { (limits(worlds, culture)) }
            @if !worlds.exact.is_empty() { p { (exact(&worlds.exact)) } }
        }
    }
}

const HEADS: [&str; 5] = [
    "Unknown",
    "Value (central 90%)",
    "Decides",
    "Share of what is not known",
    "What would settle it",
];

fn row(lean: &Lean, culture: &str) -> Markup {
    let value = match (&lean.input.value, &lean.input.range) {
        (Some(value), Some(range)) => format!("{value} ({range})"),
        (Some(value), None) => value.clone(),
        _ => "all values of the class".to_owned(),
    };
    let (share, range) = percents(lean.index, lean.low, lean.high);
    html! { tr {
        th scope="row" { (words::capital(&unknown(lean))) }
        td { (value) @if let Some(certainty) = lean.input.certainty { ", " (certainty.words()) } }
        td { (question(lean.question, culture)) ": " (direction(lean)) }
        td { (share) " (90% interval " (range) ")" }
        td { @if lean.input.measure.is_empty() { "no single measurement" } @else { (lean.input.measure) } }
    } }
}

fn nothing_stands_out(worlds: &WorldsSummary) -> String {
    match worlds.smallest {
        None if worlds.worlds - worlds.refused < FEWEST as u64 => format!(
            "{} are too few to tell which unknown decides; from {FEWEST} on this is asked.",
            words::capital(&words::counted(worlds.worlds - worlds.refused, "world"))
        ),
        None => "Nothing that is not known changes the answer beyond chance in these worlds.".to_owned(),
        Some(_) => "No single unknown stands above chance: the answer leans on many of them together.".to_owned(),
    }
}

/// What no world draws.
fn exact(values: &[String]) -> String {
    let (told, more) = values.split_at(values.len().min(MOST));
    let more = match more.len() {
        0 => String::new(),
        n => format!(" and {} more", words::grouped(n as u64)),
    };
    format!(
        "Taken as exact, since they are stated without a range: {}{more}.",
        told.join(", ")
    )
}

fn limits(worlds: &WorldsSummary, culture: &str) -> String {
    let mut out = String::new();
    if worlds.worlds - worlds.refused >= FEWEST as u64 {
        out = format!(
            "Of the variance in whether a {culture} becomes resistant, {} comes from what is not known and the rest from chance. ",
            percent(worlds.resistant.knowledge)
        );
    }
    if let (Some(smallest), Some(left)) = (worlds.smallest, worlds.left) {
        out.push_str(&format!(
            "{} could have shown shares from {} on; {} of the variance between worlds is left to unknowns that act only \
             together, or too weakly to be seen. ",
            words::capital(&words::counted(worlds.worlds - worlds.refused, "world")),
            percent(smallest),
            percent(left)
        ));
    }
    out.push_str(&format!(
        "Values of a class share {} of their variance by assumption, where no record states another part; [worlds] shared = 0 \
         or 1 shows what that choice does.",
        percent(worlds.shared)
    ));
    out
}
