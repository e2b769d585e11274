//! From the text of a scenario or lock file to a checked [`Scenario`].

use super::checked::{Body, Origin, Scenario, WorldPlan, WorldTable};
use super::error::{Checked, ScenarioError};
use super::file::{EngineFile, ScenarioFile};
use super::keys::{Keys, Mark};
use super::known::{Books, Overlay};
use super::plan::{self, Plan};
use super::value::{self, Place};
use super::{defaults, forms, laboratory, lock, overlays, plain};
use crate::document::{Allowed, Mistakes, Path, Rest, Source};
use crate::engine::Settings;
use crate::words::listed;
use defaults::SCHEMA;

/// Reads and checks a scenario or lock file. `file` is its name in messages.
///
/// # Errors
/// See [`load_from`].
pub fn load(file: &str, text: String) -> Checked<Scenario> {
    load_with(file, text, &[])
}

/// The same with a user's overlays on the knowledge base.
///
/// # Errors
/// See [`load_from`].
pub fn load_with(file: &str, text: String, overlays: &[Overlay]) -> Checked<Scenario> {
    load_from(file, text, Books::Overlays(overlays))
}

/// The same with a knowledge base at hand.
///
/// # Errors
/// The file is no valid scenario (every mistake, by lines), or a lock file that was edited or is of another version; or it
/// is a lock file or has the plain form, which no knowledge base of one's own goes with.
pub fn load_from(file: &str, text: String, books: Books) -> Checked<Scenario> {
    load_planned(file, text, books).map(|(scenario, _)| scenario)
}

/// The same with its plan, where it has one.
pub fn load_planned(file: &str, text: String, books: Books) -> Checked<(Scenario, Option<Plan>)> {
    let own = books.are_own();
    let source = Source {
        file: file.to_owned(),
        text,
    };
    check_schema(&source)?;
    lock::check_version(&source)?;
    let Rest {
        read: raw,
        mut found,
        filled,
    } = source.parse_all::<ScenarioFile>(&ScenarioFile::lock_only(), forms::told)?;
    let root = Place::root(&source);
    let mut rest = Mistakes::default();
    let scenario = whole(&root, &raw, books, own, &mut rest);
    let (as_read, types) = (found.is_empty(), root.key("plain").key("types").path);
    let types_hold = !found.below(&types);
    let in_place = |error: &ScenarioError| {
        let at = |path: &Path| {
            error
                .key
                .as_ref()
                .is_some_and(|key| key.steps().starts_with(path.steps()))
        };
        !filled.iter().any(at)
    };
    // Beside what is not as the file has it, only what cannot be its consequence is told: unknown names.
    found.add_where(rest, |error| {
        let name = matches!(error.allowed, Some(Allowed::Names(_)));
        as_read || name && types_hold && in_place(error)
    });
    if raw.locked.is_none() {
        let mut each = Mistakes::default();
        raw.mistakes(&root, &mut each);
        found.add_where(each, in_place);
    }
    match (scenario, &raw.locked) {
        (Some((scenario, plan)), Some(locked)) if found.is_empty() => {
            lock::verify(&source, locked, &scenario).map(|()| (scenario, plan))
        }
        (Some(planned), None) if found.is_empty() => Ok(planned),
        _ => found.refused(),
    }
}

