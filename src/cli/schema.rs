//! `escalade schema`: scenario files and overlays for editors.

use super::failure::Failure;
use super::{source, terminal};
use crate::{knowledge, scenario};

#[derive(Debug, clap::Args)]
pub struct SchemaArgs {
    /// The schema of overlays, instead of that of scenarios.
    #[arg(long, conflicts_with = "files")]
    overlay: bool,
    #[command(flatten)]
    knowledge: source::Knowledge,
}

pub fn run(args: &SchemaArgs) -> Result<(), Failure> {
    if args.overlay {
        return terminal::print_json(&knowledge::overlay_schema());
    }
    let base = scenario::with_overlays(&args.knowledge.overlays()?);
    let base = base.map_err(|error| Failure::Input(error.to_string()))?;
    terminal::print_json(&scenario::schema::schema(&base))
}
