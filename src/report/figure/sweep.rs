//! Pictures of a sweep: lines and stacked bars over one key, heat maps over two.

use super::WIDTH;
use super::axis::{Panel, Scale, plain_text};
use super::canvas::{Canvas, Label, figure, label, spread, stroke, text_width};
use super::heat::{self, Heat, HeatScale, Sides};
use crate::report::ReportError;
use crate::report::palette::{self, Colour, FAINT, INK, NONE, POPULATION, QUIET, RESISTANT};
use crate::report::sweep::{PointResult, SweepReport, untreated};
use crate::statistics::sweep::{SweepPoint, leading};
use crate::statistics::synergy::SynergyCell;
use crate::words::{self, number};

/// Mechanisms with a colour of their own.
const MECHANISMS: usize = 8;

/// Characters of a mechanism's name in a line beside a figure.
const NAME: usize = 31;

/// Probability and restricted time over the values of one key; values stand at equal distances, in
/// the order in which they were given.
pub fn lines(report: &SweepReport) -> Result<String, ReportError> {
    let points: Vec<&SweepPoint> = report.points.iter().map(|point| &point.result).collect();
    let title = &report.keys[0].key;
    figure("line", "Result over the values of one key", (WIDTH, 320.0), |c| {
        let shares: Vec<[f64; 3]> = points
            .iter()
            .map(|p| [p.resistant.share, p.resistant.low, p.resistant.high])
            .collect();
        let times: Vec<[f64; 3]> = points
            .iter()
            .map(|p| {
                let mean = p.restricted_mean;
                [
                    mean,
                    p.restricted_low.unwrap_or(mean),
                    p.restricted_high.unwrap_or(mean),
                ]
            })
            .collect();
        let share = Scale::Linear { low: 0.0, high: 1.0 };
        let time = Scale::Linear {
            low: 0.0,
            high: report.horizon,
        };
        let left = panel((66.0, 348.0), share, points.len());
        let what = if report.in_wells() {
            "share positive"
        } else {
            "share resistant"
        };
        left.draw_y(c, what, &share.ticks(5, words::percent));
        curve(c, &left, &shares, RESISTANT);
        values(c, &left, &report.keys[0].values, title);
        let right = panel((430.0, 708.0), time, points.len());
        right.draw_y(c, "restricted mean time, days", &time.ticks(5, plain_text));
        curve(c, &right, &times, POPULATION);
        values(c, &right, &report.keys[0].values, title);
    })
}

fn panel((left, right): (f64, f64), y: Scale, n: usize) -> Panel {
    Panel {
        left,
        right,
        top: 16.0,
        bottom: 262.0,
        x: Scale::Linear {
            low: -0.5,
            high: n.max(1) as f64 - 0.5,
        },
        y,
    }
}

fn curve(c: &Canvas, panel: &Panel, points: &[[f64; 3]], colour: Colour) {
    let at = |(i, v): (usize, f64)| panel.at((i as f64, v));
    let band: Vec<(f64, f64, f64)> = points.iter().enumerate().map(|(i, p)| (i as f64, p[1], p[2])).collect();
    panel.band(c, &band, colour, 0.16);
    let line: Vec<(f64, f64)> = points.iter().enumerate().map(|(i, p)| at((i, p[0]))).collect();
    c.line(&line, stroke(colour, 2.0));
    for (i, &[value, low, high]) in points.iter().enumerate() {
        c.line(&[at((i, low)), at((i, high))], stroke(colour, 1.2));
        c.circle(at((i, value)), 3.8, colour, 1.0);
    }
}

