//! Checks of what a scenario asks of the knowledge base beside line and drugs: `[niche]`, `[routes]`,
//! and the mutagen and spectrum of `[line]`.

use super::line::LineFile;
use super::{mutagen, routes};
use crate::knowledge::{Conditions, NicheLevel};
use crate::model::biology::Biology;
use crate::scenario::error::Checked;
use crate::scenario::file::ScenarioFile;
use crate::scenario::known::Library;
use crate::scenario::value::Place;
use crate::words::{number, percent};

/// The scenario's conditions. Names are looked up in `library`; a lock file, which carries its
/// own values, comes without one.
pub fn check(root: &Place, file: &ScenarioFile, line: &LineFile, library: Option<&Library>) -> Checked<Conditions> {
    let (spectra, mutagens) = library.map(Library::mutation_names).unzip();
    let place = root.key("line");
    if let (Some(id), Some(known)) = (&line.spectrum, &spectra) {
        place
            .key("spectrum")
            .among(id, known, "a spectrum of the knowledge base")?;
    }
    let mutagen = line.mutagen.as_ref();
    let mutagen = mutagen.map(|value| mutagen::check(&place.key("mutagen"), value, mutagens.as_deref()));
    let spectrum = line.spectrum.clone();
    let mutagen = mutagen.transpose()?;
    let line = line.id.as_str();
    Ok(Conditions {
        spectrum,
        mutagen,
        niche: check_niche(&root.key("niche"), file, line, library)?,
        routes: routes::check(&root.key("routes"), file.routes.as_ref(), line, library)?,
    })
}

fn check_niche(place: &Place, file: &ScenarioFile, line: &str, library: Option<&Library>) -> Checked<Vec<NicheLevel>> {
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
                        false => fault.one_of(id, &names),
                    });
                }
            },
        };
        let level = here.number(level, 0.0, 1.0, &format!("levels from 0 to 1{meaning}"))?;
        levels.push(NicheLevel::new(id, level));
    }
    Ok(levels)
}

/// What is not as usual, a sentence per entry; nothing for plain medium and every route open.
pub fn words(conditions: &Conditions, biology: &Biology) -> Vec<String> {
    let mut words = Vec::new();
    words.extend(niche_words(conditions, biology));
    words.extend(routes::words(&conditions.routes));
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

fn niche_words(conditions: &Conditions, biology: &Biology) -> Option<String> {
    let niche = &biology.niche;
    if conditions.niche.is_empty() {
        return None;
    }
    let named: Vec<String> = conditions
        .niche
        .iter()
        .map(|niche| format!("{} at level {}", niche.factor, number(niche.level)))
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
