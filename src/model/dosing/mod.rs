//! Dosing that reacts to the flask: one controller per course, fed at each look.
//!
//! The rules are those of the bench: step up once cells grow steadily, wait, step back, rescue or
//! thaw after a crash, pause, give up when nothing moves. Everything happens only at looks.

use crate::model::course::{Course, CrashRule, Dosing, Recovery, StepRule};

/// A rescued flask has recovered with this many times the seeding number at a passage, if it was not
/// confluent before.
const RECOVERED: f64 = 2.0;

/// What the experimenter sees at a look.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observation {
    /// Days since seeding.
    pub day: f64,
    /// Viable cells as a share of those of the seeding number that attach.
    pub of_seeding: f64,
    /// Viable cells as a share of the capacity.
    pub of_capacity: f64,
    /// The flask has reached the confluence at which it is passaged.
    pub confluent: bool,
    /// A passage ends now.
    pub passage: bool,
    /// Growth over the passage that ends now, as a share of the parental growth in the same flask;
    /// `None` where no passage ends at this look, or none of its days was on drug.
    pub growth: Option<f64>,
}

/// What a controller asks the flask to do at a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Asked {
    /// Freeze a vial: the dose goes up now.
    pub freeze: bool,
    /// Thaw the last vial.
    pub thaw: bool,
}

/// The state of one course.
#[derive(Debug, Clone, PartialEq)]
pub struct Controller<'a> {
    course: &'a Course,
    /// First day; `None` while a later line of treatment waits for its turn.
    started: Option<f64>,
    /// Withdrawn at a resistance.
    withdrawn: bool,
    step: usize,
    /// Passages in a row that ask for a step up, and passages at this dose.
    held: u32,
    passages: u32,
    last_step_day: f64,
    /// Day on which the present dose began: start, step up, step back, or the end of a rescue.
    at_dose_since: f64,
    crashed: bool,
    /// Drug-free until recovered.
    rescued: bool,
    /// Waits for recovery in a pulse; when the present pulse began.
    recovering: bool,
    pulse_day: f64,
    /// Paused because few cells are left; what they are compared with, as a share of the seeding number.
    paused: bool,
    reference: Option<f64>,
    goal_day: Option<f64>,
    /// Steps up so far.
    pub steps: u32,
    /// Crashes so far.
    pub crashes: u32,
}

impl<'a> Controller<'a> {
    /// A controller at the start of its course.
    pub fn new(course: &'a Course) -> Self {
        let mut controller = Self {
            course,
            started: None,
            withdrawn: false,
            step: 0,
            held: 0,
            passages: 0,
            last_step_day: course.from,
            at_dose_since: course.from,
            crashed: false,
            rescued: false,
            recovering: false,
            pulse_day: course.from,
            paused: false,
            reference: None,
            goal_day: None,
            steps: 0,
            crashes: 0,
        };
        if course.timing.after_resistance == 0 {
            controller.start(course.from);
        }
        controller
    }

    /// The first day of the course is this one.
    fn start(&mut self, day: f64) {
        self.started = Some(day);
        (self.last_step_day, self.at_dose_since, self.pulse_day) = (day, day, day);
        self.recovering = self.course.timing.pulse.is_some_and(|pulse| pulse.starts_off);
        if self.at_last_step() {
            self.goal_day = Some(day);
        }
    }

    /// The flask has become resistant for the `times`-th time.
    pub fn mind_resistance(&mut self, day: f64, times: u32) {
        if self.course.timing.until_resistance && self.active(day) {
            self.withdrawn = true;
        }
        if self.course.timing.after_resistance == times {
            self.start(day);
        }
    }

    /// Notes the cells (as a share of the seeding number) with which the course begins.
    pub fn mind_start(&mut self, day: f64, of_seeding: f64) {
        if self.reference.is_none() && self.active(day) {
            let seeding = self.course.timing.adaptive.is_some_and(|adaptive| adaptive.of_seeding);
            self.reference = Some(if seeding { 1.0 } else { of_seeding });
        }
    }

    fn at_last_step(&self) -> bool {
        self.step >= self.course.dosing.last_step()
    }

