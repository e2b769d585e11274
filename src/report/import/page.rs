//! The page of an import.

use super::shown::{Drawn, Shown};
use super::text::{DOUBLING, MEANING, answer};
use crate::report::page::import::{Part, page as laid_out};

/// The whole page: curves with their wells, what is left of them, growth, and every number.
pub fn page(shown: &Shown, drawn: &Drawn, version: &str) -> String {
    let mut figures = Vec::new();
    if let Some(svg) = &drawn.curves {
        figures.push((
            svg.as_str(),
            "Dose-response",
            format!("Small points: wells over the undrugged wells of their plate; large ones: means; bar: interval of the IC50. {MEANING}"),
        ));
    }
    if let Some(svg) = &drawn.residuals {
        let caption = "What the wells keep from their curves: without a pattern where four parameters suffice. Curves that were \
                       read off joined means have none.";
        figures.push((svg.as_str(), "Residuals", caption.to_owned()));
    }
    if let Some(svg) = &drawn.growth {
        figures.push((svg.as_str(), "Growth", format!("Pale points were left out. {DOUBLING}")));
    }
    let potencies = shown.table();
    let doublings = shown.doublings();
    let tables = [
        ("Potencies as they stand in the overlay", &potencies),
        ("Doubling times", &doublings),
    ];
    laid_out(&Part {
        version,
        answer: &answer(shown),
        notes: &shown.notes,
        figures,
        tables: tables.into_iter().filter(|(_, grid)| !grid.is_empty()).collect(),
    })
}
