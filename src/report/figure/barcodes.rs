//! In how many sister arms a winning barcode wins: observed against chance.

use super::WIDTH;
use super::axis::{Panel, Scale};
use super::canvas::{figure, label, stroke};
use crate::report::ReportError;
use crate::report::palette::{self, INK, NONE, QUIET};
use crate::statistics::barcodes::Overlap;
use crate::words;

/// Arms shown one by one; more are drawn together.
const MAX_ARMS: usize = 8;
const ROW: f64 = 40.0;
const LEFT: f64 = 130.0;
const RIGHT: f64 = 590.0;

/// Two bars per number of arms.
pub fn draw(overlap: &Overlap) -> Result<String, ReportError> {
    let mut rows: Vec<(String, f64, f64)> = Vec::new();
    for (i, &(seen, chance)) in overlap.in_arms.iter().enumerate() {
        if i < MAX_ARMS {
            rows.push((words::counted(i as u64 + 1, "arm"), seen, chance));
        } else if let Some(last) = rows.last_mut() {
            *last = (format!("{MAX_ARMS} arms or more"), last.1 + seen, last.2 + chance);
        }
    }
    let most = rows.iter().map(|row| row.1.max(row.2)).fold(0.0, f64::max);
    let (top, bottom) = (46.0, 46.0 + rows.len() as f64 * ROW);
    let x = Scale::Linear {
        low: 0.0,
        high: if most > 0.0 { most * 1.05 } else { 1.0 },
    };
    let panel = Panel {
        left: LEFT,
        right: RIGHT,
        top,
        bottom,
        x,
        y: x,
    };
    let title = "Barcodes per stock that win in so many arms, observed and by chance";
    figure("barcodes", title, (WIDTH, bottom + 50.0), |c| {
        for (i, (name, colour)) in [("observed", palette::RESISTANT), ("by chance", NONE)]
            .into_iter()
            .enumerate()
        {
            let x = LEFT + i as f64 * 110.0;
            c.rect((x, 15.0), (x + 18.0, 25.0), colour, 1.0);
            c.text((x + 24.0, 20.0), name, label(11.0, QUIET));
        }
        for (value, _) in x.ticks(5, words::number) {
            c.line(
                &[(panel.px(value), top), (panel.px(value), bottom)],
                stroke(palette::FAINT, 0.8),
            );
        }
        for (i, (name, seen, chance)) in rows.iter().enumerate() {
            let y = top + (i as f64 + 0.5) * ROW;
            c.text((LEFT - 8.0, y), name, label(12.0, INK).right());
            for (value, offset, colour) in [(seen, -9.0, palette::RESISTANT), (chance, 7.0, NONE)] {
                c.rect(
                    (LEFT, y + offset - 7.0),
                    (panel.px(*value), y + offset + 7.0),
                    colour,
                    1.0,
                );
                let text = if *value < 0.005 {
                    "0".to_owned()
                } else {
                    words::number(*value)
                };
                c.text((panel.px(*value) + 6.0, y + offset), &text, label(11.0, INK));
            }
        }
        panel.draw_x(c, "winning barcodes per stock", &x.ticks(5, words::number));
    })
}