    /// Whether the course runs on this day, pauses included.
    pub fn active(&self, day: f64) -> bool {
        !self.withdrawn && !self.over(day) && self.started.is_some_and(|first| day >= first - 1e-9)
    }

    /// Its last day is past.
    fn over(&self, day: f64) -> bool {
        self.course.until.is_some_and(|until| day >= until - 1e-9)
    }

    /// Part of the line of treatment under way: neither waiting for a resistance, nor ended by one or by its
    /// last day.
    pub fn counts(&self, day: f64) -> bool {
        self.started.is_some() && !self.withdrawn && !self.over(day)
    }

    /// On a holiday on this day.
    pub fn on_holiday(&self, day: f64) -> bool {
        let holidays = &self.course.timing.holidays;
        holidays
            .iter()
            .any(|holiday| day >= holiday.from - 1e-9 && day < holiday.until - 1e-9)
    }

    /// Without drug on purpose: holiday, pulse, or few cells left.
    fn paused_on(&self, day: f64) -> bool {
        let off = match self.course.timing.pulse.map(|pulse| (pulse, pulse.recovery)) {
            Some((pulse, Recovery::Days { days })) => {
                let since = day - self.started.unwrap_or(day) + 1e-9;
                let cycle = pulse.on + days;
                let within = since - cycle * libm::floor(since / cycle);
                match pulse.starts_off {
                    true => within < days,
                    false => within >= pulse.on,
                }
            }
            Some((_, Recovery::Confluence { .. })) => self.recovering,
            None => false,
        };
        off || self.paused || self.on_holiday(day)
    }

    /// Dose in nM from this day's look on; 0 outside the course, in pauses and during a rescue.
    pub fn dose(&self, day: f64) -> f64 {
        if !self.active(day) || self.rescued || self.paused_on(day) {
            return 0.0;
        }
        self.course.dosing.at(self.step)
    }

    /// Escalates (rather than one dose throughout).
    pub fn escalates(&self) -> bool {
        self.course.dosing.escalates()
    }

    /// On the goal dose now (or in a pause between two times on it).
    pub fn at_goal(&self, day: f64) -> bool {
        self.active(day) && !self.rescued && self.at_last_step()
    }

    /// First day on the goal dose.
    pub fn goal_day(&self) -> Option<f64> {
        self.goal_day
    }

    /// First day whose passages count towards resistance: the goal dose has been held long enough.
    pub fn goal_held(&self) -> Option<f64> {
        let hold = self.course.dosing.hold();
        (self.started.is_some() && self.at_last_step()).then_some(self.at_dose_since + hold)
    }

    /// The time allowed after the last step up is over, or the flask has crashed too often.
    pub fn gives_up(&self, day: f64) -> bool {
        let Dosing::Escalation {
            give_up_after,
            give_up_after_crashes,
            ..
        } = &self.course.dosing
        else {
            return false;
        };
        self.active(day)
            && (give_up_after.is_some_and(|wait| day - self.last_step_day >= wait - 1e-9)
                || give_up_after_crashes.is_some_and(|most| self.crashes >= most))
    }

    /// A flask that dies out now could be begun again from a vial.
    pub fn may_thaw(&self, day: f64) -> bool {
        self.keeps_vials() && self.active(day) && !self.crashed
    }

    /// Cells from a vial are recovering without any drug.
    pub fn revives(&self) -> bool {
        self.keeps_vials() && self.rescued
    }

    fn keeps_vials(&self) -> bool {
        let Dosing::Escalation { on_crash, .. } = &self.course.dosing else {
            return false;
        };
        matches!(on_crash, CrashRule::Thaw(_))
    }

