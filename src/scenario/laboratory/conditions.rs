//! Checks of what a scenario asks of the knowledge base beside line and drugs: `[niche]`, `[routes]`,
//! and the mutagen and spectrum of `[line]`.

use super::line::LineFile;
use crate::knowledge::{Conditions, Open, Routes};
use crate::model::biology::Biology;
use crate::scenario::error::{Checked, nearest};
use crate::scenario::file::ScenarioFile;
use crate::scenario::keys::kinds::{Known, Number, Special, Truth, inside};
use crate::scenario::keys::{Keys, Kind, Must, Names, Or, Rules, parts, table};
use crate::scenario::known::Library;
use crate::scenario::value::Place;
use crate::words::{number, percent};
use serde_json::{Value, json};

table! {
    /// Which escape routes are open.
    pub struct RoutesFile {
        /// Point mutations of the driver: all, none, or a list.
        alleles: Or<Special<toml::Value>> = Special::new(|what, names| open(what, "allele", names)).or(true),
        /// Copy-number changes of the driver.
        amplification: Or<Truth> = Truth.or(true),
        /// Bypass alterations: all, none, or a list.
        bypass: Or<Special<toml::Value>> = Special::new(|what, names| open(what, "bypass", names)).or(true),
        /// Drug-tolerant, adapted and transformed states: all, none, or a list.
        states: Or<Special<toml::Value>> = Special::new(|what, names| open(what, "state", names)).or(true),
        /// Stress makes point mutations more frequent.
        induced_mutability: Or<Truth> = Truth.or(false),
    }
}

fn open(what: &str, kind: &str, names: &Names) -> Value {
    let list = parts::list("Only these.", parts::known("A name.", &names.of(kind)), 0);
    json!({ "description": what, "anyOf": [{ "type": "boolean" }, list] })
}

table! {
    /// With a dose.
    pub struct MutagenFile {
        /// A mutagen of the knowledge base.
        agent: Must<Known> = Known("mutagen").must(),
        /// In treatments of the record.
        dose: Or<Number> = Number { low: 0.0, high: 100.0, allowed: "0 to 100 times the treatment that the record states" }
            .or(1_u64),
    }
}

/// A mutagen by name, or with a dose.
pub fn mutagen_schema(what: &str, names: &Names) -> Value {
    let agent = parts::known("A mutagen of the knowledge base.", &names.of("mutagen"));
    json!({ "description": what, "anyOf": [agent, inside::<MutagenFile>().schema("", names)] })
}

impl MutagenFile {
    /// As TOML.
    pub fn of(agent: &str, dose: f64) -> toml::Value {
        let table = [("agent", toml::Value::from(agent)), ("dose", toml::Value::from(dose))];
        toml::Value::Table(table.map(|(key, value)| (key.to_owned(), value)).into_iter().collect())
    }
}

impl RoutesFile {
    /// The table, where any route is closed.
    pub fn of(routes: &Routes) -> Option<Self> {
        let open = |open: &Open| {
            Some(match open {
                Open::All => true.into(),
                Open::None => false.into(),
                Open::Only(some) => some.iter().cloned().collect::<Vec<_>>().into(),
            })
        };
        (*routes != Routes::default()).then(|| Self {
            alleles: open(&routes.alleles),
            amplification: Some(!routes.no_amplification),
            bypass: open(&routes.bypass),
            states: open(&routes.states),
            induced_mutability: Some(routes.induced_mutability),
        })
    }
}

/// The scenario's conditions. Names are looked up in `library`; a lock file, which carries its
/// own values, comes without one.
pub fn check(root: &Place, file: &ScenarioFile, line: &LineFile, library: Option<&Library>) -> Checked<Conditions> {
    let (spectra, mutagens) = library.map(Library::mutation_names).unzip();
    let place = root.key("line");
    if let (Some(id), Some(known)) = (&line.spectrum, &spectra) {
        among(&place.key("spectrum"), id, known, "a spectrum of the knowledge base")?;
    }
    let mutagen = line.mutagen.as_ref();
    let mutagen = mutagen.map(|value| check_mutagen(&place.key("mutagen"), value, mutagens.as_deref()));
    let spectrum = line.spectrum.clone();
    let mutagen = mutagen.transpose()?;
    let line = line.id.as_str();
    Ok(Conditions {
        spectrum,
        mutagen,
        niche: check_niche(&root.key("niche"), file, line, library)?,
        routes: check_routes(&root.key("routes"), file.routes.as_ref(), line, library)?,
    })
}

