//! The subcommands, and how each ends: its exit code.

use super::failure::Failure;
use super::{
    assay, batch, check, classroom, cluster, compare, diagnose, explain, fit, fluctuation, import, kb, merge, new,
    plan, run, schema, shard, source, sweep, terminal, tornado, validate, verify,
};
use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// Virtual dose-escalation experiments: which resistance arises, in how many flasks, and when.
#[derive(Debug, Parser)]
#[command(
    name = "escalade",
    version,
    after_help = "For research and teaching; no advice for patients."
)]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Simulate a scenario and write tables, figures and a report.
    Run(run::RunArgs),
    /// Put the shards of a run, comparison, sweep or tornado together: the same bytes as the undivided work.
    Merge(merge::MergeArgs),
    /// Write scripts that do work in shards on a cluster, and merge them.
    Cluster(cluster::ClusterArgs),
    /// Do a share of what was asked for on another machine, from its request.toml.
    Shard(shard::ShardArgs),
    /// Run protocols over the same flasks and tell their paired differences.
    Compare(compare::CompareArgs),
    /// Run a scenario over lists or grids of values; dose matrices with short-term synergy.
    Sweep(sweep::SweepArgs),
    /// Find the best design within limits: its ranking, calendar for the bench, costs, and how many flasks.
    Plan(plan::PlanArgs),
    /// Run a scenario over a table of draws: a row of results each, streaming, without a folder.
    Batch(batch::BatchArgs),
    /// Check a scenario without running it, or the files of a finished run against their checksums.
    Check {
        /// Scenario file, or the folder of a run.
        scenario: PathBuf,
        #[command(flatten)]
        knowledge: source::Knowledge,
        /// However much running it costs.
        #[arg(long)]
        large: bool,
    },
    /// Say what a scenario implies: doses, growth, selection windows, expected mutants, assumptions.
    Explain(explain::ExplainArgs),
    /// Say which uncertain values the answer leans on: each moved over its range, on the same streams.
    Tornado(tornado::TornadoArgs),
    /// Say what your own data (counts, plates, outcomes, allele frequencies, colonies) say about values that are not known.
    Fit(fit::FitArgs),
    /// Look into the knowledge base.
    Kb(kb::KbArgs),
    /// Print the JSON Schema of scenario files, for editors.
    Schema(schema::SchemaArgs),
    /// Print a template to fill in.
    New(new::NewArgs),
    /// Read-outs of cells: of a finished run's flask, or of a line with a genotype.
    Assay(assay::AssayArgs),
    /// Work out each flask's mechanism from read-outs alone, and score the calls; --blind hides a flask for teaching.
    Diagnose(diagnose::DiagnoseArgs),
    /// Turn the laboratory's own IC50 tables, plates and growth counts into an overlay that loads as it is.
    Import(import::ImportArgs),
    /// Fluctuation tests: mutations per culture and division from colonies, or colonies from mutations.
    Fluctuation(fluctuation::FluctuationArgs),
    /// Write the classroom: the engine, the knowledge base and your scenarios in one page that opens anywhere.
    Classroom(classroom::ClassroomArgs),
    /// Hold the rules against sets of observations: classes fitted to some predict the others, beside naive predictors.
    Validate(validate::ValidateArgs),
    /// Hold both engines against theory; exit code 1 where a comparison fails.
    Verify(verify::VerifyArgs),
}

/// Runs the command line and returns the exit code.
pub fn main() -> ExitCode {
    let outcome = match Args::parse().command {
        Command::Run(args) => run::run(&args),
        Command::Merge(args) => merge::run(&args),
        Command::Cluster(args) => cluster::run(&args),
        Command::Shard(args) => shard::run(&args),
        Command::Compare(args) => compare::run(&args),
        Command::Sweep(args) => sweep::run(&args),
        Command::Plan(args) => plan::run(&args),
        Command::Batch(args) => batch::run(&args),
        Command::Check {
            scenario,
            knowledge,
            large,
        } => check::run(&scenario, &knowledge, large),
        Command::Explain(args) => explain::run(&args),
        Command::Tornado(args) => tornado::run(&args),
        Command::Fit(args) => fit::run(&args),
        Command::Kb(args) => kb::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::New(args) => new::run(&args),
        Command::Assay(args) => assay::run(&args),
        Command::Diagnose(args) => diagnose::run(&args),
        Command::Import(args) => import::run(&args),
        Command::Fluctuation(args) => fluctuation::run(&args),
        Command::Classroom(args) => classroom::run(&args),
        Command::Validate(args) => validate::run(&args),
        Command::Verify(args) => verify::run_suite(&args),
    };
    match outcome {
        Ok(()) | Err(Failure::OutputClosed) => ExitCode::SUCCESS,
        Err(Failure::Input(message)) => complain(&format!("error: {message}"), 2),
        Err(Failure::Other(message)) => complain(&format!("error: {message}"), 1),
        Err(Failure::Interrupted(message)) => complain(&message, 130),
    }
}

fn complain(message: &str, code: u8) -> ExitCode {
    terminal::note(message);
    ExitCode::from(code)
}
