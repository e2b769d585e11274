//! The decision: the guides' order, step by step, from read-outs alone.
//!
//! First the drug stock and the line are checked, then the resistance itself, then what a holiday does,
//! then the driver's sequence, the switch test, the blot, the broad panel, the add-back, lineage markers
//! and cytokines. Each step leaves its evidence; what they name together is weighed at the end.

use super::{follow_up, signals, switching, weigh};
use crate::diagnosis::atlas::Atlas;
use crate::diagnosis::call::{Call, Diagnosis, Kind, Shown};
use crate::diagnosis::decision::driver::{driver, driver_copies};
use crate::diagnosis::decision::found::Found;
use crate::diagnosis::decision::holiday::holiday;
use crate::diagnosis::decision::material::{line, stock};
use crate::diagnosis::decision::reading::Reading;
use crate::diagnosis::decision::resistance::{protected, resistance};
use crate::diagnosis::readouts::Readouts;
use crate::diagnosis::thresholds::Thresholds;

/// Names the mechanism of a resistant culture. `atlas` says what signals can mean in this family.
pub fn diagnose(readouts: &Readouts, atlas: &Atlas, limits: &Thresholds) -> Diagnosis {
    let mut reading = Reading {
        readouts,
        atlas,
        limits,
        evidence: Vec::new(),
    };
    let alone = |kind, names: &[&str]| Call {
        kind,
        names: names.iter().map(|name| (*name).to_owned()).collect(),
        route: None,
        weight: 1.0,
        confirmed: true,
    };
    let wrong: Vec<&str> = stock(&mut reading).into_iter().chain(line(&mut reading)).collect();
    let stopped = match wrong.as_slice() {
        [] if resistance(&mut reading) => None,
        [] => Some(alone(Kind::NotResistant, &[])),
        wrong => Some(alone(Kind::Material, wrong)),
    };
    if let Some(call) = stopped {
        return Diagnosis {
            culture: readouts.culture.clone(),
            calls: vec![call],
            minor: Vec::new(),
            evidence: reading.evidence,
            shown: Shown::default(),
        };
    }
    let found = Found {
        protected: protected(&mut reading),
        co_culture: readouts.alone.is_some(),
        lost: holiday(&mut reading),
        genetic: driver(&mut reading),
        driver_clean: (readouts.driver.as_ref()).is_some_and(|run| run.new_variants.is_empty()),
        ..Found::default()
    };
    let found = functional(&mut reading, found);
    let (calls, minor) = weigh::calls(&found, atlas, limits);
    Diagnosis {
        culture: readouts.culture.clone(),
        calls,
        minor,
        shown: shown(readouts, atlas, found),
        evidence: reading.evidence,
    }
}

/// What the advice may build on.
fn shown(readouts: &Readouts, atlas: &Atlas, found: Found) -> Shown {
    let copies = driver_copies(readouts, atlas);
    let variants = readouts.driver.iter().flat_map(|run| &run.new_variants);
    Shown {
        alleles: variants
            .map(|variant| (variant.name.clone(), variant.vaf.value * copies))
            .collect(),
        copies_counted: (readouts.driver.as_ref()).is_some_and(|run| run.copies.is_some()),
        holiday: (readouts.holiday.as_ref()).and_then(|test| Some((test.days, found.lost?))),
        helped: found.helped,
        stopped_by: found.stopped_by,
    }
}

/// The steps after sequencing of the driver.
fn functional(reading: &mut Reading, mut found: Found) -> Found {
    (found.sensitive_to_next, found.stopped_by) = switching::read(reading);
    found.signals = signals::read(reading);
    found.genetic.extend(follow_up::panel(reading));
    (found.helped, found.not_closed) = follow_up::add_back(reading);
    found.closed = found.helped.iter().flat_map(|partner| partner.closes.clone()).collect();
    found.stained = follow_up::markers(reading);
    found.cytokines = follow_up::cytokines(reading);
    found.broken_down = follow_up::drug_level(reading, found.protected);
    found
}
