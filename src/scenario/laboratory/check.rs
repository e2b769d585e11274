//! Checks of the laboratory form: from the words of a notebook to a [`Protocol`].

use super::design::CheckedDesign;
use super::flask::CheckedFlask;
use super::line::LineFile;
use super::{called, conditions, design, spike};
use crate::knowledge::Conditions;
use crate::model::biology::Biology;
use crate::model::protocol::Protocol;
use crate::scenario::checked::Laboratory;
use crate::scenario::course;
use crate::scenario::course::check::CheckedCourses;
use crate::scenario::course::pace;
use crate::scenario::error::{Checked, ScenarioError};
use crate::scenario::file::ScenarioFile;
use crate::scenario::known::{Books, Known, Library, Overlay};
use crate::scenario::value::Place;
use serde::de::DeserializeOwned;

/// Checks the laboratory form. `line` is its `[line]` table.
pub fn check(root: &Place, file: &ScenarioFile, line: &LineFile, books: Books) -> Checked<Laboratory> {
    if let Some((known, overlays)) = locked_biology(root, file)? {
        return checked(root, file, line, Shelf::Locked(Box::new(known), overlays));
    }
    let library = Library::new(books).map_err(|message| ScenarioError::whole_file(&root.source.file, message))?;
    let file = called::by_id(root, file, &library)?;
    let line = file.line.as_ref().unwrap_or(line);
    checked(root, &file, line, Shelf::Library(Box::new(library)))
}

/// Where values come from.
enum Shelf {
    /// A lock file, with the overlays that it was made with.
    Locked(Box<Known>, Vec<Overlay>),
    /// The knowledge base.
    Library(Box<Library>),
}

fn checked(root: &Place, file: &ScenarioFile, line: &LineFile, shelf: Shelf) -> Checked<Laboratory> {
    let course_files = file.course.as_deref().unwrap_or_default();
    if course_files.is_empty() {
        return Err(root
            .fault("has no [[course]]")
            .help("say at least which drug at which dose: [[course]] drug = \"...\" dose = \"100 nM\""));
    }
    let mut drugs: Vec<&str> = Vec::new();
    for course in course_files {
        if !drugs.contains(&course.drug.as_str()) {
            drugs.push(&course.drug);
        }
    }
    let (known, vessels, conditions, library, overlays) = match shelf {
        Shelf::Locked(known, overlays) => {
            let conditions = conditions::check(root, file, line, None)?;
            (*known, Vec::new(), conditions, None, overlays)
        }
        Shelf::Library(library) => {
            let (known, conditions) = resolve(root, file, line, &drugs, &library)?;
            let overlays = library.overlays();
            (known, library.vessels_of(&line.id), conditions, Some(library), overlays)
        }
    };
    let Known {
        biology,
        mut assumptions,
        exposures,
        hash,
    } = known;
    let stop = file.stop.clone().unwrap_or_default().check(&root.key("stop"))?;
    let CheckedDesign {
        mut design,
        assumed: medium_assumed,
    } = design::check(root, file, &vessels, stop.after)?;
    let flask_file = file.flask.clone().unwrap_or_default();
    let CheckedFlask {
        flask,
        assumed: vessel_assumed,
    } = flask_file.check(&root.key("flask"), &vessels, design.pooled)?;
    assumptions.extend(vessel_assumed.into_iter().chain(medium_assumed));
    if let Some(value) = &line.spike {
        let cellar = spike::Cellar {
            biology: &biology,
            seed_cells: flask.seed_cells,
            elsewhere: &|name| library.as_ref()?.elsewhere(name, &line.id),
        };
        design.spikes = spike::check(&root.key("line").key("spike"), value, &cellar)?;
    }
    let look_every = file.look_every(root)?;
    if !(1.0 / 24.0..=30.0).contains(&look_every) {
        return Err(root
            .key("look_every")
            .wrong(look_every, "d is out of range")
            .allowed("1 h to 30 d"));
    }
    pace::seen_in_time(root, look_every, &flask)?;
    let record = file.record.clone().unwrap_or_default();
    if record.every.is_some() {
        return Err(root
            .key("record")
            .key("every")
            .fault("belongs to the plain form")
            .help("in the laboratory form the flask is looked at every `look_every`; looks = true writes looks.csv"));
    }
    let stock = line.stock_of(&root.key("line"), flask.seed_cells, &design)?;
    let setting = course::bench::Setting {
        end: stop.after,
        look_every,
        flask: &flask,
        design: &design,
        stop,
        parental_growth: biology.parental_growth(),
        exposures: &exposures,
    };
    let CheckedCourses { courses, assumed } =
        course::check::check(&root.key("course"), course_files, &biology, &setting)?;
    assumptions.extend(assumed);
    let resistance = file
        .resistance
        .clone()
        .unwrap_or_default()
        .check(&root.key("resistance"))?;
    pace::resistance_in_time(root, &setting, &resistance, &courses)?;
    Ok(Laboratory {
        protocol: Protocol {
            stock,
            courses,
            flask,
            resistance,
            stop,
            look_every,
            design,
        },
        biology,
        conditions,
        assumptions,
        knowledge_hash: hash,
        overlays,
        record_looks: record.looks(&root.key("record"))?,
    })
}

