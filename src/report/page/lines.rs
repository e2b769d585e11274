//! Section on lines of treatment.

use super::document::table;
use crate::report::{story, words};
use crate::statistics::lines::LineRow;
use maud::{Markup, html};

/// A row per line of treatment; nothing where there is one.
pub fn section(lines: &[LineRow], culture: &str) -> Markup {
    let start = words::start(culture);
    let rows: Vec<Vec<String>> = (1..)
        .zip(lines)
        .map(|(i, line)| story::line_cells(i, line).to_vec())
        .collect();
    html! {
        @if !lines.is_empty() {
            section {
                h2 { "Lines of treatment" }
                p {
                    "Day of resistance counts from " (start) "; days held count from the resistance to the line before (for the "
                    "first line from " (start) "). Medians are over the " (culture) "s that became resistant to the line, out of those that "
                    "came to it; the others ended before, or were held to the end. Mechanisms stand with the number of flasks "
                    "in which they had the most cells at that resistance."
                }
                (table(
                    "By line of treatment",
                    &["Line", "Became resistant", "Median day of resistance", "Median days held", "Dominant then (flasks)"],
                    &rows,
                ))
            }
        }
    }
}
