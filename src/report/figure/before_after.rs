//! Bars of what was known before the data, and of what is known with them on these.

use super::axis::Panel;
use super::canvas::{Canvas, label, stroke};
use crate::report::palette::{Colour, FAINT, INK, QUIET};
use crate::statistics::fit::Band;

/// How the bars of a figure are drawn.
pub(super) struct Bars<'a> {
    /// Where they stand; names end at its left.
    pub panel: &'a Panel,
    /// Of what is known with the data.
    pub colour: Colour,
    /// See [`Self::colour`].
    pub opacity: f64,
}

impl Bars<'_> {
    /// What the two bars are.
    pub fn key(&self, c: &Canvas, before: &str, after: &str) {
        let left = self.panel.left;
        c.rect((left, 11.0), (left + 14.0, 21.0), FAINT, 1.0);
        c.text((left + 20.0, 16.0), before, label(11.0, QUIET));
        c.rect((left + 190.0, 11.0), (left + 204.0, 21.0), self.colour, self.opacity);
        c.text((left + 210.0, 16.0), after, label(11.0, QUIET));
    }

    /// Name and bars of a row at this height; `before` are both ends, `after` ends and median.
    pub fn row(&self, c: &Canvas, y: f64, name: &str, before: [f64; 2], after: &Band) {
        c.text((self.panel.left - 10.0, y), name, label(11.5, INK).right());
        let [low, high] = before.map(|end| self.panel.px(end));
        c.rect((low, y - 7.0), (high, y + 7.0), FAINT, 1.0);
        let low = self.panel.px(after.low);
        // However little is left open, it can be seen.
        let high = self.panel.px(after.high).max(low + 2.0);
        c.rect((low, y - 4.5), (high, y + 4.5), self.colour, self.opacity);
        let middle = self.panel.px(after.middle);
        c.line(&[(middle, y - 8.0), (middle, y + 8.0)], stroke(INK, 1.8));
    }
}
