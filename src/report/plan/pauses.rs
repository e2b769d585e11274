//! When drugs are paused, given again and ended by the calendar.

use super::event::Event;
use crate::model::course::{Course, Recovery};
use crate::model::protocol::Protocol;
use crate::words::{capital, days, number};

/// Pauses of all courses whose days do not depend on the flask, up to a day.
pub(super) fn pauses(protocol: &Protocol, drugs: &[String], by: f64) -> Vec<Event> {
    let courses = protocol.courses.iter().zip(drugs);
    let fixed = courses.filter(|(course, _)| course.timing.after_resistance == 0);
    fixed
        .flat_map(|(course, drug)| of(course, &capital(drug), by))
        .collect()
}

fn of(course: &Course, drug: &str, by: f64) -> Vec<Event> {
    let end = course.until.unwrap_or(f64::INFINITY).min(by);
    let mut events = Vec::new();
    for holiday in course.timing.holidays.iter().filter(|one| one.from < end) {
        let what = format!("{drug} off, in fresh medium");
        let until = match holiday.until < end {
            true => format!("a holiday until day {}", number(holiday.until)),
            false => String::new(),
        };
        events.push(Event::fixed("pause", holiday.from, what, &until));
        if holiday.until < end {
            events.push(Event::fixed("resume", holiday.until, format!("{drug} again"), ""));
        }
    }
    events.extend(pulses(course, drug, end));
    if let Some(until) = course.until.filter(|until| *until <= by) {
        events.push(Event::fixed("stop", until, format!("{drug} ends, in fresh medium"), ""));
    }
    events
}

/// Pulses of so many days, up to a day.
fn pulses(course: &Course, drug: &str, end: f64) -> Vec<Event> {
    let Some(pulse) = course.timing.pulse else {
        return Vec::new();
    };
    let Recovery::Days { days: off } = pulse.recovery else {
        return Vec::new();
    };
    let every = pulse.on + off;
    let series = |kind, first: f64, what: String| {
        let times = libm::ceil((end - first) / every - 1e-9).max(0.0) as u64;
        let when = format!("every {} until day {}", days(every), number(end));
        (times > 0).then(|| Event {
            every: Some(every),
            times,
            ..Event::fixed(kind, first, what, &when)
        })
    };
    // The first dose is an event of its own.
    let (first_off, again) = match pulse.starts_off {
        true => (course.from + every, course.from + off + every),
        false => (course.from + pulse.on, course.from + every),
    };
    let paused = series(
        "pause",
        first_off,
        format!("{drug} off for {}, in fresh medium", days(off)),
    );
    let resumed = series("resume", again, format!("{drug} again for {}", days(pulse.on)));
    paused.into_iter().chain(resumed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::course::{Dosing, Holiday, Pulse, Timing};

    fn course(until: Option<f64>, timing: Timing) -> Course {
        Course {
            drug: 0,
            from: 4.0,
            until,
            half_life: None,
            dosing: Dosing::Constant { dose: 30.0 },
            timing,
            actual: 1.0,
        }
    }

    fn told(course: &Course) -> Vec<(&'static str, Vec<f64>)> {
        let events = of(course, "Drug", 35.0);
        events
            .iter()
            .map(|event| (event.kind, event.days().collect()))
            .collect()
    }

    #[test]
    fn holidays_and_ends_stand_in_the_calendar() {
        let holiday = |from, until| Timing {
            holidays: vec![Holiday { from, until }],
            ..Timing::default()
        };
        assert_eq!(
            told(&course(Some(20.0), holiday(8.0, 12.0))),
            [("pause", vec![8.0]), ("resume", vec![12.0]), ("stop", vec![20.0])]
        );
        assert_eq!(told(&course(None, holiday(30.0, 40.0))), [("pause", vec![30.0])]);
        assert_eq!(told(&course(None, holiday(40.0, 50.0))), []);
    }

    #[test]
    fn pulses_stand_in_it_as_series() {
        let pulse = |starts_off| Timing {
            pulse: Some(Pulse {
                on: 5.0,
                recovery: Recovery::Days { days: 2.0 },
                starts_off,
            }),
            ..Timing::default()
        };
        // On from day 4 to 9, 11 to 16, 18 to 23, 25 to 30, 32 to 35.
        assert_eq!(
            told(&course(None, pulse(false))),
            [
                ("pause", vec![9.0, 16.0, 23.0, 30.0]),
                ("resume", vec![11.0, 18.0, 25.0, 32.0])
            ]
        );
        // Off from day 4 to 6, 11 to 13, 18 to 20; the course ends on day 20.
        assert_eq!(
            told(&course(Some(20.0), pulse(true))),
            [
                ("pause", vec![11.0, 18.0]),
                ("resume", vec![13.0]),
                ("stop", vec![20.0])
            ]
        );
    }
}
