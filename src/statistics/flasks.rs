//! Folds flasks into a [`FlaskSummary`], one at a time.

use super::arms::agreement;
use super::bands::{BandPoint, DayGrid, Density, MAX_DRAWN, Trajectory, thin_log, thin_steps};
use super::barcodes::BarcodeAccumulator;
use super::clustered::Stocks;
use super::courses::CourseAccumulator;
use super::histogram::LogHistogram;
use super::incidence::{End, IncidencePoint, MedianDay, aalen_johansen, at, thin};
use super::interval::Proportion;
use super::lines::LineCounter;
use super::names;
use super::origin::OriginSums;
use super::over_time::OverTime;
use super::patients::PatientsCounter;
use super::profile::{ProfileCounter, flasks_needed_for};
use super::quantile::Distribution;
use super::summary::{FlaskSummary, Incidence, OutcomeRow, WeekRow};
use super::wells::WellCounter;
use super::work::WorkAccumulator;
use crate::engine::record::{FlaskRecord, Outcome};
use crate::model::biology::{Biology, Mechanism};
use crate::model::protocol::{Course, Protocol};
use std::collections::BTreeMap;

/// Points of an incidence curve at most.
const CURVE_POINTS: usize = 400;
/// Days of the density at most.
const DENSITY_DAYS: usize = 120;
/// Decades that a drawn trajectory may be off by.
const DRAWING_TOLERANCE: f64 = 0.04;

/// How one flask ended (24 bytes).
#[derive(Debug, Clone, Copy)]
struct FlaskEnd {
    replicate: u64,
    day: f64,
    /// Index into the accumulator's mechanisms; none where no cell lived.
    dominant: Option<u16>,
    outcome: Outcome,
}

/// Streams flask records into statistics. Add them in replicate order.
#[derive(Debug, Clone)]
pub struct FlaskAccumulator {
    grid: DayGrid,
    after: f64,
    ends: Vec<FlaskEnd>,
    goal_days: Vec<f64>,
    passages: Vec<u32>,
    dose_steps: Vec<u32>,
    crashes: Vec<u32>,
    mechanisms: Vec<Mechanism>,
    mechanism_index: BTreeMap<Mechanism, u16>,
    /// Cells in flasks under way, one histogram per column of the day grid.
    population: Vec<LogHistogram>,
    courses: Vec<CourseAccumulator>,
    profile: ProfileCounter,
    origin: OriginSums,
    work: WorkAccumulator,
    medium_ml: Option<f64>,
    over_time: OverTime,
    lines: Option<LineCounter>,
    arms: u64,
    barcodes: Option<BarcodeAccumulator>,
    wells: Option<WellCounter>,
    patients: Option<PatientsCounter>,
    drawn: Vec<Trajectory>,
}

impl FlaskAccumulator {
    /// An empty accumulator for flasks under this protocol.
    pub fn new(protocol: &Protocol, biology: &Biology) -> Self {
        Self {
            patients: PatientsCounter::new(protocol, biology),
            ..Self::with_drugs(protocol, names::course_drugs(biology, protocol))
        }
    }

    /// The same, given the name of the drug of each course.
    pub fn with_drugs(protocol: &Protocol, drugs: Vec<String>) -> Self {
        let after = protocol.stop.after;
        let grid = DayGrid::new(protocol.look_every, after);
        let columns = grid.column_from(after) + 1;
        let courses = &protocol.courses;
        let last_line = courses.iter().map(|c| c.timing.after_resistance).max().unwrap_or(0);
        let lines = LineCounter::new(courses, &drugs);
        let course = |(drug, course): (String, &Course)| CourseAccumulator::new(drug, course, last_line, columns);
        Self {
            grid,
            after,
            ends: Vec::new(),
            goal_days: Vec::new(),
            passages: Vec::new(),
            dose_steps: Vec::new(),
            crashes: Vec::new(),
            mechanisms: Vec::new(),
            mechanism_index: BTreeMap::new(),
            population: vec![LogHistogram::new(5); columns],
            courses: drugs.into_iter().zip(courses).map(course).collect(),
            profile: ProfileCounter::default(),
            origin: OriginSums::default(),
            work: WorkAccumulator::default(),
            medium_ml: protocol.design.medium_ml,
            over_time: OverTime::new(after),
            lines,
            arms: protocol.design.arms,
            barcodes: BarcodeAccumulator::new(protocol),
            wells: WellCounter::new(protocol),
            patients: None,
            drawn: Vec::new(),
        }
    }

