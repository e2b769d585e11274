//! Reads a drawn figure back: shapes, and through the ticks' texts the values that they stand for.

use escalade::report::figure::axis::{Panel, Scale};
use escalade::report::figure::canvas::Point;
use escalade::report::figure::series::Dot;
use escalade::report::palette::Colour;

/// What stands in a figure, in pixels.
pub struct Drawn {
    shapes: Vec<Shape>,
    texts: Vec<(Point, String)>,
}

struct Shape {
    tag: String,
    colour: String,
    opacity: f64,
    points: Vec<Point>,
}

/// Pixels per unit of the view box.
const FINE: f64 = 10.0;
/// Coordinates are whole units of the view box.
const HALF: f64 = 0.051;

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    Some(rest.split_once('"')?.0)
}

fn pixels(tag: &str, name: &str) -> f64 {
    attribute(tag, name).unwrap().parse::<f64>().unwrap() / FINE
}

impl Drawn {
    pub fn read(svg: &str) -> Self {
        let (mut shapes, mut texts) = (Vec::new(), Vec::new());
        for element in svg.split('<').skip(2) {
            let Some((tag, after)) = element.split_once('>') else {
                continue;
            };
            let name = tag.split_whitespace().next().unwrap();
            let points = match name {
                "polyline" | "polygon" => attribute(tag, "points").unwrap().split_whitespace().map(pair).collect(),
                "rect" => {
                    let (x, y) = (pixels(tag, "x"), pixels(tag, "y"));
                    vec![(x, y), (x + pixels(tag, "width"), y + pixels(tag, "height"))]
                }
                "circle" => vec![(pixels(tag, "cx"), pixels(tag, "cy"))],
                "text" => {
                    texts.push(((pixels(tag, "x"), pixels(tag, "y")), after.trim().to_owned()));
                    continue;
                }
                _ => continue,
            };
            let painted = |name| attribute(tag, name).filter(|colour| *colour != "none");
            shapes.push(Shape {
                tag: name.to_owned(),
                colour: painted("fill").or(painted("stroke")).unwrap_or_default().to_owned(),
                opacity: attribute(tag, "opacity").map_or(1.0, |opacity| opacity.parse().unwrap()),
                points,
            });
        }
        Self { shapes, texts }
    }

    fn shapes(&self, tag: &str, Colour(r, g, b): Colour, panel: &Panel) -> Vec<&Shape> {
        let colour = format!("#{r:02X}{g:02X}{b:02X}");
        let inside = |&(x, y): &Point| {
            let across = (panel.left - HALF..=panel.right + HALF).contains(&x);
            across && (panel.top - HALF..=panel.bottom + HALF).contains(&y)
        };
        let wanted = |shape: &&Shape| shape.tag == tag && shape.colour == colour && shape.points.iter().all(inside);
        self.shapes.iter().filter(wanted).collect()
    }

    /// Points of every line of a colour and an opacity within a panel, in pixels.
    pub fn lines(&self, colour: Colour, opacity: f64, panel: &Panel) -> Vec<Vec<Point>> {
        let lines = self.shapes("polyline", colour, panel).into_iter();
        lines
            .filter(|line| line.opacity == opacity)
            .map(|line| line.points.clone())
            .collect()
    }

    /// Corners of every filled area of a colour and an opacity within a panel, in pixels.
    pub fn areas(&self, colour: Colour, opacity: f64, panel: &Panel) -> Vec<Vec<Point>> {
        let areas = self.shapes("polygon", colour, panel).into_iter();
        areas
            .filter(|area| area.opacity == opacity)
            .map(|area| area.points.clone())
            .collect()
    }

    /// Upper left and lower right corner of every box of a colour and an opacity within a panel, in pixels.
    pub fn boxes(&self, colour: Colour, opacity: f64, panel: &Panel) -> Vec<(Point, Point)> {
        let boxes = self.shapes("rect", colour, panel).into_iter();
        boxes
            .filter(|shape| shape.opacity == opacity)
            .map(|shape| (shape.points[0], shape.points[1]))
            .collect()
    }

    /// Middle of every dot of a colour within a panel, in pixels.
    pub fn dots(&self, colour: Colour, panel: &Panel) -> Vec<Point> {
        self.shapes("circle", colour, panel)
            .iter()
            .map(|dot| dot.points[0])
            .collect()
    }

    /// Every text with the place that it stands at, in pixels.
    pub fn texts(&self) -> &[(Point, String)] {
        &self.texts
    }

    /// The horizontal axis of a panel, as its ticks tell it.
    pub fn across(&self, panel: &Panel) -> Axis {
        let below = |&&((x, y), _): &&(Point, String)| {
            (y - panel.bottom - 13.0).abs() < 1.1 && (panel.left - 1.0..=panel.right + 1.0).contains(&x)
        };
        let marks = self.texts.iter().filter(below);
        Axis::of(
            &panel.x,
            marks.filter_map(|((x, _), text)| Some((*x, value(text)?))).collect(),
        )
    }

    /// The vertical axis of a panel, as its ticks tell it.
    pub fn upward(&self, panel: &Panel) -> Axis {
        let beside = |&&((x, y), _): &&(Point, String)| {
            (x - panel.left + 7.0).abs() < 0.1 && (panel.top - 1.0..=panel.bottom + 1.0).contains(&y)
        };
        let marks = self.texts.iter().filter(beside);
        Axis::of(
            &panel.y,
            marks.filter_map(|((_, y), text)| Some((*y, value(text)?))).collect(),
        )
    }
}

