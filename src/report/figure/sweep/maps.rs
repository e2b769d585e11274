//! Heat maps over the values of two keys.

use super::super::heat::{self, Heat, HeatScale, Maps, Sides};
use crate::report::ReportError;
use crate::report::choice::OverWorlds;
use crate::report::palette::{Colour, POPULATION, RESISTANT, WORLDS};
use crate::report::sweep::{PointResult, SweepReport, Synergy};
use crate::statistics::sweep::SweepPoint;
use crate::statistics::synergy::SynergyCell;
use crate::statistics::worlds::ChoiceOption;
use crate::words::{hours, number};

/// Long-term maps over two keys; for a dose matrix the short-term ones below.
pub fn data(report: &SweepReport) -> Maps<'_> {
    let (first, second) = (&report.keys[0], &report.keys[1]);
    let sides = Sides {
        row_title: &first.words,
        rows: &first.told,
        column_title: &second.words,
        columns: &second.told,
    };
    let grid = Grid::of(report);
    let mut maps = Vec::from(grid.central());
    if let Some(over) = &report.worlds {
        maps.extend(grid.over_worlds(over));
    }
    let title = match &report.synergy {
        None => "Results over two keys",
        Some(synergy) => {
            maps.push(viability(synergy));
            maps.extend(excesses(synergy));
            "Durability and short-term synergy over two doses"
        }
    };
    Maps { title, sides, maps }
}

/// The points of a sweep as rows and columns.
struct Grid<'a> {
    report: &'a SweepReport,
    /// Unaltered cells are not held there.
    open: Vec<Vec<bool>>,
}

impl<'a> Grid<'a> {
    fn of(report: &'a SweepReport) -> Self {
        let open = report.points.iter().map(|point| !point.unaltered_held);
        let open = in_rows(report, open);
        Self { report, open }
    }

    /// A number at every point that is treated.
    fn cells(&self, value: impl Fn(&SweepPoint) -> Option<f64>) -> Vec<Vec<Option<f64>>> {
        let value = |point: &PointResult| value(&point.result).filter(|_| !point.untreated);
        in_rows(self.report, self.report.points.iter().map(value))
    }

    /// Points that are treated, as the worlds have them; `None` for the others.
    fn treated(&self, over: &'a OverWorlds) -> impl Iterator<Item = Option<&'a ChoiceOption>> {
        let points = over.choice.options.iter().zip(&self.report.points);
        points.map(|(option, point)| (!point.untreated).then_some(option))
    }

    /// A number at every point that is treated, over worlds.
    fn in_worlds(&self, over: &'a OverWorlds, value: impl Fn(&ChoiceOption) -> f64) -> Vec<Vec<Option<f64>>> {
        in_rows(self.report, self.treated(over).map(|option| option.map(&value)))
    }

    /// Points that are hatched, since little is known of them.
    fn unknown(&self, over: &'a OverWorlds, unknown: impl Fn(&ChoiceOption) -> bool) -> Vec<Vec<bool>> {
        // A single flask in each world cannot tell what is not known from chance.
        let told = over.choice.flasks > 1;
        let unknown = |option: Option<&ChoiceOption>| told && option.is_some_and(&unknown);
        in_rows(self.report, self.treated(over).map(unknown))
    }

    /// Results at the central values.
    fn central(&self) -> [Heat; 2] {
        let horizon = number(self.report.horizon);
        let resistant = heat(
            "P(resistant)",
            format!("% of flasks, by day {horizon}"),
            self.cells(|point| Some(point.resistant.share)),
            Shown::percent(RESISTANT),
        );
        let time = heat(
            "Time to resistance",
            format!("restricted mean, days of {horizon}"),
            self.cells(|point| Some(point.restricted_mean)),
            Shown::days(self.report.horizon, TIME),
        );
        [resistant, time].map(|map| Heat {
            marked: self.open.clone(),
            ..map
        })
    }

    /// Results over worlds, hatched where they are not known, and what choosing a point means.
    fn over_worlds(&self, over: &'a OverWorlds) -> [Heat; 4] {
        let (horizon, worlds) = (self.report.horizon, over.worlds());
        let resistant = Heat {
            hatched: self.unknown(over, |option| {
                option.resistant.three_quarters - option.resistant.quarter > OPEN_SHARE
            }),
            ..heat(
                "P(resistant), over worlds",
                format!("% of flasks of {worlds}; hatched: not known"),
                self.in_worlds(over, |option| option.resistant.mean),
                Shown::percent(RESISTANT),
            )
        };
        let time = Heat {
            hatched: self.unknown(over, |option| option.time_between > OPEN_TIME * horizon),
            ..heat(
                "Time to resistance, over worlds",
                format!("restricted mean, days of {}; hatched: not known", number(horizon)),
                self.in_worlds(over, |option| option.time),
                Shown::days(horizon, TIME),
            )
        };
        let best = heat(
            "Best point",
            format!("% of {worlds} in which it does best"),
            self.in_worlds(over, |option| option.best),
            Shown::percent(WORLDS),
        );
        [resistant, time, best, self.regret(over)].map(|map| Heat {
            marked: self.open.clone(),
            ..map
        })
    }

    /// What choosing a point may cost.
    fn regret(&self, over: &'a OverWorlds) -> Heat {
        let options = over.choice.options.iter();
        let most = options.map(|option| option.regret_high).fold(0.0, f64::max);
        let shown = Shown::days(most.max(1e-9), POPULATION);
        let (unit, shown) = match self.report.aim.want.sought() {
            Some(_) => (
                "percentage points",
                Shown {
                    text: whole_percent,
                    ..shown
                },
            ),
            None => ("days", shown),
        };
        heat(
            "Regret of choosing it, at most",
            format!("{unit}, against the best point of each world"),
            self.in_worlds(over, |option| option.regret_high),
            shown,
        )
    }
}

/// What is known of every point in its order, in the rows of the map.
fn in_rows<T: Clone>(report: &SweepReport, all: impl Iterator<Item = T>) -> Vec<Vec<T>> {
    let all: Vec<T> = all.collect();
    let columns = report.keys[1].values.len();
    all.chunks(columns).map(<[T]>::to_vec).collect()
}

/// How a number is written, and its colour.
struct Shown {
    text: fn(f64) -> String,
    scale: HeatScale,
}

impl Shown {
    /// From nothing to a highest value.
    fn rising(text: fn(f64) -> String, high: f64, colour: Colour) -> Self {
        let scale = HeatScale::Rising { low: 0.0, high, colour };
        Self { text, scale }
    }

