//! `[[course]]`: one drug over time, from the words of a notebook to a [`Course`] and back.

pub mod exposure;
pub mod file;
pub mod form;
mod sense;
pub mod steps;
pub mod timing;
pub mod words;

use super::known::{Assumed, KnownExposure};
use super::laboratory::Checked;
use super::pace;
use super::value::{Place, Scalar};
use super::{ScenarioError, defaults};
use crate::model::biology::Biology;
use crate::model::course::{Course, Dosing};
use crate::model::design::Design;
use crate::model::endpoint::absolute_ic;
use crate::model::protocol::{Flask, StopRule};
use crate::units::Nanomolar;
use file::CourseFile;

/// Highest dose, nM (100 uM): ten times above where most published curves end, so a slip of the unit.
const MAX_DOSE: f64 = 100_000.0;
/// A step this close below the goal is the goal: it would cost its passages for nothing.
const JUST_BELOW: f64 = 0.95;
/// Most steps of an escalation.
const MAX_DOSES: usize = 200;

/// The experiment around the courses.
pub struct Setting<'a> {
    /// Last day.
    pub end: f64,
    pub look_every: f64,
    pub flask: &'a Flask,
    pub design: &'a Design,
    pub stop: StopRule,
    /// Net growth of the parental line without drug, per day.
    pub parental_growth: f64,
    /// What the knowledge base says of each drug in plasma.
    pub exposures: &'a [Option<KnownExposure>],
}

/// Checks every course; what was assumed about them.
pub fn check(
    place: &Place,
    files: &[CourseFile],
    biology: &Biology,
    setting: &Setting,
) -> Checked<(Vec<Course>, Vec<Assumed>)> {
    let mut assumed: Vec<Assumed> = Vec::new();
    let mut courses = Vec::with_capacity(files.len());
    for (i, file) in files.iter().enumerate() {
        let (course, new) = check_one(&place.index(i), file, biology, setting)?;
        courses.push(course);
        for value in new {
            if !assumed.contains(&value) {
                assumed.push(value);
            }
        }
    }
    sense::check(place, &courses, biology, setting)?;
    Ok((courses, assumed))
}

impl Setting<'_> {
    /// Refuses a share of the capacity that parental cells do not reach before they are passaged by
    /// the calendar.
    fn confluence_is_reached(&self, place: &Place, share: f64) -> Checked<()> {
        let start = self.flask.seed_cells as f64 * self.design.plating;
        let days = self.grown_after(self.flask.seed_cells as f64, share);
        // A passage by the calendar happens at the first look on or after its day.
        let allowed = self.flask.passage_every.map(|every| every + self.look_every);
        match (days, allowed) {
            (Some(days), Some(allowed)) if days > allowed => Err(place
                .fault("is never met: the calendar passages the flask before")
                .help(format!(
                    "parental cells need {days:.1} d from {start:e} cells to {:.0}% confluence without drug; allowed: \
                     passage.or_every = \"never\" or longer, or more seed_cells",
                    100.0 * share
                ))),
            (None, _) if share >= 1.0 => Err(place
                .fault(format!("is never met: it is {:.3e} cells", share * self.flask.capacity))
                .help(format!("the flask holds at most {:.3e} cells", self.flask.capacity))),
            (None, _) => Err(place
                .fault("is never met: the flask is not passaged at confluence, or growth ends before")
                .help("allowed: less confluence, in a flask that is passaged at confluence (passage.at)")),
            _ => Ok(()),
        }
    }
}

/// A share in percent, optionally followed by one of the given words; may exceed 100%. As a fraction.
pub fn ratio(place: &Place, value: &Scalar, words: &[&str], allowed: &str) -> Checked<f64> {
    let number = match value {
        Scalar::Text(text) => {
            let trimmed = text.trim();
            let short = words
                .iter()
                .find_map(|word| trimmed.strip_suffix(word))
                .unwrap_or(trimmed);
            let number = short.trim().strip_suffix('%').map(str::trim);
            number.and_then(|number| number.parse::<f64>().ok())
        }
        _ => None,
    };
    number
        .filter(|number| number.is_finite() && *number >= 0.0)
        .map(|number| number / 100.0)
        .ok_or_else(|| {
            place
                .fault(format!("= {value} cannot be read"))
                .help(format!("allowed: {allowed}, in quotes"))
        })
}

/// The `drug` key of the first course that uses it.
pub(super) fn place_of_drug<'a>(courses: &Place<'a>, drug: &str) -> Place<'a> {
    courses
        .first_entry(|entry| entry.get("drug").and_then(|name| name.get_ref().as_str()) == Some(drug))
        .key("drug")
}