fn among(place: &Place, id: &str, known: &[&str], what: &str) -> Checked<()> {
    match known.contains(&id) {
        true => Ok(()),
        false => Err(place
            .fault(format!("= \"{id}\" is not {what}"))
            .help(nearest(id, known))),
    }
}

/// "ENU", or { agent = "ENU", dose = 2 }.
fn check_mutagen(place: &Place, value: &toml::Value, known: Option<&[&str]>) -> Checked<(String, f64)> {
    const ALLOWED: &str = "allowed: a name such as \"ENU\", or { agent = \"ENU\", dose = 1 }";
    let look_up = |place: &Place, agent: &str| match known {
        Some(known) => among(place, agent, known, "a mutagen of the knowledge base"),
        None => Ok(()),
    };
    let table = match value {
        toml::Value::String(agent) => return look_up(place, agent).map(|()| (agent.clone(), 1.0)),
        toml::Value::Table(table) => table,
        other => return Err(place.wrong(other, "cannot be read").help(ALLOWED)),
    };
    let names = MutagenFile::names();
    if let Some(key) = table.keys().find(|key| !names.contains(&key.as_str())) {
        let fault = place.key(key).fault("is not a key of a mutagen");
        return Err(fault.help(nearest(key, &names)));
    }
    let file: MutagenFile = match value.clone().try_into() {
        Ok(file) => file,
        Err(_) => return Err(place.fault("needs the name of its agent").help(ALLOWED)),
    };
    look_up(&place.key("agent"), &file.agent)?;
    Ok((file.agent.clone(), file.dose(place)?))
}

fn check_routes(place: &Place, file: Option<&RoutesFile>, line: &str, library: Option<&Library>) -> Checked<Routes> {
    let Some(file) = file else { return Ok(Routes::default()) };
    let known = library.map(|library| library.route_names(line));
    let known = known.as_ref();
    let open = |key: &str, value: &Option<toml::Value>, names: Option<&Vec<String>>| match value {
        None => Ok(Open::All),
        Some(value) => check_open(&place.key(key), value, line, names),
    };
    Ok(Routes {
        alleles: open("alleles", &file.alleles, known.map(|known| &known.alleles))?,
        no_amplification: !file.amplification(place)?,
        bypass: open("bypass", &file.bypass, known.map(|known| &known.bypasses))?,
        states: open("states", &file.states, known.map(|known| &known.states))?,
        induced_mutability: file.induced_mutability(place)?,
    })
}

/// true, false, or a list of names.
fn check_open(place: &Place, value: &toml::Value, line: &str, known: Option<&Vec<String>>) -> Checked<Open> {
    let list = match value {
        toml::Value::Boolean(true) => return Ok(Open::All),
        toml::Value::Boolean(false) => return Ok(Open::None),
        toml::Value::Array(list) => list,
        other => {
            return Err(place
                .wrong(other, "cannot be read")
                .help("allowed: true, false, or a list of names such as [\"...\"]"));
        }
    };
    let mut names = std::collections::BTreeSet::new();
    for (i, name) in list.iter().enumerate() {
        let here = place.index(i);
        let toml::Value::String(name) = name else {
            return Err(here.wrong(name, "is not a name").help("allowed: names in quotes"));
        };
        if let Some(known) = known.filter(|known| !known.contains(name)) {
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            return Err(here
                .fault(format!("= \"{name}\" is not among the routes of {line}"))
                .help(nearest(name, &known)));
        }
        names.insert(name.clone());
    }
    Ok(if names.is_empty() {
        Open::None
    } else {
        Open::Only(names)
    })
}

