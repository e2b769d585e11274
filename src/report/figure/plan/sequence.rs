//! When to sequence: a right and complete diagnosis by day, a line per depth.

use crate::report::ReportError;
use crate::report::figure::WIDTH;
use crate::report::figure::axis::{Panel, Scale, day_title, days};
use crate::report::figure::canvas::{figure, label, spread, stroke};
use crate::report::figure::series::Span;
use crate::report::palette::{INK, series};
use crate::report::plan::PlanReport;
use crate::words;

/// Radius of the ring round what is advised, pixels.
const RING: f64 = 7.0;

/// What the figure shows.
#[derive(Debug, Clone, PartialEq)]
pub struct SequenceFigure {
    /// What a culture is called.
    pub culture: &'static str,
    /// Least depth first.
    pub depths: Vec<DepthLine>,
    /// Day and share of what is advised.
    pub chosen: (f64, f64),
    /// The day that the goal counts.
    pub by: f64,
}

/// Samples at one depth, by day.
#[derive(Debug, Clone, PartialEq)]
pub struct DepthLine {
    /// Reads at every position.
    pub depth: u64,
    /// Day and share of right and complete diagnoses.
    pub line: Vec<(f64, f64)>,
    /// Day and share of diagnoses in which every mechanism is found, however few cells it is in.
    pub found: Vec<(f64, f64)>,
    /// Its interval.
    pub band: Vec<Span>,
}

/// The winner's; `None` where none was sequenced.
pub fn data(report: &PlanReport) -> Option<SequenceFigure> {
    let all = report.sequencing.as_ref()?;
    let mut depths: Vec<DepthLine> = Vec::new();
    for one in &all.samples {
        let place = depths
            .iter()
            .position(|line| line.depth == one.depth)
            .unwrap_or_else(|| {
                depths.push(DepthLine {
                    depth: one.depth,
                    line: Vec::new(),
                    found: Vec::new(),
                    band: Vec::new(),
                });
                depths.len() - 1
            });
        depths[place].line.push((one.day, one.complete));
        depths[place].found.push((one.day, one.found));
        depths[place].band.push(Span {
            at: one.day,
            low: one.low,
            high: one.high,
        });
    }
    let chosen = &all.samples[all.chosen];
    Some(SequenceFigure {
        culture: report.culture,
        depths,
        chosen: (chosen.day, chosen.complete),
        by: report.goal.by,
    })
}

impl SequenceFigure {
    /// Where it is drawn.
    pub fn panel(&self) -> Panel {
        Panel {
            left: 70.0,
            right: WIDTH - 130.0,
            top: 20.0,
            bottom: 270.0,
            x: days(self.by),
            y: Scale::Linear { low: 0.0, high: 1.0 },
        }
    }
}

/// Bands, lines, their depths at their ends.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn draw(shown: &SequenceFigure) -> Result<String, ReportError> {
    let panel = shown.panel();
    let title = "Probability of a right and complete diagnosis by day and depth of sequencing";
    figure("sequence", title, (WIDTH, panel.bottom + 46.0), |c| {
        panel.draw_y(c, "right and complete", &panel.y.ticks(5, words::percent));
        panel.draw_x(c, &day_title(shown.culture), &panel.x.ticks(8, words::number));
        for (i, depth) in shown.depths.iter().enumerate() {
            panel.band(c, &depth.band, series(i), 0.12);
        }
        for (i, depth) in shown.depths.iter().enumerate() {
            let found: Vec<(f64, f64)> = depth.found.iter().map(|point| panel.at(*point)).collect();
            c.dashed(&found, stroke(series(i), 0.9), (3.0, 3.0));
            panel.line(c, &depth.line, stroke(series(i), 1.8));
            depth
                .line
                .iter()
                .for_each(|point| c.circle(panel.at(*point), 2.6, series(i), 1.0));
        }
        let ends: Vec<f64> = (shown.depths.iter())
            .map(|depth| panel.py(depth.line.last().map_or(0.0, |end| end.1)))
            .collect();
        let placed = spread(&ends, 15.0, panel.top, panel.bottom);
        for (i, depth) in shown.depths.iter().enumerate() {
            c.line(
                &[(panel.right, ends[i]), (panel.right + 8.0, placed[i])],
                stroke(series(i), 0.7),
            );
            let text = format!("{} reads", words::grouped(depth.depth));
            c.text((panel.right + 11.0, placed[i]), &text, label(11.0, series(i)).bold());
        }
        let (x, y) = panel.at(shown.chosen);
        let turn = |i: i32| f64::from(i) * std::f64::consts::TAU / 32.0;
        let ring: Vec<(f64, f64)> = (0..=32)
            .map(|i| (x + RING * libm::cos(turn(i)), y + RING * libm::sin(turn(i))))
            .collect();
        c.line(&ring, stroke(INK, 1.6));
    })
}