fn check_one(
    place: &Place,
    file: &CourseFile,
    biology: &Biology,
    setting: &Setting,
) -> Checked<(Course, Vec<Assumed>)> {
    let Some(drug) = biology.drugs().iter().position(|known| known.id == file.drug) else {
        return Err(place
            .key("drug")
            .fault(format!("= \"{}\" is not in the lock file", file.drug)));
    };
    let bench = Bench {
        place,
        biology,
        drug,
        setting,
    };
    let (from, until, timing) = timing::check(&bench, file)?;
    let half_life =
        super::laboratory::days_or_never(&place.key("half_life"), file.half_life.as_ref(), defaults::HALF_LIFE)?;
    if half_life.is_some_and(|half_life| half_life < 1.0 / 24.0) {
        return Err(place
            .key("half_life")
            .fault("is out of range")
            .help("allowed: 1 h and above, or \"never\" for a drug that is stable in medium"));
    }
    let (exposure, mut assumed) = exposure::check(&bench, file)?;
    let dosing = match &exposure.oral {
        Some(oral) => Dosing::Constant {
            dose: oral.flask_equivalent(oral.plasma_average),
        },
        None => bench.dosing(file, from, &mut assumed)?,
    };
    let course = Course {
        drug,
        from,
        until,
        half_life,
        dosing,
        timing,
        exposure,
    };
    Ok((course, assumed))
}

/// The first key of a file that only an escalation has.
pub fn escalation_key(file: &CourseFile) -> Option<&'static str> {
    let keys = [
        ("start", file.start.is_some()),
        ("factor", file.factor.is_some()),
        ("doses", file.doses.is_some()),
        ("goal", file.goal.is_some()),
        ("step_when", file.step_when.is_some()),
        ("hold", file.hold.is_some()),
        ("crash_below", file.crash_below.is_some()),
        ("on_crash", file.on_crash.is_some()),
        ("vial_cells", file.vial_cells.is_some()),
        ("vial_survival", file.vial_survival.is_some()),
        ("give_up_after", file.give_up_after.is_some()),
        ("give_up_after_crashes", file.give_up_after_crashes.is_some()),
    ];
    keys.into_iter().find(|(_, given)| *given).map(|(key, _)| key)
}

/// Where a course is read: its place, drug and experiment.
pub struct Bench<'a> {
    place: &'a Place<'a>,
    biology: &'a Biology,
    drug: usize,
    setting: &'a Setting<'a>,
}

