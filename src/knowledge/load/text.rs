//! The text of a file, and reading it.

use crate::knowledge::error::KnowledgeError;
use crate::knowledge::schema::File;
use crate::words::control_character;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A file as it was given.
#[derive(Debug, Clone)]
pub struct SourceText {
    /// Its name in messages.
    pub name: String,
    /// What stands in it.
    pub text: String,
}

impl SourceText {
    /// Line of the record whose id or name is `id` (1-based), if it can be found.
    pub fn line_of(&self, id: &str) -> Option<usize> {
        let quoted = format!("\"{id}\"");
        let names = |line: &str| {
            let mut parts = line.splitn(2, '=');
            let key = parts.next().unwrap_or("").trim();
            matches!(key, "id" | "name" | "allele" | "from" | "drug")
                && parts.next().is_some_and(|rest| rest.contains(&quoted))
        };
        self.text.lines().position(names).map(|index| index + 1)
    }
}

/// Parses one file; errors carry the line.
pub fn parse(source: &SourceText) -> Result<File, KnowledgeError> {
    let document = DeTable::parse(&source.text).ok();
    if let Some((start, control)) = document.and_then(|document| control_in(document.get_ref())) {
        return Err(KnowledgeError::Syntax {
            file: source.name.clone(),
            line: Some(1 + source.text[..start].matches('\n').count()),
            message: format!(
                "a text holds the control character {}; allowed: letters, digits, punctuation, spaces and line breaks",
                control.escape_unicode()
            ),
        });
    }
    toml::from_str(&source.text).map_err(|error| KnowledgeError::Syntax {
        file: source.name.clone(),
        line: error
            .span()
            .map(|span| 1 + source.text[..span.start].matches('\n').count()),
        message: error.message().to_owned(),
    })
}

/// Where the first text of a table with a control character in it begins, and that character.
fn control_in(table: &DeTable<'_>) -> Option<(usize, char)> {
    table.values().find_map(control_of)
}

fn control_of(value: &Spanned<DeValue<'_>>) -> Option<(usize, char)> {
    match value.get_ref() {
        DeValue::String(text) => control_character(text).map(|control| (value.span().start, control)),
        DeValue::Table(table) => control_in(table),
        DeValue::Array(list) => list.iter().find_map(control_of),
        _ => None,
    }
}
