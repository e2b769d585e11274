//! What the figure of cells, flasks under way and doses shows.

use crate::model::protocol::{Course, Protocol};
use crate::report::figure::axis::{Panel, Scale, days};
use crate::report::figure::canvas::Point;
use crate::report::figure::series::{Span, steps};
use crate::report::palette::{self, Colour};
use crate::statistics::FlaskSummary;
use crate::statistics::bands::{BandPoint, Trajectory};
use crate::words;

/// Flasks drawn one by one at most: more of their saw teeth would hide each other.
pub const DRAWN: usize = 12;

/// What the figure shows.
#[derive(Debug, Clone, PartialEq)]
pub struct CourseFigure {
    /// What one culture is called.
    pub culture: &'static str,
    /// Last day of the axis.
    pub after: f64,
    /// Flasks of the run.
    pub replicates: u64,
    /// Flasks drawn one by one.
    pub kept: u64,
    /// Cell axis.
    pub cell_scale: Scale,
    /// Cells of each kept flask by day.
    pub cells: Vec<Vec<Point>>,
    /// Cells in flasks under way.
    pub cell_band: Band,
    /// Capacity, passage and seeding.
    pub levels: Vec<Level>,
    /// Flasks still under way by day.
    pub under_way: Vec<Point>,
    /// `None` without a drug.
    pub doses: Option<DosePanel>,
}

/// A median with the middle half and the middle 90% of flasks around it.
#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    /// Corners of the line.
    pub median: Vec<Point>,
    /// Corners of the middle half.
    pub half: Vec<Span>,
    /// Corners of the middle 90%.
    pub most: Vec<Span>,
}

/// A number of cells that is named at the right edge.
#[derive(Debug, Clone, PartialEq)]
pub struct Level {
    /// Cells.
    pub cells: f64,
    /// What it is.
    pub name: String,
}

/// The doses of all courses.
#[derive(Debug, Clone, PartialEq)]
pub struct DosePanel {
    /// Of the dose axis, with its unit.
    pub title: String,
    /// Dose axis, nM.
    pub scale: Scale,
    /// One per course; one for all courses of a drug that follow each other.
    pub courses: Vec<DoseSeries>,
}

/// The doses of one course.
#[derive(Debug, Clone, PartialEq)]
pub struct DoseSeries {
    /// Name of the drug.
    pub drug: String,
    /// Of lines and band.
    pub colour: Colour,
    /// Dose of each kept flask by day, nM.
    pub flasks: Vec<Vec<Point>>,
    /// Dose in flasks under way, nM.
    pub band: Band,
    /// Goal or constant dose, nM.
    pub goal: f64,
    /// `goal 1 µM` or `constant 500 nM`.
    pub goal_name: String,
}

/// Lines, bands and axes from the statistics of a run.
pub fn data(summary: &FlaskSummary, protocol: &Protocol) -> CourseFigure {
    // Over the stragglers alone a median would tell of who is left rather than of how cells fare.
    let enough = summary.replicates.div_ceil(2).max(1);
    let doses = (!summary.courses.is_empty()).then(|| DosePanel {
        title: match summary.courses.as_slice() {
            [first, rest @ ..] if rest.iter().all(|other| other.drug == first.drug) => format!("{}, nM", first.drug),
            _ => "dose, nM".to_owned(),
        },
        scale: dose_scale(summary, protocol),
        courses: (of_one_drug(summary, protocol).iter().enumerate())
            .map(|(i, courses)| series(i, courses, summary, protocol, enough))
            .collect(),
    });
    CourseFigure {
        culture: summary.culture(),
        after: summary.last_day(protocol.stop.after),
        replicates: summary.replicates,
        kept: summary.drawn.len().min(DRAWN) as u64,
        cell_scale: cell_scale(summary, protocol),
        cells: summary
            .drawn
            .iter()
            .take(DRAWN)
            .map(|flask| flask.cells.clone())
            .collect(),
        cell_band: Band::of(&summary.population, enough, |points| points),
        levels: levels(protocol, summary),
        under_way: summary.population.iter().map(|b| (b.day, b.n as f64)).collect(),
        doses,
    }
}

