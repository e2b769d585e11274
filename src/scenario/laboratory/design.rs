//! What ties flasks together and what is followed in them: arms, pooled vessels, plating, medium, barcodes, samples.

use crate::model::design::Design;
use crate::scenario::error::Checked;
use crate::scenario::file::ScenarioFile;
use crate::scenario::known::{Assumed, KnownVessel};
use crate::scenario::value::Place;

/// Most days with samples.
const MAX_SAMPLES: usize = 100;

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
        spikes: Vec::new(),
        patients: None,
        patient: None,
    };
    Ok(CheckedDesign { design, assumed })
}

fn check_samples(root: &Place, file: &ScenarioFile, after: f64) -> Checked<Vec<f64>> {
    let record = file.record.clone().unwrap_or_default();
    let place = root.key("record").key("samples");
    let samples = record.samples(&root.key("record"))?.unwrap_or_default();
    let written = record.samples.unwrap_or_default();
    if samples.len() > MAX_SAMPLES {
        return Err(place
            .fault(format!("has {} days", samples.len()))
            .allowed(format!("at most {MAX_SAMPLES}")));
    }
    for (i, (&day, value)) in samples.iter().zip(&written).enumerate() {
        let here = place.index(i);
        if day > after {
            return Err(here.wrong(value, "is after the end of the experiment").allowed(format!(
                "days up to day {after}, where the experiment ends ([stop] after)"
            )));
        }
        if i > 0 && day <= samples[i - 1] {
            return Err(here
                .wrong(value, "is not later than the one before")
                .allowed("rising days, such as [\"30 d\", \"60 d\"]"));
        }
    }
    Ok(samples)
}
