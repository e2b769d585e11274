//! When the dose goes up, and what is done with a crashed flask.

use super::bench::{Bench, Setting};
use super::file::{CourseFile, ON_CRASH, OnCrash, StepFile};
use crate::knowledge::Certainty;
use crate::model::course::{CrashRule, StepRule, Vial};
use crate::scenario::error::Checked;
use crate::scenario::known::Assumed;
use crate::scenario::reading::ratio;
use crate::scenario::value::{Place, Scalar};
use crate::units::Days;
use crate::words::{cells_of_files, day, days, hours, percent, time_of_files};

/// Checks `step_when`.
pub fn check(bench: &Bench, file: Option<&StepFile>) -> Checked<StepRule> {
    let file = file.cloned().unwrap_or_default();
    let place = bench.place.key("step_when");
    let confluence = file.confluence(&place)?.unwrap_or(false);
    let passages = file.passages(&place)?;
    let every = every(&place, &file, bench.setting)?;
    let or_after = file.or_after(&place)?;
    if confluence && or_after.is_none() {
        let here = place.key("confluence");
        bench
            .setting
            .confluence_is_reached(&here, bench.setting.flask.passage_at)?;
    }
    let stated = confluence || passages.is_some() || every.is_some();
    let growth = match (&file.growth, &file.doubling_time) {
        (Some(_), Some(_)) => {
            return Err(place.key("doubling_time").fault("says the same as `growth`").help(
                "a doubling time of 125% of the parental one is growth at 80% of parental; give one of the two",
            ));
        }
        (None, Some(value)) => Some(recovered(bench, &place.key("doubling_time"), value)?),
        (None, None) if stated => None,
        (_, None) => Some(file.growth(&place)?),
    };
    let in_a_row = match (&file.held_for, growth) {
        (None, None) => 1,
        (Some(_), None) if !confluence => {
            return Err(place
                .key("held_for")
                .fault("has nothing to hold")
                .help("it counts passages with `growth`, `doubling_time` or `confluence`; for passages at a dose use `passages`"));
        }
        _ => file.held_for(&place)?,
    };
    if let (Some(every), Some(or_after)) = (every, or_after)
        && or_after <= every
    {
        return Err(place
            .key("or_after")
            .fault(format!(
                "= {} makes every = {} void",
                time_of_files(or_after),
                time_of_files(every)
            ))
            .allowed("a time longer than `every`")
            .help("`or_after` steps up whatever the conditions"));
    }
    Ok(StepRule {
        growth,
        confluence,
        held_for: in_a_row,
        passages,
        every,
        or_after,
    })
}

/// "120% of parental" or "60 h" as a share of the parental growth.
fn recovered(bench: &Bench, place: &Place, value: &Scalar) -> Checked<f64> {
    let parental = core::f64::consts::LN_2 / bench.biology.parental_growth();
    let in_days = match value {
        Scalar::Text(text) => text.parse::<Days>().ok(),
        _ => None,
    };
    let times = match in_days {
        Some(days) => days.get() / parental,
        None => ratio(
            place,
            value,
            &["of parental"],
            "100% to 1000% of parental, or a time such as \"60 h\"",
        )?,
    };
    if times < 1.0 {
        return Err(place
            .wrong(value, "is shorter than the parental doubling time")
            .allowed("at least 100% of parental")
            .help(format!(
                "no cell of this line divides faster than the parental {}, so the dose would never go up",
                hours(24.0 * parental)
            )));
    }
    if times > 10.0 {
        return Err(place
            .wrong(value, "is out of range")
            .allowed("at most 10 times the parental doubling time"));
    }
    Ok(1.0 / times)
}

/// A time at a dose that the experiment has room for.
fn every(place: &Place, file: &StepFile, setting: &Setting) -> Checked<Option<f64>> {
    let (Some(value), Some(time)) = (&file.every, file.every(place)?) else {
        return Ok(None);
    };
    if time <= 0.0 || time >= setting.end {
        return Err(place.key("every").wrong(value, "can never be met").allowed(format!(
            "above 0 d and below the {} of the experiment",
            time_of_files(setting.end)
        )));
    }
    Ok(Some(time))
}