impl Band {
    /// While at least `enough` flasks are under way; `shape` makes a step function of points where it is one.
    fn of(points: &[BandPoint], enough: u64, shape: fn(Vec<Point>) -> Vec<Point>) -> Self {
        let told = || points.iter().take_while(|b| b.n >= enough);
        let line = |value: fn(&BandPoint) -> f64| shape(told().map(|b| (b.day, value(b))).collect());
        let between = |low: fn(&BandPoint) -> f64, high: fn(&BandPoint) -> f64| {
            let edges = line(low).into_iter().zip(line(high));
            edges.map(|((at, low), (_, high))| Span { at, low, high }).collect()
        };
        Self {
            median: line(|b| b.median),
            half: between(|b| b.q25, |b| b.q75),
            most: between(|b| b.q05, |b| b.q95),
        }
    }
}

/// Courses whose doses are one line: those of one drug of which each ends before the next begins, by the calendar.
fn of_one_drug(summary: &FlaskSummary, protocol: &Protocol) -> Vec<Vec<usize>> {
    let mut lines: Vec<Vec<usize>> = Vec::new();
    for i in 0..summary.courses.len() {
        let follows = |line: &&mut Vec<usize>| line.iter().all(|&before| apart(protocol, before, i));
        match lines.iter_mut().find(follows) {
            Some(line) => line.push(i),
            None => lines.push(vec![i]),
        }
    }
    lines
}

/// Of the same drug, and never given on the same day whatever becomes of a flask.
fn apart(protocol: &Protocol, one: usize, other: usize) -> bool {
    let (Some(one), Some(other)) = (protocol.courses.get(one), protocol.courses.get(other)) else {
        return false;
    };
    let first_line = |course: &Course| course.timing.after_resistance == 0 && !course.timing.until_resistance;
    let ends_before = |course: &Course, next: &Course| course.until.is_some_and(|day| day <= next.from);
    one.drug == other.drug
        && first_line(one)
        && first_line(other)
        && (ends_before(one, other) || ends_before(other, one))
}

fn series(i: usize, courses: &[usize], summary: &FlaskSummary, protocol: &Protocol, enough: u64) -> DoseSeries {
    let drawn = &summary.drawn[..summary.drawn.len().min(DRAWN)];
    let own = || courses.iter().map(|&course| &summary.courses[course]);
    let escalates = |course: &usize| protocol.courses.get(*course).is_some_and(|c| c.dosing.escalates());
    let kind = match courses {
        [_, _, ..] => "at most",
        one if one.iter().any(escalates) => "goal",
        _ => "constant",
    };
    let doses = |flask: &Trajectory| {
        let given = courses.iter().filter_map(|&course| flask.doses.get(course));
        steps(
            &given
                .cloned()
                .reduce(|one, other| together(&one, &other))
                .unwrap_or_default(),
        )
    };
    let given = own()
        .map(|course| course.dose_given.clone())
        .reduce(added)
        .unwrap_or_default();
    let goal = own().map(|course| course.goal).fold(0.0, f64::max);
    DoseSeries {
        drug: own().next().map_or(String::new(), |course| course.drug.clone()),
        colour: palette::series(i),
        flasks: drawn.iter().map(doses).collect(),
        band: Band::of(&given, enough, |points| steps(&points)),
        goal,
        goal_name: format!("{kind} {}", words::dose(goal)),
    }
}

/// The sum of two step functions, each of which holds a value until the next.
fn together(one: &[Point], other: &[Point]) -> Vec<Point> {
    let at = |points: &[Point], day: f64| {
        points
            .iter()
            .take_while(|(from, _)| *from <= day)
            .last()
            .map_or(0.0, |p| p.1)
    };
    let mut days: Vec<f64> = one.iter().chain(other).map(|&(day, _)| day).collect();
    days.sort_by(f64::total_cmp);
    days.dedup();
    let sum = |day| (day, at(one, day) + at(other, day));
    days.into_iter().map(sum).collect()
}