fn check_niche(
    place: &Place,
    file: &ScenarioFile,
    line: &str,
    library: Option<&Library>,
) -> Checked<Vec<(String, f64)>> {
    let mut levels = Vec::new();
    for (id, level) in file.niche.iter().flatten() {
        let here = place.key(id);
        let meaning = match library.map(|library| library.niche_of(line)) {
            None => String::new(),
            Some(known) => match known.iter().find(|factor| factor.id == *id) {
                Some(factor) => format!(", where 1 is {}", factor.level),
                None => {
                    let names: Vec<&str> = known.iter().map(|factor| factor.id.as_str()).collect();
                    let fault = here.fault(format!("is not a niche factor that the knowledge base has for {line}"));
                    return Err(match names.is_empty() {
                        true => fault.help("no factor is known for the line's family"),
                        false => fault.help(nearest(id, &names)),
                    });
                }
            },
        };
        levels.push((
            id.clone(),
            here.number(level, 0.0, 1.0, &format!("levels from 0 to 1{meaning}"))?,
        ));
    }
    Ok(levels)
}

/// What is not as usual, a sentence per entry; nothing for plain medium and every route open.
pub fn words(conditions: &Conditions, biology: &Biology) -> Vec<String> {
    let mut words = Vec::new();
    words.extend(niche_words(conditions, biology));
    words.extend(route_words(&conditions.routes));
    if biology.induced_mutability != 1.0 {
        let times = number(biology.induced_mutability);
        words.push(format!(
            "Stress makes point mutations more frequent, up to {times}-fold."
        ));
    }
    if let Some(spectrum) = &conditions.spectrum {
        words.push(format!("Point mutations follow the {spectrum} spectrum."));
    }
    if let Some(mutagen) = &biology.mutagenesis {
        words.push(format!(
            "Before seeding the cells are treated with {} ({}).",
            mutagen.name, mutagen.told
        ));
    }
    words
}

fn route_words(routes: &Routes) -> Option<String> {
    let open = |what: &str, open: &Open| match open {
        Open::All => None,
        Open::None => Some(format!("no {what}")),
        Open::Only(some) => {
            let some: Vec<&str> = some.iter().map(String::as_str).collect();
            Some(format!("of {what} only {}", some.join(", ")))
        }
    };
    let told: Vec<String> = [
        open("new alleles", &routes.alleles),
        routes.no_amplification.then(|| "no gain of driver copies".to_owned()),
        open("bypass alterations", &routes.bypass),
        open("cell states beside the naive one", &routes.states),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!told.is_empty()).then(|| format!("What if not every route were open: {}.", told.join("; ")))
}

fn niche_words(conditions: &Conditions, biology: &Biology) -> Option<String> {
    let niche = &biology.niche;
    if conditions.niche.is_empty() {
        return None;
    }
    let named: Vec<String> = conditions
        .niche
        .iter()
        .map(|(id, level)| format!("{id} at level {}", number(*level)))
        .collect();
    let mut effects = Vec::new();
    if niche.ligand > 0.0 {
        let gain = biology.driver_activity(&biology.wild_type(), &vec![0.0; biology.drugs().len()]);
        effects.push(format!("raises the undrugged driver activity {}-fold", number(gain)));
    }
    let fed = biology
        .sources
        .iter()
        .zip(&niche.sources)
        .filter(|(_, activity)| **activity > 0.0);
    effects.extend(fed.map(|(source, activity)| format!("feeds {} ({})", source.name, number(*activity))));
    let left = biology
        .drugs()
        .iter()
        .zip(&niche.dose_left)
        .filter(|(_, share)| **share < 1.0);
    effects.extend(left.map(|(drug, share)| format!("leaves {} of {}", percent(*share), drug.name)));
    if niche.sparing > 0.0 {
        effects.push(format!("turns {} of killing into arrest", percent(niche.sparing)));
    }
    let effect = match effects.is_empty() {
        true => "nothing in this line under these drugs".to_owned(),
        false => effects.join("; "),
    };
    Some(format!(
        "The cells are surrounded by {}. Effect: {effect}.",
        named.join(", ")
    ))
}
