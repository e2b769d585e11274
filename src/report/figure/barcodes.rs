//! In how many sister arms a winning barcode wins: observed against chance.

use super::WIDTH;
use super::axis::{Panel, Scale};
use super::canvas::{Canvas, figure, label, stroke};
use crate::report::ReportError;
use crate::report::palette::{self, INK, NONE, QUIET};
use crate::statistics::barcodes::Overlap;
use crate::words;

/// Arms shown one by one; more are drawn together.
const MAX_ARMS: usize = 8;
const TOP: f64 = 46.0;
const ROW: f64 = 40.0;
const LEFT: f64 = 130.0;

/// Barcodes that win in so many arms.
#[derive(Debug, Clone, PartialEq)]
pub struct ArmsRow {
    /// In how many.
    pub name: String,
    /// Barcodes per stock, observed.
    pub seen: f64,
    /// Barcodes per stock, by chance.
    pub chance: f64,
}

/// A row per number of arms; the last one holds all larger numbers.
pub fn data(overlap: &Overlap) -> Vec<ArmsRow> {
    let mut rows: Vec<ArmsRow> = Vec::new();
    for (i, &(seen, chance)) in overlap.in_arms.iter().enumerate() {
        if i < MAX_ARMS {
            let name = words::counted(i as u64 + 1, "arm");
            rows.push(ArmsRow { name, seen, chance });
        } else if let Some(last) = rows.last_mut() {
            last.name = format!("{MAX_ARMS} arms or more");
            last.seen += seen;
            last.chance += chance;
        }
    }
    rows
}

/// Where such rows are drawn.
pub fn panel(rows: &[ArmsRow]) -> Panel {
    let most = rows.iter().map(|row| row.seen.max(row.chance)).fold(0.0, f64::max);
    let x = Scale::Linear {
        low: 0.0,
        high: if most > 0.0 { most * 1.05 } else { 1.0 },
    };
    Panel {
        left: LEFT,
        right: 590.0,
        top: TOP,
        bottom: TOP + rows.len() as f64 * ROW,
        x,
        y: x,
    }
}

/// Two bars per number of arms.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn draw(rows: &[ArmsRow]) -> Result<String, ReportError> {
    let panel = panel(rows);
    let title = "Barcodes per stock that win in so many arms, observed and by chance";
    figure("barcodes", title, (WIDTH, panel.bottom + 50.0), |c| {
        let entries = [("observed", palette::RESISTANT), ("by chance", NONE)];
        for (i, (name, colour)) in entries.into_iter().enumerate() {
            let x = LEFT + i as f64 * 110.0;
            c.rect((x, 15.0), (x + 18.0, 25.0), colour, 1.0);
            c.text((x + 24.0, 20.0), name, label(11.0, QUIET));
        }
        let ticks = panel.x.ticks(5, words::number);
        for (value, _) in &ticks {
            let x = panel.px(*value);
            c.line(&[(x, panel.top), (x, panel.bottom)], stroke(palette::FAINT, 0.8));
        }
        for (i, row) in rows.iter().enumerate() {
            draw_row(c, &panel, row, TOP + (i as f64 + 0.5) * ROW);
        }
        panel.draw_x(c, "winning barcodes per stock", &ticks);
    })
}

fn draw_row(c: &Canvas, panel: &Panel, row: &ArmsRow, y: f64) {
    c.text((LEFT - 8.0, y), &row.name, label(12.0, INK).right());
    for (value, offset, colour) in [(row.seen, -9.0, palette::RESISTANT), (row.chance, 7.0, NONE)] {
        let (x, y) = (panel.px(value), y + offset);
        c.rect((LEFT, y - 7.0), (x, y + 7.0), colour, 1.0);
        let text = if value < 0.005 {
            "0".to_owned()
        } else {
            words::number(value)
        };
        c.text((x + 6.0, y), &text, label(11.0, INK));
    }
}
