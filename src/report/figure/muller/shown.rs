//! What a Muller plot shows, and where.

use super::names::{self, Named, Rest};
use crate::engine::record::FlaskTrace;
use crate::report::figure::WIDTH;
use crate::report::figure::axis::{Panel, Scale, days};
use crate::report::figure::canvas::Point;
use crate::report::figure::nest::{Band, Nest};
use crate::report::figure::series::{Span, steps};
use crate::report::figure::texture::Edge;
use crate::report::palette::{Colour, FAINT, Texture};
use crate::words;

/// A share of the cells in a trace that is smaller is not told: a trace leaves out lineages that never exceed it.
pub const KEPT: f64 = 1e-3;

/// A share that was read off a trace, in words: what a trace does not have may be there, below what it keeps.
pub fn traced(share: f64) -> String {
    match share < KEPT {
        true => format!("<{}", words::percent(KEPT)),
        false => words::percent(share),
    }
}

/// Where a plot and its key stand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Layout {
    /// Of the figure, pixels.
    pub width: f64,
    /// Ends of the day axis.
    pub days: (f64, f64),
    /// Bottom of the panel of doses.
    pub bottom: f64,
    /// Left end of the key.
    pub key: f64,
    /// Letters of a name in it.
    pub name: usize,
    /// The key stands below the plot, not beside it.
    pub below: bool,
}

impl Layout {
    /// For pages and paper: the key stands beside the plot.
    pub const BROAD: Self = Self {
        width: WIDTH,
        days: (66.0, 486.0),
        bottom: 474.0,
        key: 500.0,
        name: 23,
        below: false,
    };
    /// For a phone, in pixels of its screen: the key stands below the plot.
    pub const SLIM: Self = Self {
        width: 366.0,
        days: (58.0, 358.0),
        bottom: 474.0,
        key: 12.0,
        name: 32,
        below: true,
    };
}

/// What the figure shows.
pub struct MullerFigure<'a> {
    /// Where everything stands.
    pub layout: Layout,
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
    /// One per drug.
    pub doses: Vec<DoseLine>,
    /// Dose axis, nM.
    pub dose_scale: Scale,
}

/// The dose of one drug.
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
    // What a flask gets of a drug is one line, in however many courses it is given.
    let dose = |drug: &String| {
        let of_drug = |doses: &[f64]| {
            doses
                .iter()
                .zip(drugs)
                .filter(|(_, one)| *one == drug)
                .map(|(dose, _)| dose)
                .sum()
        };
        let given = looks.iter().map(|look| (look.day, of_drug(&look.doses)));
        steps(&given.collect::<Vec<_>>())
    };
    let first = |(k, drug): &(usize, &String)| !drugs[..*k].contains(*drug);
    let doses = drugs.iter().enumerate().filter(first).map(|(_, drug)| DoseLine {
        drug: drug.clone(),
        line: dose(drug),
    });
    let doses: Vec<DoseLine> = doses.collect();
    let (named, rest) = names::of(&nest);
    let culture = trace.record.patient.as_ref().map_or("flask", |_| "patient");
    MullerFigure {
        layout: Layout::BROAD,
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
    /// The same for a phone.
    pub fn slim(self) -> Self {
        Self {
            layout: Layout::SLIM,
            ..self
        }
    }

    /// Colour and texture of a band: those of its mechanism; what has no name looks alike.
    pub fn look(&self, band: &Band) -> (Colour, Texture) {
        let mechanism = self.nest.mechanisms[band.row];
        let named = self.named.iter().find(|named| named.mechanism == mechanism);
        named.map_or((FAINT, Texture::Plain), |named| (named.colour, named.texture))
    }

    /// Where shares are drawn.
    pub fn share_panel(&self) -> Panel {
        let (left, right) = self.layout.days;
        Panel {
            left,
            right,
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
            bottom: self.layout.bottom,
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
