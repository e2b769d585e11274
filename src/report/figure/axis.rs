//! Scales from values to pixels, their ticks, and framed panels.

use super::canvas::{Canvas, Point, Stroke, label, stroke};
use super::series::{Curve, Span};
use crate::report::palette::{Colour, FAINT, INK, QUIET};
use crate::report::words::start;

/// Text size of ticks and axis titles, pixels.
pub const TICK_SIZE: f64 = 11.0;
const TITLE_SIZE: f64 = 12.0;
/// Room below the lowest decade in which a log axis shows zero, as a share of the axis.
const ZERO_ROOM: f64 = 0.07;
/// Beyond these a log axis does not go: ratios and powers of ten of what lies between are normal numbers.
const LOG_ENDS: (f64, f64) = (1e-120, 1e120);
/// Most ticks of a linear axis.
const MOST_TICKS: i64 = 1000;

/// How values become places on an axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Scale {
    /// Equal steps.
    Linear {
        /// Value at the lower end.
        low: f64,
        /// Value at the upper end.
        high: f64,
    },
    /// Decades; `zero` reserves the lower end for 0.
    Log {
        /// Value at the lower end, above 0.
        low: f64,
        /// Value at the upper end.
        high: f64,
        /// The lower end shows 0 as well.
        zero: bool,
    },
}

impl Scale {
    /// A log scale that holds `low` to `high`, which it widens to at least a factor of ten. Values beyond
    /// 1e-120 to 1e120 stay at its ends.
    pub fn log(low: f64, high: f64, zero: bool) -> Self {
        let (least, most) = LOG_ENDS;
        let low = if low.is_finite() && low > 0.0 { low } else { 1.0 };
        let low = low.clamp(least, most);
        let high = if high.is_finite() { high.clamp(low, most) } else { low };
        let widen = if high / low < 10.0 {
            libm::sqrt(10.0 * low / high)
        } else {
            1.0
        };
        Scale::Log {
            low: low / widen,
            high: high * widen,
            zero,
        }
    }

    /// Place of a value from 0 to 1; values beyond the ends stay at the ends.
    pub fn place(&self, value: f64) -> f64 {
        match *self {
            Scale::Linear { low, high } if high > low => ((value - low) / (high - low)).clamp(0.0, 1.0),
            Scale::Linear { .. } => 0.0,
            Scale::Log { low, high, zero } => {
                let floor = if zero { ZERO_ROOM } else { 0.0 };
                if value <= 0.0 {
                    return 0.0;
                }
                let place = libm::log(value / low) / libm::log(high / low);
                floor + (1.0 - floor) * place.clamp(0.0, 1.0)
            }
        }
    }

    /// Ticks as (value, text); a decade axis with few decades gets 2 and 5 as well.
    pub fn ticks(&self, wanted: usize, text: impl Fn(f64) -> String) -> Vec<(f64, String)> {
        match *self {
            Scale::Linear { low, high } => {
                let step = nice_step((high - low) / wanted.max(1) as f64);
                let first = libm::ceil(low / step - 1e-9) as i64;
                let last = libm::floor(high / step + 1e-9) as i64;
                let last = last.min(first.saturating_add(MOST_TICKS));
                (first..=last).map(|k| k as f64 * step).map(|v| (v, text(v))).collect()
            }
            Scale::Log { low, high, zero } => {
                let mut ticks = log_ticks(low, high, wanted);
                if zero {
                    ticks.insert(0, 0.0);
                }
                ticks.into_iter().map(|v| (v, text(v))).collect()
            }
        }
    }

    /// Unlabelled ticks of a log axis: 2 to 9 within each decade, where there are few decades.
    pub fn minor_ticks(&self) -> Vec<f64> {
        let Scale::Log { low, high, .. } = *self else {
            return Vec::new();
        };
        if high / low > 1e7 {
            return Vec::new();
        }
        let decades = libm::floor(libm::log10(low)) as i32..=libm::ceil(libm::log10(high)) as i32;
        let within = decades.flat_map(|d| (2..10).map(move |k| f64::from(k) * libm::pow(10.0, f64::from(d))));
        within.filter(|v| (low..=high).contains(v)).collect()
    }
}

