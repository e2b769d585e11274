//! A drawing surface in pixels over plotters' SVG backend.
//!
//! The backend rounds coordinates to whole units, so it draws ten times as large and the view box
//! scales it back: a tenth of a pixel. The first error is kept and returned at the end, which
//! keeps drawing code free of `?`; a coordinate that is not a number is one.

use super::dashes::dashes;
use super::texture::{self, Edge};
use crate::report::ReportError;
use crate::report::palette::{Colour, Texture};
use crate::words;
use plotters::coord::Shift;
use plotters::element::{Circle, Drawable, PathElement, PointCollection, Polygon, Rectangle, Text};
use plotters::prelude::{DrawingArea, IntoDrawingArea, SVGBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontStyle, FontTransform, IntoFont, RGBAColor, RGBColor, ShapeStyle, TextStyle};
use std::cell::RefCell;

/// Width of every figure, pixels.
pub const WIDTH: f64 = 720.0;
/// Backend units per pixel.
const FINE: f64 = 10.0;
/// The backend divides sizes by this when it writes them.
const FONT_FACTOR: f64 = 1.24;

/// A point in pixels, origin at the top left.
pub type Point = (f64, f64);

/// How a line looks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stroke {
    pub colour: Colour,
    pub width: f64,
    pub opacity: f64,
}

/// A line style of full opacity.
pub(crate) fn stroke(colour: Colour, width: f64) -> Stroke {
    Stroke {
        colour,
        width,
        opacity: 1.0,
    }
}

/// How the lines of a texture look on a colour.
pub(crate) fn hatching(on: Colour) -> Stroke {
    Stroke {
        colour: on.readable(),
        width: 0.9,
        opacity: 0.6,
    }
}

/// Where text stands relative to its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    Left,
    Centre,
    Right,
}

/// How text looks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Label {
    pub size: f64,
    pub colour: Colour,
    pub anchor: Anchor,
    pub bold: bool,
    /// Reads upwards.
    pub upright: bool,
}

/// Text of a size and colour, standing to the right of its point.
pub(crate) fn label(size: f64, colour: Colour) -> Label {
    Label {
        size,
        colour,
        anchor: Anchor::Left,
        bold: false,
        upright: false,
    }
}

impl Label {
    pub fn centred(self) -> Self {
        Self {
            anchor: Anchor::Centre,
            ..self
        }
    }
    pub fn right(self) -> Self {
        Self {
            anchor: Anchor::Right,
            ..self
        }
    }
    pub fn bold(self) -> Self {
        Self { bold: true, ..self }
    }
    pub fn upright(self) -> Self {
        Self { upright: true, ..self }
    }
}

/// A surface to draw on.
pub(crate) struct Canvas<'a> {
    area: DrawingArea<SVGBackend<'a>, Shift>,
    /// Names that were cut, with their full form.
    cut: RefCell<Vec<(String, String)>>,
    error: RefCell<Option<String>>,
}

/// Makes a figure of `width` x `height` pixels. `name` stands in errors, `title` is read to those
/// who cannot see it.
pub(crate) fn figure(
    name: &'static str,
    title: &str,
    (width, height): (f64, f64),
    draw: impl FnOnce(&Canvas),
) -> Result<String, ReportError> {
    let mut svg = String::new();
    let cut;
    let size = ((width * FINE) as u32, (height * FINE) as u32);
    {
        let canvas = Canvas {
            area: SVGBackend::with_string(&mut svg, size).into_drawing_area(),
            cut: RefCell::new(Vec::new()),
            error: RefCell::new(None),
        };
        draw(&canvas);
        let failed = |reason| ReportError::Drawing { figure: name, reason };
        if let Some(reason) = canvas.error.borrow_mut().take() {
            return Err(failed(reason));
        }
        canvas.area.present().map_err(|error| failed(error.to_string()))?;
        cut = canvas.cut.take();
    }
    let mut body = svg.split_once('\n').map_or("", |(_, body)| body).to_owned();
    for (short, full) in &cut {
        let (short, full) = (escaped(short), escaped(full));
        let end = "</text>";
        body = body.replacen(
            &format!(">\n{short}\n{end}"),
            &format!(">\n<title>{full}</title>{short}\n{end}"),
            1,
        );
    }
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {} {}\" \
         role=\"img\" font-family=\"sans-serif\">\n<title>{}</title>\n{}",
        size.0,
        size.1,
        escaped(title),
        body.replace(" font-family=\"sans-serif\"", "")
            .replace(" opacity=\"1\"", ""),
    ))
}

