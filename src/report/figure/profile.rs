//! The resistance profile: resistant flasks by class and by mechanism.

use super::WIDTH;
use super::axis::{Panel, Scale};
use super::bars::{self, Bar, LEFT};
use super::canvas::{Canvas, figure, label, stroke};
use crate::model::biology::MechanismClass;
use crate::report::ReportError;
use crate::report::palette::{self, INK, NONE, QUIET};
use crate::statistics::profile::ProfileRow;
use crate::statistics::{FlaskSummary, Proportion};
use crate::words;

/// Rows of the profile drawn at most; the table has all.
const MAX_ROWS: usize = 16;
/// Mechanisms that never dominated, drawn at most.
const MAX_PRESENT_ONLY: usize = 4;
const TOP: f64 = 62.0;

/// What the figure shows.
#[derive(Debug, Clone, PartialEq)]
pub struct ProfileFigure {
    /// What one culture is called.
    pub culture: &'static str,
    /// Resistant flasks among all.
    pub resistant: Proportion,
    /// Shares of resistant flasks that each class dominates; pale, those in which it is present.
    pub classes: Vec<Bar>,
    /// The same by mechanism, as many as are drawn.
    pub mechanisms: Vec<Bar>,
    /// Mechanisms left to the table.
    pub hidden: usize,
    /// End of the axis.
    pub high: f64,
}

/// Resistant flasks by class and by dominant mechanism.
pub fn data(summary: &FlaskSummary) -> ProfileFigure {
    let profile = &summary.profile;
    let bars = |rows: &[ProfileRow]| -> Vec<Bar> { rows.iter().filter(|row| telling(row)).map(bar).collect() };
    let (classes, mut mechanisms) = (bars(&profile.by_class), bars(&profile.by_mechanism));
    let dominant = mechanisms.iter().filter(|bar| bar.share.count > 0).count();
    let shown = MAX_ROWS.min(dominant + MAX_PRESENT_ONLY).min(mechanisms.len());
    let hidden = mechanisms.len() - shown;
    mechanisms.truncate(shown);
    ProfileFigure {
        culture: summary.culture(),
        resistant: Proportion::new(profile.resistant_flasks, profile.all_flasks),
        high: highest(classes.iter().chain(&mechanisms)),
        classes,
        mechanisms,
        hidden,
    }
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

impl ProfileFigure {
    /// Where the bars of the classes are drawn.
    pub fn class_panel(&self) -> Panel {
        bars::panel(self.classes.len(), TOP, self.scale())
    }

    /// Where the bars of the mechanisms are drawn.
    pub fn mechanism_panel(&self) -> Panel {
        let top = self.class_panel().bottom + 34.0;
        bars::panel(self.mechanisms.len(), top, self.scale())
    }

    fn scale(&self) -> Scale {
        let high = self.high;
        Scale::Linear { low: 0.0, high }
    }
}

/// Two groups of bars above one axis.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn draw(shown: &ProfileFigure) -> Result<String, ReportError> {
    if shown.resistant.count == 0 {
        return no_resistance(shown);
    }
    let (classes, mechanisms) = (shown.class_panel(), shown.mechanism_panel());
    let bottom = mechanisms.bottom;
    let height = bottom + if shown.hidden > 0 { 70.0 } else { 52.0 };
    let of = format!("share of resistant {}s", shown.culture);
    let title = format!("Resistance profile: {of} by mechanism");
    figure("profile", &title, (WIDTH, height), |c| {
        key(c, 16.0);
        bars::block(c, "By class", &shown.classes, &classes);
        bars::block(c, "By mechanism", &shown.mechanisms, &mechanisms);
        let axis = Panel {
            bottom: bottom + 3.0,
            ..mechanisms
        };
        axis.draw_x(c, &of, &axis.x.ticks(5, words::percent));
        if shown.hidden > 0 {
            let rarer = words::counted(shown.hidden as u64, "rarer mechanism");
            let rest = format!("and {rarer}, see the table");
            c.text((LEFT - 8.0, bottom + 58.0), &rest, label(11.0, QUIET));
        }
    })
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

fn no_resistance(shown: &ProfileFigure) -> Result<String, ReportError> {
    let (share, culture) = (&shown.resistant, shown.culture);
    figure(
        "profile",
        &format!("No {culture} became resistant"),
        (WIDTH, 110.0),
        |c| {
            let n = words::counted(share.n, culture);
            c.text(
                (WIDTH / 2.0, 44.0),
                &format!("No resistant {culture} among {n}."),
                label(15.0, INK).centred(),
            );
            let interval = format!(
                "Probability of a resistant {culture}: {}",
                crate::report::words::share(share)
            );
            c.text((WIDTH / 2.0, 68.0), &interval, label(12.0, QUIET).centred());
        },
    )
}
