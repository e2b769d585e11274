//! Checks of the laboratory form: from the words of a notebook to a [`Protocol`].

use super::flask::CheckedFlask;
use super::line::LineFile;
use super::{called, conditions, design, patients, spike};
use crate::document::Mistakes;
use crate::knowledge::Conditions;
use crate::model::biology::Biology;
use crate::model::protocol::Protocol;
use crate::scenario::checked::Laboratory;
use crate::scenario::course;
use crate::scenario::course::check::CheckedCourses;
use crate::scenario::course::file::CourseFile;
use crate::scenario::course::pace;
use crate::scenario::error::{Checked, ScenarioError};
use crate::scenario::file::ScenarioFile;
use crate::scenario::known::{Books, Known, Library, Overlay};
use crate::scenario::value::Place;
use crate::words;
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

/// What a shelf holds for a scenario.
struct Taken {
    known: Known,
    conditions: Conditions,
    library: Option<Box<Library>>,
    overlays: Vec<Overlay>,
}

fn checked(root: &Place, file: &ScenarioFile, line: &LineFile, shelf: Shelf) -> Checked<Laboratory> {
    let mut found = Mistakes::default();
    let course_files = file.course.as_deref().unwrap_or_default();
    if course_files.is_empty() {
        let fault = root.fault("has no [[course]]");
        found.add(fault.help("say at least which drug at which dose: [[course]] drug = \"...\" dose = \"100 nM\"; without any drug: dose = \"0 nM\""));
    }
    let vessels = match &shelf {
        Shelf::Locked(..) => Vec::new(),
        Shelf::Library(library) => library.vessels_of(&line.id),
    };
    let taken = found.keep(take(root, file, line, shelf));
    let stop = found.keep(file.stop.clone().unwrap_or_default().check(&root.key("stop")));
    let resistance = file.resistance.clone().unwrap_or_default();
    let resistance = found.keep(resistance.check(&root.key("resistance")));
    let look_every = found.keep(file.look_every(root));
    let record_looks = found.keep(record_looks(root, file));
    let last = stop.as_ref().map_or(f64::INFINITY, |stop| stop.after);
    let design = found.keep(design::check(root, file, &vessels, last));
    let pooled = design.as_ref().map_or(1, |checked| checked.design.pooled);
    let patients = file.patients.as_ref();
    let patients = patients.and_then(|patients| {
        found.keep(beside_patients(root, file, line));
        found.keep(patients.check(&root.key("patients")))
    });
    let flask = match &patients {
        Some(patients) => Some(CheckedFlask {
            flask: patients::tumour(patients),
            assumed: None,
        }),
        // A table of patients with a mistake stands for no flask.
        None if file.patients.is_some() => None,
        None => {
            let flask = file.flask.clone().unwrap_or_default();
            found.keep(flask.check(&root.key("flask"), &vessels, pooled))
        }
    };
    if let (Some(look_every), Some(checked)) = (look_every, &flask) {
        found.keep(pace::seen_in_time(root, look_every, &checked.flask));
    }
    let (Some(taken), Some(stop), Some(resistance)) = (taken, stop, resistance) else {
        return found.refused();
    };
    let (Some(look_every), Some(record_looks), Some(design), Some(flask)) = (look_every, record_looks, design, flask)
    else {
        return found.refused();
    };
    let Known {
        biology,
        mut assumptions,
        exposures,
        hash,
    } = taken.known;
    found.keep(grows(root, &biology));
    let (mut design, flask, assumed) = (design.design, flask.flask, [flask.assumed, design.assumed]);
    match patients {
        Some(patients) => {
            found.keep(patients::check_only(root, &patients, &biology));
            design.calendar_only = true;
            design.medium_ml = None;
            design.patients = Some(patients);
        }
        None => assumptions.extend(assumed.into_iter().flatten()),
    }
    if let Some(value) = &line.spike {
        let cellar = spike::Cellar {
            biology: &biology,
            seed_cells: flask.seed_cells,
            elsewhere: &|name| taken.library.as_ref()?.elsewhere(name, &line.id),
        };
        let spikes = found.keep(spike::check(&root.key("line").key("spike"), value, &cellar));
        design.spikes = spikes.unwrap_or_default();
    }
    let stock = found.keep(line.stock_of(&root.key("line"), flask.seed_cells, &design));
    let setting = course::bench::Setting {
        end: stop.after,
        look_every,
        flask: &flask,
        design: &design,
        stop,
        parental_growth: biology.parental_growth(),
        exposures: &exposures,
    };
    let courses = course::check::check(&root.key("course"), course_files, &biology, &setting);
    let courses = found.keep(courses).and_then(|CheckedCourses { courses, assumed }| {
        assumptions.extend(assumed);
        found.keep(pace::resistance_in_time(root, &setting, &resistance, &courses))?;
        Some(courses)
    });
    let (Some(stock), Some(courses), true) = (stock, courses, found.is_empty()) else {
        return found.refused();
    };
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
        conditions: taken.conditions,
        assumptions,
        knowledge_hash: hash,
        overlays: taken.overlays,
        record_looks,
    })
}

