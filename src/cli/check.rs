//! `escalade check`: a scenario's validity, without running it.

use super::failure::Failure;
use super::{source, terminal};
use crate::scenario::cost;
use crate::session::{self, Preview};
use std::path::Path;

pub fn run(path: &Path, knowledge: &source::Knowledge, large: bool) -> Result<(), Failure> {
    if path.is_dir() {
        return terminal::print(&session::examine(path)?);
    }
    let scenario = source::scenario(path, knowledge)?;
    let (shown, text) = source::text(path)?;
    let hypotheses = match scenario.plans {
        true => source::Knowledge::overlays_of_hypotheses(path, &shown, &text)?,
        false => Vec::new(),
    };
    let preview = Preview {
        scenario: &scenario,
        file: &shown,
        text: &text,
        overlays: &knowledge.overlays_of(path, &shown, &text)?,
        hypotheses: &hypotheses,
    };
    let told = preview.told(large)?;
    terminal::warn([&scenario]);
    terminal::cost(&cost::of_run(&scenario), None, large, true)?;
    terminal::print(&told)
}
