//! From the text of a scenario or lock file to a checked [`Scenario`].

use super::checked::{Body, Origin, Scenario, WorldPlan, WorldTable};
use super::error::{Checked, ScenarioError};
use super::file::{EngineFile, ScenarioFile};
use super::keys::{Keys, Mark};
use super::known::{Books, Overlay};
use super::value::{self, Place};
use super::{defaults, forms, laboratory, lock, overlays, plain};
use crate::document::Source;
use crate::engine::Settings;
use defaults::SCHEMA;

/// Reads and checks a scenario or lock file. `file` is its name in messages.
pub fn load(file: &str, text: String) -> Checked<Scenario> {
    load_with(file, text, &[])
}

/// The same with a user's overlays on the knowledge base.
pub fn load_with(file: &str, text: String, overlays: &[Overlay]) -> Checked<Scenario> {
    load_from(file, text, Books::Overlays(overlays))
}

/// The same with a knowledge base at hand.
pub fn load_from(file: &str, text: String, books: Books) -> Checked<Scenario> {
    let own = books.are_own();
    let source = Source {
        file: file.to_owned(),
        text,
    };
    check_schema(&source)?;
    lock::check_version(&source)?;
    let raw: ScenarioFile = source.parse(&ScenarioFile::lock_only()).map_err(forms::told)?;
    let root = Place::root(&source);
    if raw.name.trim().is_empty() {
        return Err(root.key("name").fault("is empty"));
    }
    let replicates = raw.replicates(&root)?;
    let seed = raw.seed(&root)?;
    let settings = check_engine(&root.key("engine"), &raw.engine.clone().unwrap_or_default())?;
    if raw.locked.is_some() && own {
        return Err(
            ScenarioError::whole_file(file, "is a lock file, which carries its own values")
                .help("leave out --kb, or run the scenario that the lock file came from"),
        );
    }
    overlays::at_hand(&root, raw.overlays.as_deref(), books)?;
    let body = check_body(&root, &raw, books)?;
    let worlds = match &raw.worlds {
        Some(worlds) => worlds.check(&root.key("worlds"))?,
        None => WorldPlan::DEFAULT,
    };
    let given_worlds = raw.locked.as_ref().and_then(|locked| locked.worlds.clone());
    let given_worlds = given_worlds.map(|text| WorldTable {
        file: file.to_owned(),
        text,
    });
    let origin = match (&raw.locked, &body) {
        (_, Body::Plain(_)) => None,
        (None, _) => Some(Origin {
            file: file.to_owned(),
            text: source.text.clone(),
            values: books.moved(),
        }),
        (Some(locked), _) => locked.scenario.clone().map(|text| Origin {
            file: file.to_owned(),
            text,
            values: locked.values.clone().unwrap_or_default(),
        }),
    };
    if matches!(body, Body::Plain(_)) && own {
        return Err(
            ScenarioError::whole_file(file, "has the plain form, which uses no knowledge base")
                .help("leave out --kb, or write the scenario with a [line]"),
        );
    }
    let scenario = Scenario {
        question: raw.question.clone().unwrap_or_else(|| default_question(&body)),
        name: raw.name,
        replicates,
        seed,
        settings,
        body,
        locked: raw.locked.is_some(),
        sweeps: raw.sweep.is_some(),
        worlds,
        given_worlds,
        origin,
    };
    match &raw.locked {
        Some(locked) => lock::verify(&source, locked, &scenario).map(|()| scenario),
        None => Ok(scenario),
    }
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
            let names: Vec<&str> = laboratory
                .biology
                .drugs()
                .iter()
                .map(|drug| drug.name.as_str())
                .collect();
            format!(
                "Which resistance mechanisms arise in {} under {}, in how many flasks, and when?",
                laboratory.biology.line_name,
                names.join(" with ")
            )
        }
    }
}
