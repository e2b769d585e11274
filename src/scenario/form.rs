//! The two forms written back as text, with nothing left to default. Each number reads back to the same bits.

use super::course::form::{CourseOut, course};
use super::form_conditions::{MutagenOut, RoutesOut};
use super::known::Assumed;
use super::{Body, Laboratory, defaults};
use crate::model::biology::Biology;
use crate::model::design::{Barcodes, Design};
use crate::model::plain::{BirthDeath, PlainModel, Threshold};
use crate::model::protocol::{Flask, Stock};
use crate::units::{Days, Millilitres, Nanomolar, Percent};
use serde::Serialize;
use std::collections::BTreeMap;

/// `[record]`
#[derive(Serialize)]
pub struct RecordOut {
    #[serde(skip_serializing_if = "Option::is_none")]
    every: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    looks: Option<bool>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    samples: Vec<String>,
}

impl RecordOut {
    pub fn of(body: &Body) -> Self {
        match body {
            Body::Plain(model) => Self {
                every: model.record_every.map(days),
                looks: None,
                samples: Vec::new(),
            },
            Body::Laboratory(laboratory) => Self {
                every: None,
                looks: Some(laboratory.record_looks),
                samples: laboratory
                    .protocol
                    .design
                    .samples
                    .iter()
                    .map(|&day| days(day))
                    .collect(),
            },
        }
    }
}

/// `[plain]`
#[derive(Serialize)]
pub struct PlainOut<'a> {
    types: Vec<TypeOut<'a>>,
    mutations: Vec<MutationOut<'a>>,
    switches: Vec<SwitchOut<'a>>,
    phases: Vec<PhaseOut<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stop: Option<ThresholdOut<'a>>,
}

#[derive(Serialize)]
struct TypeOut<'a> {
    name: &'a str,
    founders: u64,
}

#[derive(Serialize)]
struct MutationOut<'a> {
    from: &'a str,
    to: &'a str,
    per_division: f64,
}

#[derive(Serialize)]
struct SwitchOut<'a> {
    from: &'a str,
    to: &'a str,
    per_day: f64,
}

#[derive(Serialize)]
struct PhaseOut<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    duration: Option<String>,
    keep: f64,
    repeat: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<ThresholdOut<'a>>,
    rates: BTreeMap<&'a str, BirthDeath>,
}

#[derive(Serialize)]
struct ThresholdOut<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    total_cells: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    r#type: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cells: Option<u64>,
}

impl<'a> PlainOut<'a> {
    pub fn of(model: &'a PlainModel) -> Self {
        let name = |index: usize| model.types[index].name.as_str();
        let size = |threshold: &Threshold| ThresholdOut {
            total_cells: threshold.of_type.is_none().then_some(threshold.cells),
            r#type: threshold.of_type.map(name),
            cells: threshold.of_type.map(|_| threshold.cells),
        };
        let rates = |all: &[BirthDeath]| all.iter().enumerate().map(|(i, rates)| (name(i), *rates)).collect();
        let types = model.types.iter().map(|t| TypeOut {
            name: &t.name,
            founders: t.founders,
        });
        let mutations = model.mutations.iter().map(|m| MutationOut {
            from: name(m.from),
            to: name(m.to),
            per_division: m.per_division,
        });
        let switches = model.switches.iter().map(|s| SwitchOut {
            from: name(s.from),
            to: name(s.to),
            per_day: s.per_day,
        });
        let phases = model.phases.iter().map(|phase| PhaseOut {
            duration: phase.duration.is_finite().then(|| days(phase.duration)),
            keep: phase.keep,
            repeat: phase.repeat,
            until: phase.until.as_ref().map(size),
            rates: rates(&phase.rates),
        });
        Self {
            types: types.collect(),
            mutations: mutations.collect(),
            switches: switches.collect(),
            phases: phases.collect(),
            stop: model.stop.as_ref().map(size),
        }
    }
}

/// The laboratory form's tables and the resolved biology.
#[derive(Serialize)]
pub struct FormOut<'a> {
    look_every: String,
    line: LineOut<'a>,
    flask: FlaskOut<'a>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    niche: BTreeMap<&'a str, f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    routes: Option<RoutesOut<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    barcodes: Option<Barcodes>,
    course: Vec<CourseOut<'a>>,
    resistance: ResistanceOut,
    stop: StopOut,
    assumptions: &'a [Assumed],
    biology: &'a Biology,
}

#[derive(Serialize)]
struct LineOut<'a> {
    id: &'a str,
    stock: &'static str,
    expand_to: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    passaged: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    spectrum: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mutagen: Option<MutagenOut<'a>>,
    arms: u64,
}

#[derive(Serialize)]
struct FlaskOut<'a> {
    vessel: &'a str,
    capacity: f64,
    seed_cells: u64,
    pooled: u32,
    plating: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    medium: Option<String>,
    medium_change: String,
    passage: PassageOut,
}

