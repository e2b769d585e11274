//! `escalade verify`: the verification suite.

use super::failure::Failure;
use super::terminal;
use crate::ensemble::folder::holder;
use crate::verify::{Effort, Row, csv, run, table};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
pub struct VerifyArgs {
    /// A tenth of the replicates: seconds instead of minutes.
    #[arg(long)]
    quick: bool,
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
    let effort = Effort {
        quick: args.quick,
        tolerance: args.tolerance,
    };
    let rows = run(effort, |group| terminal::note(&format!("verifying {group} ...")));
    if let Some(file) = &args.out {
        let as_json = file.extension() == Some(OsStr::new("json"));
        let text = if as_json { json(&rows)? } else { csv(&rows) };
        crate::session::write_new(file, &text)?;
    }
    match args.json {
        true => terminal::print(&json(&rows)?)?,
        false => terminal::print(&table(&rows))?,
    }
    let failed = rows.iter().filter(|row| !row.passed).count();
    if failed > 0 {
        let all = rows.len();
        return Err(Failure::Other(format!("{failed} of {all} comparisons fail")));
    }
    terminal::note(&format!("all {} comparisons hold", rows.len()));
    Ok(())
}

fn json(rows: &[Row]) -> Result<String, Failure> {
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
