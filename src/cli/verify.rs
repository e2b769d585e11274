//! `escalade verify`: the verification suite.

use super::failure::Failure;
use super::terminal;
use crate::ensemble::folder::holder;
use crate::session::verify::{Request, verify};
use crate::verify::Effort;
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
    let request = match args.worlds {
        true => Request::Worlds {
            experiments: args.experiments,
        },
        false => Request::Theory(Effort {
            quick: args.quick,
            tolerance: args.tolerance,
        }),
    };
    let verified = verify(request, |group| terminal::note(&format!("verifying {group} ...")))?;
    if let Some(file) = &args.out {
        let as_json = file.extension() == Some(OsStr::new("json"));
        let text = if as_json { verified.json()? } else { verified.csv() };
        crate::session::write_new(file, &text)?;
    }
    terminal::print(&if args.json { verified.json()? } else { verified.table() })?;
    match verified.failed() {
        0 => {
            terminal::note(&verified.told());
            Ok(())
        }
        _ => Err(Failure::Other(verified.told())),
    }
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