/// Quantiles of the sum of two doses of which one is always 0.
fn added(one: Vec<BandPoint>, other: Vec<BandPoint>) -> Vec<BandPoint> {
    let sum = |(one, other): (BandPoint, BandPoint)| BandPoint {
        q05: one.q05 + other.q05,
        q25: one.q25 + other.q25,
        median: one.median + other.median,
        q75: one.q75 + other.q75,
        q95: one.q95 + other.q95,
        ..one
    };
    one.into_iter().zip(other).map(sum).collect()
}

/// Capacity, passage (where any flask was passaged) and seeding; of patients, the most and the first cells.
fn levels(protocol: &Protocol, summary: &FlaskSummary) -> Vec<Level> {
    let flask = &protocol.flask;
    let first = flask.seed_cells as f64;
    let passaged = summary.passages.as_ref().is_some_and(|passages| passages.max > 0.0);
    let level = |cells, name| Level { cells, name };
    let passage = passaged.then(|| {
        level(
            flask.capacity * flask.passage_at,
            format!("passage at {}", words::percent(flask.passage_at)),
        )
    });
    let [most, start] = match summary.patients {
        Some(_) => ["at most", "median pool"],
        None => ["capacity", "seeding"],
    };
    let most = level(flask.capacity, format!("{most} {}", words::cells(flask.capacity)));
    let start = level(first, format!("{start} {}", words::cells(first)));
    [Some(most), passage, Some(start)].into_iter().flatten().collect()
}

/// From the fewest cells drawn to a little above the capacity.
fn cell_scale(summary: &FlaskSummary, protocol: &Protocol) -> Scale {
    let drawn = || summary.drawn.iter().flat_map(|t| &t.cells).map(|&(_, cells)| cells);
    let bands = summary.population.iter().map(|b| b.q05);
    let least = drawn()
        .chain(bands)
        .filter(|&v| v > 0.0)
        .fold(protocol.flask.seed_cells.max(1) as f64, f64::min);
    let zero = drawn().any(|cells| cells <= 0.0);
    let floor = libm::pow(10.0, libm::floor(libm::log10(least)));
    Scale::log(if zero { 1.0 } else { floor }, protocol.flask.capacity * 1.6, zero)
}

/// All doses above zero; zero has its own place where a flask is ever without drug.
fn dose_scale(summary: &FlaskSummary, protocol: &Protocol) -> Scale {
    let drawn = || {
        let doses = summary.drawn.iter().flat_map(|t| t.doses.iter().flatten());
        doses.map(|&(_, dose)| dose)
    };
    let planned = protocol.courses.iter().flat_map(|course| course.dosing.doses());
    let all: Vec<f64> = planned.chain(drawn()).filter(|&v| v > 0.0).collect();
    let low = all.iter().copied().fold(f64::INFINITY, f64::min);
    let high = all.iter().copied().fold(0.0, f64::max);
    Scale::log(low / 1.25, high * 1.25, drawn().any(|dose| dose <= 0.0))
}

impl CourseFigure {
    /// Where cells are drawn.
    pub fn cell_panel(&self) -> Panel {
        Panel {
            left: 66.0,
            right: 590.0,
            top: 34.0,
            bottom: 264.0,
            x: days(self.after),
            y: self.cell_scale,
        }
    }

    /// Where flasks under way are drawn.
    pub fn under_way_panel(&self) -> Panel {
        let high = self.replicates.max(1) as f64;
        Panel {
            top: 282.0,
            bottom: 322.0,
            y: Scale::Linear { low: 0.0, high },
            ..self.cell_panel()
        }
    }

    /// Where doses on such an axis are drawn.
    pub fn dose_panel(&self, scale: Scale) -> Panel {
        Panel {
            top: 340.0,
            bottom: 500.0,
            y: scale,
            ..self.cell_panel()
        }
    }
}