/// The values of the key below a panel, as many as fit.
fn values(c: &Canvas, panel: &Panel, texts: &[String], title: &str) {
    c.line(
        &[(panel.left, panel.bottom), (panel.right, panel.bottom)],
        stroke(QUIET, 0.8),
    );
    let widest = texts.iter().map(|text| text_width(text, 11.0)).fold(0.0, f64::max) + 6.0;
    let room = (panel.right - panel.left) / texts.len().max(1) as f64;
    let every = (widest / room).ceil().max(1.0) as usize;
    for (i, text) in texts.iter().enumerate() {
        let x = panel.px(i as f64);
        c.line(&[(x, panel.bottom), (x, panel.bottom + 4.0)], stroke(QUIET, 0.8));
        if i % every == 0 {
            c.text((x, panel.bottom + 14.0), text, label(11.0, QUIET).centred());
        }
    }
    let middle = (panel.left + panel.right) / 2.0;
    c.text((middle, panel.bottom + 34.0), title, label(12.0, INK).centred());
}

/// Stacked shares of the mechanisms by value of one key.
pub fn profile(report: &SweepReport) -> Result<String, ReportError> {
    let shown = leading(report.points.iter().map(|point| &point.result), MECHANISMS);
    figure("profile", "Mechanisms by value", (WIDTH, 340.0), |c| {
        let highest = report.points.iter().map(|point| point.result.resistant.share);
        let highest = highest.fold(0.05, f64::max);
        let y = Scale::Linear {
            low: 0.0,
            high: if highest > 0.5 { 1.0 } else { 1.1 * highest },
        };
        let panel = Panel {
            bottom: 282.0,
            ..panel((66.0, 500.0), y, report.points.len())
        };
        let what = format!("share of all {}s", report.culture());
        panel.draw_y(c, &what, &y.ticks(5, words::percent));
        let half = (0.38 * (panel.right - panel.left) / report.points.len().max(1) as f64).min(34.0);
        let mut last = vec![0.0; shown.len() + 1];
        let mut rare = false;
        for (i, point) in report.points.iter().enumerate() {
            let x = panel.px(i as f64);
            let mut from = 0.0;
            let mut block = |share: f64, colour: Colour| -> f64 {
                let to = from + share;
                if share > 0.0 {
                    c.rect((x - half, panel.py(from)), (x + half, panel.py(to)), colour, 1.0);
                }
                let middle = (from + to) / 2.0;
                from = to;
                middle
            };
            let mut rest = point.result.resistant.share;
            for (k, mechanism) in shown.iter().enumerate() {
                let share = point.result.share_of(&mechanism.label).share;
                rest -= share;
                last[k] = block(share, palette::mechanism(mechanism));
            }
            rare |= rest > 1e-9;
            last[shown.len()] = block(rest.max(0.0), NONE);
        }
        values(c, &panel, &report.keys[0].values, &report.keys[0].key);
        let entries = shown.len() + usize::from(rare);
        legend(c, &panel, &shown, &last[..entries]);
    })
}

/// A name in at most two lines, about a point.
fn beside(c: &Canvas, (x, y): (f64, f64), name: &str, look: Label) {
    let lines = words::lines(name, NAME, 2);
    for (i, line) in lines.iter().enumerate() {
        let above = 0.5 * (lines.len() as f64 - 1.0);
        c.text((x, y + 12.0 * (i as f64 - above)), line, look);
    }
}

fn legend(c: &Canvas, panel: &Panel, shown: &[crate::model::biology::Mechanism], last: &[f64]) {
    if shown.is_empty() {
        c.text(
            (panel.left + 12.0, panel.top + 14.0),
            "no resistant flask",
            label(12.0, QUIET),
        );
        return;
    }
    let others = ("others".to_owned(), NONE);
    let named = shown
        .iter()
        .map(|m| (crate::report::words::mechanism(m).to_owned(), palette::mechanism(m)));
    let entries: Vec<(String, Colour)> = named.chain([others]).take(last.len()).collect();
    let wanted: Vec<f64> = last.iter().map(|&share| panel.py(share)).collect();
    let wrapped = entries.iter().any(|(name, _)| words::lines(name, NAME, 2).len() > 1);
    let gap = if wrapped { 28.0 } else { 17.0 };
    let placed = spread(&wanted, gap, panel.top + 6.0, panel.bottom - 6.0);
    for ((name, colour), y) in entries.iter().zip(placed) {
        c.rect(
            (panel.right + 14.0, y - 5.0),
            (panel.right + 24.0, y + 5.0),
            *colour,
            1.0,
        );
        beside(c, (panel.right + 30.0, y), name, label(11.0, INK));
    }
    c.line(
        &[(panel.right, panel.top), (panel.right, panel.bottom)],
        stroke(FAINT, 0.8),
    );
}

