//! `escalade diagnose`: each flask's mechanism worked out from read-outs alone, and scored.

mod session;

pub use session::Session;

use super::failure::Failure;
use super::quiz::{self, QuizArgs};
use super::{source, terminal};
use crate::assay::Bench;
use crate::assay::sequencing::FEWEST_READS;
use crate::assay::sequencing::panel::Panel;
use crate::diagnosis::examination::workup::{PRESETS, STEPS};
use crate::diagnosis::{Thresholds, Workup, tally};
use crate::ensemble::collect;
use crate::report::diagnosis::{Against, DiagnosisReport, examples, tables};
use crate::report::page;
use crate::scenario::error::nearest;
use crate::scenario::lock::VERSION;
use crate::units::Percent;
use std::path::{Path, PathBuf};

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
    /// As JSON.
    #[arg(long, conflicts_with = "blind")]
    json: bool,
    #[command(flatten)]
    quiz: QuizArgs,
    #[command(flatten)]
    knowledge: source::Knowledge,
}

/// The usual diagnosis of a run that has just ended; a run without a resistant flask is no fault.
pub fn after_run(run: &Path, knowledge: &source::Knowledge) -> Result<(), Failure> {
    let args = DiagnoseArgs {
        run: run.to_owned(),
        workup: "full".to_owned(),
        against: None,
        without: Vec::new(),
        depth: None,
        genes: Vec::new(),
        flasks: None,
        day: None,
        stock: None,
        mixed_with: None,
        seed: 1,
        out: None,
        json: false,
        quiz: QuizArgs {
            blind: false,
            answer: None,
        },
        knowledge: knowledge.clone(),
    };
    match Session::open(&args, None)?.resistant(1) {
        Ok(_) => self::run(&args),
        Err(_) => terminal::print("no flask became resistant: there is nothing to diagnose"),
    }
}

fn input(error: impl std::fmt::Display) -> Failure {
    Failure::Input(error.to_string())
}

pub fn run(args: &DiagnoseArgs) -> Result<(), Failure> {
    let mut workup = preset("--workup", &args.workup)?;
    let against = args
        .against
        .as_ref()
        .map(|name| preset("--against", name))
        .transpose()?;
    let session = Session::open(args, stock(args.stock.as_deref())?)?;
    customise(&mut workup, args, &session.bench)?;
    if args.quiz.blind {
        return quiz::run(&session, &args.quiz, &workup, args.out.as_deref());
    }
    let flasks = session.flasks(args.flasks.as_deref())?;
    let limits = Thresholds::default();
    // Flasks do not depend on each other, nor on the order in which they are worked up.
    let both = collect(flasks.len() as u64, |i| -> Result<_, Failure> {
        let taken = session.take(flasks[i as usize])?;
        let other = against.as_ref().map(|other| session.work(&taken, other, &limits));
        Ok((session.work(&taken, &workup, &limits)?, other.transpose()?))
    });
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for worked in both {
        let (by_us, by_other) = worked?;
        ours.push(by_us);
        theirs.extend(by_other);
    }
    let walked = examples(&ours);
    let walked = collect(walked.len() as u64, |i| {
        session.example(walked[i as usize], &workup, &limits)
    });
    let report = DiagnosisReport {
        examples: walked.into_iter().collect::<Result<_, Failure>>()?,
        run: session.run.scenario.name.clone(),
        line: session.bench.biology.line_name.clone(),
        confusion: tally(&ours),
        knowledge_values: session.leaned_on(&ours)?,
        flasks: ours,
        thresholds: limits,
        against: against.map(|workup| Against {
            workup,
            confusion: tally(&theirs),
            flasks: theirs,
        }),
        workup,
    };
    deliver(args, &report)
}

fn deliver(args: &DiagnoseArgs, report: &DiagnosisReport) -> Result<(), Failure> {
    let failed = |error: &dyn std::fmt::Display| Failure::Other(error.to_string());
    let json = report.json().map_err(|error| failed(&error))?;
    let html = page::diagnosis::page(report, VERSION).map_err(|error| failed(&error))?;
    let root = args.out.clone().unwrap_or_else(|| args.run.join("diagnosis"));
    let mut files = vec![
        ("diagnosis.html".to_owned(), html),
        ("diagnosis.json".to_owned(), json.clone()),
    ];
    files.extend(tables(report));
    crate::session::write_files(&root, &files)?;
    if args.json {
        return terminal::print(json.trim_end());
    }
    terminal::print(report.text().trim_end())?;
    terminal::print(&format!(
        "\nEvidence and advice, flask by flask and step by step: {}",
        root.join("diagnosis.html").display()
    ))
}

/// What the stock still holds, where it was said.
fn stock(text: Option<&str>) -> Result<Option<f64>, Failure> {
    let Some(text) = text else {
        return Ok(None);
    };
    let share: Percent = text
        .parse()
        .map_err(|error| Failure::Input(format!("--stock: {error}")))?;
    match share.fraction() > 0.0 {
        true => Ok(Some(share.fraction())),
        false => Err(Failure::Input("--stock must be above 0%".to_owned())),
    }
}

fn preset(flag: &str, name: &str) -> Result<Workup, Failure> {
    Workup::preset(name)
        .ok_or_else(|| Failure::Input(format!("{flag} \"{name}\" is unknown\n  {}", nearest(name, &PRESETS))))
}

/// Changes a preset as the flags say.
fn customise(workup: &mut Workup, args: &DiagnoseArgs, bench: &Bench) -> Result<(), Failure> {
    let preset = workup.clone();
    if let Some(depth) = args.depth {
        let least = FEWEST_READS;
        if !(least..=10_000_000).contains(&depth) {
            return Err(Failure::Input(format!(
                "--depth {depth}: allowed {least} to 10000000 reads per site (a call needs {least} reads)"
            )));
        }
        workup.at_depth(depth);
    }
    if !args.genes.is_empty() {
        Panel::of_genes(bench, &args.genes).map_err(|error| Failure::Input(format!("--genes: {error}")))?;
        workup.with_genes(args.genes.clone());
    }
    for step in &args.without {
        if !workup.leave_out(step.trim()) {
            return Err(Failure::Input(format!(
                "--without \"{step}\" is not a step\n  {}",
                nearest(step, &STEPS)
            )));
        }
    }
    if *workup != preset {
        workup.name = format!("changed {}", workup.name);
    }
    Ok(())
}
