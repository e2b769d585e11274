//! The text of a file, and reading it.

use crate::knowledge::error::KnowledgeError;
use crate::knowledge::schema::File;

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
    toml::from_str(&source.text).map_err(|error| KnowledgeError::Syntax {
        file: source.name.clone(),
        line: error
            .span()
            .map(|span| 1 + source.text[..span.start].matches('\n').count()),
        message: error.message().to_owned(),
    })
}
