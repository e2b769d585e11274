//! `escalade schema`: the scenario file for editors.

use super::failure::Failure;
use super::{source, terminal};
use crate::scenario;

#[derive(Debug, clap::Args)]
pub struct SchemaArgs {
    #[command(flatten)]
    knowledge: source::Knowledge,
}

pub fn run(args: &SchemaArgs) -> Result<(), Failure> {
    let base = scenario::with_overlays(&args.knowledge.overlays()?);
    let base = base.map_err(|error| Failure::Input(error.to_string()))?;
    terminal::print_json(&scenario::schema::schema(&base))
}
