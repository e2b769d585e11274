//! The horizontal axis of figures over one key: its values at equal distances, in the order in which they were given.

use super::super::axis::{Panel, Scale};
use super::super::canvas::{Canvas, label, stroke, text_width};
use crate::report::palette::{INK, QUIET};

/// A panel over so many values.
pub fn panel(left: f64, right: f64, y: Scale, n: usize) -> Panel {
    Panel {
        left,
        right,
        top: 16.0,
        bottom: 262.0,
        x: Scale::Linear {
            low: -0.5,
            high: n.max(1) as f64 - 0.5,
        },
        y,
    }
}

/// The values of the key below a panel, as many as fit.
pub fn values(c: &Canvas, panel: &Panel, texts: &[String], title: &str) {
    c.line(
        &[(panel.left, panel.bottom), (panel.right, panel.bottom)],
        stroke(QUIET, 0.8),
    );
    let widest = texts.iter().map(|text| text_width(text, 11.0)).fold(0.0, f64::max) + 6.0;
    let room = (panel.right - panel.left) / texts.len().max(1) as f64;
    let every = (widest / room).ceil().max(1.0) as usize;
    for (i, text) in texts.iter().enumerate() {
        let x = panel.px(i as f64);
        c.line(&[(x, panel.bottom), (x, panel.bottom + 4.0)], stroke(QUIET, 0.8));
        if i % every == 0 {
            c.text((x, panel.bottom + 14.0), text, label(11.0, QUIET).centred());
        }
    }
    let middle = (panel.left + panel.right) / 2.0;
    c.text((middle, panel.bottom + 34.0), title, label(12.0, INK).centred());
}
