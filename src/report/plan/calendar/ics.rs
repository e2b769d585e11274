//! The calendar as a file that calendar programs read.

use crate::report::plan::event::Event;
use crate::scenario::plan::FirstDay;
use crate::words::{number, percent};

/// The calendar as iCalendar text (RFC 5545): a whole day for each event, and the looks as a series.
pub fn ics(name: &str, hash: &str, events: &[Event], look_every: Option<f64>, by: f64, first_day: FirstDay) -> String {
    let mut calendar = Calendar {
        hash: &hash[..hash.len().min(16)],
        first_day,
        out: String::new(),
    };
    calendar.line("BEGIN:VCALENDAR");
    calendar.line("VERSION:2.0");
    calendar.line("PRODID:-//Escalade//plan//EN");
    for (place, one) in events.iter().enumerate() {
        let number = (place + 1).to_string();
        let (summary, about) = (format!("{name}: {}", one.what), about(one));
        let (summary, about) = (summary.as_str(), about.as_str());
        match one.every {
            Some(every) if every.fract() == 0.0 => {
                let rule = repeated(every, one.times);
                calendar.entry(&number, one.day, summary, about, Some(&rule));
            }
            _ if one.times == 1 => calendar.entry(&number, one.day, summary, about, None),
            _ => {
                for (time, day) in one.days().enumerate() {
                    calendar.entry(&format!("{number}-{}", time + 1), day, summary, about, None);
                }
            }
        }
    }
    if let Some(every) = look_every.filter(|every| every.fract() == 0.0 && *every >= 1.0) {
        let looks = libm::floor(by / every) as u64;
        let rule = repeated(every, looks.max(1));
        calendar.entry("0", every, &format!("{name}: look at the flasks"), "", Some(&rule));
    }
    calendar.line("END:VCALENDAR");
    calendar.out
}

/// The text as it grows.
struct Calendar<'a> {
    /// What tells its entries from those of other plans.
    hash: &'a str,
    first_day: FirstDay,
    out: String,
}

impl Calendar<'_> {
    /// A line of content.
    fn line(&mut self, text: &str) {
        folded(text, &mut self.out);
    }

    fn date(&self, day: f64) -> String {
        self.first_day.words(libm::round(day) as i64).replace('-', "")
    }

    fn entry(&mut self, number: &str, day: f64, summary: &str, description: &str, rule: Option<&str>) {
        self.line("BEGIN:VEVENT");
        self.line(&format!("UID:{}-{number}@escalade", self.hash));
        self.line(&format!("DTSTAMP:{}T000000Z", self.date(0.0)));
        self.line(&format!("DTSTART;VALUE=DATE:{}", self.date(day)));
        self.line(&format!("SUMMARY:{}", escaped(summary)));
        if !description.is_empty() {
            self.line(&format!("DESCRIPTION:{}", escaped(description)));
        }
        rule.iter().for_each(|rule| self.line(rule));
        self.line("TRANSP:TRANSPARENT");
        self.line("END:VEVENT");
    }
}

/// A series of so many whole days.
fn repeated(every: f64, times: u64) -> String {
    format!("RRULE:FREQ=DAILY;INTERVAL={every};COUNT={times}")
}

/// Only when an event is due, and when flasks get there.
fn about(event: &Event) -> String {
    if event.is_fixed() {
        return event.when.clone();
    }
    let only_when = match event.when.is_empty() {
        true => String::new(),
        false => format!("{}; ", event.when),
    };
    format!(
        "{only_when}expected: nine of ten flasks that get here between day {} and day {}; {} of all flasks do",
        number_of(event.early),
        number_of(event.late),
        percent(event.share)
    )
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