fn pair(text: &str) -> Point {
    let (x, y) = text.split_once(',').unwrap();
    (x.parse::<f64>().unwrap() / FINE, y.parse::<f64>().unwrap() / FINE)
}

/// `30%`, `−20`, `1,200`, `10⁶`.
pub fn value(text: &str) -> Option<f64> {
    let raised = |c: char| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|digit| digit == c);
    if let Some(exponent) = text
        .strip_prefix("10")
        .filter(|rest| rest.chars().any(|c| raised(c).is_some()))
    {
        let digits = exponent.chars().map(raised).collect::<Option<Vec<usize>>>()?;
        return Some(10f64.powi(digits.iter().fold(0, |sum, digit| 10 * sum + *digit as i32)));
    }
    let plain = text.replace(',', "").replace('−', "-").replace('+', "");
    match plain.strip_suffix('%') {
        Some(share) => Some(share.parse::<f64>().ok()? / 100.0),
        None => plain.parse().ok(),
    }
}

/// An axis as a reader sees it: texts at pixels.
pub struct Axis {
    log: bool,
    /// Pixel and value, rising in value.
    marks: Vec<(f64, f64)>,
}

impl Axis {
    fn of(scale: &Scale, mut marks: Vec<(f64, f64)>) -> Self {
        marks.sort_by(|a, b| a.1.total_cmp(&b.1));
        assert!(marks.len() > 1, "an axis has at least two ticks: {marks:?}");
        let log = matches!(scale, Scale::Log { .. });
        Self { log, marks }
    }

    /// The value at a pixel, between the ticks around it or beyond the last two.
    pub fn value(&self, pixel: f64) -> f64 {
        if let Some(zero) = self
            .marks
            .iter()
            .find(|mark| mark.1 == 0.0 && (mark.0 - pixel).abs() < HALF && self.log)
        {
            return zero.1;
        }
        let told: Vec<(f64, f64)> = self
            .marks
            .iter()
            .copied()
            .filter(|mark| !self.log || mark.1 > 0.0)
            .collect();
        let rising = told[1].0 > told[0].0;
        let after = told
            .iter()
            .position(|mark| if rising { mark.0 > pixel } else { mark.0 < pixel });
        let next = after.unwrap_or(told.len()).clamp(1, told.len() - 1);
        let ((p0, v0), (p1, v1)) = (told[next - 1], told[next]);
        let part = (pixel - p0) / (p1 - p0);
        match self.log {
            true => v0 * (v1 / v0).powf(part),
            false => v0 + part * (v1 - v0),
        }
    }

    /// Holds what stands at a pixel against a value: right to a pixel's tenth, here in the axis' own measure.
    pub fn holds(&self, pixel: f64, value: f64) -> bool {
        let measure = |value: f64| if self.log { value.max(1e-300).ln() } else { value };
        let told = self.value(pixel);
        if value == 0.0 || told == 0.0 {
            return (self.value(pixel) - value).abs() < 1e-9 || !self.log && (told - value).abs() < self.tenth();
        }
        (measure(told) - measure(value)).abs() <= self.tenth()
    }

    /// What 0.15 pixels are in the axis' own measure.
    fn tenth(&self) -> f64 {
        let told: Vec<&(f64, f64)> = self.marks.iter().filter(|mark| !self.log || mark.1 > 0.0).collect();
        let (first, last) = (told[0], told[told.len() - 1]);
        let span = match self.log {
            true => (last.1 / first.1).ln(),
            false => last.1 - first.1,
        };
        0.15 * span / (last.0 - first.0).abs()
    }
}

/// Asserts that a drawn line has these points; repeats within a pixel's tenth are drawn once.
pub fn assert_line(drawn: &[Point], points: &[Point], (across, upward): (&Axis, &Axis), what: &str) {
    let holds = |at: &Point, point: &Point| across.holds(at.0, point.0) && upward.holds(at.1, point.1);
    let mut at = drawn.iter().peekable();
    let mut last: Option<&Point> = None;
    for point in points {
        match at.peek() {
            Some(next) if holds(next, point) => last = at.next(),
            _ => {
                let repeated = last.is_some_and(|last| holds(last, point));
                assert!(repeated, "{what}: {point:?} is not where it belongs ({:?})", at.peek());
            }
        }
    }
    assert!(at.next().is_none(), "{what}: more is drawn than there is");
}

/// Dots of a colour at a height, and the ends of their intervals, as an axis tells them.
pub fn assert_dot(drawn: &Drawn, panel: &Panel, axis: &Axis, colour: Colour, y: f64, dot: Dot, what: &str) {
    let dots = drawn.dots(colour, panel);
    let here = dots.iter().find(|at| (at.1 - y).abs() < 0.11);
    let here = here.unwrap_or_else(|| panic!("{what}: no dot at {y}"));
    assert!(axis.holds(here.0, dot.value), "{what}: {dot:?}");
    let lines = drawn.lines(colour, 1.0, panel);
    let level = |line: &&Vec<Point>| line.iter().all(|at| (at.1 - y).abs() < 0.11);
    let held = lines
        .iter()
        .filter(level)
        .any(|line| axis.holds(line[0].0, dot.low) && axis.holds(line[1].0, dot.high));
    assert!(held || dot.low == dot.high, "{what}: {dot:?}");
}
