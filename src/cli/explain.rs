//! `escalade explain`: what a scenario implies, before simulating.

use super::failure::Failure;
use super::{source, terminal};
use crate::report::figure::window;
use crate::scenario::explain::{Explanation, explain};
use crate::session::{rule_edges, write_files};
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
pub struct ExplainArgs {
    /// Scenario file.
    scenario: PathBuf,
    #[command(flatten)]
    knowledge: source::Knowledge,
    /// As JSON.
    #[arg(long)]
    json: bool,
    /// Also draw the selection windows (and the map of two drugs given together) into this folder, as SVG.
    #[arg(long, value_name = "DIR")]
    figures: Option<PathBuf>,
}

pub fn run(args: &ExplainArgs) -> Result<(), Failure> {
    let scenario = source::scenario(&args.scenario, &args.knowledge)?;
    let explanation = Explanation {
        rules: rule_edges(&scenario),
        ..explain(&scenario)
    };
    let written = match &args.figures {
        Some(folder) => draw(folder, &explanation)?,
        None => Vec::new(),
    };
    match args.json {
        true => terminal::print_json(&explanation),
        false if written.is_empty() => terminal::print(&explanation.to_string()),
        false => terminal::print(&format!("{explanation}\nFigures: {}", written.join(", "))),
    }
}

/// Draws everything first, so that a failure writes nothing; returns what was written.
fn draw(folder: &Path, explanation: &Explanation) -> Result<Vec<String>, Failure> {
    let Some(laboratory) = &explanation.laboratory else {
        return Err(Failure::Input(
            "--figures: the plain form has no selection windows\n  leave it out, or use a scenario with a [line]"
                .to_owned(),
        ));
    };
    let drawn = |error: crate::report::ReportError| Failure::Other(error.to_string());
    let mut files = Vec::new();
    for (i, grid) in laboratory.windows.iter().enumerate() {
        let name = format!("window-{}-{}.svg", i + 1, grid.drug.replace([' ', '/'], "-"));
        files.push((name, window::window(grid).map_err(drawn)?));
    }
    if let Some(map) = &laboratory.pair {
        files.push(("pair.svg".to_owned(), window::pair(map).map_err(drawn)?));
    }
    write_files(folder, &files)?;
    Ok(files
        .iter()
        .map(|(name, _)| folder.join(name).display().to_string())
        .collect())
}