impl Canvas<'_> {
    /// A name of at most so many letters; where it is cut, its text carries the full name as a title.
    pub fn shortened(&self, name: &str, limit: usize) -> String {
        let short = words::shortened(name, limit);
        if short != name {
            self.cut.borrow_mut().push((short.clone(), name.to_owned()));
        }
        short
    }

    /// A texture over a rectangle.
    pub fn texture(&self, (x0, y0): Point, (x1, y1): Point, texture: Texture, look: Stroke) {
        // The smaller of a number and none is the number.
        if self.may_place([(x0, y0), (x1, y1)]) {
            let (top, bottom) = (y0.min(y1), y0.max(y1));
            let edge = |x: f64| Edge { x, top, bottom };
            self.texture_between(&[edge(x0.min(x1)), edge(x0.max(x1))], texture, look);
        }
    }

    /// A texture over an area between two edges.
    pub fn texture_between(&self, edges: &[Edge], texture: Texture, look: Stroke) {
        let corners = edges
            .iter()
            .flat_map(|edge| [(edge.x, edge.top), (edge.x, edge.bottom)]);
        if self.may_place(corners) {
            for line in texture::lines(edges, texture) {
                self.line(&line, look);
            }
        }
    }

    /// A line through points.
    pub fn line(&self, points: &[Point], style: Stroke) {
        if points.len() > 1 && self.may_place(points.iter().copied()) {
            self.draw(&PathElement::new(fine_all(points), shape(style)));
        }
    }

    /// A broken line: `on` pixels drawn, `off` left out.
    pub fn dashed(&self, points: &[Point], style: Stroke, (on, off): (f64, f64)) {
        if self.may_place(points.iter().copied()) {
            for dash in dashes(points, on, off) {
                self.line(&dash, style);
            }
        }
    }

    /// A filled area.
    pub fn polygon(&self, points: &[Point], colour: Colour, opacity: f64) {
        if points.len() > 2 && self.may_place(points.iter().copied()) {
            self.draw(&Polygon::new(fine_all(points), rgba(colour, opacity)));
        }
    }

    /// A filled rectangle from one corner to the opposite one.
    pub fn rect(&self, (x0, y0): Point, (x1, y1): Point, colour: Colour, opacity: f64) {
        let style = ShapeStyle {
            color: rgba(colour, opacity),
            filled: true,
            stroke_width: 0,
        };
        if self.may_place([(x0, y0), (x1, y1)]) {
            let corners = [fine((x0.min(x1), y0.min(y1))), fine((x0.max(x1), y0.max(y1)))];
            self.draw(&Rectangle::new(corners, style));
        }
    }

    /// A filled circle.
    pub fn circle(&self, centre: Point, radius: f64, colour: Colour, opacity: f64) {
        let style = ShapeStyle {
            color: rgba(colour, opacity),
            filled: true,
            stroke_width: 0,
        };
        if self.may_place([centre]) {
            self.draw(&Circle::new(fine(centre), (radius * FINE) as i32, style));
        }
    }

    /// Text, its height centred on the point.
    pub fn text(&self, at: Point, text: &str, look: Label) {
        let h = match look.anchor {
            Anchor::Left => HPos::Left,
            Anchor::Centre => HPos::Center,
            Anchor::Right => HPos::Right,
        };
        let mut font = ("sans-serif", look.size * FINE * FONT_FACTOR).into_font();
        if look.bold {
            font = font.style(FontStyle::Bold);
        }
        if look.upright {
            font = font.transform(FontTransform::Rotate270);
        }
        let colour = rgba(look.colour, 1.0);
        let style = TextStyle::from(font).color(&colour).pos(Pos::new(h, VPos::Center));
        if self.may_place([at]) {
            self.draw(&Text::new(text.to_owned(), fine(at), style));
        }
    }

    /// Whether all points have a place; one that has none is the figure's error.
    fn may_place(&self, points: impl IntoIterator<Item = Point>) -> bool {
        let placed = points.into_iter().all(|(x, y)| x.is_finite() && y.is_finite());
        if !placed {
            self.note("a coordinate is not a finite number");
        }
        placed
    }

    fn note(&self, reason: &str) {
        self.error.borrow_mut().get_or_insert_with(|| reason.to_owned());
    }

    fn draw<E>(&self, element: &E)
    where
        for<'e> &'e E: PointCollection<'e, (i32, i32)>,
        E: for<'b> Drawable<SVGBackend<'b>>,
    {
        if let Err(error) = self.area.draw(element) {
            self.note(&error.to_string());
        }
    }
}