fn log_ticks(low: f64, high: f64, wanted: usize) -> Vec<f64> {
    let (first, last) = (
        libm::floor(libm::log10(low)) as i32,
        libm::ceil(libm::log10(high)) as i32,
    );
    let inside = |v: &f64| *v >= low * 0.999_999 && *v <= high * 1.000_001;
    let decades: Vec<f64> = (first..=last)
        .map(|d| libm::pow(10.0, f64::from(d)))
        .filter(inside)
        .collect();
    if decades.len() < 3.min(wanted) || decades.len() < 2 {
        let steps = (first..=last).flat_map(|d| [1.0, 2.0, 5.0].map(|k| k * libm::pow(10.0, f64::from(d))));
        return steps.filter(inside).collect();
    }
    let every = decades.len().div_ceil(wanted.max(1));
    let kept = |phase: i32| -> Vec<f64> {
        let power = |v: &f64| libm::round(libm::log10(*v)) as i32;
        let all = decades.iter().copied();
        all.filter(|v| power(v).rem_euclid(every as i32) == phase).collect()
    };
    // One label alone does not say that the axis is logarithmic: two at other powers come before one at an even power.
    let phases = (0..every as i32).rev().map(kept);
    phases.max_by_key(|kept| kept.len().min(2)).unwrap_or_default()
}

/// The next of 1, 2, 3, 5, 6, 9 (times ten to some power) at or above a step, so that days come in tens,
/// thirties and sixties.
fn nice_step(step: f64) -> f64 {
    if step.is_nan() || step <= 0.0 {
        return 1.0;
    }
    let decade = libm::pow(10.0, libm::floor(libm::log10(step)));
    let choices = if decade >= 10.0 {
        [1.0, 2.0, 3.0, 6.0, 9.0, 10.0]
    } else {
        [1.0, 2.0, 5.0, 10.0, 20.0, 30.0]
    };
    let fits = choices.into_iter().find(|k| k * decade >= step * 0.999_999);
    fits.unwrap_or(10.0) * decade
}

/// A framed rectangle with a horizontal and a vertical scale.
#[derive(Debug, Clone, Copy)]
pub struct Panel {
    /// Left edge, pixels.
    pub left: f64,
    /// Right edge, pixels.
    pub right: f64,
    /// Upper edge, pixels.
    pub top: f64,
    /// Lower edge, pixels.
    pub bottom: f64,
    /// Horizontal scale.
    pub x: Scale,
    /// Vertical scale.
    pub y: Scale,
}

impl Panel {
    /// Pixel of a horizontal value.
    pub fn px(&self, value: f64) -> f64 {
        self.left + self.x.place(value) * (self.right - self.left)
    }

    /// Pixel of a vertical value.
    pub fn py(&self, value: f64) -> f64 {
        self.bottom - self.y.place(value) * (self.bottom - self.top)
    }

    /// Pixel of a point.
    pub fn at(&self, (x, y): Point) -> Point {
        (self.px(x), self.py(y))
    }

    /// Grid, frame and vertical ticks; draw it before the data.
    pub(crate) fn draw_y(&self, canvas: &Canvas, title: &str, ticks: &[(f64, String)]) {
        canvas.rect((self.left, self.top), (self.right, self.bottom), FAINT, 0.18);
        for (value, text) in ticks {
            let y = self.py(*value);
            canvas.line(&[(self.left, y), (self.right, y)], stroke(FAINT, 0.8));
            canvas.text((self.left - 7.0, y), text, label(TICK_SIZE, QUIET).right());
        }
        for value in self.y.minor_ticks() {
            let y = self.py(value);
            canvas.line(&[(self.left - 3.0, y), (self.left, y)], stroke(FAINT, 0.8));
        }
        canvas.line(&[(self.left, self.top), (self.left, self.bottom)], stroke(QUIET, 0.8));
        if !title.is_empty() {
            let middle = (self.top + self.bottom) / 2.0;
            canvas.text(
                (self.left - 50.0, middle),
                title,
                label(TITLE_SIZE, INK).centred().upright(),
            );
        }
    }

    /// Horizontal axis; an empty title leaves out ticks' texts as well, for panels that share an axis.
    pub(crate) fn draw_x(&self, canvas: &Canvas, title: &str, ticks: &[(f64, String)]) {
        canvas.line(
            &[(self.left, self.bottom), (self.right, self.bottom)],
            stroke(QUIET, 0.8),
        );
        for (value, text) in ticks {
            let x = self.px(*value);
            canvas.line(&[(x, self.bottom), (x, self.bottom + 4.0)], stroke(QUIET, 0.8));
            if !title.is_empty() {
                canvas.text((x, self.bottom + 13.0), text, label(TICK_SIZE, QUIET).centred());
            }
        }
        if !title.is_empty() {
            let middle = (self.left + self.right) / 2.0;
            canvas.text((middle, self.bottom + 31.0), title, label(TITLE_SIZE, INK).centred());
        }
    }

