//! The calendar of a plan as iCalendar text.

use super::event::Event;
use crate::scenario::plan::FirstDay;
use crate::words::{number, percent};

/// The calendar as iCalendar text (RFC 5545): a whole day for each event, and the looks as a series.
pub fn ics(name: &str, hash: &str, events: &[Event], look_every: Option<f64>, by: f64, first_day: FirstDay) -> String {
    let date = |day: f64| first_day.words(libm::round(day) as i64).replace('-', "");
    let mut out = String::new();
    let mut line = |text: &str| folded(text, &mut out);
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line("PRODID:-//Escalade//plan//EN");
    let stamp = format!("DTSTAMP:{}T000000Z", date(0.0));
    let mut event = |number: &str, day: f64, summary: &str, description: &str, rule: Option<String>| {
        line("BEGIN:VEVENT");
        line(&format!("UID:{}-{number}@escalade", &hash[..hash.len().min(16)]));
        line(&stamp);
        line(&format!("DTSTART;VALUE=DATE:{}", date(day)));
        line(&format!("SUMMARY:{}", escaped(summary)));
        if !description.is_empty() {
            line(&format!("DESCRIPTION:{}", escaped(description)));
        }
        rule.iter().for_each(|rule| line(rule));
        line("TRANSP:TRANSPARENT");
        line("END:VEVENT");
    };
    for (number, one) in events.iter().enumerate() {
        let about = match one.is_fixed() {
            true => one.when.clone(),
            false => format!(
                "{}expected: nine of ten flasks that get here between day {} and day {}; {} of all flasks do",
                if one.when.is_empty() {
                    String::new()
                } else {
                    format!("{}; ", one.when)
                },
                number_of(one.early),
                number_of(one.late),
                percent(one.share)
            ),
        };
        let summary = format!("{name}: {}", one.what);
        match one.every {
            Some(every) if every.fract() == 0.0 => {
                let rule = format!("RRULE:FREQ=DAILY;INTERVAL={every};COUNT={}", one.times);
                event(&(number + 1).to_string(), one.day, &summary, &about, Some(rule));
            }
            _ => {
                for (time, day) in one.days().enumerate() {
                    let id = match one.times {
                        1 => (number + 1).to_string(),
                        _ => format!("{}-{}", number + 1, time + 1),
                    };
                    event(&id, day, &summary, &about, None);
                }
            }
        }
    }
    if let Some((first, rule)) = look_every.and_then(|every| looks(every, by, date)) {
        event("0", first, &format!("{name}: look at the flasks"), "", rule);
    }
    line("END:VCALENDAR");
    out
}

/// The day of the first look and the rule of the others: of looks several times a day each day, of looks at parts of days the days
/// that they fall on. `None` where there is none up to the day that counts.
fn looks(every: f64, by: f64, date: impl Fn(f64) -> String) -> Option<(f64, Option<String>)> {
    let count = libm::floor(by / every + 1e-9) as u64;
    if count == 0 || every <= 0.0 {
        return None;
    }
    let daily = |every: f64, count: u64| format!("RRULE:FREQ=DAILY;INTERVAL={every};COUNT={count}");
    Some(match () {
        () if every < 1.0 => (1.0, Some(daily(1.0, (by as u64).max(1)))),
        () if every.fract() == 0.0 => (every, Some(daily(every, count))),
        () => {
            let further: Vec<String> = (2..=count).map(|look| date(every * look as f64)).collect();
            let rule = format!("RDATE;VALUE=DATE:{}", further.join(","));
            (every, Some(rule).filter(|_| !further.is_empty()))
        }
    })
}

fn number_of(day: f64) -> String {
    number(libm::round(day))
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace(';', "\\;")
        .replace(',', "\\,")
        .replace('\n', "\\n")
}

/// A content line, folded at 75 bytes.
fn folded(text: &str, out: &mut String) {
    let mut width = 0;
    for c in text.chars() {
        if width + c.len_utf8() > 74 {
            out.push_str("\r\n ");
            width = 1;
        }
        out.push(c);
        width += c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::looks;

    /// Looks at parts of days fall on days of their own: each 2.5 days up to day 10 on 2.5, 5, 7.5 and 10.
    #[test]
    fn looks_fall_on_their_days() {
        let of = |every, by| looks(every, by, |day| format!("<{day}>"));
        let rule = |text: &str| Some(text.to_owned());
        assert_eq!(of(2.5, 10.0), Some((2.5, rule("RDATE;VALUE=DATE:<5>,<7.5>,<10>"))));
        assert_eq!(of(2.5, 4.0), Some((2.5, None)));
        assert_eq!(of(2.0, 9.0), Some((2.0, rule("RRULE:FREQ=DAILY;INTERVAL=2;COUNT=4"))));
        assert_eq!(of(0.25, 9.0), Some((1.0, rule("RRULE:FREQ=DAILY;INTERVAL=1;COUNT=9"))));
        assert_eq!(of(12.0, 9.0), None);
    }
}
