//! Allele frequencies as lollipops, a panel per method, with the limit of calling and what was missed.

use super::super::WIDTH;
use super::super::axis::{Panel, Scale};
use super::super::canvas::{Canvas, figure, label, stroke};
use crate::assay::sequencing::missed::Against;
use crate::report::ReportError;
use crate::report::assay::SequencingReport;
use crate::report::palette::{EXTINCT, FAINT, INK, NONE, QUIET, RESISTANT};
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

/// A line of a panel.
struct Row {
    name: String,
    kind: Kind,
    vaf: f64,
    low: f64,
    high: f64,
    note: String,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    New,
    Before,
    Missed,
    /// A call of copies, which has no allele frequency.
    Copies,
    /// Missed, and without a frequency.
    MissedCopies,
}

/// One panel per method.
pub fn draw(reports: &[SequencingReport]) -> Result<String, ReportError> {
    let panels: Vec<Vec<Row>> = reports.iter().map(rows).collect();
    let body = |rows: &Vec<Row>| HEAD + ROW * rows.len().max(1) as f64 + FOOT;
    let height = panels.iter().map(body).sum::<f64>() + 6.0;
    let name = reports.first().map_or("", |report| report.culture.specimen.as_str());
    let title = format!("Allele frequencies in {name}");
    figure("allele frequencies", &title, (WIDTH, height), |canvas| {
        let mut top = 0.0;
        for (report, rows) in reports.iter().zip(&panels) {
            panel(canvas, report, rows, top + HEAD);
            top += body(rows);
        }
    })
}

fn rows(report: &SequencingReport) -> Vec<Row> {
    let against = |change: &str| {
        report
            .against
            .iter()
            .find(|(name, _)| name == change)
            .map(|(_, told)| *told)
    };
    let named = |gene: &str, change: &str| match change.starts_with(gene) {
        true => change.to_owned(),
        false => format!("{gene} {change}"),
    };
    let called = report.culture.calls().map(|row| Row {
        name: named(&row.site.gene, &row.site.change),
        kind: if against(&row.site.change) == Some(Against::New) {
            Kind::New
        } else {
            Kind::Before
        },
        vaf: row.vaf,
        low: row.low,
        high: row.high,
        note: words::percent(row.vaf),
    });
    let copies = report.culture.copy_calls().map(|row| Row {
        name: named(&row.site.gene, &row.site.change),
        kind: Kind::Copies,
        vaf: 0.0,
        low: 0.0,
        high: 0.0,
        note: match against(&row.site.change) {
            Some(Against::New) => format!("{:.1} copies, new", row.copies),
            _ => format!("{:.1} copies", row.copies),
        },
    });
    let missed = report.missed.iter().map(|one| Row {
        name: named(&one.gene, &one.change),
        kind: if one.vaf > 0.0 {
            Kind::Missed
        } else {
            Kind::MissedCopies
        },
        vaf: one.vaf,
        low: one.vaf,
        high: one.vaf,
        note: match one.vaf > 0.0 {
            true => format!("{} missed", words::percent(one.vaf)),
            false => format!("missed, in {} of cells", words::percent(one.cells)),
        },
    });
    called.chain(copies).chain(missed).take(MOST).collect()
}

fn panel(canvas: &Canvas, report: &SequencingReport, rows: &[Row], top: f64) {
    let bottom = top + ROW * rows.len().max(1) as f64;
    let run = &report.culture;
    let head = format!("{}: {}", run.method.name(), run.panel);
    canvas.text((12.0, top - 22.0), &head, label(13.0, INK).bold());
    let axes = Panel {
        left: LEFT,
        right: RIGHT,
        top,
        bottom,
        x: Scale::log(FLOOR, 1.0, false),
        y: Scale::Linear { low: 0.0, high: 1.0 },
    };
    canvas.rect((LEFT, top), (RIGHT, bottom), FAINT, 0.18);
    axes.draw_x(canvas, "variant allele frequency", &axes.x.ticks(6, words::percent));
    let limit = axes.px(report.limit());
    canvas.dashed(&[(limit, top - 8.0), (limit, bottom)], stroke(QUIET, 1.2), (4.0, 3.0));
    let words_of_limit = format!("called from {}", words::percent(report.limit()));
    let (x, look) = match limit > RIGHT - 110.0 {
        true => (limit - 5.0, label(10.0, QUIET).right()),
        false => (limit + 5.0, label(10.0, QUIET)),
    };
    canvas.text((x, top - 8.0), &words_of_limit, look);
    if rows.is_empty() {
        canvas.text(
            (LEFT - 10.0, top + ROW / 2.0),
            "nothing called, nothing missed",
            label(11.0, QUIET).right(),
        );
    }
    for (i, row) in rows.iter().enumerate() {
        let y = top + ROW * (i as f64 + 0.5);
        let colour = match row.kind {
            Kind::New => RESISTANT,
            Kind::Before => EXTINCT,
            Kind::Missed | Kind::Copies | Kind::MissedCopies => NONE,
        };
        let at = axes.px(row.vaf.max(FLOOR));
        canvas.text(
            (LEFT - 10.0, y),
            &words::shortened(&row.name, 30),
            label(11.0, INK).right(),
        );
        if matches!(row.kind, Kind::Copies | Kind::MissedCopies) {
            let look = if row.kind == Kind::Copies {
                label(10.5, INK)
            } else {
                label(10.5, QUIET)
            };
            canvas.text((LEFT + 8.0, y), &row.note, look);
            continue;
        }
        if row.kind == Kind::Missed {
            canvas.dashed(&[(LEFT, y), (at, y)], stroke(colour, 1.0), (2.0, 3.0));
            canvas.circle((at, y), 4.0, colour, 1.0);
            canvas.circle((at, y), 2.6, crate::report::palette::WHITE, 1.0);
        } else {
            canvas.line(&[(LEFT, y), (at, y)], stroke(colour, 1.6));
            let (low, high) = (axes.px(row.low.max(FLOOR)), axes.px(row.high.max(FLOOR)));
            canvas.line(&[(low, y), (high, y)], stroke(INK, 0.9));
            canvas.circle((at, y), 4.4, colour, 1.0);
        }
        let new = if row.kind == Kind::New { ", new" } else { "" };
        canvas.text((RIGHT + 8.0, y), &format!("{}{new}", row.note), label(10.5, QUIET));
    }
}