/// Refuses surroundings and values under which unaltered cells shrink without any drug: no stock grows from them.
fn grows(root: &Place, biology: &Biology) -> Checked<()> {
    let none = vec![0.0; biology.drugs().len()];
    let net = biology.phenotype(&biology.wild_type(), 0, &none).net();
    match net > 0.0 {
        true => Ok(()),
        false => Err(root
            .key("line")
            .fault(format!(
                "unaltered cells of {} do not grow without drug here ({} per day), so that no stock can be grown",
                biology.line_name,
                words::signed(net)
            ))
            .help("surroundings ([niche]) and values of the knowledge base under which they grow")),
    }
}

/// Refuses what belongs to flasks where replicates are patients.
fn beside_patients(root: &Place, file: &ScenarioFile, line: &LineFile) -> Checked<()> {
    let (stock, tables) = (root.key("line"), root);
    let given = [
        (tables.key("flask"), file.flask.is_some()),
        (tables.key("barcodes"), file.barcodes.is_some()),
        (stock.key("stock"), line.stock.is_some()),
        (stock.key("expand_to"), line.expand_to.is_some()),
        (stock.key("passaged"), line.passaged.is_some()),
        (stock.key("arms"), line.arms.is_some()),
        (stock.key("mutagen"), line.mutagen.is_some()),
    ];
    if let Some((place, _)) = given.into_iter().find(|(_, given)| *given) {
        return Err(place.fault("does not go with [patients]").help(
            "a patient's tumour grows from one cell to patients.pool, at most to patients.most_cells, and is not passaged",
        ));
    }
    if let Some(rule) = &file.resistance {
        let given = [("growth", rule.growth.is_some()), ("held_for", rule.held_for.is_some())];
        if let Some((key, _)) = given.into_iter().find(|(_, given)| *given) {
            let place = root.key("resistance").key(key);
            return Err(place.fault("does not go with [patients]").help(
                "a patient has progressed by patients.progression = { growth, visible, every }; detection_limit alone is taken",
            ));
        }
    }
    let climbs = |course: &CourseFile| course.start.is_some() || course.doses.is_some();
    match file.course.iter().flatten().position(climbs) {
        None => Ok(()),
        Some(climbing) => {
            let place = root.key("course").index(climbing);
            let fault = place.fault("raises its dose by the growth of passages, which a patient's tumour has none of");
            Err(fault.allowed("dose, or oral, beside [patients]"))
        }
    }
}

/// The line under its drugs, from a lock file or the knowledge base.
fn take(root: &Place, file: &ScenarioFile, line: &LineFile, shelf: Shelf) -> Checked<Taken> {
    match shelf {
        Shelf::Locked(known, overlays) => Ok(Taken {
            known: *known,
            conditions: conditions::check(root, file, line, None)?,
            library: None,
            overlays,
        }),
        Shelf::Library(library) => {
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

/// Whether looks are recorded.
fn record_looks(root: &Place, file: &ScenarioFile) -> Checked<bool> {
    let record = file.record.clone().unwrap_or_default();
    let place = root.key("record");
    if record.every.is_some() {
        return Err(place
            .key("every")
            .fault("belongs to the plain form")
            .help("in the laboratory form the flask is looked at every `look_every`; looks = true writes looks.csv"));
    }
    record.looks(&place)
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

fn resolve(root: &Place, file: &ScenarioFile, line: &LineFile, library: &Library) -> Checked<(Known, Conditions)> {
    let mut found = Mistakes::default();
    let lines: Vec<&str> = library.lines.iter().map(String::as_str).collect();
    let place = root.key("line").key("id");
    found.keep(place.among(&line.id, &lines, "a line of the knowledge base"));
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
