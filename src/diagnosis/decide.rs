//! The decision: the guides' order, step by step, from read-outs alone.
//!
//! First the drug stock and the line are checked, then the resistance itself, then what a holiday does,
//! then the driver's sequence, the switch test, the blot, the broad panel, the add-back, lineage markers
//! and cytokines. Each step leaves its evidence; what they name together is weighed at the end.

use super::atlas::Atlas;
use super::call::{Call, Diagnosis, Evidence, Kind, Step};
use super::readouts::{Estimate, Readouts, Shift, Survival};
use super::signals::{self, Signals};
use super::thresholds::Thresholds;
use super::{follow_up, weigh};
use crate::model::biology::StateClass;

/// What the steps found, before it is weighed.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Share of the shift that a holiday takes away (log scale); `None` without the test.
    pub lost: Option<f64>,
    /// On-target alleles and amplification, panel findings.
    pub genetic: Vec<Call>,
    /// Whether a next-generation inhibitor of the driver still stops the culture.
    pub sensitive_to_next: Option<bool>,
    pub signals: Signals,
    /// Routes whose inhibitor re-sensitises, and routes whose inhibitor was tried in vain.
    pub closed: Vec<String>,
    pub not_closed: Vec<String>,
    /// Share of cells by marker: (class, state, marker, share).
    pub stained: Vec<(StateClass, String, String, f64)>,
    /// Factors found in the supernatant.
    pub cytokines: Vec<String>,
    /// Resistant in the co-culture only.
    pub protected: bool,
}

/// The steps' common ground.
pub(super) struct Reading<'a> {
    pub readouts: &'a Readouts,
    pub atlas: &'a Atlas,
    pub limits: &'a Thresholds,
    pub evidence: Vec<Evidence>,
}

impl Reading<'_> {
    pub(super) fn note(&mut self, step: Step, speaks_for: Option<Kind>, text: String) {
        self.evidence.push(Evidence { step, text, speaks_for });
    }
}

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
    let stopped = match material(&mut reading) {
        Some(reason) => Some(alone(Kind::Material, &[reason])),
        None if resistance(&mut reading) => None,
        None => Some(alone(Kind::NotResistant, &[])),
    };
    if let Some(call) = stopped {
        return Diagnosis {
            culture: readouts.culture.clone(),
            calls: vec![call],
            minor: Vec::new(),
            evidence: reading.evidence,
        };
    }
    let found = Found {
        protected: protected(&mut reading),
        lost: holiday(&mut reading),
        genetic: driver(&mut reading),
        ..Found::default()
    };
    let found = functional(&mut reading, found);
    let (calls, minor) = weigh::calls(&found, atlas, limits);
    Diagnosis {
        culture: readouts.culture.clone(),
        calls,
        minor,
        evidence: reading.evidence,
    }
}

/// The steps after sequencing of the driver.
fn functional(reading: &mut Reading, mut found: Found) -> Found {
    found.sensitive_to_next = switch(reading);
    found.signals = signals::read(reading);
    found.genetic.extend(follow_up::panel(reading));
    (found.closed, found.not_closed) = follow_up::add_back(reading);
    found.stained = follow_up::markers(reading);
    found.cytokines = follow_up::cytokines(reading);
    found
}

/// A weak drug looks like resistance.
fn material(reading: &mut Reading) -> Option<&'static str> {
    let check = reading.readouts.potency.as_ref()?;
    let limits = reading.limits;
    let weak = check.ic50_over_record.low > limits.weak_stock;
    let text = format!(
        "IC50 of the parental line with this stock is {:.2} times that with a reference batch (95% {:.2} to {:.2}; weak above {})",
        check.ic50_over_record.value, check.ic50_over_record.low, check.ic50_over_record.high, limits.weak_stock
    );
    let reason = weak.then_some("weak drug stock");
    reading.note(Step::Potency, reason.map(|_| Kind::Material), text);
    reason
}

/// "12.3 nM", "3.4 µM".
pub(super) fn dose(nm: f64) -> String {
    match nm {
        x if x >= 1000.0 => format!("{:.3} µM", x / 1000.0),
        x if x >= 100.0 => format!("{x:.0} nM"),
        x if x >= 1.0 => format!("{x:.1} nM"),
        x => format!("{x:.3} nM"),
    }
}

fn shift_words(shift: &Shift) -> String {
    let ic50 = |value: Option<f64>| value.map_or(format!("above {}", dose(shift.highest)), dose);
    let index = match shift.at_least {
        true => format!("at least {:.0}", shift.index.value),
        false => format!(
            "{:.1} (95% {:.1} to {:.1})",
            shift.index.value, shift.index.low, shift.index.high
        ),
    };
    format!(
        "IC50 {} against {} of the parental line, index {index}",
        ic50(shift.resistant_ic50),
        ic50(shift.parental_ic50)
    )
}

/// Whether cells live at a dose at which the parental line dies: surely more, and at least twice as many.
fn survives(cells: &Estimate, parental: &Estimate, limits: &Thresholds) -> bool {
    cells.low > parental.high && cells.value >= limits.resistance_index * parental.value
}

