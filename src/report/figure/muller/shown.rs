//! What a Muller plot shows, and where.

use super::names::{self, Named, Rest};
use crate::engine::record::FlaskTrace;
use crate::report::figure::axis::{Panel, Scale, days};
use crate::report::figure::canvas::Point;
use crate::report::figure::nest::{Band, Nest};
use crate::report::figure::series::{Span, steps};
use crate::report::figure::texture::Edge;
use crate::report::palette::{Colour, FAINT, Texture};
use crate::words;

/// What the figure shows.
pub struct MullerFigure<'a> {
    /// Says which flask.
    pub title: String,
    /// Lineages and their mechanisms.
    pub nest: Nest<'a>,
    /// What a culture is called.
    pub culture: &'static str,
    /// Days on which cells were counted.
    pub days: &'a [f64],
    /// Shares of cells by day in drawing order, parents before their descendants.
    pub bands: Vec<Band>,
    /// Mechanisms with a name, the one with the largest share at any time first.
    pub named: Vec<Named<'a>>,
    /// All others.
    pub rest: Option<Rest>,
    /// Cells in the flask by day.
    pub cells: Vec<Point>,
    /// Cell axis.
    pub cell_scale: Scale,
    /// One per course.
    pub doses: Vec<DoseLine>,
    /// Dose axis, nM.
    pub dose_scale: Scale,
}

/// The dose of one course.
#[derive(Debug, Clone, PartialEq)]
pub struct DoseLine {
    /// Name of the drug.
    pub drug: String,
    /// Corners of the dose by day, nM.
    pub line: Vec<Point>,
}

/// Shares of cells by lineage, with total cells and doses.
pub fn data<'a>(trace: &'a FlaskTrace, drugs: &[String]) -> MullerFigure<'a> {
    let nest = Nest::new(trace);
    let looks = &trace.record.looks;
    let cells: Vec<Point> = looks.iter().map(|look| (look.day, look.cells as f64)).collect();
    let dose = |k: usize| {
        let given = looks.iter().map(|l| (l.day, l.doses.get(k).copied().unwrap_or(0.0)));
        steps(&given.collect::<Vec<_>>())
    };
    let doses = drugs.iter().enumerate().map(|(k, drug)| DoseLine {
        drug: drug.clone(),
        line: dose(k),
    });
    let doses: Vec<DoseLine> = doses.collect();
    let (named, rest) = names::of(&nest);
    let culture = trace.record.patient.as_ref().map_or("flask", |_| "patient");
    MullerFigure {
        title: format!(
            "Muller plot of {culture} {}",
            words::grouped(trace.record.replicate + 1)
        ),
        culture,
        bands: nest.bands(),
        named,
        rest,
        days: &trace.days,
        nest,
        cell_scale: cell_scale(&cells),
        cells,
        dose_scale: dose_scale(&doses),
        doses,
    }
}

fn cell_scale(cells: &[Point]) -> Scale {
    let counts = || cells.iter().map(|p| p.1);
    let least = counts().filter(|&v| v > 0.0).fold(f64::INFINITY, f64::min);
    let most = counts().fold(1.0, f64::max);
    let decade = libm::pow(10.0, libm::floor(libm::log10(least.min(most))));
    Scale::log(decade, most * 1.3, counts().any(|count| count <= 0.0))
}

fn dose_scale(doses: &[DoseLine]) -> Scale {
    let all = || doses.iter().flat_map(|dose| &dose.line).map(|p| p.1);
    let low = all().filter(|&v| v > 0.0).fold(f64::INFINITY, f64::min);
    let high = all().fold(0.0, f64::max);
    Scale::log(low / 1.25, high.max(1.0) * 1.25, all().any(|dose| dose <= 0.0))
}

impl MullerFigure<'_> {
    /// Colour and texture of a band: those of its mechanism; what has no name looks alike.
    pub fn look(&self, band: &Band) -> (Colour, Texture) {
        let mechanism = self.nest.mechanisms[band.row];
        let named = self.named.iter().find(|named| named.mechanism == mechanism);
        named.map_or((FAINT, Texture::Plain), |named| (named.colour, named.texture))
    }

    /// Where shares are drawn.
    pub fn share_panel(&self) -> Panel {
        Panel {
            left: 66.0,
            right: 486.0,
            top: 18.0,
            bottom: 318.0,
            x: days(
                self.days
                    .last()
                    .or(self.cells.last().map(|p| &p.0))
                    .copied()
                    .unwrap_or(0.0),
            ),
            y: Scale::Linear { low: 0.0, high: 1.0 },
        }
    }

    /// Where cells are drawn.
    pub fn cell_panel(&self) -> Panel {
        Panel {
            top: 338.0,
            bottom: 396.0,
            y: self.cell_scale,
            ..self.share_panel()
        }
    }

    /// Where doses are drawn.
    pub fn dose_panel(&self) -> Panel {
        Panel {
            top: 414.0,
            bottom: 474.0,
            y: self.dose_scale,
            ..self.share_panel()
        }
    }
}

/// A stretch of a band, by day.
pub(super) fn spans(band: &Band, days: &[f64], (from, to): (usize, usize)) -> Vec<Span> {
    let span = |i: usize| Span {
        at: days[i],
        low: band.low[i],
        high: band.high[i],
    };
    (from..to).map(span).collect()
}

/// The same where it is drawn.
pub(super) fn pixels(panel: &Panel, band: &Band, days: &[f64], stretch: (usize, usize)) -> Vec<Edge> {
    let edge = |span: Span| Edge {
        x: panel.px(span.at),
        top: panel.py(span.high),
        bottom: panel.py(span.low),
    };
    spans(band, days, stretch).into_iter().map(edge).collect()
}
