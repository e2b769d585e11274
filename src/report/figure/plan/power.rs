//! Flasks against the probability of the goal.

use crate::report::ReportError;
use crate::report::figure::WIDTH;
use crate::report::figure::axis::{Panel, Scale};
use crate::report::figure::canvas::{figure, label, stroke};
use crate::report::palette::{INK, QUIET, RESISTANT, WORLDS};
use crate::report::plan::PlanReport;
use crate::statistics::race::Power;
use crate::words;

/// What the figure shows.
#[derive(Debug, Clone, PartialEq)]
pub struct PowerFigure {
    /// Probability by number of flasks, from 1.
    pub by_flasks: Vec<f64>,
    /// Powers with the flasks that reach them.
    pub needed: Vec<Power>,
    /// What is reached.
    pub value: &'static str,
    /// The flasks that were simulated.
    pub flasks: u64,
    /// The flasks that the plan has.
    pub planned: u64,
    /// What a culture is called.
    pub culture: &'static str,
}

/// The winner's; `None` where the goal is not met or missed.
pub fn data(report: &PlanReport) -> Option<PowerFigure> {
    (!report.power.is_empty()).then(|| PowerFigure {
        by_flasks: report.by_flasks.clone(),
        needed: report.power.clone(),
        value: report.goal.value_words(),
        flasks: report.simulated,
        planned: report.flasks,
        culture: report.culture,
    })
}

impl PowerFigure {
    /// Where it is drawn.
    pub fn panel(&self) -> Panel {
        Panel {
            left: 70.0,
            right: WIDTH - 110.0,
            top: 20.0,
            bottom: 270.0,
            x: Scale::Linear {
                low: 0.0,
                high: self.by_flasks.len() as f64 + 0.5,
            },
            y: Scale::Linear { low: 0.0, high: 1.0 },
        }
    }
}

/// A curve of dots.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn draw(shown: &PowerFigure) -> Result<String, ReportError> {
    let panel = shown.panel();
    let title = "Probability of the goal by number of flasks, averaged over worlds";
    figure("power", title, (WIDTH, panel.bottom + 46.0), |c| {
        panel.draw_y(c, shown.value, &panel.y.ticks(5, words::percent));
        let whole = |value: f64| {
            if value.fract() == 0.0 {
                words::number(value)
            } else {
                String::new()
            }
        };
        panel.draw_x(c, &format!("{}s", shown.culture), &panel.x.ticks(8, whole));
        for one in &shown.needed {
            let y = panel.py(one.power);
            c.dashed(&[(panel.left, y), (panel.right, y)], stroke(RESISTANT, 0.9), (4.0, 3.0));
            let flasks = match one.flasks {
                Some(n) => words::grouped(n),
                None if one.is_open() => format!("over {}", words::grouped(one.most)),
                None => "never".to_owned(),
            };
            let text = format!("{}: {flasks}", words::percent(one.power));
            c.text((panel.right + 6.0, y), &text, label(11.0, RESISTANT));
        }
        let points: Vec<(f64, f64)> = (1..)
            .zip(&shown.by_flasks)
            .map(|(n, p)| panel.at((f64::from(n), *p)))
            .collect();
        c.line(&points, stroke(WORLDS, 1.4));
        for (n, at) in (1..).zip(&points) {
            let own = n <= shown.flasks;
            c.circle(*at, if own { 4.0 } else { 2.6 }, if own { WORLDS } else { QUIET }, 1.0);
        }
        let x = panel.px(shown.planned as f64);
        c.line(&[(x, panel.bottom), (x, panel.bottom - 8.0)], stroke(INK, 1.6));
        c.text((x, panel.bottom - 16.0), "plan", label(11.0, INK).centred());
    })
}