/// The scenario, where all of it can be checked; mistakes are kept.
fn whole(
    root: &Place,
    raw: &ScenarioFile,
    books: Books,
    own: bool,
    found: &mut Mistakes,
) -> Option<(Scenario, Option<Plan>)> {
    let file = &root.source.file;
    if raw.name.trim().is_empty() {
        found.add(root.key("name").fault("is empty"));
    }
    let replicates = found.keep(raw.replicates(root));
    let seed = found.keep(raw.seed(root));
    let settings = found.keep(check_engine(
        &root.key("engine"),
        &raw.engine.clone().unwrap_or_default(),
    ));
    if raw.locked.is_some() && own {
        found.add(
            ScenarioError::whole_file(file, "is a lock file, which carries its own values")
                .help("leave out --kb, or run the scenario that the lock file came from"),
        );
        return None;
    }
    found.keep(overlays::at_hand(root, raw.overlays.as_deref(), books))?;
    let worlds = match &raw.worlds {
        Some(worlds) => found.keep(worlds.check(&root.key("worlds"))),
        None => Some(WorldPlan::DEFAULT),
    };
    let body = found.keep(check_body(root, raw, books))?;
    let given_worlds = raw.locked.as_ref().and_then(|locked| locked.worlds.clone());
    let given_worlds = given_worlds.map(|text| WorldTable {
        file: file.clone(),
        text,
    });
    if matches!(body, Body::Plain(_)) && own {
        found.add(
            ScenarioError::whole_file(file, "has the plain form, which uses no knowledge base")
                .help("leave out --kb, or write the scenario with a [line]"),
        );
    }
    let plan = match &raw.plan {
        Some(plan) => Some(found.keep(plan::check(plan, &root.key("plan"), &body))?),
        None => None,
    };
    let scenario = Scenario {
        question: raw.question.clone().unwrap_or_else(|| default_question(&body)),
        name: raw.name.clone(),
        replicates: replicates?,
        seed: seed?,
        settings: settings?,
        origin: origin(root.source, raw, &body, books),
        worlds: worlds?,
        given_worlds,
        body,
        locked: raw.locked.is_some(),
        sweeps: raw.sweep.is_some(),
        plans: plan.is_some(),
    };
    Some((scenario, plan))
}

/// What worlds are drawn from: the scenario, or the one that a lock file was written for.
fn origin(source: &Source, raw: &ScenarioFile, body: &Body, books: Books) -> Option<Origin> {
    let (text, values) = match (&raw.locked, body) {
        (_, Body::Plain(_)) => return None,
        (None, _) => (source.text.clone(), books.moved()),
        (Some(locked), _) => (locked.scenario.clone()?, locked.values.clone().unwrap_or_default()),
    };
    let file = source.file.clone();
    Some(Origin { file, text, values })
}

/// The schema number comes first: a file of another version would only give confusing messages.
fn check_schema(source: &Source) -> Checked<()> {
    #[derive(serde::Deserialize)]
    struct Schema {
        schema: Option<value::Scalar>,
    }
    let here = Place::root(source).key("schema");
    match source.parse::<Schema>(&[])?.schema {
        Some(value::Scalar::Whole(1)) => Ok(()),
        Some(other) => Err(here
            .wrong(other, "is not a version that this program reads")
            .allowed(format!("schema = {SCHEMA}"))),
        None => Err(here
            .missing()
            .allowed(format!("schema = {SCHEMA}, with which a scenario starts"))),
    }
}

fn check_engine(place: &Place, file: &EngineFile) -> Checked<Settings> {
    Ok(Settings {
        method: file.method(place)?,
        tolerance: file.tolerance(place)?,
    })
}

fn check_body(root: &Place, raw: &ScenarioFile, books: Books) -> Checked<Body> {
    match (&raw.plain, &raw.line) {
        (Some(plain), _) => {
            if let Some(key) = raw.given_with(Mark::Laboratory) {
                return Err(root
                    .key(key)
                    .fault("belongs to the laboratory form, but the file has a [plain] table")
                    .help("a scenario is written in one form; in the plain form the stop rule is [plain.stop]"));
            }
            plain::check::check(root, plain, raw.record.as_ref()).map(Body::Plain)
        }
        (None, Some(line)) => laboratory::check::check(root, raw, line, books)
            .map(Box::new)
            .map(Body::Laboratory),
        (None, None) => Err(
            ScenarioError::whole_file(&root.source.file, "has neither a [line] nor a [plain] table")
                .help("the laboratory form starts with [line] id = \"...\", the plain form with [plain]"),
        ),
    }
}

fn default_question(body: &Body) -> String {
    match body {
        Body::Plain(_) => "How large are the populations at the end, and how do replicates end?".to_owned(),
        Body::Laboratory(laboratory) => {
            let drugs = laboratory.biology.drugs().iter();
            let names: Vec<String> = drugs.map(|drug| drug.name.clone()).collect();
            format!(
                "Which resistance mechanisms arise in {} under {}, in how many {}, and when?",
                laboratory.biology.line_name,
                listed(&names),
                match laboratory.protocol.design.patients {
                    Some(_) => "patients",
                    None => "flasks",
                }
            )
        }
    }
}
