//! `escalade diagnose`: each flask's mechanism worked out from read-outs alone, and scored.

mod quiz;

use super::failure::Failure;
use super::read::{flask_numbers, value};
use super::{source, terminal};
use crate::diagnosis::Workup;
use crate::diagnosis::examination::workup::PRESETS;
use crate::ensemble::specimens::FinishedRun;
use crate::scenario::error::nearest;
use crate::session::diagnosis::{Request, diagnose, resistant};
use crate::session::{SessionError, write_files};
use crate::words;
use quiz::QuizArgs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(Debug, clap::Args)]
pub struct DiagnoseArgs {
    /// Folder of a finished run.
    run: PathBuf,
    /// How much is done: `full` (everything of the guides), `standard` (no array, no stains, usual genes at 500x)
    /// or `cheap` (dose-response, Sanger, one switch test).
    #[arg(long, value_name = "NAME", default_value = "full")]
    workup: String,
    /// Compare with another work-up of the same flasks.
    #[arg(long, value_name = "NAME")]
    against: Option<String>,
    /// Steps to leave out of the work-up, such as blot,array (potency, identity, holiday, driver, copies, switch, blot, array,
    /// panel, add-back, markers, cytokines, drug-level).
    #[arg(long, value_name = "STEPS", value_delimiter = ',')]
    without: Vec<String>,
    /// Depth of sequencing of driver and panel, instead of the work-up's.
    #[arg(long, value_name = "READS")]
    depth: Option<u64>,
    /// Genes of the panel, instead of the work-up's, such as KRAS,MET,EGFR.
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    genes: Vec<String>,
    /// Flasks, such as 0-19 or 3,5,8 (the column `replicate`); the first 20 resistant ones without it.
    #[arg(long, value_name = "LIST")]
    flasks: Option<String>,
    /// Day on which the flasks are sampled, such as 60 (the first look on or after it); each at its outcome without it.
    #[arg(long, value_name = "DAY", conflicts_with = "blind")]
    day: Option<f64>,
    /// What the drug stock of the bench still holds of its label, such as "30%": a degraded drug looks like
    /// resistance. Without it what the run's drug really held (`actual`).
    #[arg(long, value_name = "SHARE")]
    stock: Option<String>,
    /// What-if: this share of the resistant cultures is of another line, such as "KM12:30%" (a contamination).
    #[arg(long, value_name = "LINE:SHARE")]
    mixed_with: Option<String>,
    /// Seed of the read-outs' scatter; with --blind it also picks the flask.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Folder for diagnosis.html, diagnosis.json and tables, instead of `diagnosis` in the run's folder; with
    /// --blind, for quiz.html.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Work them up however long it takes.
    #[arg(long, conflicts_with = "blind")]
    large: bool,
    /// As JSON.
    #[arg(long, conflicts_with = "blind")]
    json: bool,
    /// No warnings, and no word on how long it takes.
    #[arg(long)]
    quiet: bool,
    #[command(flatten)]
    quiz: QuizArgs,
    #[command(flatten)]
    knowledge: source::Knowledge,
}

/// The usual diagnosis of a run that has just ended; a run without a resistant flask is no fault.
pub fn after_run(run: &Path, knowledge: &source::Knowledge) -> Result<(), Failure> {
    let request = opened(run, knowledge)?;
    match resistant(&request.run, 1)?.is_empty() {
        true => terminal::print("no flask became resistant: there is nothing to diagnose"),
        false => deliver(&request, &run.join("diagnosis"), false),
    }
}

pub fn run(args: &DiagnoseArgs) -> Result<(), Failure> {
    let request = args.read()?;
    match args.quiz.blind {
        true => quiz::run(&request, &args.quiz, args.out.as_deref()),
        false => {
            if !args.quiet {
                terminal::warn([&request.run.scenario]);
            }
            terminal::cost(&request.cost(), None, args.large, args.quiet)?;
            let usual = || args.run.join("diagnosis");
            deliver(&request, &args.out.clone().unwrap_or_else(usual), args.json)
        }
    }
}

impl DiagnoseArgs {
    fn read(&self) -> Result<Request, Failure> {
        let usual = opened(&self.run, &self.knowledge)?;
        let replicates = usual.run.scenario.replicates;
        let against = self.against.as_ref();
        let flasks = self.flasks.as_ref();
        Ok(Request {
            workup: preset("--workup", &self.workup)?,
            against: against.map(|name| preset("--against", name)).transpose()?,
            without: self.without.clone(),
            depth: self.depth,
            genes: self.genes.clone(),
            flasks: flasks.map(|list| flask_numbers(list, replicates)).transpose()?,
            day: self.day,
            stock: self.stock.as_ref().map(|share| value("--stock", share)).transpose()?,
            mixed_with: self.mixed_with.as_ref().map(|text| text.parse()).transpose()?,
            seed: self.seed,
            ..usual
        })
    }
}

/// The usual diagnosis of a run on the disk.
fn opened(run: &Path, knowledge: &source::Knowledge) -> Result<Request, Failure> {
    let run = FinishedRun::open(run).map_err(SessionError::from)?;
    Ok(Request::of(Arc::new(run), knowledge.overlays()?))
}

fn deliver(request: &Request, root: &Path, json: bool) -> Result<(), Failure> {
    let diagnosed = diagnose(request)?;
    if let Some(out) = &diagnosed.left_out {
        let flasks = words::flasks_of_files(&out.flasks);
        terminal::note(&format!("left out: {flasks}: {}", out.why));
    }
    write_files(root, &diagnosed.files()?)?;
    if json {
        let json = diagnosed.report.json().map_err(SessionError::failed)?;
        return terminal::print(json.trim_end());
    }
    terminal::print(diagnosed.report.text().trim_end())?;
    terminal::print(&format!(
        "\nEvidence and advice, flask by flask and step by step: {}",
        root.join("diagnosis.html").display()
    ))
}

/// A ready-made work-up by its name.
pub fn preset(flag: &str, name: &str) -> Result<Workup, Failure> {
    Workup::preset(name)
        .ok_or_else(|| Failure::Input(format!("{flag} \"{name}\" is unknown\n  {}", nearest(name, &PRESETS))))
}
