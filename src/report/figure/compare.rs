//! Pictures of a comparison: incidence of resistance under every protocol, paired differences, profiles.

use super::WIDTH;
use super::axis::{Panel, Scale, days, plain_text};
use super::canvas::{Canvas, figure, label, spread, stroke, text_width};
use super::incidence::extended;
use crate::report::ReportError;
use crate::report::compare::{Arm, Comparison, letter};
use crate::report::palette::{self, Colour, FAINT, INK, QUIET};
use crate::report::words::{mechanism, signed};
use crate::statistics::incidence::{IncidencePoint, at};
use crate::statistics::paired::{MechanismPair, Paired};
use crate::words::{self, percents, shortened};

/// Characters of a protocol's name that find room beside a figure.
const NAME: usize = 32;

/// Probability of resistance by day under every protocol, with pointwise bands, up to the horizon.
pub fn incidence(arms: &[Arm], horizon: f64) -> Result<String, ReportError> {
    figure(
        "incidence",
        "Cumulative incidence of resistance under each protocol",
        (WIDTH, 360.0),
        |c| {
            let y = Scale::Linear { low: 0.0, high: 1.0 };
            let panel = Panel {
                left: 66.0,
                right: 480.0,
                top: 16.0,
                bottom: 306.0,
                x: days(horizon),
                y,
            };
            panel.draw_y(c, "share of flasks resistant", &y.ticks(5, words::percent));
            panel.draw_x(c, "days since seeding", &panel.x.ticks(8, plain_text));
            let curves: Vec<Vec<IncidencePoint>> = arms.iter().map(|arm| up_to(arm, horizon)).collect();
            for (i, curve) in curves.iter().enumerate() {
                let ends = |f: fn(&IncidencePoint) -> f64| -> Vec<(f64, f64)> {
                    extended(&curve.iter().map(|p| (p.day, f(p))).collect::<Vec<_>>(), horizon)
                };
                let band = ends(|p| p.low).into_iter().zip(ends(|p| p.high));
                let band: Vec<(f64, f64, f64)> = band.map(|((day, low), (_, high))| (day, low, high)).collect();
                panel.band(c, &band, palette::series(i), 0.14);
            }
            for (i, curve) in curves.iter().enumerate() {
                let values: Vec<(f64, f64)> = curve.iter().map(|p| (p.day, p.value)).collect();
                let line: Vec<(f64, f64)> = extended(&values, horizon).into_iter().map(|p| panel.at(p)).collect();
                match dash(i) {
                    None => c.line(&line, stroke(palette::series(i), 2.2)),
                    Some(dash) => c.dashed(&line, stroke(palette::series(i), 2.2), dash),
                }
            }
            end_labels(c, &panel, arms, &curves);
        },
    )
}

/// Protocols differ in line style as well as in colour; the first is solid.
fn dash(i: usize) -> Option<(f64, f64)> {
    [None, Some((8.0, 3.0)), Some((3.0, 3.0)), Some((12.0, 4.0))][i % 4]
}

fn up_to(arm: &Arm, horizon: f64) -> Vec<IncidencePoint> {
    let curve = &arm.summary.incidence.resistant;
    let mut out: Vec<IncidencePoint> = curve.iter().copied().filter(|p| p.day <= horizon).collect();
    out.extend(at(curve, horizon));
    out
}

fn end_labels(c: &Canvas, panel: &Panel, arms: &[Arm], curves: &[Vec<IncidencePoint>]) {
    let last = |i: usize| curves[i].last().copied();
    let heights: Vec<f64> = (0..arms.len())
        .map(|i| panel.py(last(i).map_or(0.0, |p| p.value)))
        .collect();
    let names: Vec<Vec<String>> = arms.iter().map(|arm| words::lines(&arm.name, NAME, 2)).collect();
    let gap = if names.iter().any(|lines| lines.len() > 1) && arms.len() <= 6 {
        47.0
    } else {
        34.0
    };
    let placed = spread(&heights, gap, panel.top + 12.0, panel.bottom - 27.0);
    for (i, arm) in arms.iter().enumerate() {
        let Some(end) = last(i) else { continue };
        let (colour, y) = (palette::series(i), placed[i] - 6.0);
        c.line(
            &[(panel.right + 2.0, heights[i]), (panel.right + 12.0, y)],
            stroke(colour, 0.8),
        );
        let shown = if gap > 34.0 {
            names[i].clone()
        } else {
            vec![shortened(&arm.name, NAME)]
        };
        for (line, name) in shown.iter().enumerate() {
            let name = if line == 0 {
                format!("{}  {name}", letter(i))
            } else {
                format!("    {name}")
            };
            c.text(
                (panel.right + 15.0, y + 13.0 * line as f64),
                &name,
                label(12.0, colour).bold(),
            );
        }
        let (value, range) = percents(end.value, end.low, end.high);
        c.text(
            (panel.right + 15.0, y + 1.0 + 13.0 * shown.len() as f64),
            &format!("{value} ({range})"),
            label(11.0, QUIET),
        );
    }
}

/// Height of a row of the differences.
const ROW: f64 = 70.0;

