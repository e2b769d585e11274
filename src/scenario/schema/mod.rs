//! The scenario file as a JSON Schema (draft 2020-12), for editors that complete and check TOML as one types.
//!
//! It knows every key of both forms, with meaning, unit and default. It is looser than the reader where a choice
//! depends on other values or on an overlay: names of the knowledge base are offered, others allowed.

mod course;
mod laboratory;
mod plain;

use super::SCHEMA;
use super::defaults;
use crate::knowledge::KnowledgeBase;
use crate::knowledge::list::Filter;
use serde_json::{Map, Value, json};

/// The names that an editor offers.
struct Names {
    rows: Vec<(String, String)>,
}

impl Names {
    /// Ids of one kind of record, sorted.
    fn of(&self, kind: &str) -> Vec<&str> {
        let of_kind = self.rows.iter().filter(|(of, _)| of == kind);
        let mut ids: Vec<&str> = of_kind.map(|(_, id)| id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }
}

/// The schema, with the names of this knowledge base.
pub fn schema(base: &KnowledgeBase) -> Value {
    let rows = base.list(&Filter::default());
    let names = Names {
        rows: rows.into_iter().map(|row| (row.kind, row.id)).collect(),
    };
    let mut keys = vec![
        (
            "schema",
            described(json!({ "const": SCHEMA }), "Version of this format."),
        ),
        ("name", text("What the scenario is called, in reports and messages.")),
        (
            "question",
            text("What the experiment asks; stands on top of the report."),
        ),
        (
            "replicates",
            default(
                whole("Virtual flasks (or replicates).", 1, super::MAX_REPLICATES),
                defaults::REPLICATES,
            ),
        ),
        (
            "seed",
            default(
                whole("Random seed: the same seed gives the same results.", 0, i64::MAX as u64),
                defaults::SEED,
            ),
        ),
        ("engine", engine()),
        ("record", record()),
        ("plain", plain::plain()),
    ];
    keys.extend(laboratory::keys(&names));
    let mut root = object(
        "An Escalade scenario: the laboratory form has [line] and [[course]], the plain form [plain].",
        &["schema", "name"],
        keys,
    );
    if let Some(root) = root.as_object_mut() {
        root.insert(
            "$schema".to_owned(),
            json!("https://json-schema.org/draft/2020-12/schema"),
        );
        root.insert("title".to_owned(), json!("Escalade scenario"));
        let forms = json!([{ "required": ["line", "course"] }, { "required": ["plain"] }]);
        root.insert("oneOf".to_owned(), forms);
    }
    root
}

fn engine() -> Value {
    let keys = vec![
        (
            "method",
            default(
                choice(
                    "interval: closed-form steps; exact: every event, for small populations.",
                    &["interval", "exact"],
                ),
                super::words::method(defaults::ENGINE.method),
            ),
        ),
        (
            "tolerance",
            default(
                number("Relative error that a step may make.", 0.001, 0.2),
                defaults::ENGINE.tolerance,
            ),
        ),
    ];
    object("How it is computed.", &[], keys)
}

fn record() -> Value {
    let keys = vec![
        (
            "every",
            time("Plain form: write trajectories.csv, a row per type and time."),
        ),
        (
            "looks",
            default(
                truth("Laboratory form: write looks.csv, a row per flask and look."),
                defaults::RECORD_LOOKS,
            ),
        ),
        (
            "samples",
            list(
                "Laboratory form: rising days whose composition goes to samples.csv.",
                time("A day."),
                0,
            ),
        ),
    ];
    object("What is written besides the summary.", &[], keys)
}

/// A table; no other keys are allowed.
fn object(what: &str, required: &[&str], keys: Vec<(&str, Value)>) -> Value {
    let properties: Map<String, Value> = keys.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    let mut table = json!({
        "description": what,
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    });
    if !required.is_empty() {
        table["required"] = json!(required);
    }
    table
}

fn described(mut value: Value, what: &str) -> Value {
    value["description"] = json!(what);
    value
}

fn default(mut value: Value, default: impl Into<Value>) -> Value {
    value["default"] = default.into();
    value
}

fn text(what: &str) -> Value {
    json!({ "description": what, "type": "string", "minLength": 1 })
}

fn truth(what: &str) -> Value {
    json!({ "description": what, "type": "boolean" })
}

/// One of these words.
fn choice(what: &str, words: &[&str]) -> Value {
    json!({ "description": what, "type": "string", "enum": words })
}

/// A name of the knowledge base, or of an overlay.
fn known(what: &str, names: &[&str]) -> Value {
    json!({ "description": what, "anyOf": [{ "enum": names }, { "type": "string", "minLength": 1 }] })
}

fn whole(what: &str, low: u64, high: u64) -> Value {
    json!({ "description": what, "type": "number", "multipleOf": 1, "minimum": low, "maximum": high })
}

fn number(what: &str, low: f64, high: f64) -> Value {
    json!({ "description": what, "type": "number", "minimum": low, "maximum": high })
}

fn at_least(what: &str, low: f64) -> Value {
    json!({ "description": what, "type": "number", "minimum": low })
}

/// A number of cells, such as 1e6.
fn cells(what: &str) -> Value {
    whole(
        &format!("{what} A bare number of cells, such as 1e6."),
        0,
        9_000_000_000_000_000,
    )
}

fn pattern(what: &str, pattern: &str, examples: &[&str]) -> Value {
    json!({ "description": what, "type": "string", "pattern": pattern, "examples": examples })
}

const NUMBER: &str = r"\s*[+]?[0-9._]+([eE][+-]?[0-9]+)?\s*";

/// A time with its unit.
fn time(what: &str) -> Value {
    let unit = "(d|day|days|h|hours|min|w|week|weeks)";
    pattern(
        &format!("{what} A time such as \"7 d\", \"36 h\" or \"2 weeks\"."),
        &format!("^{NUMBER}{unit}\\s*$"),
        &["7 d", "36 h"],
    )
}

/// A time, or a word that stands for none.
fn time_or(what: &str, words: &[&str]) -> Value {
    json!({ "description": what, "anyOf": [time(""), { "type": "string", "enum": words }] })
}

/// A concentration, or the share of the parental effect that it has.
fn dose(what: &str) -> Value {
    let concentration = pattern("", &format!("^{NUMBER}(pM|nM|uM|µM|μM|mM)\\s*$"), &["50 nM", "1 uM"]);
    let effect = pattern("", r"^\s*IC[0-9.]+\s*$", &["IC20", "IC50"]);
    json!({
        "description": format!(
            "{what} A concentration such as \"50 nM\", or \"IC20\": the dose that takes 20% of the unaltered line's viability in {} h.",
            defaults::IC_HOURS
        ),
        "anyOf": [concentration, effect],
    })
}

/// A share in percent, with words that may follow it.
fn share(what: &str, words: &str) -> Value {
    let after = if words.is_empty() {
        String::new()
    } else {
        format!("(\\s*({words}))?")
    };
    pattern(
        &format!("{what} A share in text, such as \"70%\"."),
        &format!("^{NUMBER}(%|percent){after}\\s*$"),
        &["70%"],
    )
}

/// "2 passages", or the bare number.
fn passages(what: &str) -> Value {
    let words = pattern("", r"^\s*[0-9]+\s*passages?\s*$", &["2 passages"]);
    json!({ "description": what, "anyOf": [words, whole("", 1, 100)] })
}

fn list(what: &str, items: Value, least: u64) -> Value {
    json!({ "description": what, "type": "array", "items": items, "minItems": least })
}
