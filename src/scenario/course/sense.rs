//! Courses that make no sense beside each other.

use super::bench::Setting;
use super::timing::resistance_words;
use crate::model::biology::Biology;
use crate::model::course::Course;
use crate::scenario::error::Checked;
use crate::scenario::value::Place;

pub fn check(place: &Place, courses: &[Course], biology: &Biology, setting: &Setting) -> Checked<()> {
    for (i, course) in courses.iter().enumerate() {
        let here = place.index(i);
        follows_a_line(&here, course, courses)?;
        same_drug_twice(&here, course, &courses[..i], biology)?;
        let last = courses
            .iter()
            .all(|other| other.timing.after_resistance <= course.timing.after_resistance);
        if course.timing.until_resistance && last && setting.stop.at_resistance {
            return Err(here
                .key("until")
                .fault("= \"resistance\" has no effect: the experiment stops there")
                .help("add a later course with from = \"resistance\", or set [stop] at_resistance = false"));
        }
    }
    Ok(())
}

/// A line of treatment has one before it that can fail.
fn follows_a_line(place: &Place, course: &Course, courses: &[Course]) -> Checked<()> {
    let times = course.timing.after_resistance;
    let earlier = |other: &Course| other.timing.after_resistance + 1 == times;
    if times == 0 || courses.iter().any(earlier) {
        return Ok(());
    }
    Err(place
        .key("from")
        .fault(format!(
            "= \"{}\" has no earlier course to become resistant to",
            resistance_words(times)
        ))
        .allowed(match times {
            1 => "a day, such as from = \"0 d\": so the first course starts".to_owned(),
            n => format!(
                "a day or an earlier resistance: no course starts at the {}",
                resistance_words(n - 1)
            ),
        }))
}

/// The same drug in a later line while it still runs from an earlier one.
fn same_drug_twice(place: &Place, course: &Course, before: &[Course], biology: &Biology) -> Checked<()> {
    let overlaps = |other: &&Course| {
        let (here, there) = (&course.timing, &other.timing);
        other.drug == course.drug
            && (here.after_resistance > 0 || there.after_resistance > 0)
            && (here.after_resistance == there.after_resistance
                || (there.after_resistance < here.after_resistance && !there.until_resistance && other.until.is_none())
                || (here.after_resistance < there.after_resistance && !here.until_resistance && course.until.is_none()))
    };
    match before.iter().find(overlaps) {
        None => Ok(()),
        Some(_) => Err(place
            .key("drug")
            .fault(format!(
                "{} is still given by an earlier course when this one starts",
                biology.drugs()[course.drug].name
            ))
            .help("end the earlier course with until = \"resistance\", or give the later dose there")),
    }
}