#[derive(Serialize)]
struct PassageOut {
    at: String,
    or_every: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    split: Option<String>,
}

#[derive(Serialize)]
struct ResistanceOut {
    growth: String,
    held_for: u32,
    detection_limit: String,
}

#[derive(Serialize)]
struct StopOut {
    after: String,
    at_resistance: bool,
}

impl<'a> FormOut<'a> {
    pub fn of(laboratory: &'a Laboratory) -> Self {
        let Laboratory { biology, protocol, .. } = laboratory;
        let (stock, expand_to, passaged) = match protocol.stock {
            Stock::Clone { expand_to } => ("clone", expand_to, None),
            Stock::Old {
                expand_to,
                passaged_days,
            } => ("old", expand_to, Some(days(passaged_days))),
        };
        Self {
            look_every: days(protocol.look_every),
            line: LineOut {
                id: &biology.line_id,
                stock,
                expand_to,
                passaged,
                spectrum: laboratory.conditions.spectrum.as_deref(),
                mutagen: MutagenOut::of(&laboratory.conditions),
                arms: protocol.design.arms,
            },
            flask: flask(&protocol.flask, &protocol.design),
            barcodes: protocol.design.barcodes,
            routes: RoutesOut::of(&laboratory.conditions.routes),
            niche: laboratory
                .conditions
                .niche
                .iter()
                .map(|(id, level)| (id.as_str(), *level))
                .collect(),
            course: protocol.courses.iter().map(|c| course(biology, c)).collect(),
            resistance: ResistanceOut {
                growth: percent(protocol.resistance.growth),
                held_for: protocol.resistance.held_for,
                detection_limit: percent(protocol.resistance.detection_limit),
            },
            stop: StopOut {
                after: days(protocol.stop.after),
                at_resistance: protocol.stop.at_resistance,
            },
            assumptions: &laboratory.assumptions,
            biology,
        }
    }
}

fn flask<'a>(flask: &'a Flask, design: &Design) -> FlaskOut<'a> {
    // The file speaks of one vessel, the protocol of all pooled ones.
    let vessels = f64::from(design.pooled);
    let of_one = |all: f64| back(all, all / vessels, |one| one * vessels);
    FlaskOut {
        vessel: &flask.vessel,
        capacity: of_one(flask.capacity),
        seed_cells: flask.seed_cells / u64::from(design.pooled),
        pooled: design.pooled,
        plating: percent(design.plating),
        medium: design.medium_ml.map(|volume| millilitres(of_one(volume))),
        medium_change: maybe(flask.medium_every),
        passage: PassageOut {
            at: match design.calendar_only {
                true => defaults::NEVER.to_owned(),
                false => percent(flask.passage_at),
            },
            or_every: maybe(flask.passage_every),
            split: (!design.calendar_only)
                .then(|| format!("1:{}", back(flask.split, 1.0 / flask.split, |ratio| 1.0 / ratio))),
        },
    }
}

pub(super) fn days(days: f64) -> String {
    Days::new(days).map_or_else(|_| format!("{days} d"), |days| days.to_string())
}

pub(super) fn maybe(time: Option<f64>) -> String {
    time.map_or_else(|| defaults::NEVER.to_owned(), days)
}

pub(super) fn nanomolar(dose: f64) -> String {
    Nanomolar::new(dose).map_or_else(|_| format!("{dose} nM"), |dose| dose.to_string())
}

fn millilitres(volume: f64) -> String {
    Millilitres::new(volume).map_or_else(|_| format!("{volume} mL"), |volume| volume.to_string())
}

pub(super) fn percent(fraction: f64) -> String {
    let number = back(fraction, fraction * 100.0, |percent| percent / 100.0);
    Percent::new(number).map_or_else(|_| format!("{number}%"), |percent| percent.to_string())
}

/// The number next to `guess` that `read` turns into exactly `wanted`: the way back of a rounded division.
fn back(wanted: f64, guess: f64, read: impl Fn(f64) -> f64) -> f64 {
    let near = [guess, guess.next_up(), guess.next_down()];
    let further = [guess.next_up().next_up(), guess.next_down().next_down()];
    near.into_iter()
        .chain(further)
        .find(|&number| read(number) == wanted)
        .unwrap_or(guess)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percents_and_splits_read_back_to_the_same_bits() {
        for tenth in 1..=1000_u32 {
            let fraction = f64::from(tenth) / 10.0 / 100.0;
            let read: Percent = percent(fraction).parse().unwrap();
            assert_eq!(read.fraction().to_bits(), fraction.to_bits(), "{tenth}");
            let split = 1.0 / (1.0 + f64::from(tenth) / 10.0);
            let ratio = back(split, 1.0 / split, |ratio| 1.0 / ratio);
            assert_eq!((1.0 / ratio).to_bits(), split.to_bits(), "{tenth}");
        }
    }
}
