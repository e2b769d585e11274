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
use crate::ensemble::specimens::FinishedRun;
use crate::session::assay::{Assay, Subject, carry_out};
use crate::session::{SessionError, write_files};
use clap::Parser;
use raw::Raw;
use std::path::{Path, PathBuf};
use std::sync::Arc;
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

impl Kind {
    fn words(&self) -> &dyn Words {
        match self {
            Kind::DoseResponse(args) => args,
            Kind::Sequencing(args) => args,
            Kind::Clones(args) => args,
            Kind::Potency(args) => args,
            Kind::Identity(args) => args,
            Kind::CrossResistance(args) => args,
            Kind::Blot(args) => args,
            Kind::Array(args) => args,
            Kind::Cytokines(args) => args,
            Kind::DrugLevel(args) => args,
            Kind::Markers(args) => args,
            Kind::Expression(args) => args,
            Kind::Switch(args) => args,
            Kind::AddBack(args) => args,
            Kind::Express(args) => args,
        }
    }
}

/// An assay that was asked for.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The cells.
    pub subject: Subject,
    /// What is done with them.
    pub assay: Assay,
    /// Seed of the assay's own scatter.
    pub seed: u64,
}

/// Reads the words after `escalade assay`, the kind first, for whoever has them without a terminal. `run` is taken for
/// the run that `--run` names, whatever it says.
///
/// # Errors
/// What the command line would say of them.
pub fn read_assay(words: &[String], run: Option<Arc<FinishedRun>>) -> Result<Asked, SessionError> {
    /// Read-outs of cells.
    #[derive(Debug, clap::Parser)]
    #[command(name = "assay", no_binary_name = true)]
    struct Line {
        #[command(subcommand)]
        kind: Kind,
    }
    let line = Line::try_parse_from(words).map_err(|error| SessionError::Request(error.render().to_string()))?;
    line.kind.words().read(run).map_err(SessionError::from)
}

/// Carries the assay out, prints the answer and writes the files, each whole or not at all.
pub fn run(args: &AssayArgs) -> Result<(), Failure> {
    let words = args.kind.words();
    let Asked { subject, assay, seed } = words.read(None)?;
    let made = carry_out(&subject, &assay, seed)?.report;
    let (out, json) = words.delivery();
    if let Some(root) = out {
        write_files(root, &made.files)?;
    }
    terminal::print(if json { &made.json } else { &made.text })?;
    if let (Some(root), false) = (out, json) {
        let names: Vec<&str> = made.files.iter().map(|(name, _)| name.as_str()).collect();
        terminal::print(&format!("written to {}: {}", root.display(), names.join(", ")))?;
    }
    Ok(())
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

/// What the words ask for, whatever the kind.
trait Words {
    /// Cells and assay; `run` stands in for the one that is named.
    fn read(&self, run: Option<Arc<FinishedRun>>) -> Result<Asked, Failure>;
    /// The folder for files, and whether JSON is wanted.
    fn delivery(&self) -> (Option<&Path>, bool);
}

impl<T: Raw> Words for Of<T> {
    fn read(&self, run: Option<Arc<FinishedRun>>) -> Result<Asked, Failure> {
        let subject = self.subject.read(run)?;
        Ok(Asked {
            assay: self.own.read(&subject)?,
            subject,
            seed: self.seed,
        })
    }

    fn delivery(&self) -> (Option<&Path>, bool) {
        (self.out.as_deref(), self.json)
    }
}
