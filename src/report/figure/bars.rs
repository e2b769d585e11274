//! Horizontal bars with Wilson intervals: the resistance profile, and how replicates ended.

use super::WIDTH;
use super::axis::{Panel, Scale};
use super::canvas::{Canvas, figure, label, stroke};
use crate::model::biology::MechanismClass;
use crate::report::palette::{self, Colour, FAINT, INK, NONE, QUIET};
use crate::report::{ReportError, story};
use crate::statistics::profile::{Profile, ProfileRow};
use crate::statistics::{FlaskSummary, PlainSummary, Proportion};
use crate::words;

/// Rows of the profile drawn at most; the table has all.
const MAX_ROWS: usize = 16;
const LEFT: f64 = 216.0;
const RIGHT: f64 = 510.0;
/// Mechanisms that never dominated, drawn at most.
const MAX_PRESENT_ONLY: usize = 4;
const ROW: f64 = 22.0;

/// One bar.
struct Bar {
    label: String,
    colour: Colour,
    share: Proportion,
    /// Length of the pale bar behind.
    pale: Option<f64>,
}

/// Resistant flasks by class and by dominant mechanism.
pub fn profile(summary: &FlaskSummary) -> Result<String, ReportError> {
    let profile = &summary.profile;
    if profile.resistant_flasks == 0 {
        return no_resistance(profile);
    }
    let classes: Vec<Bar> = profile.by_class.iter().filter(|row| telling(row)).map(bar).collect();

    let mut mechanisms: Vec<Bar> = profile
        .by_mechanism
        .iter()
        .filter(|row| telling(row))
        .map(bar)
        .collect();
    let dominant = mechanisms.iter().filter(|bar| bar.share.count > 0).count();
    let shown = MAX_ROWS.min(dominant + MAX_PRESENT_ONLY).min(mechanisms.len());
    let hidden = mechanisms.len() - shown;
    mechanisms.truncate(shown);
    let high = highest(classes.iter().chain(&mechanisms));
    let top = 62.0;
    let second = top + classes.len() as f64 * ROW + 34.0;
    let bottom = second + mechanisms.len() as f64 * ROW;
    let height = bottom + if hidden > 0 { 70.0 } else { 52.0 };
    figure(
        "profile",
        "Resistance profile: share of resistant flasks by mechanism",
        (WIDTH, height),
        |c| {
            key(c, 16.0);
            let scale = Scale::Linear { low: 0.0, high };
            block(c, "By class", &classes, scale, top);
            block(c, "By mechanism", &mechanisms, scale, second);
            let axis = Panel {
                left: LEFT,
                right: RIGHT,
                top,
                bottom: bottom + 3.0,
                x: scale,
                y: scale,
            };
            axis.draw_x(c, "share of resistant flasks", &scale.ticks(5, words::percent));
            if hidden > 0 {
                let rest = format!(
                    "and {}, see the table",
                    words::counted(hidden as u64, "rarer mechanism")
                );
                c.text((LEFT - 8.0, bottom + 58.0), &rest, label(11.0, QUIET));
            }
        },
    )
}

/// How plain replicates ended.
pub fn stops(summary: &PlainSummary) -> Result<String, ReportError> {
    let bars: Vec<Bar> = summary
        .stops
        .iter()
        .enumerate()
        .map(|(i, row)| Bar {
            label: story::stop_words(row.reason).to_owned(),
            colour: if i == 3 { palette::EXTINCT } else { palette::series(i) },
            share: row.share,
            pale: None,
        })
        .collect();
    let bottom = 36.0 + bars.len() as f64 * ROW;
    figure("stops", "How replicates ended", (WIDTH, bottom + 50.0), |c| {
        let scale = Scale::Linear { low: 0.0, high: 1.0 };
        block(c, "", &bars, scale, 36.0);
        let axis = Panel {
            left: LEFT,
            right: RIGHT,
            top: 36.0,
            bottom: bottom + 3.0,
            x: scale,
            y: scale,
        };
        axis.draw_x(c, "share of replicates", &scale.ticks(5, words::percent));
    })
}

/// That unaltered cells are still there says nothing; that they dominate does.
fn telling(row: &ProfileRow) -> bool {
    row.class != MechanismClass::None || row.dominant.of_resistant.count > 0
}

fn bar(row: &ProfileRow) -> Bar {
    Bar {
        label: crate::report::words::labelled(row.class, &row.label).to_owned(),
        colour: row
            .mechanism
            .as_ref()
            .map_or_else(|| palette::class(row.class), palette::mechanism),
        share: row.dominant.of_resistant,

        pale: (row.class != MechanismClass::None).then_some(row.present.of_resistant.share),
    }
}

