//! The profile month by month: stacked shares of all flasks by the mechanism that dominates them.

use super::WIDTH;
use super::axis::{Panel, Scale, day_title};
use super::canvas::{Canvas, figure, hatching, label, stroke};
use super::series::Layer;
use crate::model::biology::MechanismClass;
use crate::report::ReportError;
use crate::report::palette::{self, INK, QUIET, Texture, WHITE};
use crate::statistics::FlaskSummary;
use crate::statistics::over_time::MonthRow;
use crate::words;

/// Mechanisms with a colour of their own; the rest is drawn together.
const MAX_SHOWN: usize = 13;

/// What the figure shows.
#[derive(Debug, Clone, PartialEq)]
pub struct OverTimeFigure {
    /// What one culture is called.
    pub culture: &'static str,
    /// Day of each column.
    pub days: Vec<f64>,
    /// From the bottom: mechanisms by class, most frequent first, unaltered cells above, extinct flasks on top.
    pub layers: Vec<Layer>,
}

/// `None` where there are fewer than two months.
pub fn data(summary: &FlaskSummary) -> Option<OverTimeFigure> {
    // Months after the last flask has ended repeat the one before.
    let last = summary.last_day(f64::INFINITY);
    let all = &summary.over_time;
    let until = all.iter().position(|row| row.day >= last).map_or(all.len(), |i| i + 1);
    let months = &all[..until];
    let first = months.first().filter(|_| months.len() > 1)?;
    let layer = |name, colour, texture, share: &dyn Fn(&MonthRow) -> f64| Layer {
        name,
        colour,
        texture,
        shares: months.iter().map(share).collect(),
    };
    let named = largest_at_some_time(months);
    let mechanism = |i: &usize| &first.dominated[*i].mechanism;
    let textures = palette::textures(&named.iter().map(mechanism).collect::<Vec<_>>());
    let mut layers: Vec<Layer> = Vec::new();
    for (&i, texture) in named.iter().zip(textures) {
        let mechanism = mechanism(&i);
        let name = crate::report::words::mechanism(mechanism).to_owned();
        let share = |row: &MonthRow| row.dominated[i].flasks.share;
        layers.push(layer(name, palette::mechanism(mechanism), texture, &share));
    }
    let rest = first.dominated.len() - named.len();
    if rest > 0 {
        let others = |row: &MonthRow| {
            let others = row.dominated.iter().enumerate().filter(|(i, _)| !named.contains(i));
            others.map(|(_, one)| one.flasks.share).sum()
        };
        layers.push(layer(format!("{rest} more"), palette::FAINT, Texture::Plain, &others));
    }
    layers.push(layer("extinct".to_owned(), palette::EXTINCT, Texture::Plain, &|row| {
        row.extinct.share
    }));
    Some(OverTimeFigure {
        culture: summary.culture(),
        days: months.iter().map(|row| row.day).collect(),
        layers,
    })
}

/// The mechanisms that dominate most cultures in some month, as places in a row: what lasts for a few months only is a name too.
/// In the order of the rows, unaltered cells last.
fn largest_at_some_time(months: &[MonthRow]) -> Vec<usize> {
    let all = months.first().map_or(&[][..], |row| &row.dominated);
    let largest = |i: usize| months.iter().map(|row| row.dominated[i].flasks.count).max();
    let mut places: Vec<usize> = (0..all.len()).collect();
    places.sort_by_key(|&i| (std::cmp::Reverse(largest(i)), i));
    places.truncate(MAX_SHOWN);
    places.sort_by_key(|&i| (all[i].mechanism.class == MechanismClass::None, i));
    places
}

impl OverTimeFigure {
    fn step(&self) -> f64 {
        self.days[1] - self.days[0]
    }

    /// Where it is drawn.
    pub fn panel(&self) -> Panel {
        let half = 0.5 * self.step();
        Panel {
            left: 66.0,
            right: 470.0,
            top: 16.0,
            bottom: 306.0,
            x: Scale::Linear {
                low: self.days[0] - half,
                high: self.days[self.days.len() - 1] + half,
            },
            y: Scale::Linear { low: 0.0, high: 1.0 },
        }
    }
}

/// A stacked column per month.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn draw(shown: &OverTimeFigure) -> Result<String, ReportError> {
    let culture = shown.culture;
    let title = format!("Share of {culture}s that each mechanism dominates, month by month");
    figure("over_time", &title, (WIDTH, 360.0), |c| {
        let (panel, days) = (shown.panel(), &shown.days);
        panel.draw_y(
            c,
            &format!("share of all {culture}s"),
            &panel.y.ticks(5, words::percent),
        );
        let every = days.len().div_ceil(9);
        let ticks: Vec<(f64, String)> = days
            .iter()
            .skip((every - 1).min(days.len() - 1))
            .step_by(every)
            .map(|&day| (day, words::number(day)))
            .collect();
        (0..days.len()).for_each(|month| draw_column(c, &panel, shown, month));
        panel.draw_x(c, &day_title(shown.culture), &ticks);
        draw_legend(c, &panel, shown);
    })
}

fn draw_column(c: &Canvas, panel: &Panel, shown: &OverTimeFigure, month: usize) {
    let (day, half) = (shown.days[month], 0.42 * shown.step());
    let (left, right) = (panel.px(day - half), panel.px(day + half));
    let mut below = 0.0;
    for layer in &shown.layers {
        let share = layer.shares[month];
        if share > 0.0 {
            let (low, high) = (panel.py(below), panel.py(below + share));
            c.rect((left, high), (right, low), layer.colour, 1.0);
            c.texture((left, high), (right, low), layer.texture, hatching(layer.colour));
            c.line(&[(left, high), (right, high)], stroke(WHITE, 0.6));
            below += share;
        }
    }
}

/// Letters of a line of a name in the legend.
const NAME: usize = 29;

/// Names from the top of the stack down, with the share in the last month.
fn draw_legend(c: &Canvas, panel: &Panel, shown: &OverTimeFigure) {
    let (x, last) = (panel.right + 14.0, shown.days.len() - 1);
    let day = format!("on day {}", words::number(shown.days[last]));
    c.text((WIDTH - 6.0, panel.top + 2.0), &day, label(11.0, QUIET).right());
    for (i, layer) in shown.layers.iter().rev().enumerate() {
        let y = panel.top + 20.0 + i as f64 * 18.0;
        c.rect((x, y - 5.5), (x + 11.0, y + 5.5), layer.colour, 1.0);
        c.texture((x, y - 5.5), (x + 11.0, y + 5.5), layer.texture, hatching(layer.colour));
        let lines = words::lines(&layer.name, NAME, 2);
        let (size, first) = match lines.len() {
            1 => (11.0, y),
            _ => (9.0, y - 4.4),
        };
        for (k, line) in lines.iter().enumerate() {
            c.text((x + 16.0, first + 8.8 * k as f64), line, label(size, INK));
        }
        let share = words::percent(layer.shares[last]);
        c.text((WIDTH - 6.0, y), &share, label(11.0, QUIET).right());
    }
}
