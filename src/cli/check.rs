//! `escalade check`: a scenario's validity, without running it.

use super::failure::Failure;
use super::{source, terminal};
use crate::ensemble::available;
use crate::ensemble::folder::damage;
use crate::scenario::{Body, cost};
use crate::words::counted;
use std::path::Path;

pub fn run(path: &Path, knowledge: &source::Knowledge, large: bool) -> Result<(), Failure> {
    if path.is_dir() {
        return folder(path);
    }
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
    terminal::warn([&scenario]);
    let cost = cost::of(&scenario);
    terminal::cost(&cost, None, large, true)?;
    terminal::print(&format!(
        "{}: good ({form}; {}, seed {})\n  running it takes {}",
        path.display(),
        counted(scenario.replicates, "replicate"),
        scenario.seed,
        cost.told(available())
    ))
}

/// Whether every file of a finished folder is as it was written.
fn folder(path: &Path) -> Result<(), Failure> {
    let damage = damage(path).map_err(|error| Failure::Other(error.to_string()))?;
    if damage.is_empty() {
        return terminal::print(&format!("{}: every file is as it was written", path.display()));
    }
    let lines: String = damage
        .iter()
        .map(|one| format!("\n  {} {}", one.file, one.what))
        .collect();
    Err(Failure::Input(format!(
        "{}: not everything is as it was written{lines}\n  the command that made it makes it again",
        path.display()
    )))
}
