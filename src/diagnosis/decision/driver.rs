//! The sequence of the driver.

use crate::diagnosis::atlas::Atlas;
use crate::diagnosis::call::{Call, Kind, Step};
use crate::diagnosis::decision::reading::Reading;
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
    let mut calls: Vec<Call> = Vec::new();
    let mut words = Vec::new();
    for variant in &run.new_variants {
        // A cell carries the new allele on one copy; a culture of many copies shows it diluted.
        let weight = (variant.vaf.value * copies).min(1.0);
        words.push(format!(
            "{} ({}) in {:.1}% of the driver's reads",
            variant.name,
            variant.region,
            100.0 * variant.vaf.value
        ));
        calls.push(Call {
            kind: Kind::OnTarget,
            names: vec![variant.name.clone()],
            route: None,
            weight,
            confirmed: false,
        });
    }
    if calls.is_empty() {
        words.push(format!(
            "no new variant of {} ({}, limit {:.1}%)",
            run.gene,
            run.method,
            100.0 * run.limit
        ));
    }
    if let Some(copies) = run.copies {
        let gained = copies.low >= limits.copy_gain;
        words.push(format!(
            "{:.2} times the parental copies (95% {:.2} to {:.2}; amplified where the lower end is above {})",
            copies.value, copies.low, copies.high, limits.copy_gain
        ));
        if gained {
            calls.push(Call {
                kind: Kind::Amplification,
                names: vec![reading.atlas.driver.clone()],
                route: None,
                // Cells with a gain are taken to have three times the copies.
                weight: ((copies.value - 1.0) / 2.0).min(1.0),
                confirmed: false,
            });
        }
    }
    let telling = calls.iter().find(|call| call.weight >= limits.explaining_share);
    let text = format!("against the pre-treatment sample: {}", words.join("; "));
    reading.note(Step::DriverSequencing, telling.map(|call| call.kind), text);
    calls
}