    /// Adds one flask.
    pub fn add(&mut self, record: &FlaskRecord) {
        let dominant = record.composition.first().map(|entry| self.index_of(&entry.mechanism));
        let (replicate, day, outcome) = (record.replicate, record.outcome_day, record.outcome);
        self.ends.push(FlaskEnd {
            replicate,
            day,
            dominant,
            outcome,
        });
        self.goal_days.extend(record.goal_day);
        self.passages.push(record.passages);
        self.dose_steps.push(record.dose_steps);
        self.crashes.push(record.crashes);
        self.profile.add(record);
        self.origin.add(record);
        self.work.add(record);
        self.over_time.add(record);
        self.lines.iter_mut().for_each(|lines| lines.add(record));
        self.barcodes.iter_mut().for_each(|barcodes| barcodes.add(record));
        self.wells.iter_mut().for_each(|wells| wells.add(record));
        self.patients.iter_mut().for_each(|patients| patients.add(record));
        self.add_looks(record);
        if self.drawn.len() < MAX_DRAWN {
            self.drawn.push(trajectory(record, self.courses.len()));
        }
    }

    /// Flasks added so far.
    pub fn len(&self) -> u64 {
        self.ends.len() as u64
    }

    /// Whether no flask was added yet.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    fn index_of(&mut self, mechanism: &Mechanism) -> u16 {
        if let Some(&index) = self.mechanism_index.get(mechanism) {
            return index;
        }
        // Far more mechanisms than any profile has; what comes later shares the last number.
        let index = u16::try_from(self.mechanisms.len()).unwrap_or(u16::MAX);
        self.mechanisms.push(mechanism.clone());
        self.mechanism_index.insert(mechanism.clone(), index);
        index
    }

    fn add_looks(&mut self, record: &FlaskRecord) {
        for look in &record.looks {
            let column = self
                .grid
                .column(look.day)
                .and_then(|column| self.population.get_mut(column));
            if let Some(histogram) = column {
                histogram.add(look.cells);
            }
        }
        for (c, course) in self.courses.iter_mut().enumerate() {
            course.add(
                self.grid,
                record
                    .looks
                    .iter()
                    .map(|look| (look.day, look.doses.get(c).copied().unwrap_or(0.0))),
            );
        }
    }

    /// The statistics so far.
    pub fn finish(&self) -> FlaskSummary {
        let n = self.len();
        let mut to_resistance: Vec<f64> = self.days_of(Outcome::Resistant);
        let curves = self.curves();
        let median = MedianDay::of(&curves[0]);
        let incidence = incidence(curves);
        let profile = self.profile.finish();
        let integers = |values: &[u32]| Distribution::of(&mut values.iter().map(|&v| f64::from(v)).collect::<Vec<_>>());
        let population = self.population.iter().enumerate();
        FlaskSummary {
            worlds: None,
            no_world: None,
            rules: Vec::new(),
            replicates: n,
            outcomes: Outcome::ALL
                .into_iter()
                .map(|outcome| self.outcome_row(outcome))
                .filter(|row| row.outcome != Outcome::Empty || row.share.count > 0)
                .collect(),
            time_to_resistance: Distribution::of(&mut to_resistance),
            success_by_week: weeks(&incidence, self.after),
            incidence,
            goal_day: Distribution::of(&mut self.goal_days.clone()),
            reached_goal: Proportion::new(self.goal_days.len() as u64, n),
            passages: integers(&self.passages),
            dose_steps: integers(&self.dose_steps),
            crashes: integers(&self.crashes),
            courses: self.courses.iter().map(|course| course.finish(self.grid)).collect(),
            population: population
                .filter_map(|(i, h)| BandPoint::of_cells(self.grid.day(i), h))
                .collect(),
            density: Density::of(self.grid, &self.population, DENSITY_DAYS),
            flasks_needed: flasks_needed_for(&profile),
            origin: self.origin.finish(profile.resistant_flasks),
            profile,
            work: self.work.finish(self.medium_ml),
            over_time: self.over_time.months(),
            not_resistant: self.over_time.not_resistant(),
            lines: self.lines.as_ref().map_or(Vec::new(), LineCounter::finish),
            arms: agreement(self.arms, self.resistant_by_stock()),
            barcodes: self.barcodes.as_ref().map(BarcodeAccumulator::finish),
            wells: self.wells.as_ref().map(WellCounter::finish),
            patients: self.patients.as_ref().map(|patients| patients.finish(median)),
            typical_replicate: self.typical(),
            drawn: self.drawn.clone(),
        }
    }

    /// Stock and dominant mechanism of every resistant flask.
    fn resistant_by_stock(&self) -> impl Iterator<Item = (u64, u16)> {
        let resistant = self.ends.iter().filter(|end| end.outcome == Outcome::Resistant);
        resistant.filter_map(|end| Some((end.replicate / self.arms, end.dominant?)))
    }

    fn days_of(&self, outcome: Outcome) -> Vec<f64> {
        self.ends
            .iter()
            .filter(|end| end.outcome == outcome)
            .map(|end| end.day)
            .collect()
    }

    fn outcome_row(&self, outcome: Outcome) -> OutcomeRow {
        OutcomeRow {
            outcome,
            share: self.share_of(|end| end.outcome == outcome),
        }
    }

    /// A share of all flasks; those of one stock are not independent.
    fn share_of(&self, counts: impl Fn(&FlaskEnd) -> bool) -> Proportion {
        let mut stocks = Stocks::new(self.arms);
        self.ends.iter().for_each(|end| stocks.add(end.replicate, counts(end)));
        stocks.share()
    }

    /// Cumulative incidence of resistance, extinction, giving up and cultures without a cell.
    fn curves(&self) -> Vec<Vec<IncidencePoint>> {
        let cause = |end: &FlaskEnd| match end.outcome {
            Outcome::Resistant => Some(0),
            Outcome::Extinct => Some(1),
            Outcome::GivenUp => Some(2),
            Outcome::Empty => Some(3),
            Outcome::TimeOver => None,
        };
        let mut ends: Vec<End> = self
            .ends
            .iter()
            .map(|end| End {
                day: end.day,
                cause: cause(end),
            })
            .collect();
        aalen_johansen(&mut ends, 4)
    }

    /// See [`FlaskSummary::typical_replicate`]; ties go to the first outcome, the mechanism first
    /// in the knowledge base's order, and the lowest replicate.
    fn typical(&self) -> Option<u64> {
        let count = |outcome| self.ends.iter().filter(|end| end.outcome == outcome).count();
        let outcome = Outcome::ALL.into_iter().rev().max_by_key(|&outcome| count(outcome))?;
        let group: Vec<&FlaskEnd> = self.ends.iter().filter(|end| end.outcome == outcome).collect();
        let mut dominated: BTreeMap<Option<&Mechanism>, usize> = BTreeMap::new();
        for end in &group {
            *dominated.entry(self.mechanism_of(end)).or_insert(0) += 1;
        }
        let order = |mechanism: Option<&Mechanism>| mechanism.map(|m| (m.class, m.order, m.label.clone()));
        let (mechanism, _) = dominated
            .into_iter()
            .max_by(|a, b| a.1.cmp(&b.1).then_with(|| order(b.0).cmp(&order(a.0))))?;
        let alike: Vec<&FlaskEnd> = group
            .into_iter()
            .filter(|end| self.mechanism_of(end) == mechanism)
            .collect();
        let median = Distribution::of(&mut alike.iter().map(|end| end.day).collect::<Vec<_>>())?
            .median()
            .value;
        let distance = |end: &FlaskEnd| (end.day - median).abs();
        let closest = alike
            .into_iter()
            .min_by(|a, b| distance(a).total_cmp(&distance(b)).then(a.replicate.cmp(&b.replicate)))?;
        Some(closest.replicate)
    }

    fn mechanism_of(&self, end: &FlaskEnd) -> Option<&Mechanism> {
        self.mechanisms.get(usize::from(end.dominant?))
    }
}

