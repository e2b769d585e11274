//! `[[course]]` from the words of a notebook to a [`Course`].

use super::bench::{Bench, Setting};
use super::file::CourseFile;
use super::timing::{self, Times};
use super::{exposure, sense};
use crate::document::Mistakes;
use crate::model::biology::Biology;
use crate::model::course::{Course, Dosing};
use crate::scenario::error::Checked;
use crate::scenario::known::Assumed;
use crate::scenario::value::Place;

/// Checked courses.
pub struct CheckedCourses {
    /// The courses.
    pub courses: Vec<Course>,
    /// What was assumed about them, each once.
    pub assumed: Vec<Assumed>,
}

/// Courses at most: each is looked at in every step of every flask.
const MOST_COURSES: usize = 100;

/// Checks every course.
pub fn check(place: &Place, files: &[CourseFile], biology: &Biology, setting: &Setting) -> Checked<CheckedCourses> {
    if files.len() > MOST_COURSES {
        let fault = place.fault(format!("has {} entries", files.len()));
        return Err(fault.allowed(format!("at most {MOST_COURSES} courses")));
    }
    let mut assumed: Vec<Assumed> = Vec::new();
    let mut courses = Vec::with_capacity(files.len());
    let mut found = Mistakes::default();
    for (i, file) in files.iter().enumerate() {
        let mut new = Vec::new();
        courses.extend(found.keep(check_one(&place.index(i), file, biology, setting, &mut new)));
        for value in new {
            if !assumed.contains(&value) {
                assumed.push(value);
            }
        }
    }
    found.told()?;
    sense::check(place, &courses, biology, setting)?;
    Ok(CheckedCourses { courses, assumed })
}

/// Checks a course; adds what was assumed about it.
fn check_one(
    place: &Place,
    file: &CourseFile,
    biology: &Biology,
    setting: &Setting,
    assumed: &mut Vec<Assumed>,
) -> Checked<Course> {
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
    let Times { from, until, timing } = timing::check(&bench, file)?;
    let half_life = file.half_life(place)?;
    let actual = file.actual(place)?;
    let dosing = match &file.oral {
        Some(oral) => Dosing::Oral(exposure::oral(&bench, file, oral, assumed)?),
        None => bench.dosing(file, from, assumed)?,
    };
    Ok(Course {
        drug,
        from,
        until,
        half_life,
        dosing,
        timing,
        actual,
    })
}
