//! Read-outs of a virtual laboratory: their laws, and the command.

mod asked;
mod bench;
mod closed_loops;
mod command;
mod command_figures;
mod command_names;
mod coverage;
mod cultures;
mod dose_response;
mod plates;
mod refusals;
mod sequencing;
#[path = "../support/mod.rs"]
mod support;

use escalade::assay::{Bench, Specimen, genotype};
use escalade::knowledge::KnowledgeBase;

pub fn base() -> KnowledgeBase {
    KnowledgeBase::builtin().unwrap()
}

pub fn bench(line: &str) -> Bench {
    Bench::of_line(&base(), line).unwrap()
}

pub fn culture(bench: &Bench, text: &str) -> Specimen {
    genotype::read(&bench.biology, text).unwrap()
}