/// About how wide a text is in a sans-serif font, pixels; rather too wide than too narrow.
pub(crate) fn text_width(text: &str, size: f64) -> f64 {
    let em = |c: char| match c {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | 'I' | ' ' => 0.33,
        'f' | 't' | 'r' | '(' | ')' | '-' | '/' => 0.41,
        'm' | 'w' | 'M' | 'W' | '%' | '@' => 0.95,
        c if c.is_ascii_uppercase() => 0.70,
        _ => 0.61,
    };
    text.chars().map(em).sum::<f64>() * size
}

/// Moves heights apart until neighbours are `gap` apart, within `low` to `high`; keeps their order.
pub(crate) fn spread(wanted: &[f64], gap: f64, low: f64, high: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|&a, &b| wanted[a].total_cmp(&wanted[b]));
    let mut placed: Vec<f64> = order.iter().map(|&i| wanted[i].clamp(low, high)).collect();
    for i in 1..placed.len() {
        placed[i] = placed[i].max(placed[i - 1] + gap);
    }
    let mut ceiling = high;
    for y in placed.iter_mut().rev() {
        *y = y.min(ceiling);
        ceiling = *y - gap;
    }
    let mut out = vec![0.0; wanted.len()];
    order.iter().zip(placed).for_each(|(&i, y)| out[i] = y);
    out
}

/// Backend units of a finite point.
fn fine((x, y): Point) -> (i32, i32) {
    (libm::round(x * FINE) as i32, libm::round(y * FINE) as i32)
}

/// Points in backend units, without repeats.
fn fine_all(points: &[Point]) -> Vec<(i32, i32)> {
    let mut fine: Vec<(i32, i32)> = points.iter().copied().map(fine).collect();
    if fine.len() > 2 {
        fine.dedup();
    }
    fine
}

fn rgba(colour: Colour, opacity: f64) -> RGBAColor {
    let Colour(r, g, b) = colour;
    let rgb = RGBColor(r, g, b);
    RGBAColor(rgb.0, rgb.1, rgb.2, opacity)
}

fn shape(style: Stroke) -> ShapeStyle {
    ShapeStyle {
        color: rgba(style.colour, style.opacity),
        filled: false,
        stroke_width: (style.width * FINE).max(1.0) as u32,
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_spread_in_order_and_within_bounds() {
        let placed = spread(&[50.0, 10.0, 51.0, 100.0], 12.0, 0.0, 100.0);
        assert_eq!(placed, [50.0, 10.0, 62.0, 100.0]);
        assert_eq!(spread(&[100.0, 99.0], 12.0, 0.0, 100.0), [100.0, 88.0]);
    }

    #[test]
    fn a_figure_says_what_it_is_and_escapes() {
        let svg = figure("test", "a < b", (100.0, 50.0), |c| {
            c.text((1.0, 2.0), "x & y", label(10.0, Colour(0, 0, 0)))
        });
        let svg = svg.unwrap();
        assert!(
            svg.contains("<title>a &lt; b</title>") && svg.contains("x &amp; y") && svg.ends_with("</svg>\n"),
            "{svg}"
        );
    }

    /// Whatever the mark: the figure is refused by name and nothing runs on for ever.
    #[test]
    fn a_coordinate_that_is_no_number_is_the_figures_error() {
        let ink = Colour(0, 0, 0);
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let path = [(0.0, 0.0), (bad, 1.0), (2.0, 2.0)];
            let marks: [&dyn Fn(&Canvas); 7] = [
                &|c| c.line(&path, stroke(ink, 1.0)),
                &|c| c.dashed(&path, stroke(ink, 1.0), (4.0, 2.0)),
                &|c| c.polygon(&path, ink, 1.0),
                &|c| c.rect((0.0, bad), (1.0, 1.0), ink, 1.0),
                &|c| c.circle((bad, 0.0), 2.0, ink, 1.0),
                &|c| c.text((1.0, bad), "x", label(10.0, ink)),
                &|c| c.texture((0.0, 0.0), (9.0, bad), Texture::Rising, hatching(ink)),
            ];
            for mark in marks {
                let refused = figure("test", "marks", (100.0, 50.0), mark).unwrap_err().to_string();
                assert_eq!(refused, "cannot draw test: a coordinate is not a finite number");
            }
        }
    }
}
