//! Protocols or points over worlds: what comes of each, how often each is best, and what choosing it may cost.

use super::WIDTH;
use super::axis::{Panel, Scale};
use super::canvas::{Canvas, figure, label, stroke};
use super::series::Dot;
use crate::report::ReportError;
use crate::report::choice::OverWorlds;
use crate::report::compare::{CompareReport, letter};
use crate::report::palette::{Colour, FAINT, INK, QUIET, WORLDS};
use crate::report::sweep::{SweepReport, short};
use crate::scenario::Want;
use crate::words;

/// Options drawn at most.
const MOST: usize = 24;
const ROW: f64 = 34.0;
const TOP: f64 = 104.0;
/// Ends of the columns: names, results, how often best, regret.
const COLUMNS: [(f64, f64); 3] = [(170.0, 400.0), (436.0, 556.0), (592.0, 706.0)];

/// What the figure shows.
#[derive(Debug, Clone, PartialEq)]
pub struct OptionsFigure {
    /// What one culture is called.
    pub culture: &'static str,
    /// Any of the options: `protocol`.
    pub one: &'static str,
    /// Worlds that were counted.
    pub worlds: u64,
    /// Day to which times are restricted.
    pub horizon: f64,
    /// What is wanted.
    pub want: Want,
    /// The wanted ones first.
    pub rows: Vec<OptionRow>,
    /// So many more are not drawn.
    pub left_out: usize,
}

/// An option.
#[derive(Debug, Clone, PartialEq)]
pub struct OptionRow {
    /// Its name.
    pub name: String,
    /// With every value at its central guess, and its 95% interval of chance; absent where it was not counted.
    pub central: Option<Dot>,
    /// Mean over worlds: days, or a share where a kind of resistance is wanted.
    pub mean: f64,
    /// Quantiles 5, 25, 75 and 95% of a flask's time over worlds; absent where a kind of resistance is wanted.
    pub times: Option<[f64; 4]>,
    /// Share of worlds in which it is best.
    pub best: f64,
    /// Regret, from below and from above: days, or a share.
    pub regret: (f64, f64),
}

/// Of a comparison; `None` where no world was drawn.
pub fn of_compare(report: &CompareReport) -> Option<OptionsFigure> {
    let over = report.worlds.as_ref()?;
    let ends = report.ends();
    let name = |i: usize| format!("{}  {}", letter(i), report.arms[i].name);
    let central = |i: usize| {
        let row = report.comparisons.iter().find(|row| row.other == i || i == 0)?;
        let (of, time) = (ends.iter().find(|end| end.arm == i)?, &row.paired);
        let times = if i == 0 { time.time.first } else { time.time.other };
        Some(match report.aim.want {
            Want::More(_) => Dot::from(&of.sought),
            _ => Dot::alone(times),
        })
    };
    Some(of(
        over,
        ["protocol", report.culture()],
        report.horizon,
        &report.aim.want,
        &|i| report.eligible(i),
        &name,
        &central,
    ))
}

/// Of a sweep; `None` where no world was drawn, or wells are counted.
pub fn of_sweep(report: &SweepReport) -> Option<OptionsFigure> {
    let over = report.worlds.as_ref().filter(|_| !report.in_wells())?;
    let name = |i: usize| short(report, &report.points[i]);
    let central = |i: usize| match report.aim.want {
        Want::More(_) => None,
        _ => {
            let point = &report.points[i].result;
            Some(Dot {
                value: point.restricted_mean,
                low: point.restricted_low.unwrap_or(point.restricted_mean),
                high: point.restricted_high.unwrap_or(point.restricted_mean),
            })
        }
    };
    Some(of(
        over,
        ["point", report.culture()],
        report.horizon,
        &report.aim.want,
        &|i| report.points[i].may_be_chosen(),
        &name,
        &central,
    ))
}

