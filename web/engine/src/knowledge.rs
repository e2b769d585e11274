//! What there is to choose from.

use crate::desk::{Given, overlays};
use escalade::knowledge::KnowledgeBase;
use escalade::knowledge::values::Value as Number;
use escalade::scenario::lock::VERSION;
use escalade::scenario::{load_with, template as templates, with_overlays};
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
    // Of the knowledge base that this engine is made of, whatever lies on it.
    let builtin = match given {
        [] => base.fingerprint(),
        _ => with_overlays(&[])?.fingerprint(),
    };
    Ok(json!({
        "version": VERSION,
        "knowledge": builtin,
        "lines": lines.collect::<Vec<_>>(),
        "drugs": drugs.collect::<Vec<_>>(),
        "vessels": vessels.collect::<Vec<_>>(),
    }))
}

/// Which drugs do anything known to a line.
pub fn acting(line: &str, given: &[Given]) -> Result<Value, SessionError> {
    let base = with_overlays(&overlays(given))?;
    let acts = |drug: &&str| {
        let resolved = base.resolve(line, &[drug]);
        resolved.is_ok_and(|resolved| resolved.biology.drugs().iter().all(|drug| drug.acts()))
    };
    let drugs = base.drugs().iter().map(|drug| drug.id.as_str());
    Ok(json!({ "acting": drugs.filter(acts).collect::<Vec<_>>() }))
}

/// How many cells of a line a vessel holds before it is passaged, as in a scenario with this drug.
pub fn limits(line: &str, vessel: &str, drug: &str, given: &[Given]) -> Result<Value, SessionError> {
    let [line, vessel, drug] = [line, vessel, drug].map(|text| json!(text));
    let text = format!(
        "schema = 1\nname = \"limits\"\nline.id = {line}\nflask.vessel = {vessel}\nstop.after = \"1 d\"\n\
         [[course]]\ndrug = {drug}\ndose = \"1 uM\"\n"
    );
    let scenario = load_with("limits.toml", text, &overlays(given))?;
    let flask = scenario.laboratory().map(|one| &one.protocol.flask);
    Ok(json!({ "cells": flask.map(|flask| (flask.capacity * flask.passage_at).floor()) }))
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
