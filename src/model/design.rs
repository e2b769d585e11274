//! How the flasks of an experiment hang together, and what is followed in them: arms from one stock,
//! pooled flasks, plating loss, barcodes, days on which samples are kept.

use serde::{Deserialize, Serialize};

/// See module docs. The default is one flask per stock, none of the rest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Design {
    /// Flasks that are seeded from one expanded stock: replicates `k * arms` to `k * arms + arms - 1`
    /// are split from stock `k`, without putting a cell into two of them.
    pub arms: u64,
    /// Vessels that are pooled and re-seeded together at each passage. Such flasks are treated as one
    /// well-mixed culture: [`super::protocol::Flask`] holds the capacity and seeding of all together.
    pub pooled: u32,
    /// Flasks are not passaged at confluence, only on the calendar.
    pub calendar_only: bool,
    /// Share of cells that attach and live whenever cells are put into fresh vessels.
    pub plating: f64,
    pub barcodes: Option<Barcodes>,
    /// Medium in all pooled vessels together, mL; `None` where it is not known.
    pub medium_ml: Option<f64>,
    /// Days whose composition is kept, rising.
    pub samples: Vec<f64>,
}

impl Default for Design {
    fn default() -> Self {
        Self {
            arms: 1,
            pooled: 1,
            calendar_only: false,
            plating: 1.0,
            barcodes: None,
            medium_ml: None,
            samples: Vec::new(),
        }
    }
}

/// Heritable neutral marks: `library` cells of the stock get one each, and the marked cells are expanded
/// to the pool that the arms are split from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Barcodes {
    /// Marked cells, each with a mark of its own.
    pub library: u64,
    /// Mean number of cells per mark when the pool is split.
    pub cells_per_barcode: u64,
}

impl Barcodes {
    /// Most marks that are followed one by one.
    pub const MAX_LIBRARY: u64 = 100_000;

    /// Cells of the expanded pool.
    pub fn pool(&self) -> u64 {
        self.library.saturating_mul(self.cells_per_barcode)
    }
}
