//! What designs reach against what they take: those that no other beats in everything stand out.

use crate::report::ReportError;
use crate::report::figure::WIDTH;
use crate::report::figure::axis::{Panel, Scale};
use crate::report::figure::canvas::{figure, label};
use crate::report::palette::{INK, QUIET, WHITE, WORLDS};
use crate::report::plan::PlanReport;
use crate::words;

const TOP: f64 = 40.0;
const BOTTOM: f64 = 330.0;

/// What the figure shows.
#[derive(Debug, Clone, PartialEq)]
pub struct FrontFigure {
    /// What the values are called.
    pub what: String,
    /// Values are shares.
    pub shares: bool,
    /// In the order of the ranking.
    pub points: Vec<FrontPoint>,
    /// What the horizontal axes show.
    pub axes: Vec<&'static str>,
}

/// A design.
#[derive(Debug, Clone, PartialEq)]
pub struct FrontPoint {
    /// Its rank, from 1.
    pub rank: usize,
    /// Its value; what is spent is positive here.
    pub value: f64,
    /// What it takes, per axis.
    pub takes: Vec<f64>,
    /// Nothing beats it.
    pub front: bool,
}

/// Every design.
pub fn data(report: &PlanReport) -> FrontFigure {
    let spent = report.goal.is_spent();
    let drug = report.designs.iter().any(|row| row.drug_total() > 0.0);
    let mut axes = vec!["weeks", "hours of hands-on work"];
    if drug {
        axes.push("drug, mg");
    }
    let point = |(i, row): (usize, &crate::report::plan::DesignRow)| FrontPoint {
        rank: i + 1,
        value: if spent { -row.value } else { row.value },
        takes: [row.used.weeks, row.hours]
            .into_iter()
            .chain(drug.then(|| row.drug_total()))
            .collect(),
        front: row.front,
    };
    FrontFigure {
        what: report.goal.axis(),
        shares: report.goal.is_share(),
        points: report.designs.iter().enumerate().map(point).collect(),
        axes,
    }
}

impl FrontFigure {
    /// A panel per axis.
    pub fn panels(&self) -> Vec<Panel> {
        let count = self.axes.len() as f64;
        let (left, gap) = (70.0, 24.0);
        let width = (WIDTH - left - 16.0 - gap * (count - 1.0)) / count;
        let most = |of: &dyn Fn(&FrontPoint) -> f64| self.points.iter().map(of).fold(0.0, f64::max);
        let y = match self.shares {
            true => Scale::Linear {
                low: self.points.iter().map(|point| point.value).fold(0.0, f64::min),
                high: 1.0,
            },
            false => Scale::Linear {
                low: 0.0,
                high: (most(&|point| point.value) * 1.1).max(1.0),
            },
        };
        let panel = |i: usize| Panel {
            left: left + i as f64 * (width + gap),
            right: left + i as f64 * (width + gap) + width,
            top: TOP,
            bottom: BOTTOM,
            x: Scale::Linear {
                low: 0.0,
                high: (most(&|point| point.takes[i]) * 1.12).max(1e-9),
            },
            y,
        };
        (0..self.axes.len()).map(panel).collect()
    }
}

/// A panel beside the other.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn draw(shown: &FrontFigure) -> Result<String, ReportError> {
    let panels = shown.panels();
    let title = "What designs reach against weeks, work and drug";
    figure("front", title, (WIDTH, BOTTOM + 54.0), |c| {
        c.circle((20.0, 18.0), 7.0, WORLDS, 1.0);
        c.text(
            (32.0, 18.0),
            "no other design beats it in everything; the number is its rank",
            label(11.5, INK),
        );
        c.circle((420.0, 18.0), 4.0, QUIET, 0.5);
        c.text((430.0, 18.0), "some other does", label(11.5, INK));
        for (i, (panel, axis)) in panels.iter().zip(&shown.axes).enumerate() {
            let text = if shown.shares { words::percent } else { words::number };
            let mut ticks = panel.y.ticks(5, text);
            if i > 0 {
                ticks.iter_mut().for_each(|(_, text)| text.clear());
            }
            panel.draw_y(c, if i == 0 { &shown.what } else { "" }, &ticks);
            panel.draw_x(c, axis, &panel.x.ticks(4, words::number));
            for point in shown.points.iter().filter(|point| !point.front) {
                c.circle(panel.at((point.takes[i], point.value)), 4.0, QUIET, 0.5);
            }
            // The best rank is drawn last, above the others.
            for point in shown.points.iter().rev().filter(|point| point.front) {
                let at = panel.at((point.takes[i], point.value));
                c.circle(at, 8.0, WORLDS, 1.0);
                c.text(at, &point.rank.to_string(), label(9.5, WHITE).centred().bold());
            }
        }
    })
}
