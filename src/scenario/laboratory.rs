//! Checks of the laboratory form: from the words of a notebook to a [`Protocol`].

use super::checked::Laboratory;
use super::course::pace;
use super::error::{Checked, ScenarioError, nearest};
use super::file::{FlaskFile, LineFile, ScenarioFile};
use super::known::{Assumed, Books, Known, KnownVessel, Library};
use super::reading::{days, days_or_never, growth, held_for, share};
use super::value::{Place, Scalar};
use super::{conditions, course, defaults, design};
use crate::knowledge::Conditions;
use crate::model::biology::Biology;
use crate::model::design::Design;
use crate::model::protocol::{Flask, Protocol, ResistanceRule, Stock, StopRule};

/// Checks the laboratory form. `line` is its `[line]` table.
pub fn check(root: &Place, file: &ScenarioFile, line: &LineFile, books: Books) -> Checked<Laboratory> {
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
    let locked = locked_biology(root, file)?;
    let (known, vessels, conditions) = match locked {
        Some(known) => (known, Vec::new(), conditions::check(root, file, line, None)?),
        None => {
            let library =
                Library::new(books).map_err(|message| ScenarioError::whole_file(&root.source.file, message))?;
            let (known, conditions) = resolve(root, file, line, &drugs, &library)?;
            (known, library.vessels_of(&line.id), conditions)
        }
    };
    let Known {
        biology,
        mut assumptions,
        exposures,
        hash,
    } = known;
    let stop = StopRule {
        after: days(
            &root.key("stop").key("after"),
            file.stop.as_ref().and_then(|stop| stop.after.as_ref()),
            defaults::STOP_AFTER,
        )?,
        at_resistance: file
            .stop
            .as_ref()
            .and_then(|stop| stop.at_resistance)
            .unwrap_or(defaults::STOP_AT_RESISTANCE),
    };
    if stop.after <= 0.0 {
        return Err(root.key("stop").key("after").fault("must be above 0 d"));
    }
    let (design, medium_assumed) = design::check(root, file, &vessels, stop.after)?;
    let (flask, vessel_assumed) = check_flask(&root.key("flask"), file.flask.as_ref(), &vessels, design.pooled)?;
    assumptions.extend(vessel_assumed.into_iter().chain(medium_assumed));
    let look_every = days(&root.key("look_every"), file.look_every.as_ref(), defaults::LOOK_EVERY)?;
    if !(1.0 / 24.0..=30.0).contains(&look_every) {
        return Err(root
            .key("look_every")
            .fault(format!("= {look_every} d is out of range"))
            .help("allowed: 1 h to 30 d"));
    }
    pace::seen_in_time(root, look_every, &flask)?;
    let record = file.record.as_ref();
    if record.is_some_and(|record| record.every.is_some()) {
        return Err(root
            .key("record")
            .key("every")
            .fault("belongs to the plain form")
            .help("in the laboratory form the flask is looked at every `look_every`; looks = true writes looks.csv"));
    }
    let stock = check_stock(&root.key("line"), line, flask.seed_cells, &design)?;
    let setting = course::bench::Setting {
        end: stop.after,
        look_every,
        flask: &flask,
        design: &design,
        stop,
        parental_growth: biology.parental_growth(),
        exposures: &exposures,
    };
    let (courses, of_courses) = course::check::check(&root.key("course"), course_files, &biology, &setting)?;
    assumptions.extend(of_courses);
    let resistance = check_resistance(&root.key("resistance"), file)?;
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
        record_looks: record.and_then(|record| record.looks).unwrap_or(defaults::RECORD_LOOKS),
    })
}

/// The biology that a lock file carries.
fn locked_biology(root: &Place, file: &ScenarioFile) -> Checked<Option<Known>> {
    let Some(locked) = &file.locked else {
        return match (&file.biology, &file.assumptions) {
            (None, None) => Ok(None),
            (Some(_), _) => Err(root.key("biology").fault("belongs to lock files only")),
            (None, Some(_)) => Err(root.key("assumptions").fault("belongs to lock files only")),
        };
    };
    let broken = |key: &str, error: toml::de::Error| {
        root.key(key)
            .fault(format!("is not what this program wrote: {}", error.message()))
            .help("run the scenario that the lock file came from")
    };
    let Some(biology) = &file.biology else {
        return Err(root.key("biology").fault("is missing from the lock file"));
    };
    Ok(Some(Known {
        biology: biology.clone().try_into().map_err(|error| broken("biology", error))?,
        assumptions: match &file.assumptions {
            Some(list) => list.clone().try_into().map_err(|error| broken("assumptions", error))?,
            None => Vec::new(),
        },
        exposures: Vec::new(),
        hash: locked.knowledge_hash.clone(),
    }))
}

