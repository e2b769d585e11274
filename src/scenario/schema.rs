//! The scenario file as a JSON Schema (draft 2020-12), for editors that complete and check TOML as one types.
//!
//! It is made of the same tables that files are read into, so that it knows every key of both forms, with meaning,
//! unit and default. It is looser than the reader where a choice depends on other values or on an overlay: names of
//! the knowledge base are offered, others allowed.

use super::file::ScenarioFile;
use super::keys::{Keys, Names};
use crate::knowledge::KnowledgeBase;
use serde_json::{Value, json};

/// The schema, with the names of this knowledge base.
pub fn schema(base: &KnowledgeBase) -> Value {
    let mut root = ScenarioFile::json_schema(&Names::of_base(base));
    root["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    root["title"] = json!("Escalade scenario");
    root["oneOf"] = json!([{ "required": ["line", "course"] }, { "required": ["plain"] }]);
    root
}
