//! The decision: the guides' order, step by step, from read-outs alone.
//!
//! First the drug stock and the line are checked, then the resistance itself, then what a holiday does,
//! then the driver's sequence, the switch test, the blot, the broad panel, the add-back, lineage markers
//! and cytokines. Each step leaves its evidence; what they name together is weighed at the end.

use super::atlas::Atlas;
use super::call::{Call, Diagnosis, Evidence, Helped, Kind, Shown, Step};
use super::readouts::{Estimate, Readouts, Shift, Survival};
use super::signals::{self, Signals};
use super::thresholds::Thresholds;
use super::{follow_up, switching, weigh};
use crate::assay::identity::Identity;
use crate::model::biology::StateClass;
use crate::statistics::interval::Z95;

/// What the steps found, before it is weighed.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Share of the shift that a holiday takes away (log scale); `None` without the test.
    pub lost: Option<f64>,
    /// On-target alleles and amplification, panel findings.
    pub genetic: Vec<Call>,
    /// The driver was sequenced and nothing new was found.
    pub driver_clean: bool,
    /// Grown among factors of its surroundings.
    pub co_culture: bool,
    /// Whether a next-generation inhibitor of the driver stops the culture as it stops the parental line;
    /// `None` where it does so in part, or was not tried.
    pub sensitive_to_next: Option<bool>,
    /// Those that do.
    pub stopped_by: Vec<String>,
    pub signals: Signals,
    /// Routes whose inhibitor re-sensitises, and routes whose inhibitor was tried in vain.
    pub closed: Vec<String>,
    pub not_closed: Vec<String>,
    /// Partners that re-sensitise.
    pub helped: Vec<Helped>,
    /// Share of cells by marker: (class, state, marker, share).
    pub stained: Vec<(StateClass, String, String, f64)>,
    /// Factors found in the supernatant.
    pub cytokines: Vec<String>,
    /// The stroma breaks the drug down.
    pub broken_down: Option<Call>,
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

/// Copies of the driver's locus per cell of the culture, as far as they were counted.
fn driver_copies(readouts: &Readouts, atlas: &Atlas) -> f64 {
    let counted = readouts.driver.as_ref().and_then(|run| run.copies);
    atlas.driver_copies * counted.map_or(1.0, |copies| copies.value).max(1.0)
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

/// What can be wrong with the material.
pub(super) const WEAK_STOCK: &str = "weak drug stock";
pub(super) const FOREIGN_CELLS: &str = "cells of another line";

/// Cells that do not live on the driver look resistant.
fn line(reading: &mut Reading) -> Option<&'static str> {
    let typing = reading.readouts.identity.as_ref()?;
    let foreign = matches!(typing.identity, Identity::Mixed | Identity::Other);
    let reason = foreign.then_some(FOREIGN_CELLS);
    reading.note(Step::Identity, reason.map(|_| Kind::Material), typing.words());
    reason
}

/// A weak drug looks like resistance.
fn stock(reading: &mut Reading) -> Option<&'static str> {
    let check = reading.readouts.potency.as_ref()?;
    let limits = reading.limits;
    let weak = check.ic50_over_record.low > limits.weak_stock;
    let text = format!(
        "IC50 of {} on the parental line with this stock is {:.2} times that with a reference batch (95% {:.2} to {:.2}; weak where the lower end is above {})",
        reading.readouts.drug,
        check.ic50_over_record.value,
        check.ic50_over_record.low,
        check.ic50_over_record.high,
        limits.weak_stock
    );
    let reason = weak.then_some(WEAK_STOCK);
    reading.note(Step::Potency, reason.map(|_| Kind::Material), text);
    reason
}

/// Three digits, without zeros that say nothing.
fn three_digits(value: f64) -> String {
    let text = format!("{value:.2e}");
    text.parse::<f64>().map_or(text, |rounded| rounded.to_string())
}

/// "12.3 nM", "3.4 µM".
pub(super) fn dose(nm: f64) -> String {
    match nm {
        x if x >= 1000.0 => format!("{} µM", three_digits(x / 1000.0)),
        x => format!("{} nM", three_digits(x)),
    }
}

