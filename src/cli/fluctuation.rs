//! `escalade fluctuation`: mutations from colonies, or colonies from mutations.

use super::failure::Failure;
use super::{source, terminal};
use crate::report::fluctuation::{MEANING, drawn_text, ratio, text};
use crate::report::table::drawn_cultures;
use crate::session::fluctuation::{MOST_CULTURES, Plating, Wanted, analyse, forward};
use crate::session::write_new;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub struct FluctuationArgs {
    /// Colonies as CSV, a row for each culture: a column `count`, and where they are known `culture`, `plated_share`,
    /// `final_cells`, `condition`. Several files, or several conditions of one, are compared with the first.
    #[arg(value_name = "FILE", required_unless_present = "mutations")]
    files: Vec<PathBuf>,
    /// Share of each culture that was plated, such as 0.4 or 40%, at least 0.0001 [default: the file's column, else 1].
    #[arg(long, value_name = "SHARE", value_parser = share)]
    plating: Option<f64>,
    /// Cells of a culture when it was plated; gives mutations per division [default: the file's column].
    #[arg(long, value_name = "CELLS")]
    final_cells: Option<f64>,
    /// Growth rate of mutants without selection over that of their parents, 0.05 to 20.
    #[arg(long, value_name = "RATIO", default_value_t = 1.0)]
    mutant_growth: f64,
    /// Draw cultures with so many mutations each, instead of reading a file.
    #[arg(long, value_name = "M", conflicts_with = "files")]
    mutations: Option<f64>,
    /// How many cultures are drawn.
    #[arg(long, value_name = "N", default_value_t = 30, requires = "mutations",
          value_parser = clap::value_parser!(u64).range(1..=MOST_CULTURES))]
    cultures: u64,
    /// Random seed of drawn cultures.
    #[arg(long, value_name = "N", default_value_t = 1, requires = "mutations",
          value_parser = clap::value_parser!(u64).range(0..=i64::MAX as u64))]
    seed: u64,
    /// Drawn cultures as a new CSV file, which this command reads.
    #[arg(long, value_name = "FILE", requires = "mutations")]
    out: Option<PathBuf>,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

/// A share as a number or in percent.
fn share(text: &str) -> Result<f64, String> {
    let (number, of) = text
        .strip_suffix('%')
        .map_or((text, 1.0), |percent| (percent.trim(), 100.0));
    let share = number.parse::<f64>().ok().map(|number| number / of);
    share.ok_or_else(|| "allowed: a share such as 0.4 or 40%".to_owned())
}

pub fn run(args: &FluctuationArgs) -> Result<(), Failure> {
    let plating = Plating {
        plated: args.plating,
        final_cells: args.final_cells,
        growth: args.mutant_growth,
    };
    let Some(mutations) = args.mutations else {
        return backward(args, &plating);
    };
    let drawn = forward(&Wanted {
        mutations,
        cultures: args.cultures,
        plating,
        seed: args.seed,
    })?;
    if let Some(out) = &args.out {
        write_new(out, &drawn_cultures(&drawn))?;
    }
    match args.json {
        true => terminal::print_json(&drawn),
        false => terminal::print(&drawn_text(&drawn)),
    }
}

fn backward(args: &FluctuationArgs, plating: &Plating) -> Result<(), Failure> {
    let files: Vec<(String, String)> = args
        .files
        .iter()
        .map(|path| source::data(path))
        .collect::<Result<_, _>>()?;
    let found = analyse(&files, plating)?;
    found.notes.iter().for_each(|note| terminal::note(note));
    if args.json {
        return terminal::print_json(&found);
    }
    let mut parts: Vec<String> = found.tests.iter().map(text).collect();
    if !found.ratios.is_empty() {
        parts.push(found.ratios.iter().map(|one| ratio(one) + "\n").collect());
    }
    parts.push(format!("{MEANING}\n"));
    terminal::print(&parts.join("\n"))
}
