//! `[barcodes]`: heritable marks.

use crate::model::design::Barcodes;
use crate::scenario::error::Checked;
use crate::scenario::keys::kinds::{Cells, Number, Whole};
use crate::scenario::keys::{Kind, May, Or, Rules, table};
use crate::scenario::value::Place;
use crate::words;

table! {
    /// Heritable marks, to tell pre-existing from acquired resistance.
    pub struct BarcodesFile {
        /// Cells that get a barcode each.
        #[read(elsewhere)]
        library: May<Whole> = Whole(10, Barcodes::MAX_LIBRARY).may(),
        /// Instead of library, with moi: cells that meet the virus.
        transduced: May<Cells> = Cells.may(),
        /// Multiplicity of infection: a share 1 - e^-moi of the cells gets a barcode.
        moi: May<Number> = Number { low: 0.001, high: 5.0, allowed: "0.001 to 5 infections per cell" }.may(),
        /// Mean number of cells per barcode when the pool is split.
        cells_per_barcode: Or<Whole> = Whole(1, 1_000_000).or(10_u64),
    }
}

impl BarcodesFile {
    /// The library; errors name what it costs.
    pub fn check(&self, place: &Place) -> Checked<Barcodes> {
        let moi = self.moi(place)?;
        let library = match (&self.library, &self.transduced) {
            (Some(library), None) => Whole(10, Barcodes::MAX_LIBRARY)
                .read(&place.key("library"), library)
                .map_err(|error| error.help(COST))?,
            (None, Some(_)) => self.transduced_library(place, moi)?,
            (Some(_), Some(_)) => {
                return Err(place.key("transduced").fault("does not go with `library`").help(
                    "give the cells that get a barcode (library), or the cells that meet the virus (transduced, with moi)",
                ));
            }
            (None, None) => {
                return Err(place.key("library").fault("is missing").allowed(
                    "the number of cells that get a barcode, 10 to 100000; or transduced = 1e5 and moi = 0.1",
                ));
            }
        };
        Ok(Barcodes {
            library,
            cells_per_barcode: self.cells_per_barcode(place)?,
            moi,
        })
    }

    /// Cells that get a barcode of those that meet the virus: the mean, 1 - e^-m of them.
    fn transduced_library(&self, place: &Place, moi: Option<f64>) -> Checked<u64> {
        let here = place.key("transduced");
        let cells = self.transduced(place)?.unwrap_or(0);
        let Some(moi) = moi else {
            return Err(here
                .fault("needs the multiplicity of infection")
                .allowed("moi = 0.1 beside it; a share 1 - e^-moi of the cells gets a barcode"));
        };
        let marked = libm::round(cells as f64 * Barcodes::marked_share(moi));
        if !(10.0..=Barcodes::MAX_LIBRARY as f64).contains(&marked) {
            return Err(here
                .wrong(cells, format!("at moi = {moi} marks {} cells", words::cells(marked)))
                .allowed(format!("10 to {} marked cells", Barcodes::MAX_LIBRARY))
                .help(COST));
        }
        Ok(marked as u64)
    }

    /// The table of a checked library.
    pub fn of(barcodes: &Barcodes) -> Self {
        Self {
            library: Some(barcodes.library.into()),
            transduced: None,
            moi: barcodes.moi.map(Into::into),
            cells_per_barcode: Some(barcodes.cells_per_barcode.into()),
        }
    }
}

const COST: &str =
    "every barcode is followed on its own: a flask with 10000 takes about a second, one with 100000 about ten";
