//! Overlays as a JSON Schema (draft 2020-12), for editors that complete and check TOML as one types. It is made of the
//! declarations that files are read by; names of records and what depends on other values are left to the reader.

use super::schema::{File, Form, Key, Record, SchemaNumber, Shape, words_of};
use crate::document::table_schema;
use serde_json::{Value, json};

/// The schema.
pub fn overlay_schema() -> Value {
    let mut root = object(
        "Records that are added to the knowledge base of Escalade.",
        &File::keys(),
    );
    if let Some(root) = root.as_object_mut() {
        // Any record may be there or not.
        root.remove("required");
    }
    root["properties"]["schema"]["enum"] = json!([SchemaNumber::NOW.0]);
    root["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    root["title"] = json!("Escalade overlay");
    root
}

/// A table with these keys and no others.
fn object(about: &str, keys: &[Key]) -> Value {
    let shown = || keys.iter().filter(|key| !matches!(key.form, Form::Hidden));
    let needed = shown().filter(|key| key.left_out.is_none());
    let required: Vec<&str> = needed.map(|key| key.name.as_str()).collect();
    table_schema(about, &required, shown().map(|key| (key.name.as_str(), of(key))))
}

fn of(key: &Key) -> Value {
    let told = |mut value: Value, allowed: &str| {
        value["description"] = json!(format!("{} Allowed: {allowed}.", key.about));
        value
    };
    match &key.form {
        Form::Table(keys) => object(&key.about, keys),
        Form::Tables(keys) => json!({ "description": key.about, "type": "array", "items": object("", keys) }),
        Form::One { example, allowed } => told(one(example), allowed),
        Form::Word(words) => told(json!({ "type": "string", "enum": words }), &words.join(", ")),
        Form::Hidden => json!({}),
    }
}

/// A value like its example.
fn one(example: &str) -> Value {
    let parsed = format!("x = {example}").parse::<toml::Table>().ok();
    let example = parsed.and_then(|mut table| table.remove("x"));
    match example {
        Some(toml::Value::String(_)) => json!({ "type": "string" }),
        Some(toml::Value::Integer(_) | toml::Value::Float(_)) => json!({ "type": "number" }),
        Some(toml::Value::Boolean(_)) => json!({ "type": "boolean" }),
        // One entry of a list may be written by itself where the reader takes it.
        Some(toml::Value::Array(_)) => json!({ "type": ["array", "string"] }),
        Some(toml::Value::Table(table)) => match table.get("value") {
            Some(value) => sourced(value),
            None => json!({ "type": "object" }),
        },
        _ => json!({}),
    }
}

/// A value with its source.
fn sourced(example: &toml::Value) -> Value {
    let value = match example {
        toml::Value::String(_) => json!({ "type": "string" }),
        _ => json!({ "type": "number" }),
    };
    let text = || json!({ "type": "string" });
    json!({
        "type": "object",
        "properties": {
            "value": value,
            "range": { "type": "array", "items": value, "minItems": 2, "maxItems": 2 },
            "shared": { "type": "number", "minimum": 0, "maximum": 1 },
            "family": { "type": "string", "enum": words_of::<Shape>() },
            "reference": text(),
            "system": text(),
            "transcription": text(),
            "assumed": text(),
            "note": text(),
        },
        "required": ["value"],
        "additionalProperties": false,
    })
}
