//! Controllers, look by look.

use super::*;
use crate::model::course::{Adaptive, Holiday, Pulse, Timing, Vial};

fn course(on_crash: CrashRule) -> Course {
    Course {
        drug: 0,
        from: 0.0,
        until: Some(200.0),
        half_life: None,
        timing: Timing::default(),
        actual: 1.0,
        dosing: Dosing::Escalation {
            doses: vec![10.0, 20.0, 40.0],
            step_when: StepRule::growth(0.7, 2),
            hold: 0.0,
            crash_below: 0.2,
            on_crash,
            give_up_after: Some(60.0),
            give_up_after_crashes: None,
        },
    }
}

fn seen(day: f64, of_seeding: f64, growth: Option<f64>) -> Observation {
    Observation {
        day,
        of_seeding,
        of_capacity: of_seeding / 10.0,
        confluent: of_seeding > 5.0,
        passage: growth.is_some(),
        growth,
    }
}

#[test]
fn steps_up_after_enough_growth_held() {
    let course = course(CrashRule::Hold);
    let mut c = Controller::new(&course);
    assert_eq!(c.dose(0.0), 10.0);
    for (day, growth, why) in [(5.0, 0.8, ""), (10.0, 0.5, "the count starts anew"), (15.0, 0.8, "")] {
        c.look(&seen(day, 8.0, Some(growth)));
        assert_eq!(c.dose(day), 10.0, "{why}");
    }
    c.look(&seen(20.0, 8.0, Some(0.9)));
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
    c.look(&seen(15.0, 0.1, None));
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

fn constant() -> Course {
    Course {
        dosing: Dosing::Constant { dose: 100.0 },
        until: None,
        ..course(CrashRule::Hold)
    }
}

fn with_rule(step_when: StepRule, hold: f64) -> Course {
    let mut course = course(CrashRule::Hold);
    if let Dosing::Escalation {
        step_when: rule,
        hold: least,
        ..
    } = &mut course.dosing
    {
        (*rule, *least) = (step_when, hold);
    }
    course
}

/// Days on which the dose went up, over daily looks with a passage every five days at this growth.
fn steps(course: &Course, growth: f64, confluent: bool) -> Vec<f64> {
    let mut c = Controller::new(course);
    let mut days = Vec::new();
    for day in 1..=60 {
        let day = f64::from(day);
        let passage = day % 5.0 == 0.0;
        let before = c.steps;
        c.look(&Observation {
            day,
            of_seeding: 3.0,
            of_capacity: 0.5,
            confluent: confluent && passage,
            passage,
            growth: passage.then_some(growth),
        });
        if c.steps > before {
            days.push(day);
        }
    }
    days
}

#[test]
fn each_trigger_steps_up_on_its_day() {
    let none = StepRule {
        growth: None,
        ..StepRule::growth(0.0, 1)
    };
    let confluence = StepRule {
        confluence: true,
        ..none
    };
    let every = StepRule {
        every: Some(14.0),
        ..none
    };
    let passages = StepRule {
        passages: Some(3),
        ..none
    };
    assert_eq!(steps(&with_rule(confluence, 0.0), 0.1, true), [5.0, 10.0]);
    assert_eq!(steps(&with_rule(confluence, 0.0), 0.1, false), [] as [f64; 0]);
    assert_eq!(steps(&with_rule(every, 0.0), 0.1, false), [14.0, 28.0]);
    assert_eq!(steps(&with_rule(passages, 0.0), 0.1, false), [15.0, 30.0]);
    // Several conditions: all of them.
    let all = StepRule {
        growth: Some(0.5),
        confluence: true,
        ..every
    };
    assert_eq!(steps(&with_rule(all, 0.0), 0.6, true), [14.0, 28.0]);
    assert_eq!(steps(&with_rule(all, 0.0), 0.4, true), [] as [f64; 0]);
    assert_eq!(steps(&with_rule(all, 0.0), 0.6, false), [] as [f64; 0]);
    // The wait makes up for any of them, the least time holds against all.
    let patient = StepRule {
        or_after: Some(20.0),
        ..all
    };
    assert_eq!(steps(&with_rule(patient, 0.0), 0.4, false), [20.0, 40.0]);
    assert_eq!(steps(&with_rule(confluence, 12.0), 0.1, true), [12.0, 24.0]);
}

#[test]
fn the_goal_counts_once_it_was_held() {
    let course = with_rule(StepRule::growth(0.7, 1), 12.0);
    let mut c = Controller::new(&course);
    for day in [15.0, 30.0] {
        c.look(&seen(day, 8.0, Some(0.9)));
    }
    assert_eq!((c.goal_day(), c.goal_held()), (Some(30.0), Some(42.0)));
}

#[test]
fn pulses_and_holidays_pause_the_drug() {
    let mut course = constant();
    let pulse = |recovery, starts_off| {
        Some(Pulse {
            on: 3.0,
            recovery,
            starts_off,
        })
    };
    let on = |course: &Course| -> Vec<u32> {
        let c = Controller::new(course);
        (0..14).filter(|&day| c.dose(f64::from(day)) > 0.0).collect()
    };
    course.timing.pulse = pulse(Recovery::Days { days: 4.0 }, false);
    assert_eq!(on(&course), [0, 1, 2, 7, 8, 9]);
    course.timing.pulse = pulse(Recovery::Days { days: 4.0 }, true);
    assert_eq!(on(&course), [4, 5, 6, 11, 12, 13]);
    course.timing.holidays = vec![Holiday { from: 5.0, until: 12.0 }];
    assert_eq!(on(&course), [4, 12, 13]);
    // Treat and recover: off after three days, on again at the look that sees enough cells.
    course.timing = Timing {
        pulse: pulse(Recovery::Confluence { share: 0.8 }, false),
        ..Timing::default()
    };
    let mut c = Controller::new(&course);
    let mut doses = Vec::new();
    for (day, of_seeding) in [
        (1.0, 4.0),
        (3.0, 2.0),
        (9.0, 7.9),
        (10.0, 8.0),
        (12.0, 9.0),
        (13.0, 9.0),
    ] {
        c.look(&seen(day, of_seeding, None));
        doses.push(c.dose(day));
    }
    assert_eq!(doses, [100.0, 0.0, 0.0, 100.0, 100.0, 0.0]);
}

#[test]
fn adaptive_courses_follow_the_population() {
    let mut course = constant();
    course.timing.adaptive = Some(Adaptive {
        off_below: 0.5,
        on_above: 1.0,
        of_seeding: false,
    });
    let mut c = Controller::new(&course);
    c.mind_start(0.0, 4.0);
    let mut doses = Vec::new();
    for (day, of_seeding) in [(1.0, 2.1), (2.0, 1.9), (3.0, 3.9), (4.0, 4.0), (5.0, 3.0)] {
        c.look(&seen(day, of_seeding, None));
        doses.push(c.dose(day));
    }
    assert_eq!(doses, [100.0, 0.0, 0.0, 100.0, 100.0]);
}

#[test]
fn lines_of_treatment_follow_each_other() {
    let (mut first, mut second) = (constant(), course(CrashRule::Hold));
    first.timing.until_resistance = true;
    second.timing.after_resistance = 1;
    let (mut a, mut b) = (Controller::new(&first), Controller::new(&second));
    assert_eq!((a.dose(50.0), b.dose(50.0)), (100.0, 0.0));
    assert!(a.counts(50.0) && !b.counts(50.0));
    a.mind_resistance(50.0, 1);
    b.mind_resistance(50.0, 1);
    assert_eq!((a.dose(50.0), b.dose(50.0)), (0.0, 10.0));
    assert!(!a.counts(50.0) && b.counts(50.0));
    assert!(
        !b.gives_up(109.0) && b.gives_up(110.0),
        "counted from its own first day"
    );
    b.mind_resistance(90.0, 2);
    assert_eq!(b.dose(90.0), 10.0);
}

#[test]
fn a_crash_thaws_the_last_vial_once() {
    let thaw = course(CrashRule::Thaw(Vial {
        cells: 100,
        survival: 0.5,
    }));
    let mut c = Controller::new(&thaw);
    for (day, freeze) in [(5.0, false), (10.0, true)] {
        assert_eq!(c.look(&seen(day, 8.0, Some(0.9))).freeze, freeze);
    }
    assert!(c.may_thaw(15.0) && !c.revives());
    assert!(c.look(&seen(15.0, 0.1, None)).thaw);
    assert!(c.revives() && !c.may_thaw(16.0) && c.dose(15.0) == 0.0);
    assert!(!c.look(&seen(16.0, 0.1, None)).thaw, "once per crash");
    c.look(&seen(22.0, 1.9, Some(0.9)));
    assert!(c.revives(), "not yet twice the seeding number");
    c.look(&seen(29.0, 2.0, Some(0.9)));
    assert_eq!((c.dose(29.0), c.crashes), (10.0, 1), "the dose before the step");
}

#[test]
fn too_many_crashes_are_enough() {
    let mut course = course(CrashRule::Hold);
    if let Dosing::Escalation {
        give_up_after_crashes, ..
    } = &mut course.dosing
    {
        *give_up_after_crashes = Some(2);
    }
    let mut c = Controller::new(&course);
    for (day, of_seeding, enough) in [(1.0, 0.1, false), (2.0, 0.5, false), (3.0, 0.1, true)] {
        c.look(&seen(day, of_seeding, None));
        assert_eq!(c.gives_up(day), enough, "{day}");
    }
}

#[test]
fn time_at_a_dose_starts_anew_after_a_crash() {
    for (rule, least) in [(CrashRule::StepBack, 10.0), (CrashRule::Rescue, 20.0)] {
        let mut course = course(rule);
        if let Dosing::Escalation { step_when, .. } = &mut course.dosing {
            *step_when = StepRule {
                growth: None,
                every: Some(7.0),
                ..*step_when
            };
        }
        let mut c = Controller::new(&course);
        c.look(&seen(7.0, 8.0, None));
        assert_eq!(c.dose(7.0), 20.0);
        c.look(&seen(12.0, 0.05, None));
        // Back above the crash level on day 18, eleven days after the last step up.
        c.look(&seen(18.0, 8.0, Some(1.0)));
        assert_eq!(c.dose(18.0), least, "no step on the day of recovery");
    }
}

#[test]
fn a_course_past_its_last_day_no_longer_counts() {
    let mut ended = course(CrashRule::Hold);
    ended.until = Some(14.0);
    let c = Controller::new(&ended);
    assert!(c.counts(13.0) && !c.counts(14.0));
}
