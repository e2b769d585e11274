//! Checks of `[[course]]`: one drug over time, at one dose or in steps.

use super::error::nearest;
use super::file::{CourseFile, StepFile};
use super::laboratory::{Checked, days, days_or_never, growth, held_for, share};
use super::value::{Place, Scalar};
use super::{ScenarioError, defaults};
use crate::model::biology::Biology;
use crate::model::endpoint::absolute_ic;
use crate::model::protocol::{Course, CrashRule, Dosing};
use crate::units::Nanomolar;

/// Most steps of an escalation.
const MAX_DOSES: usize = 200;

/// Checks every course; `end` is the last day of the experiment.
pub fn check(place: &Place, files: &[CourseFile], biology: &Biology, end: f64) -> Checked<Vec<Course>> {
    let check = |(i, file)| check_one(&place.index(i), file, biology, end);
    files.iter().enumerate().map(check).collect()
}

/// The `drug` key of the first course that uses it.
pub(super) fn place_of_drug<'a>(courses: &Place<'a>, drug: &str) -> Place<'a> {
    courses
        .first_entry(|entry| entry.get("drug").and_then(|name| name.get_ref().as_str()) == Some(drug))
        .key("drug")
}

fn check_one(place: &Place, file: &CourseFile, biology: &Biology, end: f64) -> Checked<Course> {
    let Some(drug) = biology.drugs().iter().position(|known| known.id == file.drug) else {
        return Err(place
            .key("drug")
            .fault(format!("= \"{}\" is not in the lock file", file.drug)));
    };
    let from = days(&place.key("from"), file.from.as_ref(), defaults::FROM)?;
    if from >= end {
        return Err(place
            .key("from")
            .fault(format!("= {from} d is not before the end of the experiment"))
            .help(format!("the experiment ends after {end} d ([stop] after)")));
    }
    let until = days_or_never(&place.key("until"), file.until.as_ref(), defaults::NEVER)?;
    if until.is_some_and(|until| until <= from) {
        return Err(place
            .key("until")
            .fault("is not after `from`")
            .help(format!("the course starts on day {from}")));
    }
    let bench = Bench { place, biology, drug };
    let half_life = days_or_never(&place.key("half_life"), file.half_life.as_ref(), defaults::HALF_LIFE)?;
    if half_life.is_some_and(|half_life| half_life < 1.0 / 24.0) {
        return Err(place
            .key("half_life")
            .fault("is out of range")
            .help("allowed: 1 h and above, or \"never\" for a drug that is stable in medium"));
    }
    Ok(Course {
        drug,
        from,
        until,
        half_life,
        dosing: bench.dosing(file)?,
    })
}

/// Where doses are read: a course with its drug.
struct Bench<'a> {
    place: &'a Place<'a>,
    biology: &'a Biology,
    drug: usize,
}

impl Bench<'_> {
    fn dosing(&self, file: &CourseFile) -> Checked<Dosing> {
        let escalation: [(&str, bool); 7] = [
            ("start", file.start.is_some()),
            ("factor", file.factor.is_some()),
            ("doses", file.doses.is_some()),
            ("goal", file.goal.is_some()),
            ("step_when", file.step_when.is_some()),
            ("on_crash", file.on_crash.is_some()),
            ("give_up_after", file.give_up_after.is_some()),
        ];
        let Some(dose) = &file.dose else {
            return self.escalation(file);
        };
        if let Some((key, _)) = escalation.iter().find(|(_, given)| *given) {
            return Err(self
                .place
                .key(key)
                .fault("does not go with `dose`")
                .help("a course has one constant `dose`, or an escalation with `start`, `factor` and `goal`"));
        }
        let dose = self.dose(&self.place.key("dose"), dose)?;
        Ok(Dosing::Constant { dose })
    }

    fn escalation(&self, file: &CourseFile) -> Checked<Dosing> {
        let doses = match &file.doses {
            Some(doses) => self.listed_doses(file, doses)?,
            None => self.ladder(file)?,
        };
        let steps = file.step_when.as_ref();
        let steps_place = self.place.key("step_when");
        let step = |read: fn(&StepFile) -> Option<&Scalar>| steps.and_then(read);
        let crash_place = self.place.key("crash_below");
        let after = |place: &Place, value| -> Checked<Option<f64>> {
            match days_or_never(place, value, defaults::NEVER)? {
                Some(days) if days <= 0.0 => Err(place.fault("must be above 0 d")),
                other => Ok(other),
            }
        };
        Ok(Dosing::Escalation {
            doses,
            step_at_growth: growth(&steps_place.key("growth"), step(|s| s.growth.as_ref()))?,
            held_for: held_for(&steps_place.key("held_for"), step(|s| s.held_for.as_ref()))?,
            step_after: after(&steps_place.key("or_after"), step(|s| s.or_after.as_ref()))?,
            crash_below: share(
                &crash_place,
                file.crash_below.as_ref(),
                defaults::CRASH_BELOW,
                &["of seeding"],
            )?,
            on_crash: self.on_crash(file.on_crash.as_deref().unwrap_or(defaults::ON_CRASH))?,
            give_up_after: after(&self.place.key("give_up_after"), file.give_up_after.as_ref())?,
        })
    }

    fn on_crash(&self, word: &str) -> Checked<CrashRule> {
        match word {
            "hold" => Ok(CrashRule::Hold),
            "step-back" => Ok(CrashRule::StepBack),
            "rescue" => Ok(CrashRule::Rescue),
            other => Err(self
                .place
                .key("on_crash")
                .fault(format!("= \"{other}\" is not a way to treat a crash"))
                .help(nearest(other, &["hold", "step-back", "rescue"]))),
        }
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
        while dose < goal * (1.0 - 1e-9) {
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
            return place
                .quantity::<Nanomolar>(value)
                .map(Nanomolar::get)
                .map_err(|error: ScenarioError| error.help("or a share of the parental effect, \"IC1\" to \"IC99\""));
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
                    "= {value} is not reached by this drug on this line in {hours} h"
                ))
                .help("give the dose as a concentration, such as \"50 nM\"")
        })
    }
}
