//! The sequence of the driver.

use crate::diagnosis::atlas::Atlas;
use crate::diagnosis::call::{Call, Kind};
use crate::diagnosis::decision::reading::Reading;
use crate::diagnosis::evidence::Finding;
use crate::diagnosis::readouts::Readouts;

/// Copies of the driver's locus per cell of the culture, as far as they were counted.
pub(super) fn driver_copies(readouts: &Readouts, atlas: &Atlas) -> f64 {
    let counted = readouts.driver.as_ref().and_then(|run| run.copies);
    atlas.driver_copies * counted.map_or(1.0, |copies| copies.value).max(1.0)
}

/// New variants of the driver, and its copies.
pub(super) fn driver(reading: &mut Reading) -> Vec<Call> {
    let Some(run) = &reading.readouts.driver else {
        return Vec::new();
    };
    let limits = reading.limits;
    let copies = driver_copies(reading.readouts, reading.atlas);
    let found = |kind, name: &String, weight: f64| Call {
        kind,
        names: vec![name.clone()],
        route: None,
        weight: weight.min(1.0),
        confirmed: false,
    };
    // A cell carries the new allele on one copy; a culture of many copies shows it diluted.
    let variants = run.new_variants.iter();
    let mut calls: Vec<Call> = variants
        .map(|variant| found(Kind::OnTarget, &variant.name, variant.vaf.value * copies))
        .collect();
    // Cells with a gain are taken to have three times the copies.
    let gained = run.copies.filter(|copies| copies.low >= limits.copy_gain);
    calls.extend(gained.map(|copies| found(Kind::Amplification, &reading.atlas.driver, (copies.value - 1.0) / 2.0)));
    let telling = calls.iter().find(|call| call.weight >= limits.explaining_share);
    reading.note(Finding::Driver, telling.map(|call| call.kind));
    calls
}
