//! `[line]`: the cells before the experiment.

use super::mutagen::{self, MutagenFile};
use super::spike;
use crate::knowledge::Conditions;
use crate::model::biology::Biology;
use crate::model::design::Design;
use crate::model::protocol::{Protocol, Stock};
use crate::scenario::error::Checked;
use crate::scenario::keys::kinds::{Cells, Choice, Known, Special, Time, Whole};
use crate::scenario::keys::write::days;
use crate::scenario::keys::{May, Must, Or, Rules, table};
use crate::scenario::value::Place;

/// Kinds of stock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StockKind {
    /// A fresh clone.
    Clone,
    /// A clone that was passaged for long.
    Old,
}

const STOCK: Choice<StockKind> = Choice {
    what: "a kind of stock",
    words: &[("clone", StockKind::Clone), ("old", StockKind::Old)],
};

table! {
    /// The cells before the experiment.
    #[derive(Default)]
    pub struct LineFile {
        /// Cell line of the knowledge base, or of an overlay (--kb).
        #[read(elsewhere)]
        id: Must<Known> = Known("line").must(),
        /// A fresh clone, or an old stock with more neutral mutants.
        stock: Or<Choice<StockKind>> = STOCK.or("clone"),
        /// Size to which the founding cell is grown before seeding (at least what is seeded).
        expand_to: Or<Cells> = Cells.or(10_000_000_u64),
        /// How long an old stock was passaged after that.
        passaged: Or<Time> = Time.or("300 d"),
        /// Spectrum of point mutations; the codon rule where left out.
        #[read(elsewhere)]
        spectrum: May<Known> = Known("spectrum").may(),
        /// Treatment once before seeding.
        #[read(elsewhere)]
        mutagen: May<Special<toml::Value>> = Special::new(mutagen::schema).may(),
        /// Cells of another genotype or state that are mixed in at seeding.
        #[read(elsewhere)]
        spike: May<Special<toml::Value>> = Special::new(spike::schema).may(),
        /// So many consecutive flasks are split from one stock.
        arms: Or<Whole> = Whole(1, 1000).or(1_u64),
    }
}

impl LineFile {
    /// The stock that the flasks are seeded from.
    pub fn stock_of(&self, place: &Place, seed_cells: u64, design: &Design) -> Checked<Stock> {
        let kind = self.stock(place)?;
        let seeded = seed_cells.saturating_mul(design.arms);
        let needed = match design.barcodes {
            None => seeded,
            Some(barcodes) if seeded > barcodes.pool() => {
                return Err(place
                .sibling("barcodes")
                .fault(format!(
                    "make a pool of {} cells, fewer than the {seeded} that {} flasks of {seed_cells} are seeded with",
                    barcodes.pool(),
                    design.arms
                ))
                .help("raise cells_per_barcode or library, or lower seed_cells or arms"));
            }
            // An old stock is passaged at the seeding number before it is marked.
            Some(barcodes) if self.passaged.is_some() || kind == StockKind::Old => barcodes.library.max(seed_cells),
            Some(barcodes) => barcodes.library,
        };
        let expand_to = match &self.expand_to {
            Some(_) => self.expand_to(place)?,
            None => self.expand_to(place)?.max(needed),
        };
        if expand_to < needed {
            let what = match (design.barcodes, design.arms) {
                (Some(_), _) => format!("the {needed} that are marked or seeded"),
                (None, 1) => format!("seed_cells = {seed_cells}"),
                (None, arms) => format!("{arms} arms of seed_cells = {seed_cells}"),
            };
            return Err(place
                .key("expand_to")
                .fault(format!("= {expand_to} is fewer cells than {what}"))
                .allowed(format!("at least {needed} cells"))
                .help("the flask is seeded from the expanded stock"));
        }
        let expand_to = expand_to as f64;
        match kind {
            StockKind::Clone if self.passaged.is_some() => Err(place
                .key("passaged")
                .fault("belongs to stock = \"old\"")
                .help("a fresh clone is seeded as soon as it is expanded")),
            StockKind::Clone => Ok(Stock::Clone { expand_to }),
            StockKind::Old => Ok(Stock::Old {
                expand_to,
                passaged_days: self.passaged(place)?,
            }),
        }
    }

    /// The table of a protocol.
    pub fn of(biology: &Biology, protocol: &Protocol, conditions: &Conditions) -> Self {
        let (kind, expand_to, passaged) = match protocol.stock {
            Stock::Clone { expand_to } => (StockKind::Clone, expand_to, None),
            Stock::Old {
                expand_to,
                passaged_days,
            } => (StockKind::Old, expand_to, Some(days(passaged_days))),
        };
        let mutagen = conditions.mutagen.as_ref();
        // A patient's tumour has no stock.
        let stocked = protocol.design.patients.is_none();
        Self {
            id: biology.line_id.clone(),
            stock: stocked.then(|| STOCK.word(kind)),
            expand_to: stocked.then(|| expand_to.into()),
            passaged,
            spectrum: conditions.spectrum.clone(),
            mutagen: mutagen.map(MutagenFile::of),
            spike: spike::written(biology, &protocol.design.spikes),
            arms: stocked.then(|| protocol.design.arms.into()),
        }
    }
}
