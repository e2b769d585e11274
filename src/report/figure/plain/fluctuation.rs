//! Growth of mutants: cultures by their number of mutants, beside the law of Luria and Delbrück and Poisson.

use super::super::WIDTH;
use super::super::axis::{Panel, Scale};
use super::super::canvas::{Canvas, Point, figure, label, spread, stroke};
use crate::report::ReportError;
use crate::report::palette::{Colour, INK, QUIET, RESISTANT, series};
use crate::statistics::PlainSummary;
use crate::statistics::fluctuation::Bin;
use crate::words;

/// What the figure shows.
#[derive(Debug, Clone, PartialEq)]
pub struct FluctuationFigure {
    /// Name of the mutant type.
    pub name: String,
    /// Cultures by count; each bin takes one place of the axis.
    pub bins: Vec<Bin>,
    /// Median, mean and largest count.
    pub marks: [Mark; 3],
    /// Cultures.
    pub replicates: u64,
}

/// A count that is marked on the axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// What it is.
    pub name: &'static str,
    /// The count.
    pub count: f64,
}

/// Where the model is a fluctuation test.
pub fn data(summary: &PlainSummary) -> Option<FluctuationFigure> {
    let of = summary.fluctuation.as_ref()?;
    let counts = summary.types.iter().find(|counts| counts.name == of.name)?;
    let mark = |name, count| Mark { name, count };
    Some(FluctuationFigure {
        name: of.name.clone(),
        bins: of.bins.clone(),
        marks: [
            mark("median", counts.median),
            mark("mean", counts.mean),
            mark("most", counts.max as f64),
        ],
        replicates: summary.replicates,
    })
}

impl FluctuationFigure {
    /// Where it is drawn: a place per bin, shares on a log axis down to half a culture.
    pub fn panel(&self) -> Panel {
        Panel {
            left: 66.0,
            right: 560.0,
            top: 44.0,
            bottom: 300.0,
            x: Scale::Linear {
                low: -0.5,
                high: self.bins.len() as f64 - 0.5,
            },
            y: Scale::log(0.5 / self.replicates.max(1) as f64, 1.0, false),
        }
    }

    /// Place of a count among the bins: bins double, so that places rise with the logarithm.
    pub fn place(&self, count: f64) -> f64 {
        if count < 1.0 { count } else { 1.0 + libm::log2(count) }
    }

    /// Points of a law that stand on the axis.
    fn line(&self, of: fn(&Bin) -> Option<f64>) -> Vec<Point> {
        let least = 0.5 / self.replicates.max(1) as f64;
        let points = self
            .bins
            .iter()
            .enumerate()
            .filter_map(|(i, bin)| Some((i as f64, of(bin)?)));
        points.filter(|point| point.1 >= least).collect()
    }
}

/// Bars are simulated, dots on lines are the laws.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn draw(shown: &FluctuationFigure) -> Result<String, ReportError> {
    let title = "Cultures by their number of mutants, beside two laws";
    figure("fluctuation", title, (WIDTH, 362.0), |c| {
        let panel = shown.panel();
        panel.draw_y(c, "share of replicates", &panel.y.ticks(5, words::percent));
        for (i, bin) in shown.bins.iter().enumerate().filter(|(_, bin)| bin.share > 0.0) {
            let (left, right) = (panel.px(i as f64 - 0.4), panel.px(i as f64 + 0.4));
            c.rect((left, panel.bottom), (right, panel.py(bin.share)), series(0), 0.45);
        }
        draw_law(c, &panel, &shown.line(|bin| bin.law), RESISTANT);
        draw_law(c, &panel, &shown.line(|bin| Some(bin.poisson)), QUIET);
        draw_marks(c, &panel, shown);
        let text = |bin: &Bin| match bin.low {
            low if low < 1_000 => low.to_string(),
            low => format!("{}k", low / 1_024),
        };
        let ticks: Vec<(f64, String)> = shown
            .bins
            .iter()
            .enumerate()
            .map(|(i, bin)| (i as f64, text(bin)))
            .collect();
        panel.draw_x(
            c,
            &format!("{} cells at the end, from (up to the next; k is 1,024)", shown.name),
            &ticks,
        );
        for (i, (text, colour)) in [
            ("simulated", series(0)),
            ("Luria and Delbrück", RESISTANT),
            ("Poisson of the mean", QUIET),
        ]
        .into_iter()
        .enumerate()
        {
            let y = panel.top + 12.0 + 18.0 * i as f64;
            c.rect(
                (574.0, y - 5.0),
                (584.0, y + 5.0),
                colour,
                if i == 0 { 0.45 } else { 1.0 },
            );
            c.text((590.0, y), text, label(11.5, INK));
        }
    })
}

fn draw_law(c: &Canvas, panel: &Panel, points: &[Point], colour: Colour) {
    panel.line(c, points, stroke(colour, 1.6));
    points
        .iter()
        .for_each(|point| c.circle(panel.at(*point), 3.2, colour, 1.0));
}

/// Median, mean and most, above the panel.
fn draw_marks(c: &Canvas, panel: &Panel, shown: &FluctuationFigure) {
    let at: Vec<f64> = shown
        .marks
        .iter()
        .map(|mark| panel.px(shown.place(mark.count)))
        .collect();
    let placed = spread(&at, 92.0, panel.left + 40.0, panel.right + 40.0);
    for ((mark, x), text_x) in shown.marks.iter().zip(at).zip(placed) {
        c.dashed(&[(x, panel.top), (x, panel.bottom)], stroke(INK, 0.9), (3.0, 3.0));
        c.line(&[(x, panel.top), (text_x, panel.top - 12.0)], stroke(QUIET, 0.8));
        let text = format!("{} {}", mark.name, words::cells(mark.count));
        c.text((text_x, panel.top - 21.0), &text, label(11.5, INK).centred().bold());
    }
}