    /// A line through points.
    pub(crate) fn line(&self, canvas: &Canvas, points: &[Point], style: Stroke) {
        canvas.line(&self.pixels(points), style);
    }

    /// The line of a curve, broken where it is.
    pub(crate) fn curve(&self, canvas: &Canvas, curve: &Curve, width: f64) {
        let style = stroke(curve.colour, width);
        match curve.dash {
            None => self.line(canvas, &curve.line, style),
            Some(dash) => canvas.dashed(&self.pixels(&curve.line), style, (dash.on, dash.off)),
        }
    }

    /// The area between the edges of a band.
    pub(crate) fn band(&self, canvas: &Canvas, band: &[Span], colour: Colour, opacity: f64) {
        let upper = band.iter().map(|span| self.at((span.at, span.high)));
        let lower = band.iter().rev().map(|span| self.at((span.at, span.low)));
        canvas.polygon(&upper.chain(lower).collect::<Vec<_>>(), colour, opacity);
    }

    fn pixels(&self, points: &[Point]) -> Vec<Point> {
        points.iter().map(|&point| self.at(point)).collect()
    }
}

/// What a day axis says that it counts from.
pub fn day_title(culture: &str) -> String {
    format!("days since {}", start(culture))
}

/// A day axis from 0 to `last`.
pub fn days(last: f64) -> Scale {
    Scale::Linear {
        low: 0.0,
        high: if last.is_finite() && last > 0.0 { last } else { 1.0 },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words;

    #[test]
    fn axes_take_any_number() {
        let numbers = [
            5e-324,
            1e-312,
            1e-300,
            1e-6,
            0.0,
            1.0,
            1e9,
            1e300,
            f64::MAX,
            f64::INFINITY,
            f64::NAN,
        ];
        for (low, high) in numbers.into_iter().flat_map(|low| numbers.map(|high| (low, high))) {
            for scale in [
                Scale::log(low, high, false),
                Scale::log(low, high, true),
                Scale::Linear { low, high },
            ] {
                let ticks = scale.ticks(6, |v| v.to_string()).len() + scale.minor_ticks().len();
                assert!(ticks < 2000, "{low} to {high}: {ticks}");
                for value in [5e-324, 1.0, 1e300] {
                    let place = scale.place(value);
                    assert!((0.0..=1.0).contains(&place), "{scale:?} places {value} at {place}");
                }
            }
        }
    }

    #[test]
    fn linear_ticks_are_round() {
        let texts =
            |last: f64| -> Vec<String> { days(last).ticks(8, words::number).into_iter().map(|t| t.1).collect() };
        assert_eq!(texts(240.0), ["0", "30", "60", "90", "120", "150", "180", "210", "240"]);
        assert_eq!(texts(30.0), ["0", "5", "10", "15", "20", "25", "30"]);
        assert_eq!(texts(0.0).len(), 6);
    }

    #[test]
    fn log_ticks_follow_the_decades() {
        let texts: Vec<String> = Scale::log(1.0, 1e8, true)
            .ticks(5, words::tick)
            .into_iter()
            .map(|t| t.1)
            .collect();
        assert_eq!(texts, ["0", "1", "100", "10⁴", "10⁶", "10⁸"]);
        let few: Vec<String> = Scale::log(20.0, 700.0, false)
            .ticks(5, words::number)
            .into_iter()
            .map(|t| t.1)
            .collect();
        assert_eq!(few, ["20", "50", "100", "200", "500"]);
        let odd = Scale::log(8.0, 2_000.0, false).ticks(2, words::number);
        assert_eq!(odd.into_iter().map(|t| t.0).collect::<Vec<_>>(), [10.0, 1000.0]);
    }

    #[test]
    fn places_stay_inside() {
        let scale = Scale::log(10.0, 1e6, true);
        assert_eq!(
            (scale.place(0.0), scale.place(1e9), scale.place(10.0)),
            (0.0, 1.0, ZERO_ROOM)
        );
        let flat = Scale::log(50.0, 50.0, false);
        assert!(
            (flat.place(50.0) - 0.5).abs() < 1e-12,
            "a single value stands in the middle"
        );
    }
}
