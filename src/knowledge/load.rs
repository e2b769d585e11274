//! Reading and merging the files.

use super::error::KnowledgeError;
use super::schema::File;

/// A file as it was given.
#[derive(Debug, Clone)]
pub struct SourceText {
    pub name: String,
    pub text: String,
}

impl SourceText {
    /// Line of the record whose id or name is `id` (1-based), if it can be found.
    pub fn line_of(&self, id: &str) -> Option<usize> {
        let quoted = format!("\"{id}\"");
        let names = |line: &str| {
            let mut parts = line.splitn(2, '=');
            let key = parts.next().unwrap_or("").trim();
            matches!(key, "id" | "name" | "allele" | "from") && parts.next().is_some_and(|rest| rest.contains(&quoted))
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

/// Appends the records of `next`. A later file replaces defaults and supply as a whole.
pub fn merge(into: &mut File, next: File) {
    into.reference.extend(next.reference);
    into.node.extend(next.node);
    into.source.extend(next.source);
    into.state.extend(next.state);
    into.switch.extend(next.switch);
    into.family.extend(next.family);
    into.allele.extend(next.allele);
    into.compound.extend(next.compound);
    into.bypass.extend(next.bypass);
    into.study.extend(next.study);
    into.toxicity.extend(next.toxicity);
    into.fold.extend(next.fold);
    into.drug.extend(next.drug);
    into.line.extend(next.line);
    into.vessel.extend(next.vessel);
    into.call.extend(next.call);
    into.observation.extend(next.observation);
    into.defaults = next.defaults.or(into.defaults.take());
    into.supply = next.supply.or(into.supply.take());
}
