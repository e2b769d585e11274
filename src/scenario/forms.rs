//! What a file was meant to say where a table stands in place of a list, or a text in place of a table.

use super::Step;
use super::error::{Allowed, ScenarioError};
use super::file::ScenarioFile;
use super::keys::{Keys, Names};
use serde_json::Value;

/// Places at which a key is told to belong, at most.
const MOST_PLACES: usize = 3;

/// A reader's error in the words of a scenario: single and double brackets, tables and their keys.
pub fn told(error: ScenarioError) -> ScenarioError {
    if error.message.starts_with("unknown key `") {
        return elsewhere(error);
    }
    let Some(Allowed::Words(expected)) = &error.allowed else {
        return error;
    };
    if let Some([Step::Key(name), Step::Index(_), ..]) = error.key.as_ref().map(|key| key.steps())
        && schema_at(&[Step::Key(name.clone())]).is_some_and(|at| at["properties"].is_object())
    {
        let (name, mut error) = (name.clone(), error);
        error.message = format!("`{name}` is one table");
        error.allowed = Some(Allowed::Words(format!("[{name}] with single brackets, once")));
        return error;
    }
    let of_table = expected.starts_with("struct ");
    if !of_table && expected != "a sequence" {
        return error;
    }
    let Some(key) = error.key.clone() else { return error };
    let name = key.last_key().to_owned();
    let mut error = error;
    if !of_table {
        error.message = format!("{key} is a list");
        error.allowed = Some(Allowed::Words(match schema_at(key.steps()) {
            Some(at) if at["items"]["properties"].is_object() && key.steps().len() == 1 => {
                format!("[[{name}]] with double brackets, once for each of them")
            }
            _ => format!("{name} = [...]"),
        }));
        return error;
    }
    let keys: Vec<String> = schema_at(key.steps())
        .and_then(|at| at["properties"].as_object().map(|keys| keys.keys().cloned().collect()))
        .unwrap_or_default();
    error.message = match &error.value {
        Some(value) => format!("{key} = {value} is a table of keys"),
        None => format!("{key} is a table of keys"),
    };
    let written = error
        .value
        .as_ref()
        .and_then(|value| in_a_table(&name, value.as_str()?));
    let example = match written.as_deref() {
        Some(written) => format!("write {name} = {{ {written} }}"),
        None => format!("written {name} = {{ key = value }}"),
    };
    error.allowed = Some(Allowed::Names(keys));
    error.help(example)
}

/// A key that another table has is told where it belongs.
fn elsewhere(mut error: ScenarioError) -> ScenarioError {
    let name = error.key.as_ref().map_or("", |key| key.last_key()).to_owned();
    let mut places = Vec::new();
    places_of(&name, &ScenarioFile::json_schema(&Names::none()), "", &mut places);
    if places.is_empty() || places.len() > MOST_PLACES {
        return error;
    }
    // A slip of the pen keeps a word's length; other near names are near by chance.
    let slip = |near: &String| near.len().abs_diff(name.len()) <= 1;
    error.nearest = error.nearest.filter(slip);
    error.help(format!("`{name}` belongs {}", places.join(" or ")))
}

/// Adds the places that a key may have, as a file writes them, below a table that it writes so itself.
fn places_of(name: &str, schema: &Value, table: &str, found: &mut Vec<String>) {
    for (key, inner) in schema["properties"].as_object().into_iter().flatten() {
        if key == name {
            let place = match table {
                "" => "at the head of the file, above all tables".to_owned(),
                table => format!("in {table}"),
            };
            if !found.contains(&place) {
                found.push(place);
            }
        }
        let inside = match (table, is_list(inner)) {
            ("", true) => format!("[[{key}]]"),
            ("", false) => format!("[{key}]"),
            (table, _) => format!("`{key}` of {table}"),
        };
        places_of(name, inner, &inside, found);
    }
    let choices = schema["anyOf"].as_array().into_iter().flatten();
    let inner = choices.chain([&schema["items"]]).filter(|inner| inner.is_object());
    inner.for_each(|inner| places_of(name, inner, table, found));
}

/// Whether tables of a list stand there, or may.
fn is_list(schema: &Value) -> bool {
    let mut choices = schema["anyOf"].as_array().into_iter().flatten();
    schema["items"].is_object() || choices.any(is_list)
}

/// What stands in a table's place, as the keys of that table.
fn in_a_table(table: &str, text: &str) -> Option<String> {
    let text = text.trim();
    match table {
        "step_when" => Some(match text.strip_prefix("every ") {
            Some(time) => format!("every = \"{time}\""),
            None if text.contains('%') => format!("growth = \"{text}\""),
            None => "every = \"14 d\"".to_owned(),
        }),
        "passage" if text.starts_with("1:") => Some(format!("split = \"{text}\"")),
        "passage" if text.contains("confluence") => Some(format!("at = \"{text}\"")),
        _ => None,
    }
}

/// The JSON Schema at a place.
fn schema_at(steps: &[Step]) -> Option<Value> {
    let mut at = ScenarioFile::json_schema(&Names::none());
    for step in steps {
        at = match step {
            Step::Key(key) => at["properties"][key].clone(),
            Step::Index(_) => at["items"].clone(),
        };
    }
    (!at.is_null()).then_some(at)
}
