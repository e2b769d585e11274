//! The doses of a course: one, a list, or a ladder.

use super::bench::Bench;
use super::file::CourseFile;
use super::{pace, steps};
use crate::assay::bench::in_plain_medium;
use crate::model::course::Dosing;
use crate::model::endpoint::absolute_ic;
use crate::scenario::defaults;
use crate::scenario::error::{Checked, ScenarioError};
use crate::scenario::keys::{Keys, Mark};
use crate::scenario::known::Assumed;
use crate::scenario::value::{Place, Scalar};
use crate::units::Nanomolar;
use crate::words::{dose as dose_words, hours};

/// Highest dose, nM (100 µM): ten times above where most published curves end, so a slip of the unit.
const MAX_DOSE: f64 = 100_000.0;
/// A step this close below the goal is the goal: it would cost its passages for nothing.
const JUST_BELOW: f64 = 0.95;
/// Most steps of an escalation.
const MAX_DOSES: usize = 200;

impl Bench<'_> {
    pub(super) fn dosing(&self, file: &CourseFile, from: f64, assumed: &mut Vec<Assumed>) -> Checked<Dosing> {
        let Some(dose) = &file.dose else {
            return self.escalation(file, from, assumed);
        };
        if let Some(key) = file.given_with(Mark::Escalation) {
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
        let crash = steps::crash(self, file, assumed)?;
        let give_up_after = file.give_up_after(self.place)?;
        // Patients, who have no passages, are told so elsewhere.
        if doses.len() > 1 && self.setting.design.patients.is_none() {
            pace::steps_in_time(self.place, self.setting, &step_when, from, give_up_after)?;
        }
        Ok(Dosing::Escalation {
            hold: steps::hold(self, file, &step_when, doses.len(), from)?,
            doses,
            step_when,
            crash_below: crash.below,
            on_crash: crash.rule,
            give_up_after,
            give_up_after_crashes: file.give_up_after_crashes(self.place)?.map(|count| count as u32),
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
            return Err(place.fault(format!("has {} entries", list.len())).allowed(format!(
                "1 to {MAX_DOSES} rising doses, such as [\"30 nM\", \"100 nM\"]"
            )));
        }
        let mut doses: Vec<f64> = Vec::with_capacity(list.len());
        for (i, value) in list.iter().enumerate() {
            let here = place.index(i);
            let dose = self.dose(&here, value)?;
            if dose <= doses.last().copied().unwrap_or(0.0) {
                return Err(here
                    .wrong(value, "does not rise")
                    .allowed("doses above 0 nM, each higher than the one before"));
            }
            doses.push(dose);
        }
        Ok(doses)
    }

    /// From `start` by `factor` to `goal`, which is the last dose whatever the factor.
    fn ladder(&self, file: &CourseFile) -> Checked<Vec<f64>> {
        let (Some(start), Some(goal), Some(factor)) = (&file.start, &file.goal, &file.factor) else {
            return Err(self.place.fault("has no complete dosing").allowed(
                "dose = \"500 nM\"; or start = \"IC20\", factor = 1.5 and goal = \"1 uM\"; \
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
                    .wrong(factor, "does not escalate")
                    .allowed("a factor above 1 and at most 1000, such as 1.5"));
            }
        };
        let goal_place = self.place.key("goal");
        let (written_goal, written_start) = (goal, start);
        let goal = self.dose(&goal_place, goal)?;
        let start_place = self.place.key("start");
        let start = self.dose(&start_place, start)?;
        if start <= 0.0 {
            return Err(start_place.out_of_range(written_start, "doses above 0 nM"));
        }
        if goal < start {
            return Err(goal_place
                .wrong(
                    written_goal,
                    format!("is below the start, which is {}", dose_words(start)),
                )
                .allowed(format!("at least {written_start}, where the escalation starts")));
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
                .map_err(|error: ScenarioError| {
                    error.help(
                        "or a mass, such as \"100 ng/mL\"; or a share of the parental effect, \"IC1\" to \"IC99\"",
                    )
                })?;
            if dose > MAX_DOSE {
                return Err(place.wrong(value, "is out of range").allowed(
                    "at most 100 µM; most published dose-response curves end at 10 µM, and few such compounds \
                     dissolve above 100 µM",
                ));
            }
            return Ok(dose);
        };
        let Some(percent) = percent.parse::<f64>().ok().filter(|p| (1.0..=99.0).contains(p)) else {
            return Err(place
                .wrong(value, "cannot be read")
                .allowed("\"IC1\" to \"IC99\", or a concentration such as \"50 nM\""));
        };
        // Of the parental line in plain medium, whatever surrounds the cells of the experiment.
        let plain = in_plain_medium(self.biology);
        let time = defaults::IC_HOURS;
        absolute_ic(&plain, &plain.wild_type(), 0, self.drug, percent / 100.0, time).ok_or_else(|| {
            place
                .fault(format!(
                    "= {value} is not reached by {} on {} in {}",
                    self.biology.drugs()[self.drug].id,
                    self.biology.line_name,
                    hours(time)
                ))
                .help("give the dose as a concentration, such as \"50 nM\"")
        })
    }
}
