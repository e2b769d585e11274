//! What there is to choose from.

use crate::desk::{Given, overlays};
use escalade::knowledge::KnowledgeBase;
use escalade::knowledge::values::Value as Number;
use escalade::scenario::lock::VERSION;
use escalade::scenario::{template as templates, with_overlays};
use escalade::session::SessionError;
use serde_json::{Value, json};

/// Lines and drugs with their numbers, and vessels.
pub fn catalogue(given: &[Given]) -> Result<Value, SessionError> {
    let base = with_overlays(&overlays(given))?;
    let lines = base.lines().into_iter().map(|line| {
        json!({
            "id": line.id,
            "name": line.name,
            "family": line.family,
            "summary": line.summary,
            "numbers": numbers(&base, &line.id),
        })
    });
    let drugs = base.drugs().iter().map(|drug| {
        json!({
            "id": drug.id,
            "name": drug.name,
            "family": drug.family,
            "class": drug.class,
            "summary": drug.summary,
            "numbers": numbers(&base, &drug.id),
        })
    });
    let vessels = base.data().vessel.iter().map(|vessel| vessel.id.clone());
    Ok(json!({
        "version": VERSION,
        "lines": lines.collect::<Vec<_>>(),
        "drugs": drugs.collect::<Vec<_>>(),
        "vessels": vessels.collect::<Vec<_>>(),
    }))
}

/// The numbers of a record: what each is, how sure, where it comes from.
fn numbers(base: &KnowledgeBase, record: &str) -> Vec<Value> {
    let told = |number: &Number| {
        json!({
            "what": number.about.what,
            "value": number.words,
            "range": number.range_words,
            "certainty": number.certainty().words(),
            "why": match &number.cited.reference {
                Some(reference) => base.citation(reference),
                None => number.cited.why(),
            },
        })
    };
    let of_record = |number: &&Number| number.about.record == record;
    base.values().iter().filter(of_record).map(told).collect()
}

/// A scenario to start from.
pub fn template(line: &str, drug: &str, given: &[Given]) -> Result<Value, SessionError> {
    let text = templates::write(line, drug, &overlays(given)).map_err(SessionError::Request)?;
    Ok(json!({ "text": text }))
}
