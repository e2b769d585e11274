//! Lines over the values of one key.

use super::super::WIDTH;
use super::super::axis::{Panel, Scale, plain_text};
use super::super::canvas::{Canvas, figure, stroke};
use super::values::{panel, values};
use crate::report::ReportError;
use crate::report::palette::{Colour, POPULATION, RESISTANT};
use crate::report::sweep::SweepReport;
use crate::statistics::sweep::SweepPoint;
use crate::words;

/// Probability and restricted time over the values of one key; values stand at equal distances, in
/// the order in which they were given.
pub fn draw(report: &SweepReport) -> Result<String, ReportError> {
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