fn of(
    over: &OverWorlds,
    [one, culture]: [&'static str; 2],
    horizon: f64,
    want: &Want,
    eligible: &dyn Fn(usize) -> bool,
    name: &dyn Fn(usize) -> String,
    central: &dyn Fn(usize) -> Option<Dot>,
) -> OptionsFigure {
    let ranked = over.ranked(eligible);
    let row = |i: &usize| {
        let option = &over.choice.options[*i];
        let sought = want.sought().is_some();
        let [low, quarter, _, three_quarters, high] = option.times;
        OptionRow {
            name: name(*i),
            central: central(*i),
            mean: if sought { -option.loss } else { option.time },
            times: (!sought).then_some([low, quarter, three_quarters, high]),
            best: option.best,
            regret: (option.regret_low.unwrap_or(0.0), option.regret_high),
        }
    };
    OptionsFigure {
        culture,
        one,
        worlds: over.choice.worlds,
        horizon,
        want: want.clone(),
        rows: ranked.iter().take(MOST).map(row).collect(),
        left_out: ranked.len().saturating_sub(MOST),
    }
}

impl OptionsFigure {
    fn panel(&self, column: usize, high: f64) -> Panel {
        let (left, right) = COLUMNS[column];
        Panel {
            left,
            right,
            top: TOP,
            bottom: TOP + ROW * self.rows.len() as f64,
            x: Scale::Linear { low: 0.0, high },
            y: Scale::Linear { low: 0.0, high: 1.0 },
        }
    }

    /// Where results, shares of best and regrets are drawn.
    pub fn panels(&self) -> [Panel; 3] {
        let sought = self.want.sought().is_some();
        let most = |of: &dyn Fn(&OptionRow) -> f64| self.rows.iter().map(of).fold(0.0, f64::max);
        let least = if sought { 0.01 } else { 1.0 };
        [
            self.panel(
                0,
                if sought {
                    most(&|row| row.mean).max(0.05) * 1.1
                } else {
                    self.horizon
                },
            ),
            self.panel(1, 1.0),
            self.panel(2, (most(&|row| row.regret.1) * 1.05).max(least)),
        ]
    }

    /// The vertical middle of a row.
    pub fn height(&self, row: usize) -> f64 {
        TOP + ROW * (row as f64 + 0.5)
    }
}

/// Three columns side by side.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn draw(shown: &OptionsFigure) -> Result<String, ReportError> {
    let panels = shown.panels();
    let title = format!(
        "What comes of each {} over worlds, how often it is best, and what choosing it may cost",
        shown.one
    );
    let sought = shown.want.sought();
    figure("worlds", &title, (WIDTH, panels[0].bottom + 50.0), |c| {
        key(c, shown);
        let what = match sought {
            Some(sought) => (
                format!("{}s by {}", shown.culture, sought.words()),
                words::percent as fn(f64) -> String,
            ),
            None => ("time to resistance, d".to_owned(), words::number as fn(f64) -> String),
        };
        let regret = match sought {
            Some(_) => ("regret".to_owned(), words::percent as fn(f64) -> String),
            None => ("regret, d".to_owned(), words::number as fn(f64) -> String),
        };
        let best = ("best in, of worlds".to_owned(), words::percent as fn(f64) -> String);
        for (panel, (title, text)) in panels.iter().zip([what, best, regret]) {
            let ticks = panel.x.ticks(3, text);
            for (value, _) in &ticks {
                let x = panel.px(*value);
                c.line(&[(x, panel.top), (x, panel.bottom)], stroke(FAINT, 0.8));
            }
            c.line(
                &[(panel.left, panel.top), (panel.left, panel.bottom)],
                stroke(QUIET, 0.8),
            );
            panel.draw_x(c, &title, &ticks);
        }
        for (i, row) in shown.rows.iter().enumerate() {
            one(c, row, shown.height(i), &panels);
        }
    })
}

fn one(c: &Canvas, row: &OptionRow, y: f64, [result, best, regret]: &[Panel; 3]) {
    for (i, line) in words::lines(&row.name, 25, 2).iter().enumerate() {
        c.text((12.0, y - 6.0 + 13.0 * i as f64), line, label(11.0, INK));
    }
    if let Some([low, quarter, three_quarters, high]) = row.times {
        bar(c, (result.px(low), result.px(high)), y + 4.0, 0.25);
        bar(c, (result.px(quarter), result.px(three_quarters)), y + 4.0, 0.75);
    }
    let mean = result.px(row.mean);
    c.line(&[(mean, y - 3.0), (mean, y + 11.0)], stroke(INK, 2.0));
    if let Some(dot) = row.central {
        chance(
            c,
            (result.px(dot.low), result.px(dot.high)),
            result.px(dot.value),
            y - 9.0,
        );
    }
    bar(c, (best.left, best.px(row.best)), y, 0.75);
    let text = words::percent(row.best);
    let (at, ink) = match row.best > 0.7 {
        true => (label(10.5, Colour(255, 255, 255)).right(), best.px(row.best) - 5.0),
        false => (label(10.5, INK), best.px(row.best) + 5.0),
    };
    c.text((ink, y), &text, at);
    bar(c, (regret.left, regret.px(row.regret.0)), y, 0.75);
    bar(c, (regret.px(row.regret.0), regret.px(row.regret.1)), y, 0.3);
}

fn bar(c: &Canvas, (low, high): (f64, f64), y: f64, opacity: f64) {
    c.rect((low, y - 6.0), (high.max(low + 0.5), y + 6.0), WORLDS, opacity);
}

/// A dot on a thin line with ends.
fn chance(c: &Canvas, (low, high): (f64, f64), at: f64, y: f64) {
    c.line(&[(low, y), (high, y)], stroke(INK, 1.2));
    c.circle((at, y), 3.0, INK, 1.0);
}

/// What the marks mean, in words.
fn key(c: &Canvas, shown: &OptionsFigure) {
    let (x, y) = (12.0, 16.0);
    if shown.rows.iter().any(|row| row.central.is_some()) {
        chance(c, (x, x + 34.0), x + 17.0, y);
        c.text(
            (x + 44.0, y),
            "mean with every value at its central guess",
            label(11.5, INK),
        );
    }
    let y = 38.0;
    if shown.want.sought().is_none() {
        bar(c, (x, x + 34.0), y, 0.25);
        bar(c, (x + 9.0, x + 25.0), y, 0.75);
    }
    c.line(&[(x + 17.0, y - 8.0), (x + 17.0, y + 8.0)], stroke(INK, 2.0));
    let over = match shown.want.sought() {
        Some(_) => format!("mean over {}", words::counted(shown.worlds, "world")),
        None => format!(
            "{}s of {} (dark: middle half of them; pale: nine of ten; line: mean)",
            shown.culture,
            words::counted(shown.worlds, "world")
        ),
    };
    c.text((x + 44.0, y), &over, label(11.5, INK));
    let y = 60.0;
    bar(c, (x, x + 18.0), y, 0.75);
    bar(c, (x + 18.0, x + 34.0), y, 0.3);
    c.text(
        (x + 44.0, y),
        "regret: at least the dark part, at most both",
        label(11.5, INK),
    );
    if shown.left_out > 0 {
        let text = format!("and {} more in sweep.csv", shown.left_out);
        c.text(
            (x, TOP + ROW * shown.rows.len() as f64 + 12.0),
            &text,
            label(11.0, QUIET),
        );
    }
}
