//! What a plain scenario implies: net growth, expected cells and expected mutants, phase by phase.

use super::engine::interval_engine;
use super::means::Means;
use crate::engine::Settings;
use crate::model::plain::PlainModel;
use crate::scenario::words::size;
use crate::words::{Columns, cells, number, signed_fixed};
use serde::Serialize;
use std::fmt;

/// Phases repeated more often than this are summarised by their first and last run.
const SHOWN_REPEATS: u32 = 3;

/// What a plain scenario implies before anything is simulated: expected values, without chance.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlainExplained {
    /// Names of the types.
    pub types: Vec<String>,
    /// Names of the mutations, "from -> to".
    pub mutations: Vec<String>,
    /// Runs of phases, in order, as far as the means lead.
    pub phases: Vec<PhaseExplained>,
    /// Where the means say that the replicate ends, or why that is not known.
    pub ending: String,
}

/// One run of one phase, as the means have it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PhaseExplained {
    /// Number of the phase, from 1.
    pub phase: usize,
    /// Which of its repeats, from 1.
    pub repeat: u32,
    /// Day on which it ends.
    pub end_day: f64,
    /// Net growth per type, per day.
    pub net: Vec<f64>,
    /// Expected cells per type at its end, after what is not kept has gone.
    pub cells: Vec<f64>,
    /// Expected founding events per mutation in it.
    pub founded: Vec<f64>,
}

pub(in crate::scenario) fn explain(model: &PlainModel) -> PlainExplained {
    let mut told = PlainExplained {
        types: model.types.iter().map(|t| t.name.clone()).collect(),
        mutations: model.mutations.iter().map(|m| model.arrow(m)).collect(),
        phases: Vec::new(),
        ending: String::new(),
    };
    told.ending = follow(model, &mut told.phases);
    told
}

/// Follows the means through the phases and says how it ends.
fn follow(model: &PlainModel, told: &mut Vec<PhaseExplained>) -> String {
    let mut now = Means::start(model);
    let mut day = 0.0;
    for (i, phase) in model.phases.iter().enumerate() {
        for repeat in 1..=phase.repeat {
            let crossing = |threshold: &Option<_>| {
                let threshold = threshold.as_ref()?;
                now.crossing(model, phase, threshold)
            };
            let stop = crossing(&model.stop);
            let until = crossing(&phase.until);
            let end = [stop, until].into_iter().flatten().fold(phase.duration, f64::min);
            let Some(mut after) = now.after(model, phase, end) else {
                return match phase.duration.is_finite() {
                    true => format!("Phase {} is too long to work out the means.", i + 1),
                    false => format!(
                        "The mean of phase {} never reaches a size that ends it: chance or extinction does.",
                        i + 1
                    ),
                };
            };
            day += end;
            let stopped = stop.is_some_and(|stop| stop <= end);
            let founded = after.founded.iter().zip(&now.founded).map(|(a, b)| a - b).collect();
            if !stopped {
                after.cells.iter_mut().for_each(|cells| *cells *= phase.keep);
            }
            now = after;
            told.push(PhaseExplained {
                phase: i + 1,
                repeat,
                end_day: day,
                net: phase.rates.iter().map(|rates| rates.birth - rates.death).collect(),
                cells: now.cells.clone(),
                founded,
            });
            if let (true, Some(threshold)) = (stopped, &model.stop) {
                return format!("The means reach {} on day {}.", size(model, threshold), number(day));
            }
        }
    }
    let stop = match &model.stop {
        Some(threshold) => format!("; the means do not reach {}", size(model, threshold)),
        None => String::new(),
    };
    format!("The phases end on day {}{stop}.", number(day))
}

pub fn approximations(model: &PlainModel, settings: &Settings) -> Vec<String> {
    let mut told = vec![interval_engine(settings)];
    if model.switches.iter().any(|switch| switch.per_day > 0.0) {
        told.push(
            "Switching is split from growth in short steps, fine enough to keep the mean of each type within 0.5%."
                .to_owned(),
        );
    }
    let sizes = model
        .stop
        .iter()
        .chain(model.phases.iter().filter_map(|phase| phase.until.as_ref()));
    if sizes.clone().any(|threshold| threshold.cells > 1000) {
        told.push("A size above 1,000 cells is met within 1%, smaller ones exactly.".to_owned());
    }
    told
}

impl fmt::Display for PlainExplained {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Expected cells (means of the branching process)")?;
        let mut header = vec!["phase".to_owned(), "ends on day".to_owned()];
        header.extend(self.types.iter().cloned());
        let mut rows = vec![header];
        for told in self.shown() {
            let mut row = vec![told.label(), number(told.end_day)];
            row.extend(
                told.cells
                    .iter()
                    .map(|c| if *c < 100.0 { number(*c) } else { cells(*c) }),
            );
            rows.push(row);
        }
        narrow(f, &rows)?;
        writeln!(f, "{}", self.ending)?;
        writeln!(f, "\nNet growth per day")?;
        let mut rows = vec![[vec!["phase".to_owned()], self.types.clone()].concat()];
        for told in self.shown().filter(|told| told.repeat == 1) {
            let mut row = vec![format!("{}", told.phase)];
            row.extend(told.net.iter().map(|net| signed_fixed(*net, 3)));
            rows.push(row);
        }
        narrow(f, &rows)?;
        if self.mutations.is_empty() {
            return Ok(());
        }
        writeln!(f, "\nExpected founding events")?;
        let mut rows = vec![[vec!["phase".to_owned()], self.mutations.clone()].concat()];
        for told in self.shown() {
            let mut row = vec![told.label()];
            row.extend(told.founded.iter().map(|n| number(*n)));
            rows.push(row);
        }
        narrow(f, &rows)
    }
}

impl PlainExplained {
    /// All phases, but of many repeats only the first and the last.
    fn shown(&self) -> impl Iterator<Item = &PhaseExplained> {
        let last = |told: &PhaseExplained| {
            let repeats = self.phases.iter().filter(|other| other.phase == told.phase);
            repeats.map(|other| other.repeat).max().unwrap_or(1)
        };
        self.phases
            .iter()
            .filter(move |told| told.repeat <= SHOWN_REPEATS || told.repeat == last(told))
    }
}

impl PhaseExplained {
    fn label(&self) -> String {
        match self.repeat {
            1 => format!("{}", self.phase),
            repeat => format!("{} (run {repeat})", self.phase),
        }
    }
}

/// A table; where there are more columns than a screen takes, it is turned on its side.
fn narrow(f: &mut fmt::Formatter<'_>, rows: &[Vec<String>]) -> fmt::Result {
    let mut columns = Columns::name_and_numbers(rows.len().max(rows[0].len())).indented(2);
    if rows[0].len() <= 8 {
        rows.iter().for_each(|row| columns.row(row.iter().cloned()));
    } else {
        (0..rows[0].len()).for_each(|column| columns.row(rows.iter().map(|row| row[column].clone())));
    }
    f.write_str(&columns.text())
}
