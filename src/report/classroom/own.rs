//! One replicate in a line, and the group in which a class counts it.

use crate::engine::record::{FlaskRecord, Outcome, PlainRecord};
use crate::model::plain::PlainModel;
use crate::report::palette::{self, Colour};
use crate::report::words::mechanism;
use crate::words::{days, grouped, percent};

/// One student's flask or culture.
#[derive(Debug, Clone, PartialEq)]
pub struct Own {
    /// Its number, from 0.
    pub replicate: u64,
    /// What a class counts it as: its mechanism, how it ended, or so many mutants.
    pub group: String,
    /// What came of it, in a line.
    pub told: String,
    /// Colour of the group.
    pub colour: Colour,
}

/// A flask: how it ended, when, and by what.
pub fn of_flask(record: &FlaskRecord) -> Own {
    let day = days(record.outcome_day);
    let (group, told, colour) = match (record.outcome, record.composition.first()) {
        (Outcome::Resistant, Some(most)) => (
            mechanism(&most.mechanism).to_owned(),
            format!(
                "resistant after {day}, by {} ({} of the cells){}",
                mechanism(&most.mechanism),
                percent(most.share),
                origin(record)
            ),
            palette::mechanism(&most.mechanism),
        ),
        (Outcome::Resistant, None) => (
            "resistant".to_owned(),
            format!("resistant after {day}"),
            palette::RESISTANT,
        ),
        (Outcome::Extinct, _) => ("died out".to_owned(), format!("died out after {day}"), palette::EXTINCT),
        (Outcome::Empty, _) => (
            "empty".to_owned(),
            "empty: no cell was seeded".to_owned(),
            palette::TIME_OVER,
        ),
        (Outcome::GivenUp, _) => (
            "given up".to_owned(),
            format!("given up after {day}"),
            palette::GIVEN_UP,
        ),
        (Outcome::TimeOver, _) => (
            "not resistant".to_owned(),
            format!("not resistant when it ended after {day}"),
            palette::TIME_OVER,
        ),
    };
    Own {
        replicate: record.replicate,
        group,
        told,
        colour,
    }
}

/// Where more than half of a flask's cells come from; nothing where they descend from no heritable alteration.
fn origin(record: &FlaskRecord) -> &'static str {
    let under_drug = record.acquired + record.via_tolerant;
    let origins = [
        (record.spiked, "; most descend from cells that were spiked in"),
        (
            record.pre_existing,
            "; most descend from mutants that were there before the drug",
        ),
        (under_drug, "; most descend from changes under the drug"),
    ];
    let most = origins.iter().find(|(share, _)| *share > 0.5);
    most.map_or("", |(_, words)| words)
}

/// A culture: how many cells it holds of the model's last type, counted in groups of 0, 1, 2 to 3, 4 to 7 and so on.
pub fn of_culture(record: &PlainRecord, model: &PlainModel) -> Own {
    let last = model.types.len().saturating_sub(1);
    let count = record.cells.get(last).copied().unwrap_or(0);
    let name = model.types.get(last).map_or("", |one| one.name.as_str());
    let low: u64 = match count {
        0 => 0,
        count => 1 << count.ilog2(),
    };
    let high = (2 * low).saturating_sub(1).max(low);
    let group = match low == high {
        true => grouped(low),
        false => format!("{} to {}", grouped(low), grouped(high)),
    };
    let cells = if count == 1 { "cell" } else { "cells" };
    Own {
        replicate: record.replicate,
        group,
        told: format!("{} {cells} of the type {name}", grouped(count)),
        colour: palette::series(0),
    }
}
