//! What people write in place of what the knowledge base has: other names of lines and drugs, masses in place of moles.

use crate::scenario::course::file::CourseFile;
use crate::scenario::error::Checked;
use crate::scenario::file::ScenarioFile;
use crate::scenario::known::Library;
use crate::scenario::value::{Place, Scalar};
use crate::units::{Nanomolar, grams_per_litre};

/// The scenario with its line and drugs by their ids, and doses in moles. What is not known stays as it is.
pub fn by_id(root: &Place, file: &ScenarioFile, library: &Library) -> Checked<ScenarioFile> {
    let mut file = file.clone();
    if let Some(line) = &mut file.line
        && let Some(id) = library.line_called(&line.id)
    {
        line.id = id;
    }
    for (i, course) in file.course.iter_mut().flatten().enumerate() {
        if let Some(id) = library.drug_called(&course.drug) {
            course.drug = id;
        }
        in_moles(&root.key("course").index(i), course, library)?;
    }
    Ok(file)
}

/// Every dose of a course that is written as a mass.
fn in_moles(place: &Place, course: &mut CourseFile, library: &Library) -> Checked<()> {
    let drug = course.drug.clone();
    let single = [
        ("dose", &mut course.dose),
        ("start", &mut course.start),
        ("goal", &mut course.goal),
    ];
    for (key, value) in single {
        one_in_moles(&place.key(key), value.as_mut(), &drug, library)?;
    }
    for (i, value) in course.doses.iter_mut().flatten().enumerate() {
        one_in_moles(&place.key("doses").index(i), Some(value), &drug, library)?;
    }
    if let Some(oral) = &mut course.oral {
        let place = place.key("oral");
        one_in_moles(&place.key("average"), oral.average.as_mut(), &drug, library)?;
        one_in_moles(&place.key("trough"), oral.trough.as_mut(), &drug, library)?;
    }
    Ok(())
}

fn one_in_moles(place: &Place, value: Option<&mut Scalar>, drug: &str, library: &Library) -> Checked<()> {
    let Some(value) = value else { return Ok(()) };
    let Some(grams) = value.text().and_then(grams_per_litre) else {
        return Ok(());
    };
    let Some(mass) = library.molar_mass(drug) else {
        return Err(place
            .wrong(&*value, format!("is a mass, and the molar mass of {drug} is not known"))
            .allowed("a concentration in moles (pM, nM, uM or mM), such as \"50 nM\"")
            .help("a formula of the drug in an overlay gives its molar mass"));
    };
    match Nanomolar::new(grams / mass * 1e9) {
        Ok(molar) => *value = Scalar::Text(molar.to_string()),
        Err(_) => return Err(place.out_of_range(&*value, "0, or 1e-6 nM to 1 M")),
    }
    Ok(())
}