/// End of the axis: the longest bar or whisker, rounded up to a tenth.
fn highest<'a>(bars: impl Iterator<Item = &'a Bar>) -> f64 {
    let longest = bars
        .map(|bar| bar.share.high.max(bar.pale.unwrap_or(0.0)))
        .fold(0.0, f64::max);
    (libm::ceil(longest * 10.0 - 1e-9) / 10.0).clamp(0.1, 1.0)
}

/// A titled group of bars with its numbers in a column at the right.
fn block(c: &Canvas, title: &str, bars: &[Bar], scale: Scale, top: f64) {
    let bottom = top + bars.len() as f64 * ROW;
    let panel = Panel {
        left: LEFT,
        right: RIGHT,
        top,
        bottom,
        x: scale,
        y: scale,
    };
    c.text((LEFT - 8.0, top - 11.0), title, label(12.0, INK).bold().right());
    c.text((RIGHT + 14.0, top - 11.0), "count", label(11.0, QUIET));
    c.text(
        (WIDTH - 8.0, top - 11.0),
        "share (95% interval)",
        label(11.0, QUIET).right(),
    );
    for (value, _) in scale.ticks(5, words::percent) {
        c.line(&[(panel.px(value), top), (panel.px(value), bottom)], stroke(FAINT, 0.8));
    }
    for (i, bar) in bars.iter().enumerate() {
        draw_bar(c, &panel, bar, top + (i as f64 + 0.5) * ROW);
    }
}

fn draw_bar(c: &Canvas, panel: &Panel, bar: &Bar, y: f64) {
    c.text(
        (LEFT - 8.0, y),
        &words::shortened(&bar.label, 32),
        label(12.0, INK).right(),
    );
    if let Some(pale) = bar.pale {
        c.rect((LEFT, y - 7.5), (panel.px(pale), y + 7.5), bar.colour, 0.28);
    }
    c.rect((LEFT, y - 7.5), (panel.px(bar.share.share), y + 7.5), bar.colour, 1.0);
    whisker(c, panel, &bar.share, y);
    let count = words::grouped(bar.share.count);
    // Where the two would not fit, the caption has the total.
    let numbers = if bar.share.n < 100_000 {
        format!("{count}/{}", words::grouped(bar.share.n))
    } else {
        count
    };
    c.text((RIGHT + 14.0, y), &numbers, label(11.0, INK));
    c.text(
        (WIDTH - 8.0, y),
        &crate::report::words::share(&bar.share),
        label(11.0, INK).right(),
    );
}

fn whisker(c: &Canvas, panel: &Panel, share: &Proportion, y: f64) {
    let (low, high) = (panel.px(share.low), panel.px(share.high));
    c.line(&[(low, y), (high, y)], stroke(palette::WHITE, 2.6));
    c.line(&[(low, y), (high, y)], stroke(INK, 1.2));
    for x in [low, high] {
        c.line(&[(x, y - 3.0), (x, y + 3.0)], stroke(INK, 1.2));
    }
}

/// What solid, pale and whisker mean.
fn key(c: &Canvas, y: f64) {
    c.rect((LEFT, y - 5.0), (LEFT + 18.0, y + 5.0), NONE, 1.0);
    c.text((LEFT + 24.0, y), "dominant", label(11.0, QUIET));
    c.rect((LEFT + 92.0, y - 5.0), (LEFT + 110.0, y + 5.0), NONE, 0.28);
    c.text(
        (LEFT + 116.0, y),
        "present above the detection limit",
        label(11.0, QUIET),
    );
    let x = LEFT + 300.0;
    c.line(&[(x, y), (x + 20.0, y)], stroke(INK, 1.2));
    for end in [x, x + 20.0] {
        c.line(&[(end, y - 3.0), (end, y + 3.0)], stroke(INK, 1.2));
    }
    c.text((x + 26.0, y), "95% Wilson interval", label(11.0, QUIET));
}

fn no_resistance(profile: &Profile) -> Result<String, ReportError> {
    let share = Proportion::new(0, profile.all_flasks);
    figure("profile", "No flask became resistant", (WIDTH, 110.0), |c| {
        let n = words::counted(profile.all_flasks, "flask");
        c.text(
            (WIDTH / 2.0, 44.0),
            &format!("No resistant flask among {n}."),
            label(15.0, INK).centred(),
        );
        let interval = format!(
            "Probability of a resistant flask: {}",
            crate::report::words::share(&share)
        );
        c.text((WIDTH / 2.0, 68.0), &interval, label(12.0, QUIET).centred());
    })
}