    fn percent(colour: Colour) -> Self {
        Self::rising(whole_percent, 1.0, colour)
    }

    fn days(most: f64, colour: Colour) -> Self {
        Self::rising(whole, most, colour)
    }
}

/// A map with neither marks nor hatching.
fn heat(title: &str, note: String, values: Vec<Vec<Option<f64>>>, shown: Shown) -> Heat {
    Heat {
        title: title.to_owned(),
        note,
        values,
        marked: Vec::new(),
        hatched: Vec::new(),
        text: shown.text,
        scale: shown.scale,
    }
}

/// A number of every pair of doses.
fn pairs(synergy: &Synergy, value: impl Fn(&SynergyCell) -> Option<f64>) -> Vec<Vec<Option<f64>>> {
    let rows = synergy.matrix.cells.iter();
    rows.map(|row| row.iter().map(&value).collect()).collect()
}

/// What the two drugs leave of the parental line within days.
fn viability(synergy: &Synergy) -> Heat {
    heat(
        &format!("Viability after {}", hours(synergy.hours)),
        "% of the undrugged control, parental line".to_owned(),
        pairs(synergy, |cell| Some(cell.viability)),
        Shown::percent(POPULATION),
    )
}

/// How much more than the sum of its parts a pair is, by three rules.
fn excesses(synergy: &Synergy) -> [Heat; 3] {
    let all = synergy.matrix.cells.iter().flatten();
    let sizes = all.flat_map(|cell| [Some(cell.bliss_excess), Some(cell.hsa_excess), cell.loewe_excess]);
    let reach = sizes.flatten().map(f64::abs).fold(0.05, f64::max);
    let excess = |title: &str, values| {
        let note = format!("points of viability after {}; red is synergy", hours(synergy.hours));
        let shown = Shown {
            text: signed_percent,
            scale: HeatScale::Around { reach },
        };
        heat(title, note, values, shown)
    };
    [
        excess("Bliss excess", pairs(synergy, |cell| Some(cell.bliss_excess))),
        excess("HSA excess", pairs(synergy, |cell| Some(cell.hsa_excess))),
        excess("Loewe excess", pairs(synergy, |cell| cell.loewe_excess)),
    ]
}

/// A share of flasks is not known where the middle half of the worlds spans more than this.
pub const OPEN_SHARE: f64 = 0.5;
/// The same of a mean time, as a part of the experiment.
pub const OPEN_TIME: f64 = 0.25;
/// Times.
const TIME: Colour = Colour(0x1B, 0x5E, 0x4B);

/// Draws them in rows of two.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn draw(shown: &Maps) -> Result<String, ReportError> {
    heat::draw("maps", shown)
}

fn whole(value: f64) -> String {
    number(libm::round(value))
}

fn whole_percent(share: f64) -> String {
    whole(share * 100.0)
}

fn signed_percent(share: f64) -> String {
    match libm::round(share * 100.0) {
        0.0 => "0".to_owned(),
        points if points < 0.0 => format!("−{}", -points),
        points => format!("{points}"),
    }
}