/// Checks `hold`, and that the goal can be reached in time.
pub fn hold(bench: &Bench, file: &CourseFile, rule: &StepRule, doses: usize, from: f64) -> Checked<f64> {
    let hold = file.hold(bench.place)?;
    let least = |time: f64| from + time * (doses.max(1) - 1) as f64;
    let end = bench.setting.end;
    let too_long = |place: Place, time: f64| {
        Err(place
            .fault(format!(
                "needs {} for {} dose steps",
                days(least(time) - from),
                doses - 1
            ))
            .help(format!(
                "the course starts on {} and the experiment ends on {}: raise [stop] after, the factor, or step sooner",
                day(from),
                day(end)
            )))
    };
    if least(hold) >= end {
        return too_long(bench.place.key("hold"), hold);
    }
    if rule.or_after.is_none()
        && let Some(every) = rule.every
        && least(every) >= end
    {
        return too_long(bench.place.key("step_when").key("every"), every);
    }
    if let Some(or_after) = rule.or_after
        && or_after < hold
    {
        return Err(bench
            .place
            .key("step_when")
            .key("or_after")
            .fault(format!(
                "= {} is shorter than hold = {}",
                time_of_files(or_after),
                time_of_files(hold)
            ))
            .allowed("a time of at least `hold`, which is the least time at a dose"));
    }
    Ok(hold)
}

/// How a crash is told, and what is done then.
pub struct Crash {
    /// Viable cells below this share of the seeding number.
    pub below: f64,
    /// What is done.
    pub rule: CrashRule,
}

/// Checks `crash_below`, `on_crash` and the vial; adds what was assumed about it.
pub fn crash(bench: &Bench, file: &CourseFile, assumed: &mut Vec<Assumed>) -> Checked<Crash> {
    let place = bench.place;
    let below = file.crash_below(place)?;
    let on_crash = file.on_crash(place)?;
    let rule = match on_crash {
        OnCrash::Hold => CrashRule::Hold,
        OnCrash::StepBack => CrashRule::StepBack,
        OnCrash::Rescue => CrashRule::Rescue,
        OnCrash::Thaw => CrashRule::Thaw(vial(place, file, assumed)?),
    };
    let of_vial = [
        ("vial_cells", file.vial_cells.is_some()),
        ("vial_survival", file.vial_survival.is_some()),
    ];
    if on_crash != OnCrash::Thaw
        && let Some((key, _)) = of_vial.iter().find(|(_, given)| *given)
    {
        return Err(place
            .key(key)
            .fault(format!("does not go with on_crash = \"{}\"", ON_CRASH.word(on_crash)))
            .help("vials are frozen where on_crash = \"thaw\""));
    }
    Ok(Crash { below, rule })
}

fn vial(place: &Place, file: &CourseFile, assumed: &mut Vec<Assumed>) -> Checked<Vial> {
    let vial = Vial {
        cells: file.vial_cells(place)?,
        survival: file.vial_survival(place)?,
    };
    if vial.cells < 1 {
        return Err(place.key("vial_cells").out_of_range(vial.cells, "at least 1 cell"));
    }
    let mut assume = |key: &str, what: &str, value: String, range: &str, why: &str| {
        assumed.push(Assumed {
            key: format!("course/{key}"),
            what: what.to_owned(),
            value,
            range: Some(range.to_owned()),
            certainty: Certainty::Assumed,
            why: format!("{why}; give {key}"),
        });
    };
    if file.vial_cells.is_none() {
        let cells = cells_of_files(vial.cells as f64);
        assume(
            "vial_cells",
            "cells frozen in a vial",
            cells,
            "5e5 to 5e6",
            "a usual cryovial",
        );
    }
    if file.vial_survival.is_none() {
        let why = "depends on line, freezing rate and age of the vial";
        assume(
            "vial_survival",
            "cells alive after thawing",
            percent(vial.survival),
            "50% to 95%",
            why,
        );
    }
    Ok(vial)
}
