//! Checks of what ties flasks together and what is followed in them: arms, pooled vessels, plating,
//! medium, barcodes, samples.

use super::defaults;
use super::error::Checked;
use super::file::{BarcodesFile, ScenarioFile};
use super::known::{Assumed, KnownVessel};
use super::reading::{days, share};
use super::value::{Place, Scalar};
use crate::model::design::{Barcodes, Design};
use crate::units::Millilitres;

/// Most arms of one stock, and most pooled vessels.
const MAX_TOGETHER: u64 = 1000;
/// Most days with samples.
const MAX_SAMPLES: usize = 100;

/// The design, and what was assumed about the vessel's medium. `after` is the last day.
pub fn check(
    root: &Place,
    file: &ScenarioFile,
    vessels: &[KnownVessel],
    after: f64,
) -> Checked<(Design, Option<Assumed>)> {
    let (line, flask) = (file.line.as_ref(), file.flask.as_ref());
    let (line_place, flask_place) = (root.key("line"), root.key("flask"));
    let together = |place: Place, value: Option<&Scalar>| match value {
        Some(value) => place.whole(value, 1, MAX_TOGETHER),
        None => Ok(1),
    };
    let pooled = together(flask_place.key("pooled"), flask.and_then(|f| f.pooled.as_ref()))? as u32;
    let plating_place = flask_place.key("plating");
    let given = flask.and_then(|f| f.plating.as_ref());
    let plating = share(&plating_place, given, defaults::PLATING, &["attach"])?;
    if plating <= 0.0 {
        return Err(plating_place.fault("must be above 0%"));
    }
    let vessel = flask.and_then(|f| f.vessel.as_deref());
    let sized = flask.is_some_and(|f| f.capacity.is_some());
    // A vessel known by its capacity only has no usual volume.
    let vessel = vessel.or((!sized).then_some(defaults::VESSEL));
    let usual = vessels.iter().find(|known| Some(known.id.as_str()) == vessel);
    let (medium, assumed) = match flask.and_then(|f| f.medium.as_ref()) {
        Some(value) => {
            let place = flask_place.key("medium");
            let volume = place.quantity::<Millilitres>(value)?.get();
            if volume <= 0.0 {
                return Err(place.fault("must be above 0 mL"));
            }
            (Some(volume), None)
        }
        None => {
            let medium = usual.and_then(|known| known.medium.clone());
            medium.map_or((None, None), |(volume, assumed)| (Some(volume), assumed))
        }
    };
    let passage = flask.and_then(|f| f.passage.as_ref());
    let calendar_only =
        matches!(passage.and_then(|p| p.at.as_ref()), Some(Scalar::Text(at)) if at.trim() == defaults::NEVER);
    if calendar_only && passage.is_some_and(|passage| passage.split.is_some()) {
        return Err(flask_place
            .key("passage")
            .key("split")
            .fault("does not go with at = \"never\"")
            .help("on the calendar a flask is re-seeded with seed_cells"));
    }
    let design = Design {
        calendar_only,
        arms: together(line_place.key("arms"), line.and_then(|l| l.arms.as_ref()))?,
        pooled,
        plating,
        barcodes: file
            .barcodes
            .as_ref()
            .map(|file| check_barcodes(&root.key("barcodes"), file))
            .transpose()?,
        medium_ml: medium.map(|volume| volume * f64::from(pooled)),
        samples: check_samples(&root.key("record").key("samples"), file, after)?,
    };
    Ok((design, assumed))
}

fn check_barcodes(place: &Place, file: &BarcodesFile) -> Checked<Barcodes> {
    let moi = match &file.moi {
        Some(moi) => Some(
            place
                .key("moi")
                .number(moi, 0.001, 5.0, "0.001 to 5 infections per cell")?,
        ),
        None => None,
    };
    let library = match (&file.library, &file.transduced) {
        (Some(library), None) => place
            .key("library")
            .whole(library, 10, Barcodes::MAX_LIBRARY)
            .map_err(|error| error.help(COST))?,
        (None, Some(transduced)) => transduced_library(place, transduced, moi)?,
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
    let cells_per_barcode = match &file.cells_per_barcode {
        Some(value) => place.key("cells_per_barcode").whole(value, 1, 1_000_000)?,
        None => defaults::CELLS_PER_BARCODE,
    };
    Ok(Barcodes {
        library,
        cells_per_barcode,
        moi,
    })
}

const COST: &str =
    "every barcode is followed on its own: a flask with 10000 takes about a second, one with 100000 about ten";

/// Cells that get a barcode of those that meet the virus: the mean, 1 - e^-m of them.
fn transduced_library(place: &Place, transduced: &Scalar, moi: Option<f64>) -> Checked<u64> {
    let here = place.key("transduced");
    let cells = here.count(transduced)?;
    let Some(moi) = moi else {
        return Err(here
            .fault("needs the multiplicity of infection")
            .help("allowed: moi = 0.1 beside it; a share 1 - e^-moi of the cells gets a barcode"));
    };
    let marked = libm::round(cells as f64 * Barcodes::marked_share(moi));
    if !(10.0..=Barcodes::MAX_LIBRARY as f64).contains(&marked) {
        return Err(here
            .fault(format!("= {transduced} at moi = {moi} marks {marked} cells"))
            .help(format!("allowed: 10 to {} marked cells", Barcodes::MAX_LIBRARY))
            .help(COST));
    }
    Ok(marked as u64)
}

fn check_samples(place: &Place, file: &ScenarioFile, after: f64) -> Checked<Vec<f64>> {
    let list = file.record.as_ref().and_then(|record| record.samples.as_deref());
    let list = list.unwrap_or_default();
    if list.len() > MAX_SAMPLES {
        return Err(place
            .fault(format!("has {} days", list.len()))
            .help(format!("allowed: at most {MAX_SAMPLES}")));
    }
    let mut samples = Vec::with_capacity(list.len());
    for (i, value) in list.iter().enumerate() {
        let here = place.index(i);
        let day = days(&here, Some(value), defaults::NEVER)?;
        if day > after {
            return Err(here
                .fault(format!("= {value} is after the end of the experiment"))
                .help(format!("the experiment ends after {after} d ([stop] after)")));
        }
        if samples.last().is_some_and(|&last| day <= last) {
            return Err(here
                .fault(format!("= {value} is not later than the one before"))
                .help("allowed: rising days, such as [\"30 d\", \"60 d\"]"));
        }
        samples.push(day);
    }
    Ok(samples)
}