/// Whether the culture is resistant in its surroundings; an untested one is taken at its word.
fn resistance(reading: &mut Reading) -> bool {
    let readouts = reading.readouts;
    let limit = reading.limits.resistance_index;
    let shifted = |shift: &Shift| shift.index.low >= limit || (shift.at_least && shift.index.value >= limit);
    let lives = |at: &Survival| survives(&at.resistant, &at.parental, reading.limits);
    let by_index = readouts.shift.as_ref().map(shifted);
    let by_survival = readouts.survival.as_ref().map(lives);
    let (mut words, resistant) = match (by_index, by_survival) {
        (None, None) => return true,
        (a, b) => (Vec::new(), a == Some(true) || b == Some(true)),
    };
    words.extend(readouts.shift.as_ref().map(shift_words));
    words.extend(readouts.survival.as_ref().map(|at| {
        format!(
            "at {} {:.0}% are left of the culture, {:.0}% of the parental line",
            dose(readouts.dose),
            100.0 * at.resistant.value,
            100.0 * at.parental.value
        )
    }));
    let says = if resistant { "resistant" } else { "not resistant" };
    let text = format!("{}: {says} (limit {limit}-fold)", words.join("; "));
    reading.note(Step::Resistance, (!resistant).then_some(Kind::NotResistant), text);
    resistant
}

/// Resistant in the co-culture, sensitive out of it.
fn protected(reading: &mut Reading) -> bool {
    let Some(alone) = &reading.readouts.alone else {
        return false;
    };
    let limits = reading.limits;
    let at = reading.readouts.survival.as_ref();
    let lives = at.is_some_and(|at| at.alone.is_some_and(|alone| survives(&alone, &at.parental, limits)));
    let gone = !alone.at_least && alone.index.low < limits.resistance_index && !lives;
    let text = format!(
        "taken out of the co-culture: {}; the resistance {}",
        shift_words(alone),
        if gone {
            "stays behind with the stroma"
        } else {
            "goes with the cells"
        }
    );
    reading.note(Step::Resistance, gone.then_some(Kind::Niche), text);
    gone
}

/// Share of the resistance that is gone after the holiday: of the shift on the log scale, or of the
/// survival at the dose where the IC50 was not shifted.
fn holiday(reading: &mut Reading) -> Option<f64> {
    let readouts = reading.readouts;
    let test = readouts.holiday.as_ref()?;
    // The holiday is spent in plain medium, so it is held against the culture out of its surroundings.
    let before = readouts.alone.as_ref().or(readouts.shift.as_ref())?;
    if readouts.alone.is_some() && before.index.low < reading.limits.resistance_index {
        return None;
    }
    let (was, is) = (before.index.value, test.shift.index.value.max(1e-9));
    let at = readouts.survival.as_ref().and_then(|at| Some((at, at.rested?)));
    let (lost, of) = match at {
        Some((at, rested)) if was < reading.limits.resistance_index => {
            let gained = (at.resistant.value - at.parental.value).max(1e-9);
            ((at.resistant.value - rested.value) / gained, "survival")
        }
        _ => (1.0 - libm::log(is) / libm::log(was.max(1.0 + 1e-9)), "shift"),
    };
    let lost = lost.clamp(0.0, 1.0);
    let gone = lost >= reading.limits.reversible && !test.shift.at_least;
    let text = format!(
        "after {} days without drug: {}; {:.0}% of the {of} is gone (limit {:.0}%)",
        test.days,
        shift_words(&test.shift),
        100.0 * lost,
        100.0 * reading.limits.reversible
    );
    reading.note(Step::Holiday, gone.then_some(Kind::Reversible), text);
    Some(if gone { lost } else { 0.0 })
}

/// New variants of the driver, and its copies.
fn driver(reading: &mut Reading) -> Vec<Call> {
    let Some(run) = &reading.readouts.driver else {
        return Vec::new();
    };
    let limits = reading.limits;
    let gain = run.copies.map_or(1.0, |copies| copies.value);
    let copies = reading.atlas.driver_copies * gain.max(1.0);
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
            "{:.2} times the parental copies (95% {:.2} to {:.2}; amplified above {})",
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

/// `Some(true)` where any next-generation inhibitor stops the culture.
fn switch(reading: &mut Reading) -> Option<bool> {
    let limits = reading.limits;
    let tests = &reading.readouts.switches;
    // A dose that does not stop the parental line tells nothing.
    let telling: Vec<_> = tests
        .iter()
        .filter(|test| test.parental.high < limits.sensitive)
        .collect();
    if telling.is_empty() {
        return None;
    }
    let sensitive = telling.iter().any(|test| test.resistant.high < limits.sensitive);
    let words: Vec<String> = telling
        .iter()
        .map(|test| {
            format!(
                "{} at {} leaves {:.0}% (parental {:.0}%)",
                test.drug,
                dose(test.dose.nm),
                100.0 * test.resistant.value,
                100.0 * test.parental.value
            )
        })
        .collect();
    let says = if sensitive {
        "sensitive: still driven by the target"
    } else {
        "still resistant: off-target"
    };
    let kind = if sensitive { Kind::OnTarget } else { Kind::Bypass };
    reading.note(Step::Switch, Some(kind), format!("{}; {says}", words.join("; ")));
    Some(sensitive)
}
