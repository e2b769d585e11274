//! `escalade assay`: read-outs of cells, with the noise of their kind. Nothing here changes a run.

mod dna;
mod functional;
mod plate;
mod raw;
mod signals;
mod subject;
mod viability;

use super::failure::Failure;
use super::terminal;
use crate::session::assay::carry_out;
use crate::session::write_files;
use raw::Raw;
use std::path::PathBuf;
use subject::SubjectArgs;

#[derive(Debug, clap::Args)]
pub struct AssayArgs {
    #[command(subcommand)]
    kind: Kind,
}

#[derive(Debug, clap::Subcommand)]
enum Kind {
    /// Viability under rising doses: IC50, EC50, GI50, GR50 and the resistance index over the parental line.
    DoseResponse(Of<viability::DoseResponseArgs>),
    /// Reads, Sanger traces and digital PCR: which changes are seen, which are new, which were missed.
    Sequencing(Of<dna::SequencingArgs>),
    /// Plate single cells, bank the clones that grow, and assay each.
    Clones(Of<viability::ClonesArgs>),
    /// Check a drug batch on the parental line before calling a culture resistant.
    Potency(Of<viability::PotencyArgs>),
    /// Type a culture against its line (STR, species PCR): is it what its label says?
    Identity(Of<dna::IdentityArgs>),
    /// Cultures by drugs and combinations: who is resistant to what, and collaterally sensitive.
    CrossResistance(Of<viability::CrossArgs>),
    /// Western blot: target, pathways and bypass receptors, with and without drug.
    Blot(Of<signals::BlotArgs>),
    /// Phospho-array: everything at once, resistant against parental under drug, ranked by change.
    Array(Of<signals::ArrayArgs>),
    /// ELISA of a co-culture's supernatant against plain medium.
    Cytokines(Of<signals::CytokinesArgs>),
    /// Drug left in the medium of a co-culture (LC-MS/MS): does the stroma break it down?
    DrugLevel(Of<signals::DrugLevelArgs>),
    /// Lineage and state markers by stain.
    Markers(Of<signals::MarkersArgs>),
    /// Expression of state markers over treatment and withdrawal.
    Expression(Of<signals::ExpressionArgs>),
    /// Other inhibitors of the same driver: sensitive means on-target.
    Switch(Of<functional::SwitchArgs>),
    /// A pathway's inhibitor added to the drug: Bliss, Loewe, re-sensitisation.
    AddBack(Of<functional::AddBackArgs>),
    /// A candidate alteration engineered into the parental line.
    Express(Of<functional::ExpressArgs>),
}

pub fn run(args: &AssayArgs) -> Result<(), Failure> {
    match &args.kind {
        Kind::DoseResponse(args) => args.run(),
        Kind::Sequencing(args) => args.run(),
        Kind::Clones(args) => args.run(),
        Kind::Potency(args) => args.run(),
        Kind::Identity(args) => args.run(),
        Kind::CrossResistance(args) => args.run(),
        Kind::Blot(args) => args.run(),
        Kind::Array(args) => args.run(),
        Kind::Cytokines(args) => args.run(),
        Kind::DrugLevel(args) => args.run(),
        Kind::Markers(args) => args.run(),
        Kind::Expression(args) => args.run(),
        Kind::Switch(args) => args.run(),
        Kind::AddBack(args) => args.run(),
        Kind::Express(args) => args.run(),
    }
}

/// Cells, what is done with them, and where results go.
#[derive(Debug, clap::Args)]
struct Of<T: Raw> {
    #[command(flatten)]
    subject: SubjectArgs,
    #[command(flatten)]
    own: T,
    /// Folder for the table (CSV), the data (JSON) and the figure (SVG).
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// As JSON.
    #[arg(long)]
    json: bool,
    /// Seed of the assay's own scatter.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

impl<T: Raw> Of<T> {
    /// Carries the assay out, prints the answer and writes the files, each whole or not at all.
    fn run(&self) -> Result<(), Failure> {
        let subject = self.subject.read()?;
        let made = carry_out(&subject, &self.own.read(&subject)?, self.seed)?.report;
        if let Some(root) = &self.out {
            write_files(root, &made.files)?;
        }
        terminal::print(if self.json { &made.json } else { &made.text })?;
        if let (Some(root), false) = (&self.out, self.json) {
            let names: Vec<&str> = made.files.iter().map(|(name, _)| name.as_str()).collect();
            terminal::print(&format!("written to {}: {}", root.display(), names.join(", ")))?;
        }
        Ok(())
    }
}
