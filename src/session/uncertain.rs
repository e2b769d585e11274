//! The numbers that a laboratory scenario leans on.

use super::SessionError;
use crate::knowledge::{KnowledgeBase, Span};
use crate::scenario::Laboratory;

/// Numbers of biology, vessel and courses, with how far each could be off.
///
/// # Errors
/// The line cannot be resolved on this knowledge base.
pub fn spans(base: &KnowledgeBase, laboratory: &Laboratory) -> Result<Vec<Span>, SessionError> {
    let drugs: Vec<&str> = laboratory.biology.drugs().iter().map(|drug| drug.id.as_str()).collect();
    let resolved = base.resolve_under(&laboratory.biology.line_id, &drugs, &laboratory.conditions);
    let mut spans = resolved.map_err(SessionError::request)?.spans;
    for assumed in &laboratory.assumptions {
        if !spans.iter().any(|span| span.key == assumed.key) {
            spans.extend(base.span(&assumed.key));
        }
    }
    Ok(spans)
}
