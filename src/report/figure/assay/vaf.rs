//! Allele frequencies as lollipops, a panel per method, with the limit of calling and what was missed.

use super::super::WIDTH;
use super::super::axis::{Panel, Scale};
use super::super::canvas::{Canvas, figure, label, stroke};
use super::super::series::Dot;
use crate::assay::sequencing::missed::Against;
use crate::report::ReportError;
use crate::report::assay::SequencingReport;
use crate::report::palette::{EXTINCT, FAINT, INK, NONE, QUIET, RESISTANT, WHITE};
use crate::words;

const ROW: f64 = 20.0;
const LEFT: f64 = 210.0;
const RIGHT: f64 = WIDTH - 110.0;
const HEAD: f64 = 44.0;
const FOOT: f64 = 46.0;
/// Smallest frequency shown.
const FLOOR: f64 = 1e-4;
/// Lines per panel.
const MOST: usize = 14;

/// What the figure shows.
#[derive(Debug, Clone, PartialEq)]
pub struct VafFigure {
    /// Name of the culture.
    pub specimen: String,
    /// One per method.
    pub panels: Vec<VafPanel>,
}

/// What the panel of one method shows.
#[derive(Debug, Clone, PartialEq)]
pub struct VafPanel {
    /// Method and what it covers.
    pub title: String,
    /// Smallest frequency that a call needs.
    pub limit: f64,
    /// Called changes, then called copies, then what was missed; as many as are drawn.
    pub rows: Vec<Row>,
}

/// A line of a panel.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Gene and change.
    pub name: String,
    /// What was made of it.
    pub kind: Kind,
    /// Allele frequency, 0 to 1; 0 for copies.
    pub vaf: Dot,
    /// What stands at the right, or in its place.
    pub note: String,
}

/// What was made of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Called, and not before treatment.
    New,
    /// Called before treatment as well, and surely more frequent now.
    Risen,
    /// Called before treatment as well.
    Before,
    /// There, and not called.
    Missed,
    /// A call of copies, which has no allele frequency.
    Copies,
    /// Missed, and without a frequency.
    MissedCopies,
}

impl Kind {
    /// It has a place on the axis of frequencies.
    pub fn has_frequency(self) -> bool {
        !matches!(self, Kind::Copies | Kind::MissedCopies)
    }
}

/// Several methods on the same cells.
pub fn data(reports: &[SequencingReport]) -> VafFigure {
    let panel = |report: &SequencingReport| VafPanel {
        title: format!("{}: {}", report.culture.method.name(), report.culture.panel),
        limit: report.limit(),
        rows: rows(report),
    };
    let first = reports.first();
    VafFigure {
        specimen: first.map_or(String::new(), |report| report.culture.specimen.clone()),
        panels: reports.iter().map(panel).collect(),
    }
}

/// Where a panel with so many rows is drawn.
pub fn panel(rows: usize, top: f64) -> Panel {
    Panel {
        left: LEFT,
        right: RIGHT,
        top,
        bottom: top + ROW * rows.max(1) as f64,
        x: Scale::log(FLOOR, 1.0, false),
        y: Scale::Linear { low: 0.0, high: 1.0 },
    }
}

/// One panel per method.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn draw(shown: &VafFigure) -> Result<String, ReportError> {
    let body = |shown: &VafPanel| HEAD + ROW * shown.rows.len().max(1) as f64 + FOOT;
    let height = shown.panels.iter().map(body).sum::<f64>() + 6.0;
    let title = format!("Allele frequencies in {}", shown.specimen);
    figure("allele frequencies", &title, (WIDTH, height), |canvas| {
        let mut top = 0.0;
        for shown in &shown.panels {
            draw_panel(canvas, shown, &panel(shown.rows.len(), top + HEAD));
            top += body(shown);
        }
    })
}

