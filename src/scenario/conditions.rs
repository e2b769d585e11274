//! Checks of what a scenario asks of the knowledge base beside line and drugs: `[niche]`.

use super::error::nearest;
use super::file::ScenarioFile;
use super::known::Library;
use super::laboratory::Checked;
use super::value::Place;
use super::words::digits;
use crate::knowledge::Conditions;
use crate::model::biology::Biology;

/// The scenario's conditions. Names are looked up in `library`; a lock file, which carries its
/// own values, comes without one.
pub fn check(root: &Place, file: &ScenarioFile, line: &str, library: Option<&Library>) -> Checked<Conditions> {
    Ok(Conditions {
        niche: check_niche(&root.key("niche"), file, line, library)?,
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

/// What surrounds the cells, in a sentence; nothing for plain medium.
pub fn words(conditions: &Conditions, biology: &Biology) -> Vec<String> {
    let niche = &biology.niche;
    if conditions.niche.is_empty() {
        return Vec::new();
    }
    let named: Vec<String> = conditions
        .niche
        .iter()
        .map(|(id, level)| format!("{id} at level {}", digits(*level)))
        .collect();
    let mut effects = Vec::new();
    if niche.ligand > 0.0 {
        let gain = biology.driver_activity(&biology.wild_type(), &vec![0.0; biology.drugs().len()]);
        effects.push(format!("raises the undrugged driver activity {}-fold", digits(gain)));
    }
    let fed = biology
        .sources
        .iter()
        .zip(&niche.sources)
        .filter(|(_, activity)| **activity > 0.0);
    effects.extend(fed.map(|(source, activity)| format!("feeds {} ({})", source.name, digits(*activity))));
    let left = biology
        .drugs()
        .iter()
        .zip(&niche.dose_left)
        .filter(|(_, share)| **share < 1.0);
    effects.extend(left.map(|(drug, share)| format!("leaves {}% of {}", digits(100.0 * share), drug.name)));
    if niche.sparing > 0.0 {
        effects.push(format!(
            "turns {}% of killing into arrest",
            digits(100.0 * niche.sparing)
        ));
    }
    let effect = match effects.is_empty() {
        true => "nothing in this line under these drugs".to_owned(),
        false => effects.join("; "),
    };
    vec![format!(
        "The cells are surrounded by {}. Effect: {effect}.",
        named.join(", ")
    )]
}
