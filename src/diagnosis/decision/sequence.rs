//! What the sequence alone names of a culture that grows under its drug.

use super::driver::driver;
use super::found::Found;
use super::reading::Reading;
use super::{panel, weigh};
use crate::diagnosis::atlas::Atlas;
use crate::diagnosis::outcome::{Diagnosis, Shown};
use crate::diagnosis::readouts::Readouts;
use crate::diagnosis::thresholds::Thresholds;

/// Names what driver and panel show; nothing else has to be on the table, and the culture is taken to be resistant.
pub fn by_sequence(readouts: &Readouts, atlas: &Atlas, limits: &Thresholds) -> Diagnosis {
    let mut reading = Reading {
        readouts,
        atlas,
        limits,
        evidence: Vec::new(),
    };
    let mut genetic = driver(&mut reading);
    genetic.extend(panel::read(&mut reading));
    let found = Found {
        genetic,
        driver_clean: (readouts.driver.as_ref()).is_some_and(|run| run.new_variants.is_empty()),
        ..Found::default()
    };
    let (calls, minor) = weigh::calls(&found, atlas, limits);
    Diagnosis {
        culture: readouts.culture.clone(),
        calls,
        minor,
        evidence: reading.evidence,
        shown: Shown::default(),
    }
}
