//! Heat maps over the values of two keys.

use super::super::heat::{self, Heat, HeatScale, Maps, Sides};
use crate::report::ReportError;
use crate::report::choice::OverWorlds;
use crate::report::palette::{Colour, POPULATION, RESISTANT, WORLDS};
use crate::report::sweep::{PointResult, SweepReport};
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
    let by_cell = |value: &dyn Fn(&SweepPoint) -> Option<f64>| -> Vec<Vec<Option<f64>>> {
        let columns = second.values.len();
        let value = |point: &PointResult| value(&point.result).filter(|_| !point.untreated);
        let all: Vec<Option<f64>> = report.points.iter().map(value).collect();
        all.chunks(columns).map(<[_]>::to_vec).collect()
    };
    let open = |point: &PointResult| !point.unaltered_held;
    let open: Vec<bool> = report.points.iter().map(open).collect();
    let open: Vec<Vec<bool>> = open.chunks(second.values.len()).map(<[_]>::to_vec).collect();
    let horizon = number(report.horizon);
    let mut maps = vec![
        Heat {
            title: "P(resistant)".to_owned(),
            note: format!("% of flasks, by day {horizon}"),
            values: by_cell(&|p| Some(p.resistant.share)),
            marked: open.clone(),
            hatched: Vec::new(),
            text: whole_percent,
            scale: HeatScale::Rising {
                low: 0.0,
                high: 1.0,
                colour: RESISTANT,
            },
        },
        Heat {
            title: "Time to resistance".to_owned(),
            note: format!("restricted mean, days of {horizon}"),
            values: by_cell(&|p| Some(p.restricted_mean)),
            marked: open.clone(),
            hatched: Vec::new(),
            text: whole,
            scale: HeatScale::Rising {
                low: 0.0,
                high: report.horizon,
                colour: TIME,
            },
        },
    ];
    if let Some(over) = &report.worlds {
        maps.extend(over_worlds(report, over, &open));
    }
    let Some(synergy) = &report.synergy else {
        let title = "Results over two keys";
        return Maps { title, sides, maps };
    };
    let cells = |value: &dyn Fn(&SynergyCell) -> Option<f64>| -> Vec<Vec<Option<f64>>> {
        synergy
            .matrix
            .cells
            .iter()
            .map(|row| row.iter().map(value).collect())
            .collect()
    };
    let hours = hours(synergy.hours);
    let all = synergy.matrix.cells.iter().flatten();
    let sizes = all.flat_map(|cell| [Some(cell.bliss_excess), Some(cell.hsa_excess), cell.loewe_excess]);
    let reach = sizes.flatten().map(f64::abs).fold(0.05, f64::max);
    maps.push(Heat {
        title: format!("Viability after {hours}"),
        note: "% of the undrugged control, parental line".to_owned(),
        values: cells(&|cell| Some(cell.viability)),
        marked: Vec::new(),
        hatched: Vec::new(),
        text: whole_percent,
        scale: HeatScale::Rising {
            low: 0.0,
            high: 1.0,
            colour: POPULATION,
        },
    });
    for (title, value) in [
        (
            "Bliss excess",
            &(|cell: &SynergyCell| Some(cell.bliss_excess)) as &dyn Fn(&SynergyCell) -> Option<f64>,
        ),
        ("HSA excess", &|cell| Some(cell.hsa_excess)),
        ("Loewe excess", &|cell| cell.loewe_excess),
    ] {
        maps.push(Heat {
            title: title.to_owned(),
            note: format!("points of viability after {hours}; red is synergy"),
            values: cells(value),
            marked: Vec::new(),
            hatched: Vec::new(),
            text: signed_percent,
            scale: HeatScale::Around { reach },
        });
    }
    Maps {
        title: "Durability and short-term synergy over two doses",
        sides,
        maps,
    }
}

/// Results over worlds, hatched where they are not known, and what choosing a point means.
fn over_worlds(report: &SweepReport, over: &OverWorlds, open: &[Vec<bool>]) -> [Heat; 4] {
    let columns = report.keys[1].values.len();
    let by_cell = |value: &dyn Fn(&ChoiceOption) -> Option<f64>| -> Vec<Vec<Option<f64>>> {
        let value = |(i, option): (usize, &ChoiceOption)| value(option).filter(|_| !report.points[i].untreated);
        let all: Vec<Option<f64>> = over.choice.options.iter().enumerate().map(value).collect();
        all.chunks(columns).map(<[_]>::to_vec).collect()
    };
    let hatched = |open: &dyn Fn(&ChoiceOption) -> bool| -> Vec<Vec<bool>> {
        // A single flask in each world cannot tell what is not known from chance.
        let told = over.choice.flasks > 1;
        let cell = |(i, option): (usize, &ChoiceOption)| told && !report.points[i].untreated && open(option);
        let all: Vec<bool> = over.choice.options.iter().enumerate().map(cell).collect();
        all.chunks(columns).map(<[_]>::to_vec).collect()
    };
    let (horizon, worlds) = (report.horizon, over.worlds());
    let sought = report.aim.want.sought().is_some();
    let regret = |option: &ChoiceOption| option.regret_high;
    let most = over.choice.options.iter().map(regret).fold(0.0, f64::max);
    let heat = |title: &str, note: String, values, hatched, text, high, colour| Heat {
        title: title.to_owned(),
        note,
        values,
        marked: open.to_vec(),
        hatched,
        text,
        scale: HeatScale::Rising { low: 0.0, high, colour },
    };
    [
        heat(
            "P(resistant), over worlds",
            format!("% of flasks of {worlds}; hatched: not known"),
            by_cell(&|option| Some(option.resistant.mean)),
            hatched(&|option| option.resistant.three_quarters - option.resistant.quarter > OPEN_SHARE),
            whole_percent as fn(f64) -> String,
            1.0,
            RESISTANT,
        ),
        heat(
            "Time to resistance, over worlds",
            format!("restricted mean, days of {}; hatched: not known", number(horizon)),
            by_cell(&|option| Some(option.time)),
            hatched(&|option| option.time_between > OPEN_TIME * horizon),
            whole,
            horizon,
            TIME,
        ),
        heat(
            "Best point",
            format!("% of {worlds} in which it does best"),
            by_cell(&|option| Some(option.best)),
            Vec::new(),
            whole_percent,
            1.0,
            WORLDS,
        ),
        heat(
            "Regret of choosing it, at most",
            match sought {
                true => "percentage points, against the best point of each world".to_owned(),
                false => "days, against the best point of each world".to_owned(),
            },
            by_cell(&|option| Some(option.regret_high)),
            Vec::new(),
            if sought { whole_percent } else { whole },
            most.max(1e-9),
            POPULATION,
        ),
    ]
}

/// A share of flasks is not known where the middle half of the worlds spans more than this.
pub const OPEN_SHARE: f64 = 0.5;
/// The same of a mean time, as a part of the experiment.
pub const OPEN_TIME: f64 = 0.25;
/// Times.
const TIME: Colour = Colour(0x1B, 0x5E, 0x4B);

/// Draws them in rows of two.
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
