//! When the dose goes up, and what is done with a crashed flask.

use super::bench::{Bench, Setting};
use super::file::{CourseFile, StepFile};
use crate::model::course::{CrashRule, StepRule, Vial};
use crate::scenario::defaults;
use crate::scenario::error::Checked;
use crate::scenario::error::nearest;
use crate::scenario::known::Assumed;
use crate::scenario::reading::{days, days_or_never, growth, held_for, ratio, share};
use crate::scenario::value::{Place, Scalar};
use crate::units::{Days, Percent};

/// Checks `step_when`.
pub fn check(bench: &Bench, file: Option<&StepFile>) -> Checked<StepRule> {
    let none = StepFile::default();
    let file = file.unwrap_or(&none);
    let place = bench.place.key("step_when");
    let confluence = file.confluence.unwrap_or(false);
    let passages = match &file.passages {
        Some(count) => Some(held_for(&place.key("passages"), Some(count))?),
        None => None,
    };
    let every = some_days(&place.key("every"), file.every.as_ref(), bench.setting)?;
    let or_after = after(&place.key("or_after"), file.or_after.as_ref())?;
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
        (value, None) => Some(growth(&place.key("growth"), value.as_ref())?),
    };
    let in_a_row = match (&file.held_for, growth) {
        (None, None) => 1,
        (Some(_), None) if !confluence => {
            return Err(place
                .key("held_for")
                .fault("has nothing to hold")
                .help("it counts passages with `growth`, `doubling_time` or `confluence`; for passages at a dose use `passages`"));
        }
        (value, _) => held_for(&place.key("held_for"), value.as_ref())?,
    };
    if let (Some(every), Some(or_after)) = (every, or_after)
        && or_after <= every
    {
        return Err(place
            .key("or_after")
            .fault(format!("= {or_after} d makes every = {every} d void"))
            .help("`or_after` steps up whatever the conditions; allowed: a time longer than `every`"));
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
            .fault(format!("= {value} is shorter than the parental doubling time"))
            .help(format!(
                "no cell of this line divides faster than the parental {:.1} h, so the dose would never go up",
                24.0 * parental
            )));
    }
    if times > 10.0 {
        return Err(place
            .fault(format!("= {value} is out of range"))
            .help("allowed: at most 10 times the parental doubling time"));
    }
    Ok(1.0 / times)
}

/// A time above 0, or "never".
pub fn after(place: &Place, value: Option<&Scalar>) -> Checked<Option<f64>> {
    match days_or_never(place, value, defaults::NEVER)? {
        Some(days) if days <= 0.0 => Err(place.fault("must be above 0 d")),
        other => Ok(other),
    }
}

fn some_days(place: &Place, value: Option<&Scalar>, setting: &Setting) -> Checked<Option<f64>> {
    let Some(value) = value else { return Ok(None) };
    let time = days(place, Some(value), "")?;
    if time <= 0.0 || time >= setting.end {
        return Err(place.fault(format!("= {value} can never be met")).help(format!(
            "allowed: above 0 d and below the {} d of the experiment",
            setting.end
        )));
    }
    Ok(Some(time))
}

/// Checks `hold`, and that the goal can be reached in time.
pub fn hold(bench: &Bench, file: &CourseFile, rule: &StepRule, doses: usize, from: f64) -> Checked<f64> {
    let hold = days(&bench.place.key("hold"), file.hold.as_ref(), defaults::HOLD)?;
    let least = |time: f64| from + time * (doses.max(1) - 1) as f64;
    let end = bench.setting.end;
    let too_long = |place: Place, time: f64| {
        Err(place
            .fault(format!("needs {} d for {} dose steps", least(time) - from, doses - 1))
            .help(format!(
                "the course starts on day {from} and the experiment ends on day {end}: raise [stop] after, the factor, or \
                 step sooner"
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
            .fault(format!("= {or_after} d is shorter than hold = {hold} d"))
            .help("`hold` is the time at a dose at least"));
    }
    Ok(hold)
}

/// Checks `crash_below`, `on_crash` and the vial; what was assumed about it.
pub fn crash(bench: &Bench, file: &CourseFile) -> Checked<(f64, CrashRule, Vec<Assumed>)> {
    let place = bench.place;
    let below = share(
        &place.key("crash_below"),
        file.crash_below.as_ref(),
        defaults::CRASH_BELOW,
        &["of seeding"],
    )?;
    let word = file.on_crash.as_deref().unwrap_or(defaults::ON_CRASH);
    let mut assumed = Vec::new();
    let rule = match word {
        "hold" => CrashRule::Hold,
        "step-back" => CrashRule::StepBack,
        "rescue" => CrashRule::Rescue,
        "thaw" => CrashRule::Thaw(vial(place, file, &mut assumed)?),
        other => {
            return Err(place
                .key("on_crash")
                .fault(format!("= \"{other}\" is not a way to treat a crash"))
                .help(nearest(other, &["hold", "step-back", "rescue", "thaw"])));
        }
    };
    let of_vial = [
        ("vial_cells", file.vial_cells.is_some()),
        ("vial_survival", file.vial_survival.is_some()),
    ];
    if !matches!(rule, CrashRule::Thaw(_))
        && let Some((key, _)) = of_vial.iter().find(|(_, given)| *given)
    {
        return Err(place
            .key(key)
            .fault(format!("does not go with on_crash = \"{word}\""))
            .help("vials are frozen where on_crash = \"thaw\""));
    }
    Ok((below, rule, assumed))
}

fn vial(place: &Place, file: &CourseFile, assumed: &mut Vec<Assumed>) -> Checked<Vial> {
    let cells = match &file.vial_cells {
        Some(value) => place.key("vial_cells").count(value)?,
        None => {
            assumed.push(Assumed {
                key: "course/vial_cells".to_owned(),
                what: "cells frozen in a vial".to_owned(),
                value: format!("{:e}", defaults::VIAL_CELLS as f64),
                range: Some("5e5 to 5e6".to_owned()),
                certainty: "assumed".to_owned(),
                why: "a usual cryovial; give vial_cells".to_owned(),
            });
            defaults::VIAL_CELLS
        }
    };
    if cells < 1 {
        return Err(place.key("vial_cells").fault("must be at least 1 cell"));
    }
    let here = place.key("vial_survival");
    let survival = match &file.vial_survival {
        Some(value) => here.quantity::<Percent>(value)?.fraction(),
        None => {
            assumed.push(Assumed {
                key: "course/vial_survival".to_owned(),
                what: "cells alive after thawing".to_owned(),
                value: format!("{}%", 100.0 * defaults::VIAL_SURVIVAL),
                range: Some("50% to 95%".to_owned()),
                certainty: "assumed".to_owned(),
                why: "depends on line, freezing rate and age of the vial; give vial_survival".to_owned(),
            });
            defaults::VIAL_SURVIVAL
        }
    };
    if survival <= 0.0 {
        return Err(here.fault("must be above 0%"));
    }
    Ok(Vial { cells, survival })
}
