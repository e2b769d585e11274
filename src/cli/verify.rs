//! `escalade verify`: the verification suite.

use super::failure::Failure;
use super::terminal;
use crate::ensemble::folder::holder;
use crate::verify::{
    Effort, Proof, Row, Scale, WorldFault, csv, influences, predictions, proofs_csv, proofs_table, run, table,
};
use serde::Serialize;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
pub struct VerifyArgs {
    /// A tenth of the replicates: seconds instead of minutes.
    #[arg(long)]
    quick: bool,
    /// What worlds promise instead: predictions that are calibrated and sharp, and influences that are right.
    #[arg(long, conflicts_with_all = ["quick", "tolerance"])]
    worlds: bool,
    /// Experiments with worlds and a truth of their own, from 100.
    #[arg(long, value_name = "N", default_value_t = 500, requires = "worlds", value_parser = clap::value_parser!(u64).range(100..=10_000))]
    experiments: u64,
    /// The table as JSON.
    #[arg(long)]
    json: bool,
    /// Also write the table to this file, as JSON where its name ends in `.json`, else as CSV.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Accuracy of the interval engine that is verified, 0.001 to 0.2.
    #[arg(long, value_name = "T", default_value_t = crate::scenario::defaults::ENGINE.tolerance, value_parser = tolerance)]
    tolerance: f64,
}

fn tolerance(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(value) if (0.001..=0.2).contains(&value) => Ok(value),
        _ => Err("allowed: 0.001 to 0.2".to_owned()),
    }
}

pub fn run_suite(args: &VerifyArgs) -> Result<(), Failure> {
    if let Some(file) = &args.out {
        writable(file)?;
    }
    let announce = |group: &str| terminal::note(&format!("verifying {group} ..."));
    match args.worlds {
        false => {
            let effort = Effort {
                quick: args.quick,
                tolerance: args.tolerance,
            };
            let rows = run(effort, announce);
            let failed = rows.iter().filter(|row| !row.passed).count();
            args.tell::<Row>(&rows, csv, table)?;
            judged(failed, rows.len(), "comparisons")
        }
        true => {
            let scale = Scale {
                experiments: args.experiments,
                worlds: 400,
                alpha: 1e-3,
                errors: 3.0,
            };
            let mut proofs = predictions(scale, WorldFault::None, announce);
            announce("influences");
            proofs.extend(influences(scale, WorldFault::None));
            announce("a laboratory scenario");
            // A world of it takes as long as a hundred plain ones.
            let few = Scale { worlds: 100, ..scale };
            proofs.extend(crate::session::laboratory_proofs(few)?);
            let failed = proofs.iter().filter(|proof| !proof.passed).count();
            args.tell::<Proof>(&proofs, proofs_csv, proofs_table)?;
            judged(failed, proofs.len(), "proofs")
        }
    }
}

impl VerifyArgs {
    /// Writes and prints a table.
    fn tell<R: Serialize>(
        &self,
        rows: &[R],
        csv: fn(&[R]) -> String,
        table: fn(&[R]) -> String,
    ) -> Result<(), Failure> {
        if let Some(file) = &self.out {
            let as_json = file.extension() == Some(OsStr::new("json"));
            let text = if as_json { json(rows)? } else { csv(rows) };
            crate::session::write_new(file, &text)?;
        }
        terminal::print(&if self.json { json(rows)? } else { table(rows) })
    }
}

fn judged(failed: usize, all: usize, what: &str) -> Result<(), Failure> {
    match failed {
        0 => {
            terminal::note(&format!("all {all} {what} hold"));
            Ok(())
        }
        failed => Err(Failure::Other(format!("{failed} of {all} {what} fail"))),
    }
}

fn json<R: Serialize>(rows: &[R]) -> Result<String, Failure> {
    let text = serde_json::to_string_pretty(rows).map_err(|error| Failure::Other(error.to_string()))?;
    Ok(text + "\n")
}

/// Refuses a place that cannot be written before minutes are spent.
fn writable(file: &Path) -> Result<(), Failure> {
    let folder = holder(file);
    if file.is_dir() {
        return Err(Failure::Input(format!("{}: is a folder; give a file", file.display())));
    }
    if file.exists() {
        return Err(Failure::Input(format!(
            "{}: is there already; choose another file",
            file.display()
        )));
    }
    if !folder.is_dir() {
        return Err(Failure::Input(format!("{}: no such folder", folder.display())));
    }
    Ok(())
}