fn resolve(
    root: &Place,
    file: &ScenarioFile,
    line: &LineFile,
    drugs: &[&str],
    library: &Library,
) -> Checked<(Known, Conditions)> {
    let known_as = |place: Place, wanted: &str, known: &[String], what: &str| {
        if known.iter().any(|name| name == wanted) {
            return Ok(());
        }
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        Err(place
            .fault(format!("= \"{wanted}\" is not a {what} of the knowledge base"))
            .help(nearest(wanted, &known)))
    };
    known_as(root.key("line").key("id"), &line.id, &library.lines, "line")?;
    for drug in drugs {
        let place = root.key("course");
        known_as(course::check::place_of_drug(&place, drug), drug, &library.drugs, "drug")
            .map_err(|error| error.help("a compound of your own stands in an overlay: --kb FILE"))?;
    }
    let conditions = conditions::check(root, file, line, Some(library))?;
    let known = library
        .resolve(&line.id, drugs, &conditions)
        .map_err(|message| root.key("line").fault(format!("cannot be resolved: {message}")))?;
    every_drug_acts(root, &known.biology, library)?;
    Ok((known, conditions))
}

/// Refuses a drug that is known to do nothing to the line, or nothing but off-target harm: its flasks would
/// count as resistant although no cell had to change. A drug whose route the scenario closes is no slip.
fn every_drug_acts(root: &Place, biology: &Biology, library: &Library) -> Checked<()> {
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
        let place = course::check::place_of_drug(&root.key("course"), &drug.id);
        return Err(place
            .fault(format!(
                "= \"{}\" does nothing known to {}{harm}",
                drug.id, biology.line_name
            ))
            .help(nearest(&drug.id, &acting)));
    }
    Ok(())
}

fn check_stock(place: &Place, line: &LineFile, seed_cells: u64, design: &Design) -> Checked<Stock> {
    let seeded = seed_cells.saturating_mul(design.arms);
    let needed = match design.barcodes {
        None => seeded,
        Some(barcodes) if seeded > barcodes.pool() => {
            return Err(place
                .sibling("barcodes")
                .fault(format!(
                    "make a pool of {} cells, fewer than the {seeded} that {} flasks of {seed_cells} are seeded with",
                    barcodes.pool(),
                    design.arms
                ))
                .help("raise cells_per_barcode or library, or lower seed_cells or arms"));
        }
        // An old stock is passaged at the seeding number before it is marked.
        Some(barcodes) if line.passaged.is_some() || line.stock.as_deref() == Some("old") => {
            barcodes.library.max(seed_cells)
        }
        Some(barcodes) => barcodes.library,
    };
    let expand_to = match &line.expand_to {
        Some(value) => place.key("expand_to").count(value)?,
        None => defaults::EXPAND_TO.max(needed),
    };
    if expand_to < needed {
        let what = match (design.barcodes, design.arms) {
            (Some(_), _) => format!("the {needed} that are marked or seeded"),
            (None, 1) => format!("seed_cells = {seed_cells}"),
            (None, arms) => format!("{arms} arms of seed_cells = {seed_cells}"),
        };
        return Err(place
            .key("expand_to")
            .fault(format!("= {expand_to} is fewer cells than {what}"))
            .help("the flask is seeded from the expanded stock"));
    }
    let expand_to = expand_to as f64;
    match line.stock.as_deref().unwrap_or(defaults::STOCK) {
        "clone" if line.passaged.is_some() => Err(place
            .key("passaged")
            .fault("belongs to stock = \"old\"")
            .help("a fresh clone is seeded as soon as it is expanded")),
        "clone" => Ok(Stock::Clone { expand_to }),
        "old" => Ok(Stock::Old {
            expand_to,
            passaged_days: days(&place.key("passaged"), line.passaged.as_ref(), defaults::PASSAGED)?,
        }),
        other => Err(place
            .key("stock")
            .fault(format!("= \"{other}\" is not a kind of stock"))
            .help(nearest(other, &["clone", "old"]))),
    }
}

