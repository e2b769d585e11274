//! The profile month by month: stacked shares of all flasks by the mechanism that dominates them.

use super::WIDTH;
use super::axis::{Panel, Scale, plain_text};
use super::canvas::{Canvas, figure, label, stroke};
use crate::model::biology::{Mechanism, MechanismClass};
use crate::report::ReportError;
use crate::report::palette::{self, Colour, INK, QUIET, WHITE};
use crate::statistics::over_time::MonthRow;
use crate::words;

/// Mechanisms with a colour of their own; the rest is drawn together.
const MAX_SHOWN: usize = 13;

/// One layer of the stack.
struct Layer<'a> {
    name: String,
    colour: Colour,
    share: Box<dyn Fn(&MonthRow) -> f64 + 'a>,
}

/// `None` where there are fewer than two months.
pub fn draw(months: &[MonthRow]) -> Result<Option<String>, ReportError> {
    let (Some(first), Some(last)) = (months.first(), months.last()) else {
        return Ok(None);
    };
    if months.len() < 2 {
        return Ok(None);
    }
    let step = months[1].day - first.day;
    let panel = Panel {
        left: 66.0,
        right: 470.0,
        top: 16.0,
        bottom: 306.0,
        x: Scale::Linear {
            low: first.day - 0.5 * step,
            high: last.day + 0.5 * step,
        },
        y: Scale::Linear { low: 0.0, high: 1.0 },
    };
    let layers = layers(first);
    let title = "Share of flasks that each mechanism dominates, month by month";
    figure("over_time", title, (WIDTH, 360.0), |c| {
        panel.draw_y(c, "share of all flasks", &panel.y.ticks(5, words::percent));
        let every = months.len().div_ceil(9);
        let ticks: Vec<(f64, String)> = months
            .iter()
            .skip((every - 1).min(months.len() - 1))
            .step_by(every)
            .map(|row| (row.day, plain_text(row.day)))
            .collect();
        for row in months {
            column(c, &panel, row, step, &layers);
        }
        panel.draw_x(c, "days since seeding", &ticks);
        legend(c, &panel, last, &layers);
    })
    .map(Some)
}

/// From the bottom: mechanisms by class, most frequent first, unaltered cells above, extinct flasks on top.
fn layers(first: &MonthRow) -> Vec<Layer<'static>> {
    let mut order: Vec<(usize, Mechanism)> = first
        .dominated
        .iter()
        .map(|d| d.mechanism.clone())
        .enumerate()
        .collect();
    let rest: Vec<usize> = order.iter().skip(MAX_SHOWN).map(|(i, _)| *i).collect();
    order.truncate(MAX_SHOWN);
    order.sort_by_key(|(i, mechanism)| (mechanism.class == MechanismClass::None, *i));
    let mut layers: Vec<Layer> = order
        .into_iter()
        .map(|(i, mechanism)| Layer {
            name: crate::report::words::mechanism(&mechanism).to_owned(),
            colour: palette::mechanism(&mechanism),
            share: Box::new(move |row: &MonthRow| row.dominated[i].flasks.share),
        })
        .collect();
    if !rest.is_empty() {
        layers.push(Layer {
            name: format!("{} more", rest.len()),
            colour: palette::FAINT,
            share: Box::new(move |row: &MonthRow| rest.iter().map(|&i| row.dominated[i].flasks.share).sum()),
        });
    }
    layers.push(Layer {
        name: "extinct".to_owned(),
        colour: palette::EXTINCT,
        share: Box::new(|row: &MonthRow| row.extinct.share),
    });
    layers
}

fn column(c: &Canvas, panel: &Panel, row: &MonthRow, step: f64, layers: &[Layer]) {
    let (left, right) = (panel.px(row.day - 0.42 * step), panel.px(row.day + 0.42 * step));
    let mut below = 0.0;
    for layer in layers {
        let share = (layer.share)(row);
        if share > 0.0 {
            let (low, high) = (panel.py(below), panel.py(below + share));
            c.rect((left, high), (right, low), layer.colour, 1.0);
            c.line(&[(left, high), (right, high)], stroke(WHITE, 0.6));
            below += share;
        }
    }
}

/// Names from the top of the stack down, with the share in the last month.
fn legend(c: &Canvas, panel: &Panel, last: &MonthRow, layers: &[Layer]) {
    let x = panel.right + 14.0;
    let day = format!("on day {}", plain_text(last.day));
    c.text((WIDTH - 6.0, panel.top + 2.0), &day, label(11.0, QUIET).right());
    for (i, layer) in layers.iter().rev().enumerate() {
        let y = panel.top + 20.0 + i as f64 * 18.0;
        c.rect((x, y - 5.5), (x + 11.0, y + 5.5), layer.colour, 1.0);
        c.text((x + 16.0, y), &words::shortened(&layer.name, 29), label(11.0, INK));
        let share = words::percent((layer.share)(last));
        c.text((WIDTH - 6.0, y), &share, label(11.0, QUIET).right());
    }
}
