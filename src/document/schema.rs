//! JSON Schemas (draft 2020-12) of tables.

use serde_json::{Map, Value, json};

/// The schema of a table; no other keys are allowed.
pub fn table_schema<K: Into<String>>(
    about: &str,
    required: &[&str],
    keys: impl IntoIterator<Item = (K, Value)>,
) -> Value {
    let properties: Map<String, Value> = keys.into_iter().map(|(key, value)| (key.into(), value)).collect();
    let mut table = json!({
        "description": about,
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    });
    if !required.is_empty() {
        table["required"] = json!(required);
    }
    table
}