/// Probability of resistance by the end of each week up to the end of the experiment.
fn incidence(curves: Vec<Vec<IncidencePoint>>) -> Incidence {
    let mut curves = curves.into_iter().map(|curve| thin(curve, CURVE_POINTS));
    let mut next = || curves.next().unwrap_or_default();
    Incidence {
        resistant: next(),
        extinct: next(),
        given_up: next(),
    }
}

fn weeks(incidence: &Incidence, after: f64) -> Vec<WeekRow> {
    let last = libm::ceil(after / 7.0 - 1e-9).clamp(0.0, 5_300.0) as u32;
    let row = |week: u32| {
        let point = at(&incidence.resistant, (f64::from(week) * 7.0).min(after))?;
        Some(WeekRow {
            week,
            share: point.value,
            low: point.low,
            high: point.high,
        })
    };
    (1..=last).filter_map(row).collect()
}

/// What is kept of a flask for drawing.
fn trajectory(record: &FlaskRecord, courses: usize) -> Trajectory {
    let cells: Vec<(f64, f64)> = record.looks.iter().map(|look| (look.day, look.cells as f64)).collect();
    let dose = |course: usize| {
        thin_steps(
            record
                .looks
                .iter()
                .map(move |look| (look.day, look.doses.get(course).copied().unwrap_or(0.0))),
        )
    };
    Trajectory {
        replicate: record.replicate,
        cells: thin_log(&cells, DRAWING_TOLERANCE),
        doses: (0..courses).map(dose).collect(),
    }
}
