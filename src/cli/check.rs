//! `escalade check`: a scenario's validity, without running it.

use super::failure::Failure;
use super::{source, terminal};
use crate::scenario::Body;
use std::path::Path;

pub fn run(path: &Path, knowledge: &source::Knowledge) -> Result<(), Failure> {
    let scenario = source::scenario(path, knowledge)?;
    let form = match &scenario.body {
        Body::Laboratory(laboratory) => format!(
            "laboratory form, {} under {}",
            laboratory.biology.line_name,
            laboratory
                .biology
                .drugs()
                .iter()
                .map(|drug| drug.name.as_str())
                .collect::<Vec<_>>()
                .join(" with ")
        ),
        Body::Plain(model) => format!("plain form, {} types, {} phases", model.types.len(), model.phases.len()),
    };
    terminal::warn(&scenario);
    terminal::print(&format!(
        "{}: good ({form}; {} replicates, seed {})",
        path.display(),
        scenario.replicates,
        scenario.seed
    ))
}