/// Paired differences to the first protocol: in the probability of resistance, in days, and who was later.
pub fn differences(arms: &[Arm], comparisons: &[Comparison]) -> Result<String, ReportError> {
    let height = 82.0 + ROW * comparisons.len() as f64;
    figure(
        "differences",
        "Differences to the first protocol, with 95% intervals",
        (WIDTH, height),
        |c| {
            let bottom = height - 48.0;
            let points: Vec<[f64; 3]> = comparisons.iter().map(|row| share_points(&row.paired)).collect();
            let times: Vec<[f64; 3]> = comparisons.iter().map(|row| day_points(&row.paired)).collect();
            let shares = forest_panel((40.0, 240.0), bottom, &points);
            let days = forest_panel((270.0, 470.0), bottom, &times);
            forest(c, &shares, "resistant by the horizon", "percentage points", &points);
            forest(c, &days, "restricted mean time", "days", &times);
            for (row, comparison) in comparisons.iter().enumerate() {
                let y = row_y(row);
                let head = format!("{} against {}:  ", letter(comparison.other), letter(0));
                let text = fitting(&head, &arms[comparison.other].name, LATER.1 - shares.left);
                c.text(
                    (shares.left, y - 34.0),
                    &text,
                    label(11.5, palette::series(comparison.other)).bold(),
                );
                later_bar(c, comparison, y);
            }
            if comparisons.iter().any(|row| row.shares_flasks) {
                c.text((500.0, 20.0), "who is resistant later", label(12.0, INK).bold());
            }
        },
    )
}

/// Middle of a row's intervals; its heading has a strip of its own above, free of grid lines.
fn row_y(row: usize) -> f64 {
    84.0 + ROW * row as f64
}

/// Ends of the bars of who is later.
const LATER: (f64, f64) = (500.0, 706.0);

/// A heading with as much of a name as a bold line of this width holds.
fn fitting(head: &str, name: &str, width: f64) -> String {
    let whole = |length: usize| format!("{head}{}", shortened(name, length));
    let fits = |length: &usize| 1.1 * text_width(&whole(*length), 11.5) <= width;
    let length = (8..=name.chars().count().max(8)).rev().find(fits).unwrap_or(8);
    whole(length)
}

fn share_points(paired: &Paired) -> [f64; 3] {
    let resistant = &paired.resistant;
    [resistant.difference, resistant.low, resistant.high].map(|share| share * 100.0)
}

fn day_points(paired: &Paired) -> [f64; 3] {
    let time = &paired.time;
    let end = |value: Option<f64>| value.unwrap_or(time.difference);
    [time.difference, end(time.low), end(time.high)]
}

/// A panel around 0 that holds every interval.
fn forest_panel((left, right): (f64, f64), bottom: f64, points: &[[f64; 3]]) -> Panel {
    let ends = points.iter().flatten();
    let reach = |f: fn(f64, f64) -> f64| ends.clone().copied().fold(0.0, f);
    let (low, high) = (reach(f64::min), reach(f64::max));
    let room = 0.08 * (high - low).max(1.0);
    Panel {
        left,
        right,
        top: 34.0,
        bottom,
        x: Scale::Linear {
            low: low - room,
            high: high + room,
        },
        y: Scale::Linear { low: 0.0, high: 1.0 },
    }
}

fn forest(c: &Canvas, panel: &Panel, title: &str, unit: &str, points: &[[f64; 3]]) {
    c.text((panel.left, 20.0), title, label(12.0, INK).bold());
    let ticks = panel.x.ticks(4, signed);
    let zero = panel.px(0.0);
    for row in 0..points.len() {
        let (top, bottom) = (row_y(row) - 20.0, row_y(row) + 20.0);
        for (value, _) in &ticks {
            let x = panel.px(*value);
            c.line(&[(x, top), (x, bottom)], stroke(FAINT, 0.8));
        }
        c.line(&[(zero, top), (zero, bottom)], stroke(QUIET, 1.2));
    }
    panel.draw_x(c, unit, &ticks);
    for (row, &[value, low, high]) in points.iter().enumerate() {
        let (y, colour) = (row_y(row), INK);
        c.line(&[(panel.px(low), y), (panel.px(high), y)], stroke(colour, 1.8));
        for end in [low, high] {
            c.line(
                &[(panel.px(end), y - 4.0), (panel.px(end), y + 4.0)],
                stroke(colour, 1.4),
            );
        }
        c.circle((panel.px(value), y), 4.5, colour, 1.0);
        let text = signed(value);
        let half = text_width(&text, 11.0) / 2.0;
        let x = panel.px(value).clamp(panel.left + half, panel.right - half);
        c.text((x, y - 11.0), &text, label(11.0, INK).centred());
    }
}

