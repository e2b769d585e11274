//! `escalade assay`: read-outs of cells, with the noise of their kind. Nothing here changes a run.

mod clones;
mod cross;
mod dose_response;
mod drug_level;
mod functional;
mod identity;
mod plate;
mod potency;
mod sequencing;
mod signals;
mod subject;

pub(super) use signals::{flask_course, sampled, withdrawn};
pub(super) use subject::{contamination, flask_numbers, leans_on};

use super::failure::Failure;
use super::terminal;
use crate::report::ReportError;
use crate::report::assay::Delivery;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub struct AssayArgs {
    #[command(subcommand)]
    kind: Kind,
}

#[derive(Debug, clap::Subcommand)]
enum Kind {
    /// Viability under rising doses: IC50, EC50, GI50, GR50 and the resistance index over the parental line.
    DoseResponse(dose_response::DoseResponseArgs),
    /// Reads, Sanger traces and digital PCR: which changes are seen, which are new, which were missed.
    Sequencing(sequencing::SequencingArgs),
    /// Plate single cells, bank the clones that grow, and assay each.
    Clones(clones::ClonesArgs),
    /// Check a drug batch on the parental line before calling a culture resistant.
    Potency(potency::PotencyArgs),
    /// Type a culture against its line (STR, species PCR): is it what its label says?
    Identity(identity::IdentityArgs),
    /// Cultures by drugs and combinations: who is resistant to what, and collaterally sensitive.
    CrossResistance(cross::CrossArgs),
    /// Western blot: target, pathways and bypass receptors, with and without drug.
    Blot(signals::BlotArgs),
    /// Phospho-array: everything at once, resistant against parental under drug, ranked by change.
    Array(signals::ArrayArgs),
    /// ELISA of a co-culture's supernatant against plain medium.
    Cytokines(signals::CytokinesArgs),
    /// Drug left in the medium of a co-culture (LC-MS/MS): does the stroma break it down?
    DrugLevel(drug_level::DrugLevelArgs),
    /// Lineage and state markers by stain.
    Markers(signals::MarkersArgs),
    /// Expression of state markers over treatment and withdrawal.
    Expression(signals::ExpressionArgs),
    /// Other inhibitors of the same driver: sensitive means on-target.
    Switch(functional::SwitchArgs),
    /// A pathway's inhibitor added to the drug: Bliss, Loewe, re-sensitisation.
    AddBack(functional::AddBackArgs),
    /// A candidate alteration engineered into the parental line.
    Express(functional::ExpressArgs),
}

pub fn run(args: &AssayArgs) -> Result<(), Failure> {
    match &args.kind {
        Kind::DoseResponse(args) => dose_response::run(args),
        Kind::Sequencing(args) => sequencing::run(args),
        Kind::Clones(args) => clones::run(args),
        Kind::Potency(args) => potency::run(args),
        Kind::Identity(args) => identity::run(args),
        Kind::CrossResistance(args) => cross::run(args),
        Kind::Blot(args) => signals::run_blot(args),
        Kind::Array(args) => signals::run_array(args),
        Kind::Cytokines(args) => signals::run_cytokines(args),
        Kind::DrugLevel(args) => drug_level::run(args),
        Kind::Markers(args) => signals::run_markers(args),
        Kind::Expression(args) => signals::run_expression(args),
        Kind::Switch(args) => functional::run_switch(args),
        Kind::AddBack(args) => functional::run_add_back(args),
        Kind::Express(args) => functional::run_express(args),
    }
}

/// Where results go.
#[derive(Debug, clap::Args)]
pub struct Out {
    /// Folder for the table (CSV), the data (JSON) and the figure (SVG).
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// As JSON.
    #[arg(long)]
    json: bool,
    /// Seed of the assay's own scatter.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
}

impl Out {
    /// Prints the answer and writes the files, each whole or not at all.
    pub fn deliver(&self, made: Result<Delivery, ReportError>) -> Result<(), Failure> {
        let made = made.map_err(|error| Failure::Other(error.to_string()))?;
        if let Some(root) = &self.out {
            crate::session::write_files(root, &made.files)?;
        }
        terminal::print(if self.json { &made.json } else { &made.text })?;
        if let (Some(root), false) = (&self.out, self.json) {
            let names: Vec<&str> = made.files.iter().map(|(name, _)| name.as_str()).collect();
            terminal::print(&format!("written to {}: {}", root.display(), names.join(", ")))?;
        }
        Ok(())
    }
}
