//! What figures show before anything is drawn: plain data in the units of the axes.

use super::canvas::Point;
use crate::report::palette::{Colour, Texture};
use crate::statistics::Proportion;
use crate::statistics::incidence::IncidencePoint;

/// A value with the ends of its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dot {
    /// Where the dot stands.
    pub value: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
}

impl Dot {
    /// A value without an interval: both ends are the value.
    pub fn alone(value: f64) -> Self {
        Self {
            value,
            low: value,
            high: value,
        }
    }
}

impl From<&Proportion> for Dot {
    fn from(of: &Proportion) -> Self {
        Self {
            value: of.share,
            low: of.low,
            high: of.high,
        }
    }
}

impl From<&IncidencePoint> for Dot {
    fn from(of: &IncidencePoint) -> Self {
        Self {
            value: of.value,
            low: of.low,
            high: of.high,
        }
    }
}

/// The stretch between two values at one place of the horizontal axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span {
    /// Place on the horizontal axis.
    pub at: f64,
    /// Lower edge.
    pub low: f64,
    /// Upper edge.
    pub high: f64,
}

/// Lengths of a broken line, pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dash {
    /// Drawn.
    pub on: f64,
    /// Left out.
    pub off: f64,
}

/// A line with a band around it.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// What it is called at its end.
    pub name: String,
    /// Of line, band and name.
    pub colour: Colour,
    /// `None` is a solid line.
    pub dash: Option<Dash>,
    /// Corners of the line.
    pub line: Vec<Point>,
    /// Corners of the band; empty where there is none.
    pub band: Vec<Span>,
    /// Value and interval at the end, `None` where the curve is empty.
    pub end: Option<Dot>,
}

impl Curve {
    /// A cumulative incidence: a step function with its pointwise band, drawn out to the day `until`.
    pub fn of_incidence(
        name: String,
        colour: Colour,
        dash: Option<Dash>,
        points: &[IncidencePoint],
        until: f64,
    ) -> Self {
        let stepped =
            |value: fn(&IncidencePoint) -> f64| until_day(points.iter().map(|p| (p.day, value(p))).collect(), until);
        let edges = stepped(|p| p.low).into_iter().zip(stepped(|p| p.high));
        Self {
            name,
            colour,
            dash,
            line: stepped(|p| p.value),
            band: edges.map(|((at, low), (_, high))| Span { at, low, high }).collect(),
            end: points.last().map(Dot::from),
        }
    }
}

/// Corners of a step function, drawn out to the day `until`.
fn until_day(points: Vec<Point>, until: f64) -> Vec<Point> {
    let mut corners = steps(&points);
    if let Some(&(day, value)) = corners.last()
        && day < until
    {
        corners.push((until, value));
    }
    corners
}

/// Corners of a step function that holds each value until the next.
pub fn steps(points: &[Point]) -> Vec<Point> {
    let mut corners = Vec::with_capacity(points.len() * 2);
    for (i, &(x, y)) in points.iter().enumerate() {
        if i > 0 {
            corners.push((x, points[i - 1].1));
        }
        corners.push((x, y));
    }
    corners
}

/// One layer of a stack: its share in each column.
#[derive(Debug, Clone, PartialEq)]
pub struct Layer {
    /// What it is called in the legend.
    pub name: String,
    /// Of its blocks.
    pub colour: Colour,
    /// Over them.
    pub texture: Texture,
    /// Height in each column, 0 to 1.
    pub shares: Vec<f64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_incidence_holds_each_value_until_the_next_and_the_last_until_the_end() {
        let point = |day, value, low, high| IncidencePoint { day, value, low, high };
        let points = [point(0.0, 0.0, 0.0, 0.1), point(3.0, 0.4, 0.2, 0.6)];
        let curve = Curve::of_incidence("x".into(), Colour(0, 0, 0), None, &points, 5.0);
        assert_eq!(curve.line, [(0.0, 0.0), (3.0, 0.0), (3.0, 0.4), (5.0, 0.4)]);
        let span = |at, low, high| Span { at, low, high };
        let before = [span(0.0, 0.0, 0.1), span(3.0, 0.0, 0.1)];
        assert_eq!(
            curve.band,
            [before, [span(3.0, 0.2, 0.6), span(5.0, 0.2, 0.6)]].concat()
        );
        assert_eq!(curve.end.unwrap().value, 0.4);
        let short = Curve::of_incidence("x".into(), Colour(0, 0, 0), None, &points, 3.0);
        assert_eq!(short.line.last(), Some(&(3.0, 0.4)));
    }
}