impl Bench<'_> {
    fn dosing(&self, file: &CourseFile, from: f64, assumed: &mut Vec<Assumed>) -> Checked<Dosing> {
        let Some(dose) = &file.dose else {
            return self.escalation(file, from, assumed);
        };
        if let Some(key) = escalation_key(file) {
            return Err(self
                .place
                .key(key)
                .fault("does not go with `dose`")
                .help("a course has one constant `dose`, or an escalation with `start`, `factor` and `goal`"));
        }
        let dose = self.dose(&self.place.key("dose"), dose)?;
        Ok(Dosing::Constant { dose })
    }

    fn escalation(&self, file: &CourseFile, from: f64, assumed: &mut Vec<Assumed>) -> Checked<Dosing> {
        let doses = match &file.doses {
            Some(doses) => self.listed_doses(file, doses)?,
            None => self.ladder(file)?,
        };
        let step_when = steps::check(self, file.step_when.as_ref())?;
        let (crash_below, on_crash, of_vial) = steps::crash(self, file)?;
        assumed.extend(of_vial);
        let give_up_after = steps::after(&self.place.key("give_up_after"), file.give_up_after.as_ref())?;
        if doses.len() > 1 {
            pace::steps_in_time(self.place, self.setting, &step_when, (from, give_up_after))?;
        }
        let crashes = match &file.give_up_after_crashes {
            Some(count) => Some(self.place.key("give_up_after_crashes").whole(count, 1, 1000)? as u32),
            None => None,
        };
        Ok(Dosing::Escalation {
            hold: steps::hold(self, file, &step_when, doses.len(), from)?,
            doses,
            step_when,
            crash_below,
            on_crash,
            give_up_after,
            give_up_after_crashes: crashes,
        })
    }

    fn listed_doses(&self, file: &CourseFile, list: &[Scalar]) -> Checked<Vec<f64>> {
        let place = self.place.key("doses");
        for (key, given) in [
            ("start", file.start.is_some()),
            ("factor", file.factor.is_some()),
            ("goal", file.goal.is_some()),
        ] {
            if given {
                return Err(self
                    .place
                    .key(key)
                    .fault("does not go with `doses`")
                    .help("the first listed dose is the start, the last one the goal"));
            }
        }
        if list.is_empty() || list.len() > MAX_DOSES {
            return Err(place.fault(format!("has {} entries", list.len())).help(format!(
                "allowed: 1 to {MAX_DOSES} rising doses, such as [\"30 nM\", \"100 nM\"]"
            )));
        }
        let mut doses: Vec<f64> = Vec::with_capacity(list.len());
        for (i, value) in list.iter().enumerate() {
            let here = place.index(i);
            let dose = self.dose(&here, value)?;
            if dose <= doses.last().copied().unwrap_or(0.0) {
                return Err(here
                    .fault(format!("= {value} does not rise"))
                    .help("allowed: doses above 0 nM, each higher than the one before"));
            }
            doses.push(dose);
        }
        Ok(doses)
    }

    /// From `start` by `factor` to `goal`, which is the last dose whatever the factor.
    fn ladder(&self, file: &CourseFile) -> Checked<Vec<f64>> {
        let (Some(start), Some(goal), Some(factor)) = (&file.start, &file.goal, &file.factor) else {
            return Err(self.place.fault("has no complete dosing").help(
                "allowed: dose = \"500 nM\"; or start = \"IC20\", factor = 1.5 and goal = \"1 uM\"; \
                 or doses = [\"30 nM\", \"100 nM\"]",
            ));
        };
        let factor = match self
            .place
            .key("factor")
            .number(factor, f64::MIN, f64::MAX, "above 1, at most 1000")?
        {
            factor if factor > 1.0 && factor <= 1000.0 => factor,
            factor => {
                return Err(self
                    .place
                    .key("factor")
                    .fault(format!("= {factor} does not escalate"))
                    .help("allowed: a factor above 1 and at most 1000, such as 1.5"));
            }
        };
        let goal_place = self.place.key("goal");
        let goal = self.dose(&goal_place, goal)?;
        let start_place = self.place.key("start");
        let start = self.dose(&start_place, start)?;
        if start <= 0.0 {
            return Err(start_place.fault("must be above 0 nM"));
        }
        if goal < start {
            return Err(goal_place
                .fault(format!("= {goal:.4} nM is below the start"))
                .help(format!("the escalation starts at {start:.4} nM")));
        }
        let mut doses = Vec::new();
        let mut dose = start;
        while dose < goal * JUST_BELOW {
            if doses.len() == MAX_DOSES {
                return Err(self
                    .place
                    .key("factor")
                    .fault(format!("= {factor} needs more than {MAX_DOSES} steps to the goal")));
            }
            doses.push(dose);
            dose *= factor;
        }
        doses.push(goal);
        Ok(doses)
    }

    /// "50 nM", or "IC20": the dose at which the unaltered line's viability has fallen by 20%.
    fn dose(&self, place: &Place, value: &Scalar) -> Checked<f64> {
        let inhibitory = match value {
            Scalar::Text(text) => text.trim().strip_prefix("IC"),
            _ => None,
        };
        let Some(percent) = inhibitory else {
            let dose = place
                .quantity::<Nanomolar>(value)
                .map(Nanomolar::get)
                .map_err(|error: ScenarioError| error.help("or a share of the parental effect, \"IC1\" to \"IC99\""))?;
            if dose > MAX_DOSE {
                return Err(place.fault(format!("= {value} is out of range")).help(
                    "allowed: at most 100 uM; most published dose-response curves end at 10 uM, and few such compounds \
                     dissolve above 100 uM",
                ));
            }
            return Ok(dose);
        };
        let Some(percent) = percent.parse::<f64>().ok().filter(|p| (1.0..=99.0).contains(p)) else {
            return Err(place
                .fault(format!("= {value} cannot be read"))
                .help("allowed: \"IC1\" to \"IC99\", or a concentration such as \"50 nM\""));
        };
        let wild_type = self.biology.wild_type();
        let hours = defaults::IC_HOURS;
        absolute_ic(self.biology, &wild_type, 0, self.drug, percent / 100.0, hours).ok_or_else(|| {
            place
                .fault(format!(
                    "= {value} is not reached by {} on {} in {hours} h",
                    self.biology.drugs()[self.drug].id,
                    self.biology.line_name
                ))
                .help("give the dose as a concentration, such as \"50 nM\"")
        })
    }
}
