//! What a flask costs, counted in what the engine did for it.

use crate::engine::interval::Effort;

/// How far a stock had come.
#[derive(Debug, Clone, Copy)]
pub struct Grown {
    /// Its cells.
    pub cells: f64,
    /// Those that it is grown to.
    pub of: f64,
    /// Its compartments.
    pub compartments: f64,
}

impl Grown {
    fn is_finished(&self) -> bool {
        self.cells >= self.of
    }

    /// Compartments that the rest of its growth carries, for each step that it took until now: with R times as many cells in the
    /// end, ln R / ln cells as many steps with (R - 1) / ln R times as many compartments on average.
    fn left(&self) -> f64 {
        let more = (self.of / self.cells.max(1.0) - 1.0).max(0.0);
        self.compartments * more / libm::log(self.cells.max(core::f64::consts::E))
    }
}

/// What the engine did for a flask that shows what others cost.
#[derive(Debug, Clone)]
pub struct Pilot {
    /// Steps and compartments carried, of the stock and of the flask.
    pub effort: Effort,
    /// Compartments carried before day 0.
    pub stock: u64,
    /// How far the stock had come.
    pub grown: Grown,
    /// The share of its days that it lived until it was halted: 1 where it never was, 0 where it was within its stock.
    pub lived: f64,
    /// The share of its days from one look to the next.
    pub look: f64,
}

impl Pilot {
    /// Compartments of the whole flask: those days that were not lived cost as much each as those that were, of which there is a
    /// look at most where it was halted within its first. A stock that was not finished founds lineages as its cells
    /// divide, and takes as many steps for a doubling as before; its flask is not counted.
    pub fn expected(&self) -> f64 {
        let (all, stock) = (self.effort.compartments() as f64, self.stock as f64);
        match self.grown.is_finished() {
            true => stock + (all - stock) / self.lived.max(self.look).min(1.0),
            false => all + self.effort.steps as f64 * self.grown.left(),
        }
    }
}