fn rows(report: &SequencingReport) -> Vec<Row> {
    let named = |gene: &str, change: &str| match change.starts_with(gene) {
        true => change.to_owned(),
        false => format!("{gene} {change}"),
    };
    let called = report.culture.calls().map(|row| Row {
        name: named(&row.site.gene, &row.site.change),
        kind: match report.told(&row.site.change) {
            Some(Against::New) => Kind::New,
            Some(Against::Risen) => Kind::Risen,
            _ => Kind::Before,
        },
        vaf: Dot {
            value: row.vaf,
            low: row.low,
            high: row.high,
        },
        note: words::percent(row.vaf),
    });
    let copies = report.culture.copy_calls().map(|row| Row {
        name: named(&row.site.gene, &row.site.change),
        kind: Kind::Copies,
        vaf: Dot::alone(0.0),
        note: match report.told(&row.site.change) {
            Some(Against::New) => format!("{} copies, new", words::fixed(row.copies, 1)),
            Some(Against::Risen) => format!("{} copies, risen", words::fixed(row.copies, 1)),
            _ => format!("{} copies", words::fixed(row.copies, 1)),
        },
    });
    let missed = report.missed.iter().map(|one| Row {
        name: named(&one.gene, &one.change),
        kind: if one.vaf > 0.0 {
            Kind::Missed
        } else {
            Kind::MissedCopies
        },
        vaf: Dot::alone(one.vaf),
        note: match one.vaf > 0.0 {
            true => format!("{} missed", words::percent(one.vaf)),
            false => format!("missed, in {} of cells", words::percent(one.cells)),
        },
    });
    let mut rows: Vec<Row> = called.chain(copies).chain(missed).take(MOST).collect();
    // Those with a frequency stand on its axis, the others below.
    rows.sort_by_key(|row| !row.kind.has_frequency());
    rows
}

fn draw_panel(canvas: &Canvas, shown: &VafPanel, axes: &Panel) {
    let (top, bottom) = (axes.top, axes.bottom);
    canvas.text((12.0, top - 22.0), &shown.title, label(13.0, INK).bold());
    canvas.rect((LEFT, top), (RIGHT, bottom), FAINT, 0.18);
    let on_axis = shown.rows.iter().filter(|row| row.kind.has_frequency()).count();
    if on_axis > 0 || shown.rows.is_empty() {
        draw_limit(canvas, shown, axes, on_axis.max(1));
    }
    if shown.rows.is_empty() {
        let at = (LEFT - 10.0, top + ROW / 2.0);
        canvas.text(at, "nothing called, nothing missed", label(11.0, QUIET).right());
    }
    for (i, row) in shown.rows.iter().enumerate() {
        draw_row(canvas, axes, row, top + ROW * (i as f64 + 0.5));
    }
}

/// The axis of frequencies, and from which one on a change is called: a line beside the rows that have one.
fn draw_limit(canvas: &Canvas, shown: &VafPanel, axes: &Panel, rows: usize) {
    let top = axes.top;
    axes.draw_x(canvas, "variant allele frequency", &axes.x.ticks(6, words::percent));
    let limit = axes.px(shown.limit);
    let end = top + ROW * rows as f64;
    canvas.dashed(&[(limit, top - 8.0), (limit, end)], stroke(QUIET, 1.2), (4.0, 3.0));
    let (x, look) = match limit > RIGHT - 110.0 {
        true => (limit - 5.0, label(10.0, QUIET).right()),
        false => (limit + 5.0, label(10.0, QUIET)),
    };
    let called = format!("called from {}", words::percent(shown.limit));
    canvas.text((x, top - 8.0), &called, look);
}

fn draw_row(canvas: &Canvas, axes: &Panel, row: &Row, y: f64) {
    let name = canvas.shortened(&row.name, 30);
    canvas.text((LEFT - 10.0, y), &name, label(11.0, INK).right());
    let place = |share: f64| axes.px(share.max(FLOOR));
    let at = place(row.vaf.value);
    let called = |colour| {
        canvas.line(&[(LEFT, y), (at, y)], stroke(colour, 1.6));
        canvas.line(&[(place(row.vaf.low), y), (place(row.vaf.high), y)], stroke(INK, 0.9));
        canvas.circle((at, y), 4.4, colour, 1.0);
    };
    let beside = |text: &str| canvas.text((RIGHT + 8.0, y), text, label(10.5, QUIET));
    match row.kind {
        Kind::Copies => canvas.text((LEFT + 8.0, y), &row.note, label(10.5, INK)),
        Kind::MissedCopies => canvas.text((LEFT + 8.0, y), &row.note, label(10.5, QUIET)),
        Kind::Missed => {
            canvas.dashed(&[(LEFT, y), (at, y)], stroke(NONE, 1.0), (2.0, 3.0));
            canvas.circle((at, y), 4.0, NONE, 1.0);
            canvas.circle((at, y), 2.6, WHITE, 1.0);
            beside(&row.note);
        }
        Kind::New => {
            called(RESISTANT);
            beside(&format!("{}, new", row.note));
        }
        Kind::Risen => {
            called(RESISTANT);
            beside(&format!("{}, risen", row.note));
        }
        Kind::Before => {
            called(EXTINCT);
            beside(&row.note);
        }
    }
}
