//! The typing of a culture in words and a table.

use super::delivery::{Delivery, Footing};
use super::grid::Grid;
use super::table;
use crate::assay::identity::scores::{RELATED, UNRELATED};
use crate::assay::identity::{Identity, Marker, Typing};
use crate::report::figure::assay as drawing;
use crate::report::{AssumptionRow, ReportError};
use crate::words;

fn alleles(marker: &Marker, of: impl Fn(&crate::assay::identity::Peak) -> bool) -> String {
    let letters: Vec<&str> = (marker.peaks.iter())
        .filter(|peak| of(peak))
        .map(|peak| peak.allele.as_str())
        .collect();
    letters.join(" ")
}

/// A row per marker: the profile of the line, what was found, what is foreign.
pub fn identity_table(typed: &[Typing]) -> Grid {
    let mut grid = Grid::new(&["culture", "marker", "alleles of the line", "found", "foreign"]);
    for typing in typed {
        for marker in &typing.markers {
            grid.push(vec![
                typing.specimen.clone(),
                marker.name.clone(),
                alleles(marker, |peak| peak.of_line),
                alleles(marker, |peak| peak.called),
                alleles(marker, |peak| peak.called && !peak.of_line),
            ]);
        }
    }
    grid
}

/// With its numbers, in a sentence's part.
pub fn typing_words(typing: &Typing) -> String {
    let fits = match typing.fits.as_slice() {
        [] => String::new(),
        fits => format!("; the foreign alleles fit {}", fits.join(" or ")),
    };
    let alike = match (typing.identity, typing.alike.as_slice()) {
        (Identity::Match, [_, ..]) => format!(", or one that shares its DNA ({})", typing.alike.join(", ")),
        _ => String::new(),
    };
    let also: Vec<&String> = typing
        .species
        .iter()
        .filter(|species| **species != typing.kit)
        .collect();
    let also = also
        .first()
        .map_or(String::new(), |species| format!("; PCR finds {species} DNA"));
    format!(
        "{} of {} alleles of {} are there, with foreign ones at {} of {} markers (score {}; related from {}, unrelated \
         below {}){also}{fits}: {}{alike}",
        typing.shared,
        typing.of_line,
        typing.line,
        typing.foreign_markers,
        typing.markers.len(),
        words::percent(typing.score()),
        words::percent(RELATED),
        words::percent(UNRELATED),
        typing.identity.words()
    )
}

/// Typed cultures.
///
/// # Errors
/// The figure cannot be drawn, or JSON cannot hold the read-outs: see [`ReportError`].
pub fn identity(typed: &[Typing], leans_on: &[AssumptionRow]) -> Result<Delivery, ReportError> {
    let mut text = String::new();
    for typing in typed {
        text += &format!("{}: {}\n", typing.specimen, typing_words(typing));
        text += &format!("species found by PCR: {}\n\n", typing.species.join(", "));
    }
    let grid = identity_table(typed);
    text += &grid.text();
    text += "Letters stand for repeat numbers: which alleles a line has is drawn, once per line; no profiles were at hand.\n\n";
    let values = typed.first().map_or(Vec::new(), |typing| typing.noise.assumptions());
    Delivery::new(
        "identity",
        text,
        &typed,
        Footing::of(values, leans_on),
        vec![table::typed(typed)],
        vec![("identity", drawing::identity::draw(typed, true)?)],
    )
}