/// The flask, and what was assumed about its vessel.
fn check_flask(
    place: &Place,
    file: Option<&FlaskFile>,
    vessels: &[KnownVessel],
    pooled: u32,
) -> Checked<(Flask, Option<Assumed>)> {
    let empty = FlaskFile::default();
    let file = file.unwrap_or(&empty);
    let vessel = file.vessel.clone().unwrap_or_else(|| defaults::VESSEL.to_owned());
    let (capacity, seeding, assumed) = match &file.capacity {
        Some(value) => {
            let capacity = place.key("capacity").count(value)? as f64;
            (capacity, libm::round(defaults::SEED_SHARE * capacity), None)
        }
        None => {
            let known = known_vessel(place, &vessel, vessels)?;
            (known.capacity, known.seeding, known.assumed.clone())
        }
    };
    if capacity < 1.0 {
        return Err(place.key("capacity").fault("must be at least 1 cell"));
    }
    let passage = file.passage.as_ref();
    let passage_place = place.key("passage");
    let at = passage.and_then(|passage| passage.at.as_ref());
    // A flask that is passaged on the calendar only is still called confluent at the usual share.
    let at = at.filter(|at| !matches!(at, Scalar::Text(text) if text.trim() == defaults::NEVER));
    let passage_at = share(
        &passage_place.key("at"),
        at,
        defaults::PASSAGE_AT,
        &["confluence", "confluent"],
    )?;
    if passage_at <= 0.0 {
        return Err(passage_place.key("at").fault("must be above 0%"));
    }
    let seed_cells = match &file.seed_cells {
        Some(value) => place.key("seed_cells").count(value)?,
        None => seeding.max(1.0) as u64,
    };
    if seed_cells < 1 || seed_cells as f64 >= capacity * passage_at {
        return Err(place
            .key("seed_cells")
            .fault(format!("= {seed_cells} does not fit the flask"))
            .help(format!(
                "allowed: at least 1 and below {} cells, where {vessel} is passaged",
                capacity * passage_at
            )));
    }
    let every = passage.and_then(|passage| passage.or_every.as_ref());
    let passage_every = days_or_never(&passage_place.key("or_every"), every, defaults::PASSAGE_EVERY)?;
    if passage_every == Some(0.0) {
        return Err(passage_place.key("or_every").fault("must be above 0 d"));
    }
    let medium_every = days_or_never(
        &place.key("medium_change"),
        file.medium_change.as_ref(),
        defaults::MEDIUM_CHANGE,
    )?;
    if medium_every == Some(0.0) {
        return Err(place.key("medium_change").fault("must be above 0 d"));
    }
    let flask = Flask {
        medium_every,
        vessel,
        capacity: capacity * f64::from(pooled),
        seed_cells: seed_cells * u64::from(pooled),
        passage_at,
        passage_every,
        split: split(&passage_place.key("split"), passage.and_then(|p| p.split.as_ref()))?,
    };
    Ok((flask, assumed))
}

fn known_vessel<'a>(place: &Place, vessel: &str, vessels: &'a [KnownVessel]) -> Checked<&'a KnownVessel> {
    vessels.iter().find(|known| known.id == vessel).ok_or_else(|| {
        let ids: Vec<&str> = vessels.iter().map(|known| known.id.as_str()).collect();
        place
            .key("vessel")
            .fault(format!("= \"{vessel}\" is not a vessel of the knowledge base"))
            .help(nearest(vessel, &ids))
            .help("or give its capacity in cells: capacity = 1e7")
    })
}

/// "1:8" as the share carried over.
fn split(place: &Place, value: Option<&Scalar>) -> Checked<f64> {
    let default = Scalar::Text(defaults::SPLIT.to_owned());
    let value = value.unwrap_or(&default);
    let ratio = match value {
        Scalar::Text(text) => text
            .trim()
            .strip_prefix("1:")
            .and_then(|n| n.trim().parse::<f64>().ok()),
        _ => None,
    };
    match ratio {
        Some(ratio) if ratio > 1.0 && ratio <= 1e6 => Ok(1.0 / ratio),
        _ => Err(place
            .fault(format!("= {value} is not a split"))
            .help("allowed: \"1:1.5\" to \"1:1000000\" in quotes, such as \"1:8\"")),
    }
}

fn check_resistance(place: &Place, file: &ScenarioFile) -> Checked<ResistanceRule> {
    let rule = file.resistance.as_ref();
    let growth = growth(&place.key("growth"), rule.and_then(|rule| rule.growth.as_ref()))?;
    let limit = rule.and_then(|rule| rule.detection_limit.as_ref());
    let limit_place = place.key("detection_limit");
    let detection_limit = share(&limit_place, limit, defaults::DETECTION_LIMIT, &["VAF"])?;
    if detection_limit <= 0.0 {
        return Err(limit_place.fault("must be above 0%"));
    }
    Ok(ResistanceRule {
        growth,
        held_for: held_for(&place.key("held_for"), rule.and_then(|rule| rule.held_for.as_ref()))?,
        detection_limit,
    })
}
