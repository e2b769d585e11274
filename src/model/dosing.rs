//! Dosing that reacts to the flask: one controller per course, fed at each look.
//!
//! The rules are those of the bench: step up once cells grow steadily, wait, step back or rescue
//! after a crash, give up when nothing moves. Steps happen only at looks.

use super::protocol::{Course, CrashRule, Dosing};

/// What the experimenter sees at a look.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observation {
    pub day: f64,
    /// Viable cells as a share of the seeding number.
    pub of_seeding: f64,
    /// The flask has reached the confluence at which it is passaged.
    pub confluent: bool,
    /// Growth over the passage that ends now, as a share of the parental growth in the same flask;
    /// `None` where no passage ends at this look.
    pub growth: Option<f64>,
}

/// The state of one course.
#[derive(Debug, Clone, PartialEq)]
pub struct Controller<'a> {
    course: &'a Course,
    step: usize,
    /// Passages in a row with enough growth to step up.
    held: u32,
    last_step_day: f64,
    crashed: bool,
    /// Drug-free until confluent.
    rescued: bool,
    goal_day: Option<f64>,
    pub steps: u32,
    pub crashes: u32,
}

impl<'a> Controller<'a> {
    pub fn new(course: &'a Course) -> Self {
        let mut controller = Self {
            course,
            step: 0,
            held: 0,
            last_step_day: course.from,
            crashed: false,
            rescued: false,
            goal_day: None,
            steps: 0,
            crashes: 0,
        };
        if controller.at_last_step() {
            controller.goal_day = Some(course.from);
        }
        controller
    }

    fn at_last_step(&self) -> bool {
        match &self.course.dosing {
            Dosing::Constant { .. } => true,
            Dosing::Escalation { doses, .. } => self.step + 1 >= doses.len(),
        }
    }

    /// Whether the course runs on this day.
    pub fn active(&self, day: f64) -> bool {
        day >= self.course.from - 1e-9 && self.course.until.is_none_or(|until| day < until - 1e-9)
    }

    /// Dose in nM from this day's look on; 0 outside the course and during a rescue.
    pub fn dose(&self, day: f64) -> f64 {
        if !self.active(day) || self.rescued {
            return 0.0;
        }
        match &self.course.dosing {
            Dosing::Constant { dose } => *dose,
            Dosing::Escalation { doses, .. } => doses.get(self.step).copied().unwrap_or(0.0),
        }
    }

    /// Escalates (rather than one dose throughout).
    pub fn escalates(&self) -> bool {
        matches!(self.course.dosing, Dosing::Escalation { .. })
    }

    /// On the goal dose now.
    pub fn at_goal(&self, day: f64) -> bool {
        self.active(day) && !self.rescued && self.at_last_step()
    }

    /// First day on the goal dose.
    pub fn goal_day(&self) -> Option<f64> {
        self.goal_day
    }

    /// The time allowed after the last step up is over.
    pub fn gives_up(&self, day: f64) -> bool {
        match &self.course.dosing {
            Dosing::Escalation {
                give_up_after: Some(wait),
                ..
            } => self.active(day) && day - self.last_step_day >= wait - 1e-9,
            _ => false,
        }
    }

    /// Reacts to a look. Returns whether the dose changed.
    pub fn look(&mut self, seen: &Observation) -> bool {
        let Dosing::Escalation {
            step_at_growth,
            held_for,
            step_after,
            crash_below,
            on_crash,
            ..
        } = &self.course.dosing
        else {
            return false;
        };
        if !self.active(seen.day) {
            return false;
        }
        let before = (self.step, self.rescued);
        self.mind_crash(seen, *crash_below, *on_crash);
        if let Some(growth) = seen.growth {
            self.held = if growth >= *step_at_growth && !self.rescued {
                self.held + 1
            } else {
                0
            };
        }
        let waited = step_after.is_some_and(|wait| seen.day - self.last_step_day >= wait - 1e-9);
        if !self.crashed && !self.rescued && !self.at_last_step() && (self.held >= *held_for || waited) {
            self.step += 1;
            self.steps += 1;
            self.held = 0;
            self.last_step_day = seen.day;
            if self.at_last_step() && self.goal_day.is_none() {
                self.goal_day = Some(seen.day);
            }
        }
        before != (self.step, self.rescued)
    }

    /// Notices a crash (once) and its end: twice the crash level, or confluence after a rescue.
    fn mind_crash(&mut self, seen: &Observation, crash_below: f64, on_crash: CrashRule) {
        if self.crashed {
            let over = if self.rescued {
                seen.confluent
            } else {
                seen.of_seeding >= 2.0 * crash_below
            };
            if over {
                self.crashed = false;
                self.rescued = false;
            }
        } else if seen.of_seeding < crash_below {
            self.crashed = true;
            self.crashes += 1;
            self.held = 0;
            match on_crash {
                CrashRule::Hold => {}
                CrashRule::StepBack => self.step = self.step.saturating_sub(1),
                CrashRule::Rescue => self.rescued = true,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn course(on_crash: CrashRule) -> Course {
        Course {
            drug: 0,
            from: 0.0,
            until: Some(200.0),
            half_life: None,
            dosing: Dosing::Escalation {
                doses: vec![10.0, 20.0, 40.0],
                step_at_growth: 0.7,
                held_for: 2,
                step_after: None,
                crash_below: 0.2,
                on_crash,
                give_up_after: Some(60.0),
            },
        }
    }

    fn seen(day: f64, of_seeding: f64, growth: Option<f64>) -> Observation {
        Observation {
            day,
            of_seeding,
            confluent: of_seeding > 5.0,
            growth,
        }
    }

    #[test]
    fn steps_up_after_enough_growth_held() {
        let course = course(CrashRule::Hold);
        let mut c = Controller::new(&course);
        assert_eq!(c.dose(0.0), 10.0);
        assert!(!c.look(&seen(5.0, 8.0, Some(0.8))));
        assert!(
            !c.look(&seen(10.0, 8.0, Some(0.5))),
            "growth fell: the count starts anew"
        );
        assert!(!c.look(&seen(15.0, 8.0, Some(0.8))));
        assert!(c.look(&seen(20.0, 8.0, Some(0.9))));
        assert_eq!((c.dose(20.0), c.goal_day()), (20.0, None));
        c.look(&seen(25.0, 8.0, Some(1.0)));
        c.look(&seen(30.0, 8.0, Some(1.0)));
        assert_eq!((c.dose(30.0), c.goal_day(), c.at_goal(30.0)), (40.0, Some(30.0), true));
        assert!(!c.gives_up(89.0) && c.gives_up(90.0));
        assert_eq!(c.dose(200.0), 0.0, "withdrawn");
    }

    #[test]
    fn crashes_are_met_as_told() {
        let back = course(CrashRule::StepBack);
        let mut c = Controller::new(&back);
        for day in [5.0, 10.0] {
            c.look(&seen(day, 8.0, Some(0.9)));
        }
        assert_eq!(c.dose(10.0), 20.0);
        assert!(c.look(&seen(15.0, 0.1, None)));
        assert_eq!((c.dose(15.0), c.crashes), (10.0, 1));
        let rescue = course(CrashRule::Rescue);
        let mut c = Controller::new(&rescue);
        c.look(&seen(5.0, 0.1, None));
        assert_eq!(c.dose(5.0), 0.0);
        c.look(&seen(12.0, 0.5, None));
        assert_eq!(c.dose(12.0), 0.0, "still recovering");
        c.look(&seen(20.0, 8.0, Some(1.0)));
        assert_eq!(c.dose(20.0), 10.0);
    }
}
