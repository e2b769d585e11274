//! `[[course]]` from the words of a notebook to a [`Course`].

use super::bench::{Bench, Setting};
use super::file::CourseFile;
use super::{exposure, sense, timing};
use crate::model::biology::Biology;
use crate::model::course::{Course, Dosing};
use crate::scenario::error::Checked;
use crate::scenario::known::Assumed;
use crate::scenario::value::Place;

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

/// The `drug` key of the first course that uses it.
pub fn place_of_drug<'a>(courses: &Place<'a>, drug: &str) -> Place<'a> {
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
    let half_life = file.half_life(place)?;
    if half_life.is_some_and(|half_life| half_life < 1.0 / 24.0) {
        return Err(place
            .key("half_life")
            .fault("is out of range")
            .allowed("1 h and above, or \"never\" for a drug that is stable in medium"));
    }
    let actual = exposure::actual(&bench, file)?;
    let mut assumed = Vec::new();
    let dosing = match &file.oral {
        Some(oral) => Dosing::Oral(exposure::oral(&bench, file, oral, &mut assumed)?),
        None => bench.dosing(file, from, &mut assumed)?,
    };
    let course = Course {
        drug,
        from,
        until,
        half_life,
        dosing,
        timing,
        actual,
    };
    Ok((course, assumed))
}
