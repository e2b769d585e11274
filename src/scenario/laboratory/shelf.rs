//! Where the values of a scenario come from: its lock file, or the knowledge base.

use super::conditions;
use super::line::LineFile;
use crate::document::Mistakes;
use crate::knowledge::Conditions;
use crate::model::biology::Biology;
use crate::scenario::error::{Checked, ScenarioError};
use crate::scenario::file::ScenarioFile;
use crate::scenario::known::{Known, KnownVessel, Library, Overlay};
use crate::scenario::value::Place;
use serde::de::DeserializeOwned;

/// Where values come from.
pub(super) enum Shelf {
    /// A lock file, with the overlays that it was made with.
    Locked(Box<Known>, Vec<Overlay>),
    /// The knowledge base.
    Library(Box<Library>),
}

/// What a shelf holds for a scenario.
pub(super) struct Taken {
    /// The line under its drugs.
    pub known: Known,
    /// What the line was resolved under.
    pub conditions: Conditions,
    /// None for a lock file.
    pub library: Option<Box<Library>>,
    /// See [`Library::overlays`].
    pub overlays: Vec<Overlay>,
}

impl Shelf {
    /// Of a lock file; `None` where the scenario is none.
    pub fn locked(root: &Place, file: &ScenarioFile) -> Checked<Option<Self>> {
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
            assumptions: written_list(root, "assumptions", file.assumptions.as_ref())?,
            exposures: Vec::new(),
            hash: locked.knowledge_hash.clone(),
        };
        let overlays = written_list(root, "overlay_texts", file.overlay_texts.as_ref())?;
        Ok(Some(Self::Locked(Box::new(known), overlays)))
    }

    /// Vessels that a line may be grown in.
    pub fn vessels_of(&self, line: &str) -> Vec<KnownVessel> {
        match self {
            Self::Locked(..) => Vec::new(),
            Self::Library(library) => library.vessels_of(line),
        }
    }

    /// The line under its drugs.
    pub fn take(self, root: &Place, file: &ScenarioFile, line: &LineFile) -> Checked<Taken> {
        match self {
            Self::Locked(known, overlays) => Ok(Taken {
                known: *known,
                conditions: conditions::check(root, file, line, None)?,
                library: None,
                overlays,
            }),
            Self::Library(library) => {
                let (known, conditions) = resolve(root, file, line, &library)?;
                Ok(Taken {
                    known,
                    conditions,
                    overlays: library.overlays(),
                    library: Some(library),
                })
            }
        }
    }
}

/// A list that this program wrote into a lock file; empty where it is left out.
fn written_list<T: DeserializeOwned>(root: &Place, key: &str, list: Option<&toml::Value>) -> Checked<Vec<T>> {
    list.map_or(Ok(Vec::new()), |list| as_written(root, key, list))
}

/// A value that this program wrote into a lock file.
fn as_written<T: DeserializeOwned>(root: &Place, key: &str, value: &toml::Value) -> Checked<T> {
    value.clone().try_into().map_err(|error: toml::de::Error| {
        root.key(key)
            .fault(format!("is not what this program wrote: {}", error.message()))
            .help("run the scenario that the lock file came from")
    })
}

/// A record that numbers were read in, of which too little is known to grow it.
fn assay_system(place: &Place, id: &str, lines: &[&str]) -> ScenarioError {
    place
        .wrong(
            format!("\"{id}\""),
            "is an assay system of the knowledge base: what was read in it counts for lines, it is none to grow",
        )
        .one_of(id, lines)
        .help(format!(
            "`escalade kb show {id}` tells what was read in it; `escalade new line` writes an overlay for a line of your own"
        ))
}

/// A line with the drugs of the courses.
fn resolve(root: &Place, file: &ScenarioFile, line: &LineFile, library: &Library) -> Checked<(Known, Conditions)> {
    let mut found = Mistakes::default();
    let lines: Vec<&str> = library.lines.iter().map(String::as_str).collect();
    let place = root.key("line").key("id");
    found.keep(match library.systems.contains(&line.id) {
        true => Err(assay_system(&place, &line.id, &lines)),
        false => place.among(&line.id, &lines, "a line of the knowledge base"),
    });
    let known: Vec<&str> = library.drugs.iter().map(String::as_str).collect();
    let mut drugs: Vec<&str> = Vec::new();
    for drug in file.course.iter().flatten().map(|course| course.drug.as_str()) {
        if drugs.contains(&drug) {
            continue;
        }
        drugs.push(drug);
        let place = place_of_drug(root, file, drug);
        let among = place.among(drug, &known, "a drug of the knowledge base");
        found.keep(among.map_err(|error| {
            error
                .perhaps(library.nearest_drug(drug))
                .help("a compound of your own stands in an overlay: overlays = [\"FILE\"] at the top, or --kb FILE")
        }));
    }
    found.told()?;
    let conditions = conditions::check(root, file, line, Some(library))?;
    let known = library
        .resolve(&line.id, &drugs, &conditions)
        .map_err(|cause| root.key("line").fault("cannot be resolved").because(cause))?;
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
