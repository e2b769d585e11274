//! Logistic growth in counts of flasks: the rate far below the capacity, with one capacity for all.
//!
//! Least squares of the logarithm of the counts (Gauss and Newton's steps, halved while they lead up), a size of its own for each
//! flask, taken out of the equations by projection.

use super::counts::FlaskCounts;
use super::squares::{bends, product, take_off};
use libm::{exp, log, log1p, sqrt};

/// Steps at most.
const STEPS: usize = 200;
/// A step that changes the squares by less than this part is the last.
const SMALL: f64 = 1e-12;

/// Logistic growth of flasks.
#[derive(Debug, Clone, PartialEq)]
pub struct Logistic {
    /// Per day, far below the capacity.
    pub rate: f64,
    /// Standard error of it.
    pub error: f64,
    /// Degrees of freedom of that.
    pub freedom: f64,
    /// Capacity, cells.
    pub capacity: f64,
    /// Per flask, the logarithm of the cells over what is left of the capacity on day 0.
    pub at_zero: Vec<f64>,
    /// Per flask with two counts or more: its own rate at this capacity, and the variance of that.
    pub flasks: Vec<(f64, f64)>,
    /// Whether a square and a cube of the day fit better.
    pub bends: bool,
}

/// Rate, logarithm of the capacity, and per flask what its cells are to the rest of the capacity on day 0.
#[derive(Clone)]
struct At {
    rate: f64,
    capacity: f64,
    offsets: Vec<f64>,
}

impl At {
    fn log_cells(&self, flask: usize, day: f64) -> f64 {
        self.capacity - log1p(exp(-(self.rate * day + self.offsets[flask])))
    }

    /// The share of the capacity that is left.
    fn left(&self, flask: usize, day: f64) -> f64 {
        1.0 / (1.0 + exp(self.rate * day + self.offsets[flask]))
    }

    fn squares(&self, flasks: &[Vec<(f64, f64)>]) -> f64 {
        let of = |(flask, counts): (usize, &Vec<(f64, f64)>)| -> f64 {
            let rest = |(day, seen): &(f64, f64)| seen - self.log_cells(flask, *day);
            counts.iter().map(|count| rest(count) * rest(count)).sum()
        };
        flasks.iter().enumerate().map(of).sum()
    }
}

impl Logistic {
    /// Of flasks from a day on, with a rate to begin with; `None` where the counts do not tell rate and capacity.
    pub fn of(flasks: &[FlaskCounts], first: f64, rate: f64) -> Option<Self> {
        let counts: Vec<Vec<(f64, f64)>> = flasks
            .iter()
            .map(|flask| {
                let from = flask.counts.iter().filter(|(day, _)| *day >= first);
                from.map(|(day, cells)| (*day, log(*cells))).collect()
            })
            .collect();
        let groups = counts.iter().filter(|counts| !counts.is_empty()).count();
        let points = counts.iter().map(Vec::len).sum::<usize>();
        let freedom = points as f64 - groups as f64 - 2.0;
        if freedom < 1.0 || rate <= 0.0 {
            return None;
        }
        let at = least(start(&counts, rate), &counts)?;
        let mut columns = columns(&at, &counts);
        let (told, _) = normal(&columns)?;
        let variance = at.squares(&counts) / freedom;
        let squares = product(&columns, 4, 4);
        (0..4).for_each(|column| {
            take_off(&mut columns, column);
        });
        Some(Self {
            rate: at.rate,
            error: sqrt(variance / told),
            freedom,
            capacity: exp(at.capacity),
            flasks: own_rates(&at, &counts, variance),
            bends: bends(squares, product(&columns, 4, 4), 2.0, freedom - 2.0),
            at_zero: at.offsets,
        })
    }
}

/// The logarithm of the largest count.
fn most(counts: &[Vec<(f64, f64)>]) -> f64 {
    let seen = counts.iter().flatten().map(|(_, seen)| *seen);
    seen.fold(f64::NEG_INFINITY, f64::max)
}

/// A capacity a quarter above the largest count, and flasks that begin with their first counts.
fn start(counts: &[Vec<(f64, f64)>], rate: f64) -> At {
    let capacity = most(counts) + log(1.25);
    let offset = |counts: &Vec<(f64, f64)>| {
        counts
            .first()
            .map_or(0.0, |(day, seen)| -log(exp(capacity - seen) - 1.0) - rate * day)
    };
    At {
        rate,
        capacity,
        offsets: counts.iter().map(offset).collect(),
    }
}