/// What a lock file carries of the knowledge base.
fn locked_biology(root: &Place, file: &ScenarioFile) -> Checked<Option<(Known, Vec<Overlay>)>> {
    let carried = [
        ("biology", file.biology.is_some()),
        ("assumptions", file.assumptions.is_some()),
        ("overlay_texts", file.overlay_texts.is_some()),
    ];
    let Some(locked) = &file.locked else {
        return match carried.iter().find(|(_, given)| *given) {
            None => Ok(None),
            Some((key, _)) => Err(root.key(key).fault("belongs to lock files only")),
        };
    };
    let Some(biology) = &file.biology else {
        return Err(root.key("biology").fault("is missing from the lock file"));
    };
    let known = Known {
        biology: as_written(root, "biology", biology)?,
        assumptions: match &file.assumptions {
            Some(list) => as_written(root, "assumptions", list)?,
            None => Vec::new(),
        },
        exposures: Vec::new(),
        hash: locked.knowledge_hash.clone(),
    };
    let overlays = file.overlay_texts.as_ref();
    let overlays = overlays
        .map(|list| as_written(root, "overlay_texts", list))
        .transpose()?;
    Ok(Some((known, overlays.unwrap_or_default())))
}

/// A value that this program wrote into a lock file.
fn as_written<T: DeserializeOwned>(root: &Place, key: &str, value: &toml::Value) -> Checked<T> {
    value.clone().try_into().map_err(|error: toml::de::Error| {
        root.key(key)
            .fault(format!("is not what this program wrote: {}", error.message()))
            .help("run the scenario that the lock file came from")
    })
}

fn resolve(
    root: &Place,
    file: &ScenarioFile,
    line: &LineFile,
    drugs: &[&str],
    library: &Library,
) -> Checked<(Known, Conditions)> {
    let lines: Vec<&str> = library.lines.iter().map(String::as_str).collect();
    let place = root.key("line").key("id");
    place.among(&line.id, &lines, "a line of the knowledge base")?;
    let known: Vec<&str> = library.drugs.iter().map(String::as_str).collect();
    for drug in drugs {
        let place = place_of_drug(root, file, drug);
        place
            .among(drug, &known, "a drug of the knowledge base")
            .map_err(|error| {
                error
                    .perhaps(library.nearest_drug(drug))
                    .help("a compound of your own stands in an overlay: overlays = [\"FILE\"] at the top, or --kb FILE")
            })?;
    }
    let conditions = conditions::check(root, file, line, Some(library))?;
    let known = library
        .resolve(&line.id, drugs, &conditions)
        .map_err(|message| root.key("line").fault(format!("cannot be resolved: {message}")))?;
    every_drug_acts(root, file, &known.biology, library)?;
    Ok((known, conditions))
}

/// Refuses a drug that is known to do nothing to the line, or nothing but off-target harm: its flasks would
/// count as resistant although no cell had to change. A drug whose route the scenario closes is no slip.
fn every_drug_acts(root: &Place, file: &ScenarioFile, biology: &Biology, library: &Library) -> Checked<()> {
    let idle = biology.drugs().iter().filter(|drug| !drug.acts());
    for drug in idle {
        let acting = library.acting_on(&biology.line_id);
        if acting.contains(&drug.id.as_str()) {
            continue;
        }
        let harm = match drug.toxicity {
            Some(_) => " but off-target harm",
            None => "",
        };
        let made_for = library.driver_of(&drug.id).map_or(String::new(), |driver| {
            let (name, line) = (&drug.name, &biology.line_name);
            format!(
                "{name} is a drug for {driver}, and {line} depends on {}",
                biology.driver_name
            )
        });
        return Err(place_of_drug(root, file, &drug.id)
            .fault(format!(
                "= \"{}\" does nothing known to {}{harm}",
                drug.id, biology.line_name
            ))
            .one_of(&drug.id, &acting)
            .perhaps(None)
            .help(made_for));
    }
    Ok(())
}

/// The `drug` key of the first course that gives it.
fn place_of_drug<'a>(root: &Place<'a>, file: &ScenarioFile, drug: &str) -> Place<'a> {
    let courses = root.key("course");
    let mut given = file.course.iter().flatten();
    match given.position(|course| course.drug == drug) {
        Some(first) => courses.index(first).key("drug"),
        None => courses,
    }
}