    /// Reacts to a look.
    pub fn look(&mut self, seen: &Observation) -> Asked {
        let mut asked = Asked::default();
        if !self.active(seen.day) {
            return asked;
        }
        self.mind_pauses(seen);
        let Dosing::Escalation {
            step_when,
            hold,
            crash_below,
            on_crash,
            ..
        } = &self.course.dosing
        else {
            return asked;
        };
        asked.thaw = self.mind_crash(seen, *crash_below, *on_crash);
        self.mind_passage(seen, step_when);
        let here = seen.day - self.at_dose_since;
        if !self.crashed
            && !self.rescued
            && !self.at_last_step()
            && !self.on_holiday(seen.day)
            && self.is_due(step_when, here)
            && here >= hold - 1e-9
        {
            self.step += 1;
            self.steps += 1;
            (self.held, self.passages) = (0, 0);
            (self.last_step_day, self.at_dose_since) = (seen.day, seen.day);
            if self.at_last_step() && self.goal_day.is_none() {
                self.goal_day = Some(seen.day);
            }
            asked.freeze = matches!(on_crash, CrashRule::Thaw(_));
        }
        asked
    }

    /// All stated conditions for a step up hold, or the wait is over.
    fn is_due(&self, rule: &StepRule, here: f64) -> bool {
        let by_passage = rule.growth.is_some() || rule.confluence;
        let stated = by_passage || rule.passages.is_some() || rule.every.is_some();
        let met = stated
            && (!by_passage || self.held >= rule.held_for)
            && rule.passages.is_none_or(|least| self.passages >= least)
            && rule.every.is_none_or(|least| here >= least - 1e-9);
        met || rule.or_after.is_some_and(|wait| here >= wait - 1e-9)
    }

    /// Counts passages, and those in a row that ask for a step up.
    fn mind_passage(&mut self, seen: &Observation, rule: &StepRule) {
        if !seen.passage || (rule.growth.is_some() && seen.growth.is_none()) {
            return;
        }
        let grown = rule.growth.is_none_or(|least| seen.growth >= Some(least));
        let filled = !rule.confluence || seen.confluent;
        if self.rescued || self.on_holiday(seen.day - 1e-6) {
            (self.held, self.passages) = (0, 0);
        } else {
            self.passages += 1;
            self.held = if grown && filled { self.held + 1 } else { 0 };
        }
    }

    /// Turns a pulse that waits for recovery, and an adaptive course, on or off.
    fn mind_pauses(&mut self, seen: &Observation) {
        let timing = &self.course.timing;
        if let Some(pulse) = &timing.pulse
            && let Recovery::Confluence { share } = pulse.recovery
        {
            if self.recovering && seen.of_capacity >= share {
                (self.recovering, self.pulse_day) = (false, seen.day);
            } else if !self.recovering && seen.day - self.pulse_day >= pulse.on - 1e-9 {
                self.recovering = true;
            }
        }
        if let (Some(adaptive), Some(reference)) = (&timing.adaptive, self.reference) {
            let share = seen.of_seeding / reference.max(1e-300);
            self.paused = match self.paused {
                true => share < adaptive.on_above,
                false => share < adaptive.off_below,
            };
        }
    }

    /// A dose begins (again) on this day without a step up: what is counted at a dose starts anew.
    fn comes_to_dose(&mut self, day: f64) {
        self.at_dose_since = day;
        (self.held, self.passages) = (0, 0);
    }

    /// Notices a crash (once) and its end: twice the crash level, or recovery after a rescue.
    /// Whether a vial is to be thawed.
    fn mind_crash(&mut self, seen: &Observation, crash_below: f64, on_crash: CrashRule) -> bool {
        if self.crashed {
            let over = if self.rescued {
                // A flask on a calendar may be reseeded before it is ever confluent.
                seen.confluent || (seen.passage && seen.of_seeding >= RECOVERED)
            } else {
                seen.of_seeding >= 2.0 * crash_below
            };
            if over {
                if self.rescued {
                    self.comes_to_dose(seen.day);
                }
                self.crashed = false;
                self.rescued = false;
            }
        } else if seen.of_seeding < crash_below || seen.of_seeding <= 0.0 {
            self.crashed = true;
            self.crashes += 1;
            self.held = 0;
            match on_crash {
                CrashRule::Hold => {}
                CrashRule::StepBack => {
                    self.step = self.step.saturating_sub(1);
                    self.comes_to_dose(seen.day);
                }
                CrashRule::Rescue => self.rescued = true,
                CrashRule::Thaw(_) => {
                    self.step = self.step.saturating_sub(1);
                    self.rescued = true;
                    return true;
                }
            }
        }
        false
    }
}

#[cfg(test)]
mod tests;
