//! What was imported, in words.

use super::shown::Shown;
use crate::words::{counted, listed};

/// What was found, a sentence.
pub(super) fn answer(shown: &Shown) -> String {
    let mut parts = Vec::new();
    let bounds = shown.potencies.iter().filter(|row| row.side.is_some()).count() as u64;
    let read = shown.potencies.len() as u64 - bounds;
    if read > 0 {
        parts.push(potencies(read));
    }
    if bounds > 0 {
        parts.push(counted(bounds, "bound"));
    }
    if !shown.growth.is_empty() {
        parts.push(counted(shown.growth.len() as u64, "doubling time"));
    }
    let made_up = if shown.made_up { " All numbers are made up." } else { "" };
    format!(
        "{} from {}.{made_up}",
        crate::words::capital(&listed(&parts)),
        listed(&shown.files)
    )
}

fn potencies(count: u64) -> String {
    if count == 1 {
        "1 potency".to_owned()
    } else {
        format!("{} potencies", crate::words::grouped(count))
    }
}

/// How the numbers were found.
pub(super) const MEANING: &str = "IC50: dose at which half of the undrugged wells' signal is left, on a curve of four parameters \
     through all wells, each plate over its own controls; its range is the central 90%, of a 95% interval that rests on the \
     scatter of the wells and, with several plates, on how far their IC50s lie from each other. What the doses do not reach is a bound, never extrapolated.";

/// How doubling times were found.
pub(super) const DOUBLING: &str = "Doubling time: one exponential rate for all flasks by least squares of the logarithm of the \
     counts, passages undone; first or last days are left out as long as the line bends (F test of \
     square and cube of the day, 5%). Counts that come to a plateau without a passage are fitted with a logistic curve instead, \
     where that does not bend. Differences between flasks beyond the scatter of their counts are in the interval \
     (DerSimonian and Laird 1986).";

/// Answer, tables and notes for a terminal.
pub fn text(shown: &Shown) -> String {
    let mut text = format!("{}\n", answer(shown));
    for grid in [shown.table(), shown.doublings()] {
        if !grid.is_empty() {
            text += &format!("\n{}", grid.text());
        }
    }
    if !shown.notes.is_empty() {
        text.push('\n');
    }
    for note in &shown.notes {
        text += &format!("{note}\n");
    }
    text.push('\n');
    if !shown.curves.is_empty() {
        text += &format!("{MEANING}\n");
    }
    if !shown.growth.is_empty() {
        text += &format!("{DOUBLING}\n");
    }
    text
}
