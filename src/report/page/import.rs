//! The page of what was imported.

use super::document::{Figure, Head, Told, figures, grid, titled};
use crate::report::assay::Grid;
use maud::html;

/// What stands on the page.
pub(in crate::report) struct Part<'a> {
    pub version: &'a str,
    pub answer: &'a str,
    pub notes: &'a [String],
    /// Picture, title and caption of each.
    pub figures: Vec<(&'a str, &'a str, String)>,
    /// Caption and table.
    pub tables: Vec<(&'a str, &'a Grid)>,
}

/// The whole page.
pub(in crate::report) fn page(part: &Part) -> String {
    let drawn: Vec<Figure> = (part.figures.iter())
        .map(|(svg, title, caption)| Figure {
            svg,
            title,
            caption: caption.clone(),
        })
        .collect();
    let body = html! {
        @if !drawn.is_empty() { section { h2 { "Fits" } (figures(&drawn)) } }
        @for (caption, table) in &part.tables { section { h2 { (caption) } (grid("", table, true)) } }
        @if !part.notes.is_empty() { section {
            h2 { "Worth knowing" }
            ul { @for note in part.notes { li { (note) } } }
        } }
    };
    let kicker = format!("Escalade {} · measured, fitted", part.version);
    let head = Head {
        title: "Import",
        kicker: &kicker,
        question: "",
        answer_head: "What was imported",
        told: Told {
            answer: part.answer,
            notes: &[],
            warned: &[],
        },
    };
    titled(&head, body)
}