/// Per count: what it changes with the rate, with the logarithm of the capacity, with square and cube of the day, and what is left of
/// it; each without what its flask's offset makes of it.
fn columns(at: &At, counts: &[Vec<(f64, f64)>]) -> Vec<[f64; 5]> {
    let days = || counts.iter().flatten().map(|(day, _)| *day);
    let (low, high) = (days().fold(f64::INFINITY, f64::min), days().fold(0.0, f64::max));
    let flasks = counts.iter().enumerate();
    flasks
        .flat_map(|(flask, counts)| of_flask(at, flask, counts, (low, high)))
        .collect()
}

/// The columns of a flask, with powers of the day from -1 to 1 between two days.
fn of_flask(at: &At, flask: usize, counts: &[(f64, f64)], (low, high): (f64, f64)) -> Vec<[f64; 5]> {
    let (middle, half) = (0.5 * (low + high), (0.5 * (high - low)).max(f64::MIN_POSITIVE));
    let left: Vec<f64> = counts.iter().map(|(day, _)| at.left(flask, *day)).collect();
    let mut own: Vec<[f64; 5]> = (counts.iter().zip(&left))
        .map(|((day, seen), left)| {
            let x = (day - middle) / half;
            [day * left, 1.0, x * x, x * x * x, seen - at.log_cells(flask, *day)]
        })
        .collect();
    let norm = left.iter().map(|left| left * left).sum::<f64>().max(f64::MIN_POSITIVE);
    for i in 0..5 {
        let part = own.iter().zip(&left).map(|(row, left)| row[i] * left).sum::<f64>() / norm;
        own.iter_mut().zip(&left).for_each(|(row, left)| row[i] -= part * left);
    }
    own
}

/// What the rate is told by beyond the capacity, and the step of both that the rest asks for; `None` where they cannot be told
/// apart.
fn normal(columns: &[[f64; 5]]) -> Option<(f64, [f64; 2])> {
    let (aa, ab, bb) = (product(columns, 0, 0), product(columns, 0, 1), product(columns, 1, 1));
    let (ay, by) = (product(columns, 0, 4), product(columns, 1, 4));
    let whole = aa * bb - ab * ab;
    (whole > 1e-9 * aa * bb).then(|| {
        let step = [(bb * ay - ab * by) / whole, (aa * by - ab * ay) / whole];
        (whole / bb, step)
    })
}

fn least(mut at: At, counts: &[Vec<(f64, f64)>]) -> Option<At> {
    let mut squares = at.squares(counts);
    for _ in 0..STEPS {
        let (_, step) = normal(&columns(&at, counts))?;
        let mut part = 1.0;
        let (next, fewer) = loop {
            let next = moved(&at, counts, step.map(|step| part * step));
            let fewer = next.squares(counts);
            if fewer <= squares {
                break (next, fewer);
            }
            part *= 0.5;
            if part < 1e-6 {
                return Some(at);
            }
        };
        let done = squares - fewer <= SMALL * squares.max(f64::MIN_POSITIVE);
        (at, squares) = (next, fewer);
        if done {
            break;
        }
    }
    // A capacity far above every count is none.
    (at.rate > 0.0 && at.capacity < most(counts) + log(1e3)).then_some(at)
}

/// Rate and capacity moved, each flask's offset to what is best for it there to first order.
fn moved(at: &At, counts: &[Vec<(f64, f64)>], [rate, capacity]: [f64; 2]) -> At {
    let mut next = at.clone();
    next.rate += rate;
    next.capacity += capacity;
    for (flask, counts) in counts.iter().enumerate() {
        let rest = counts.iter().map(|(day, seen)| {
            let left = at.left(flask, *day);
            (left, seen - at.log_cells(flask, *day) - day * left * rate - capacity)
        });
        let (up, down) = rest.fold((0.0, 0.0), |(up, down), (left, rest)| {
            (up + left * rest, down + left * left)
        });
        next.offsets[flask] += up / down.max(f64::MIN_POSITIVE);
    }
    next
}

/// Each flask's own rate at the capacity of all, to first order.
fn own_rates(at: &At, counts: &[Vec<(f64, f64)>], variance: f64) -> Vec<(f64, f64)> {
    let of = |(flask, counts): (usize, &Vec<(f64, f64)>)| {
        // Neither the rate's column nor the last depends on how the powers are scaled.
        let columns = of_flask(at, flask, counts, (0.0, 1.0));
        let spread = product(&columns, 0, 0);
        let told = columns.len() > 1 && spread > 0.0 && variance > 0.0;
        told.then(|| (at.rate + product(&columns, 0, 4) / spread, variance / spread))
    };
    counts.iter().enumerate().filter_map(of).collect()
}
