//! What ties flasks together and what is followed in them: arms, pooled vessels, plating, medium, barcodes, samples.

use crate::model::design::{Barcodes, Design};
use crate::scenario::error::Checked;
use crate::scenario::file::ScenarioFile;
use crate::scenario::keys::kinds::{Cells, Number, Whole};
use crate::scenario::keys::{Kind, May, Or, Rules, table};
use crate::scenario::known::{Assumed, KnownVessel};
use crate::scenario::value::Place;

/// Most days with samples.
const MAX_SAMPLES: usize = 100;

table! {
    /// Heritable marks, to tell pre-existing from acquired resistance.
    pub struct BarcodesFile {
        /// Cells that get a barcode each.
        library: May<Whole> = Whole(10, Barcodes::MAX_LIBRARY).may(),
        /// Instead of library, with moi: cells that meet the virus.
        transduced: May<Cells> = Cells.may(),
        /// Multiplicity of infection: a share 1 - e^-moi of the cells gets a barcode.
        moi: May<Number> = Number { low: 0.001, high: 5.0, allowed: "0.001 to 5 infections per cell" }.may(),
        /// Mean number of cells per barcode when the pool is split.
        cells_per_barcode: Or<Whole> = Whole(1, 1_000_000).or(10_u64),
    }
}

/// A checked design.
pub struct CheckedDesign {
    /// The design.
    pub design: Design,
    /// What was assumed about the vessel's medium.
    pub assumed: Option<Assumed>,
}

/// Checks the design. `after` is the last day.
pub fn check(root: &Place, file: &ScenarioFile, vessels: &[KnownVessel], after: f64) -> Checked<CheckedDesign> {
    let flask = file.flask.clone().unwrap_or_default();
    let line = file.line.clone().unwrap_or_default();
    let place = root.key("flask");
    let pooled = flask.pooled(&place)? as u32;
    let plating = flask.plating(&place)?;
    let (medium, assumed) = match flask.medium(&place)? {
        Some(volume) => (Some(volume), None),
        // A vessel known by its capacity only has no usual volume.
        None if flask.vessel.is_none() && flask.capacity.is_some() => (None, None),
        None => {
            let vessel = flask.vessel(&place)?;
            let usual = vessels.iter().find(|known| known.id == vessel);
            let medium = usual.and_then(|known| known.medium.clone());
            medium.map_or((None, None), |(volume, assumed)| (Some(volume), assumed))
        }
    };
    let calendar_only = flask.calendar_only();
    if calendar_only && flask.passage.as_ref().is_some_and(|passage| passage.split.is_some()) {
        return Err(place
            .key("passage")
            .key("split")
            .fault("does not go with at = \"never\"")
            .help("on the calendar a flask is re-seeded with seed_cells"));
    }
    let barcodes = file.barcodes.as_ref();
    let design = Design {
        calendar_only,
        arms: line.arms(&root.key("line"))?,
        pooled,
        plating,
        barcodes: barcodes
            .map(|barcodes| barcodes.check(&root.key("barcodes")))
            .transpose()?,
        medium_ml: medium.map(|volume| volume * f64::from(pooled)),
        samples: check_samples(root, file, after)?,
    };
    Ok(CheckedDesign { design, assumed })
}

impl BarcodesFile {
    fn check(&self, place: &Place) -> Checked<Barcodes> {
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
                return Err(place.key("library").fault("is missing").help(
                    "allowed: the number of cells that get a barcode, 10 to 100000; or transduced = 1e5 and moi = 0.1",
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
                .help("allowed: moi = 0.1 beside it; a share 1 - e^-moi of the cells gets a barcode"));
        };
        let marked = libm::round(cells as f64 * Barcodes::marked_share(moi));
        if !(10.0..=Barcodes::MAX_LIBRARY as f64).contains(&marked) {
            return Err(here
                .wrong(cells, format!("at moi = {moi} marks {marked} cells"))
                .help(format!("allowed: 10 to {} marked cells", Barcodes::MAX_LIBRARY))
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

fn check_samples(root: &Place, file: &ScenarioFile, after: f64) -> Checked<Vec<f64>> {
    let record = file.record.clone().unwrap_or_default();
    let place = root.key("record").key("samples");
    let samples = record.samples(&root.key("record"))?.unwrap_or_default();
    let written = record.samples.unwrap_or_default();
    if samples.len() > MAX_SAMPLES {
        return Err(place
            .fault(format!("has {} days", samples.len()))
            .help(format!("allowed: at most {MAX_SAMPLES}")));
    }
    for (i, (&day, value)) in samples.iter().zip(&written).enumerate() {
        let here = place.index(i);
        if day > after {
            return Err(here
                .wrong(value, "is after the end of the experiment")
                .help(format!("the experiment ends after {after} d ([stop] after)")));
        }
        if i > 0 && day <= samples[i - 1] {
            return Err(here
                .wrong(value, "is not later than the one before")
                .help("allowed: rising days, such as [\"30 d\", \"60 d\"]"));
        }
    }
    Ok(samples)
}
