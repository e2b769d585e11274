//! `escalade explain`: what a scenario implies, before simulating.

use super::{Failure, source, terminal};
use crate::scenario::explain::explain;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub struct ExplainArgs {
    /// Scenario file.
    scenario: PathBuf,
    #[command(flatten)]
    knowledge: source::Knowledge,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

pub fn run(args: &ExplainArgs) -> Result<(), Failure> {
    let explanation = explain(&source::scenario(&args.scenario, &args.knowledge)?);
    match args.json {
        true => terminal::print_json(&explanation),
        false => terminal::print(&explanation.to_string()),
    }
}
