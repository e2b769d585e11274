//! The decision: the guides' order, step by step, from read-outs alone.
//!
//! First the drug stock and the line are checked, then the resistance itself, then what a holiday does,
//! then the driver's sequence, the switch test, the blot, the broad panel, the add-back, lineage markers
//! and cytokines. Each step leaves its evidence; what they name together is weighed at the end.

use crate::diagnosis::atlas::Atlas;
use crate::diagnosis::call::{Call, Fault, Kind};
use crate::diagnosis::decision::driver::{driver, driver_copies};
use crate::diagnosis::decision::found::Found;
use crate::diagnosis::decision::reading::Reading;
use crate::diagnosis::decision::{add_back, markers, material, panel, signals, surroundings, switching, weigh};
use crate::diagnosis::decision::{holiday::holiday, resistance::protected, resistance::resistance};
use crate::diagnosis::outcome::{AlleleShare, Diagnosis, Rest, Shown};
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
    let faults: Vec<Fault> = (material::stock(&mut reading).into_iter())
        .chain(material::line(&mut reading))
        .collect();
    let stopped = match faults.is_empty() {
        true if resistance(&mut reading) => None,
        true => Some(Call::of_all(Kind::NotResistant, Vec::new())),
        false => {
            let names = faults.iter().map(|fault| fault.word().to_owned());
            Some(Call::of_all(Kind::Material, names.collect()))
        }
    };
    let (calls, minor, shown) = match stopped {
        Some(call) => {
            let shown = Shown {
                faults,
                ..Shown::default()
            };
            (vec![call], Vec::new(), shown)
        }
        None => {
            let found = found(&mut reading);
            let (calls, minor) = weigh::calls(&found, atlas, limits);
            (calls, minor, shown(readouts, atlas, found))
        }
    };
    Diagnosis {
        culture: readouts.culture.clone(),
        calls,
        minor,
        evidence: reading.evidence,
        shown,
    }
}

/// The steps with a culture that is resistant.
fn found(reading: &mut Reading) -> Found {
    let readouts = reading.readouts;
    // In the guides' order, which is that of the evidence.
    let protected = protected(reading);
    let lost = holiday(reading);
    let mut genetic = driver(reading);
    let switch = switching::read(reading);
    let signals = signals::read(reading);
    genetic.extend(panel::read(reading));
    Found {
        helped: add_back::read(reading),
        stained: markers::read(reading),
        cytokines: surroundings::cytokines(reading),
        broken_down: surroundings::drug_level(reading, protected),
        co_culture: readouts.alone.is_some(),
        driver_clean: (readouts.driver.as_ref()).is_some_and(|run| run.new_variants.is_empty()),
        protected,
        lost,
        genetic,
        switch,
        signals,
    }
}

/// What the advice may build on.
fn shown(readouts: &Readouts, atlas: &Atlas, found: Found) -> Shown {
    let copies = driver_copies(readouts, atlas);
    let variants = readouts.driver.iter().flat_map(|run| &run.new_variants);
    let rest = |days| found.lost.map(|lost| Rest { days, lost });
    Shown {
        faults: Vec::new(),
        alleles: variants
            .map(|variant| AlleleShare {
                allele: variant.name.clone(),
                share: variant.vaf.value * copies,
            })
            .collect(),
        copies_counted: (readouts.driver.as_ref()).is_some_and(|run| run.copies.is_some()),
        holiday: readouts.holiday.as_ref().and_then(|test| rest(test.days)),
        helped: found.helped,
        stopped_by: found.switch.stopped_by,
    }
}