fn shift_words(drug: &str, shift: &Shift) -> String {
    let ic50 = |value: Option<f64>| value.map_or(format!("above {}", dose(shift.highest)), dose);
    let Estimate { value, low, high } = shift.index;
    let index = match (shift.at_least, high.is_finite()) {
        (true, _) => format!("at least {value:.0}"),
        (false, true) => format!("{value:.1} (95% {low:.1} to {high:.1})"),
        (false, false) => format!("{value:.1} (95% {low:.1} or more)"),
    };
    format!(
        "IC50 of {drug} {} against {} of the parental line, index {index}",
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
    // Where neither is beyond its limit for sure, both together may be: surely shifted, or so by the estimate, and
    // surely more alive.
    let perhaps = |shift: &Shift| shift.index.value >= limit || shift.index.low > 1.0;
    let more = |at: &Survival| at.resistant.low > at.parental.high;
    let both = readouts.shift.as_ref().is_some_and(perhaps) && readouts.survival.as_ref().is_some_and(more);
    let by_index = readouts.shift.as_ref().map(shifted);
    let by_survival = readouts.survival.as_ref().map(lives);
    let (mut words, resistant) = match (by_index, by_survival) {
        (None, None) => return true,
        (a, b) => (Vec::new(), a == Some(true) || b == Some(true) || both),
    };
    words.extend(readouts.shift.as_ref().map(|shift| shift_words(&readouts.drug, shift)));
    words.extend(readouts.survival.as_ref().map(|at| {
        format!(
            "at {} of {} {:.0}% are left of the culture, {:.0}% of the parental line",
            dose(readouts.dose),
            readouts.drug,
            100.0 * at.resistant.value,
            100.0 * at.parental.value
        )
    }));
    let says = if resistant { "resistant" } else { "not resistant" };
    let text = format!(
        "{}: {says} (limit {limit}-fold for either; both surely above 1 will do)",
        words.join("; ")
    );
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
    let lives = at.is_some_and(|at| at.alone.is_some_and(|alone| alone.low > at.parental.high));
    let shifted = alone.index.value >= limits.resistance_index;
    let gone = !alone.at_least && !shifted && !lives;
    let text = format!(
        "taken out of the co-culture: {}; the resistance {}",
        shift_words(&reading.readouts.drug, alone),
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
/// survival at the dose where the IC50 was not shifted. The holiday is spent in plain medium, so it is held
/// against the culture out of its surroundings.
fn holiday(reading: &mut Reading) -> Option<f64> {
    let (readouts, limits) = (reading.readouts, reading.limits);
    let test = readouts.holiday.as_ref()?;
    let before = readouts.alone.as_ref().or(readouts.shift.as_ref())?;
    let shifted = before.index.value >= limits.resistance_index;
    let survival = readouts.survival.as_ref();
    let at = survival.and_then(|at| Some((at.alone.unwrap_or(at.resistant), at.parental, at.rested?)));
    let more = at.is_some_and(|(cells, parental, _)| cells.low > parental.high);
    if readouts.alone.is_some() && !shifted && !more {
        let text = "taken out of the co-culture there is no resistance that a holiday could take";
        reading.note(Step::Holiday, None, text.to_owned());
        return None;
    }
    let (lost, sure, of) = match at {
        Some((cells, parental, rested)) if !shifted => {
            let gained = (cells.value - parental.value).max(1e-9);
            (
                (cells.value - rested.value) / gained,
                cells.low > rested.high,
                "survival",
            )
        }
        _ => (
            shift_lost(&before.index, &test.shift.index),
            surely_lower(before, &test.shift),
            "shift",
        ),
    };
    let lost = lost.clamp(0.0, 1.0);
    let gone = lost >= limits.reversible && sure && !test.shift.at_least;
    let said = match test.shift.at_least && of == "shift" {
        true => "still resistant beyond the doses".to_owned(),
        false => format!(
            "{:.0}% of the {of} is gone{} (limit {:.0}%)",
            100.0 * lost,
            if sure { "" } else { ", within scatter" },
            100.0 * limits.reversible
        ),
    };
    let text = format!(
        "after {} days without drug: {}; {said}",
        test.days,
        shift_words(&readouts.drug, &test.shift)
    );
    reading.note(Step::Holiday, gone.then_some(Kind::Reversible), text);
    Some(if gone { lost } else { 0.0 })
}

/// Share of a shift that is gone, on the log scale.
fn shift_lost(was: &Estimate, is: &Estimate) -> f64 {
    1.0 - libm::log(is.value.max(1e-9)) / libm::log(was.value.max(1.0 + 1e-9))
}

/// Whether an index fell by more than scatter explains (95%); a bound is taken at its word.
fn surely_lower(was: &Shift, is: &Shift) -> bool {
    let error = |of: &Estimate| libm::log(of.high / of.low) / (2.0 * Z95);
    let both = libm::hypot(error(&was.index), error(&is.index));
    match both.is_finite() {
        true => libm::log(was.index.value / is.index.value) > Z95 * both,
        false => was.index.low > is.index.high || was.at_least,
    }
}

/// New variants of the driver, and its copies.
fn driver(reading: &mut Reading) -> Vec<Call> {
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