/// Long-term maps over two keys; for a dose matrix the short-term ones below.
pub fn maps(report: &SweepReport) -> Result<String, ReportError> {
    let (first, second) = (&report.keys[0], &report.keys[1]);
    let sides = Sides {
        row_title: &first.key,
        rows: &first.values,
        column_title: &second.key,
        columns: &second.values,
    };
    let by_cell = |value: &dyn Fn(&SweepPoint) -> Option<f64>| -> Vec<Vec<Option<f64>>> {
        let columns = second.values.len();
        let value = |(i, p): (usize, &PointResult)| value(&p.result).filter(|_| !untreated(report, i));
        let all: Vec<Option<f64>> = report.points.iter().enumerate().map(value).collect();
        all.chunks(columns).map(<[_]>::to_vec).collect()
    };
    let percent = |value: f64| number(libm::round(value * 100.0));
    let excess = |value: f64| match libm::round(value * 100.0) {
        0.0 => "0".to_owned(),
        points if points < 0.0 => format!("−{}", -points),
        points => format!("{points}"),
    };
    let horizon = number(report.horizon);
    let mut maps = vec![
        Heat {
            title: "P(resistant)".to_owned(),
            note: format!("% of flasks, by day {horizon}"),
            values: by_cell(&|p| Some(p.resistant.share)),
            text: &percent,
            scale: HeatScale::Rising {
                low: 0.0,
                high: 1.0,
                colour: RESISTANT,
            },
        },
        Heat {
            title: "Time to resistance".to_owned(),
            note: format!("restricted mean, days of {horizon}"),
            values: by_cell(&|p| Some(p.restricted_mean)),
            text: &|value| number(libm::round(value)),
            scale: HeatScale::Rising {
                low: 0.0,
                high: report.horizon,
                colour: Colour(0x1B, 0x5E, 0x4B),
            },
        },
    ];
    let Some(synergy) = &report.synergy else {
        return heat::draw("maps", "Results over two keys", &sides, &maps);
    };
    let cells = |value: &dyn Fn(&SynergyCell) -> Option<f64>| -> Vec<Vec<Option<f64>>> {
        synergy
            .matrix
            .cells
            .iter()
            .map(|row| row.iter().map(value).collect())
            .collect()
    };
    let hours = number(synergy.hours);
    let all = synergy.matrix.cells.iter().flatten();
    let sizes = all.flat_map(|cell| [Some(cell.bliss_excess), Some(cell.hsa_excess), cell.loewe_excess]);
    let reach = sizes.flatten().map(f64::abs).fold(0.05, f64::max);
    maps.push(Heat {
        title: format!("Viability after {hours} h"),
        note: "% of the undrugged control, parental line".to_owned(),
        values: cells(&|cell| Some(cell.viability)),
        text: &percent,
        scale: HeatScale::Rising {
            low: 0.0,
            high: 1.0,
            colour: POPULATION,
        },
    });
    for (title, value) in [
        (
            "Bliss excess",
            &(|cell: &SynergyCell| Some(cell.bliss_excess)) as &dyn Fn(&SynergyCell) -> Option<f64>,
        ),
        ("HSA excess", &|cell| Some(cell.hsa_excess)),
        ("Loewe excess", &|cell| cell.loewe_excess),
    ] {
        maps.push(Heat {
            title: title.to_owned(),
            note: format!("points of viability after {hours} h; red is synergy"),
            values: cells(value),
            text: &excess,
            scale: HeatScale::Around { reach },
        });
    }
    heat::draw(
        "maps",
        "Durability and short-term synergy over two doses",
        &sides,
        &maps,
    )
}
