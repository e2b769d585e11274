//! Designs, the winner first: value with its interval, in new worlds where they were looked at again.

use crate::report::ReportError;
use crate::report::figure::WIDTH;
use crate::report::figure::axis::{Panel, Scale};
use crate::report::figure::canvas::{Canvas, figure, label, stroke};
use crate::report::figure::series::Dot;
use crate::report::palette::{Colour, FAINT, INK, QUIET, RESISTANT, WORLDS};
use crate::report::plan::{DesignRow, PlanReport, Standing};
use crate::words;

/// Designs drawn at most.
const MOST: usize = 24;
const ROW: f64 = 24.0;
const TOP: f64 = 56.0;
/// Where names end and values begin.
const LEFT: f64 = 330.0;

/// What the figure shows.
#[derive(Debug, Clone, PartialEq)]
pub struct RankFigure {
    /// What the values are called, with their unit.
    pub what: String,
    /// Values are shares.
    pub shares: bool,
    /// The winner first.
    pub rows: Vec<RankRow>,
    /// The value asked for, where there is one.
    pub asked: Option<f64>,
    /// So many more are not drawn.
    pub left_out: usize,
}

/// A design.
#[derive(Debug, Clone, PartialEq)]
pub struct RankRow {
    /// What it is called.
    pub name: String,
    /// Its value with its interval; what is spent is positive here.
    pub value: Dot,
    /// In new worlds.
    pub fresh: bool,
    /// In the race at its end.
    pub running: bool,
}

/// Every design.
pub fn data(report: &PlanReport) -> RankFigure {
    let spent = report.goal.is_spent();
    let row = |row: &DesignRow| RankRow {
        name: row.name.clone(),
        value: match spent {
            true => Dot {
                value: -row.value,
                low: -row.high,
                high: -row.low,
            },
            false => Dot {
                value: row.value,
                low: row.low,
                high: row.high,
            },
        },
        fresh: row.fresh,
        running: matches!(row.standing, Standing::Winner | Standing::Running | Standing::SetAside),
    };
    RankFigure {
        what: report.goal.axis(),
        shares: report.goal.is_share(),
        rows: report.designs.iter().take(MOST).map(row).collect(),
        asked: report.goal.probability.filter(|_| report.goal.is_met()),
        left_out: report.designs.len().saturating_sub(MOST),
    }
}

impl RankFigure {
    /// Where values are drawn.
    pub fn panel(&self) -> Panel {
        let ends = self.rows.iter().flat_map(|row| [row.value.low, row.value.high]);
        let (low, high) = ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| {
            (low.min(x), high.max(x))
        });
        let (low, high) = match self.shares {
            true => (low.min(0.0), high.max(1.0)),
            false => (0.0, (high * 1.05).max(1.0)),
        };
        Panel {
            left: LEFT,
            right: WIDTH - 20.0,
            top: TOP,
            bottom: TOP + ROW * self.rows.len() as f64,
            x: Scale::Linear { low, high },
            y: Scale::Linear { low: 0.0, high: 1.0 },
        }
    }
}

/// A row of dots.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn draw(shown: &RankFigure) -> Result<String, ReportError> {
    let panel = shown.panel();
    let title = "Every design with its value by the goal, the best first";
    figure("designs", title, (WIDTH, panel.bottom + 58.0), |c| {
        key(c, shown);
        let text = if shown.shares { words::percent } else { words::number };
        let ticks = panel.x.ticks(5, text);
        for (value, _) in &ticks {
            let x = panel.px(*value);
            c.line(&[(x, panel.top), (x, panel.bottom)], stroke(FAINT, 0.8));
        }
        panel.draw_x(c, &shown.what, &ticks);
        if let Some(asked) = shown.asked {
            let x = panel.px(asked);
            c.dashed(&[(x, panel.top), (x, panel.bottom)], stroke(RESISTANT, 1.2), (4.0, 3.0));
        }
        for (i, row) in shown.rows.iter().enumerate() {
            let y = TOP + ROW * (i as f64 + 0.5);
            let lines = words::lines(&row.name, 52, 2);
            let first = y - 5.5 * (lines.len() as f64 - 1.0);
            for (k, line) in lines.iter().enumerate() {
                let look = label(10.5, if row.running { INK } else { QUIET });
                let look = if i == 0 { look.bold() } else { look };
                c.text((12.0, first + 11.0 * k as f64), line, look);
            }
            dot(c, &panel, row, y);
        }
        if shown.left_out > 0 {
            let text = format!("and {} more in designs.csv", shown.left_out);
            c.text((12.0, panel.bottom + 14.0), &text, label(11.0, QUIET));
        }
    })
}

fn look(row: &RankRow) -> (Colour, f64) {
    match (row.fresh, row.running) {
        (true, _) => (WORLDS, 1.0),
        (false, true) => (WORLDS, 0.45),
        (false, false) => (QUIET, 0.45),
    }
}

fn dot(c: &Canvas, panel: &Panel, row: &RankRow, y: f64) {
    let (colour, opacity) = look(row);
    let mut style = stroke(colour, if row.fresh { 2.2 } else { 1.4 });
    style.opacity = opacity;
    c.line(&[(panel.px(row.value.low), y), (panel.px(row.value.high), y)], style);
    c.circle(
        (panel.px(row.value.value), y),
        if row.fresh { 4.2 } else { 3.0 },
        colour,
        opacity,
    );
}

fn key(c: &Canvas, shown: &RankFigure) {
    let mut x = 12.0;
    let kinds = [
        (true, true, "in new worlds"),
        (false, true, "not shown to be worse"),
        (false, false, "dropped out"),
    ];
    for (fresh, running, text) in kinds {
        if !shown
            .rows
            .iter()
            .any(|row| row.fresh == fresh && (row.fresh || row.running == running))
        {
            continue;
        }
        let row = RankRow {
            name: String::new(),
            value: Dot::alone(0.0),
            fresh,
            running,
        };
        let (colour, opacity) = look(&row);
        let mut style = stroke(colour, if fresh { 2.2 } else { 1.4 });
        style.opacity = opacity;
        c.line(&[(x, 20.0), (x + 30.0, 20.0)], style);
        c.circle((x + 15.0, 20.0), if fresh { 4.2 } else { 3.0 }, colour, opacity);
        c.text((x + 38.0, 20.0), text, label(11.5, INK));
        x += 190.0;
    }
    if shown.asked.is_some() {
        c.dashed(&[(x, 20.0), (x + 30.0, 20.0)], stroke(RESISTANT, 1.2), (4.0, 3.0));
        c.text((x + 38.0, 20.0), "asked for", label(11.5, INK));
    }
}