/// A bar of later in the first, tie, later in the other.
fn later_bar(c: &Canvas, comparison: &Comparison, y: f64) {
    let Some(order) = &comparison.paired.order else {
        c.text(
            (LATER.0, y),
            "other flasks: not comparable one by one",
            label(11.0, QUIET),
        );
        return;
    };
    let (left, right) = LATER;
    let parts: [(f64, Colour, String); 3] = [
        (
            order.later_in_first.share,
            palette::series(0),
            format!("{} ", letter(0)),
        ),
        (order.tie.share, FAINT, "tie ".to_owned()),
        (
            order.later_in_other.share,
            palette::series(comparison.other),
            format!("{} ", letter(comparison.other)),
        ),
    ];
    let mut x = left;
    for (share, colour, name) in parts {
        let next = x + share * (right - left);
        c.rect((x, y - 9.0), (next, y + 9.0), colour, 1.0);
        let text = format!("{name}{}", words::percent(share));
        if text_width(&text, 11.0) < next - x {
            c.text(((x + next) / 2.0, y), &text, label(11.0, colour.readable()).centred());
        }
        x = next;
    }
}

/// Height of a protocol's line in the legend.
const LEGEND: f64 = 17.0;

/// Mechanisms shown at most.
const MECHANISMS: usize = 12;

/// Share of all flasks that became resistant with a mechanism dominant, a dot per protocol.
pub fn profile(arms: &[Arm], comparisons: &[Comparison]) -> Result<String, ReportError> {
    let rows = leading(comparisons);
    let top = 24.0 + LEGEND * arms.len() as f64;
    let height = top + 26.0 * rows.len().max(1) as f64 + 62.0;
    figure("profile", "Mechanisms under each protocol", (WIDTH, height), |c| {
        let highest = rows
            .iter()
            .flat_map(|row| row.1.iter().map(|p| p[2]))
            .fold(0.05, f64::max);
        let panel = Panel {
            left: 236.0,
            right: 700.0,
            top,
            bottom: height - 48.0,
            x: Scale::Linear {
                low: 0.0,
                high: (highest * 1.02).min(1.0),
            },
            y: Scale::Linear { low: 0.0, high: 1.0 },
        };
        for (i, arm) in arms.iter().enumerate() {
            let y = 16.0 + LEGEND * i as f64;
            c.circle((panel.left + 4.0, y), 4.5, palette::series(i), 1.0);
            let text = format!("{}  {}", letter(i), shortened(&arm.name, 74));
            c.text((panel.left + 13.0, y), &text, label(11.5, INK));
        }
        let ticks = panel.x.ticks(6, words::percent);
        for (value, _) in &ticks {
            let x = panel.px(*value);
            c.line(&[(x, panel.top), (x, panel.bottom)], stroke(FAINT, 0.8));
        }
        panel.draw_x(c, "share of all flasks", &ticks);
        if rows.is_empty() {
            c.text((panel.left, panel.top + 16.0), "no resistant flask", label(12.0, QUIET));
        }
        for (k, (name, points)) in rows.iter().enumerate() {
            let y = panel.top + 13.0 + 26.0 * k as f64;
            let lines = words::lines(name, 36, 2);
            for (i, line) in lines.iter().enumerate() {
                let y = y + 12.0 * (i as f64 - 0.5 * (lines.len() as f64 - 1.0));
                c.text((panel.left - 10.0, y), line, label(11.0, INK).right());
            }
            let gap = 16.0 / points.len() as f64;
            for (i, &[value, low, high]) in points.iter().enumerate() {
                let y = y + gap * (i as f64 - (points.len() as f64 - 1.0) / 2.0);
                let colour = palette::series(i);
                c.line(&[(panel.px(low), y), (panel.px(high), y)], stroke(colour, 1.2));
                c.circle((panel.px(value), y), 3.8, colour, 1.0);
            }
        }
    })
}

/// The leading mechanisms, with share and interval under every protocol.
fn leading(comparisons: &[Comparison]) -> Vec<(String, Vec<[f64; 3]>)> {
    let mut names: Vec<(&MechanismPair, u64)> = Vec::new();
    for pair in comparisons.iter().flat_map(|row| &row.paired.mechanisms) {
        let count = pair.shares.first.count.max(pair.shares.other.count);
        match names
            .iter_mut()
            .find(|(seen, _)| seen.mechanism.label == pair.mechanism.label)
        {
            Some((_, most)) => *most = count.max(*most),
            None => names.push((pair, count)),
        }
    }
    names.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.mechanism.cmp(&b.0.mechanism)));
    names.truncate(MECHANISMS);
    let row = |wanted: &MechanismPair| {
        let share = |p: &crate::statistics::Proportion| [p.share, p.low, p.high];
        let of = |row: &Comparison| {
            row.paired
                .mechanisms
                .iter()
                .find(|m| m.mechanism.label == wanted.mechanism.label)
                .cloned()
        };
        let n = wanted.shares.first.n;
        let none = crate::statistics::Proportion::new(0, n);
        let first = comparisons.iter().find_map(of).map_or(none, |pair| pair.shares.first);
        let others = comparisons.iter().map(|c| of(c).map_or(none, |pair| pair.shares.other));
        let points = std::iter::once(first).chain(others).map(|p| share(&p)).collect();
        (mechanism(&wanted.mechanism).to_owned(), points)
    };
    names.into_iter().map(|(pair, _)| row(pair)).collect()
}
