//! `escalade new`: templates to fill in.

use super::failure::Failure;
use super::{source, terminal};
use crate::knowledge;
use crate::scenario::template;
use crate::session::write_new;
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
pub struct NewArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// A knowledge overlay with your own compound, for --kb.
    Drug(Out),
    /// A knowledge overlay with your own cell line, for --kb.
    Line(Out),
    /// A knowledge overlay with your own variant of a driver, for --kb.
    Allele(Out),
    /// A knowledge overlay with your own way round a driver, for --kb.
    Bypass(Out),
    /// A knowledge overlay with every kind of record, each key explained, for --kb.
    Overlay(Out),
    /// A scenario with a [plan]: goal, limits and choices, each key explained, for `escalade plan`.
    Plan(Out),
    /// A scenario of a line under a rising dose of a drug.
    Scenario {
        /// Cell line, such as H3122.
        #[arg(long, value_name = "LINE", default_value = "H3122")]
        line: String,
        /// Drug, such as alectinib.
        #[arg(long, value_name = "DRUG", default_value = "alectinib")]
        drug: String,
        /// File to write [default: the terminal]; never overwritten.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        #[command(flatten)]
        knowledge: source::Knowledge,
    },
}

#[derive(Debug, clap::Args)]
struct Out {
    /// File to write [default: the terminal]; never overwritten.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub fn run(args: &NewArgs) -> Result<(), Failure> {
    match &args.what {
        What::Drug(out) => overlay("drug", out),
        What::Line(out) => overlay("line", out),
        What::Allele(out) => overlay("allele", out),
        What::Bypass(out) => overlay("bypass", out),
        What::Overlay(out) => overlay("overlay", out),
        What::Plan(Out { out }) => written(out.as_deref(), crate::scenario::plan::TEMPLATE, "escalade plan"),
        What::Scenario {
            line,
            drug,
            out,
            knowledge,
        } => {
            let text = template::write(line, drug, &knowledge.overlays()?).map_err(Failure::Input)?;
            written(out.as_deref(), &text, "escalade explain")
        }
    }
}

fn overlay(name: &str, Out { out }: &Out) -> Result<(), Failure> {
    let text = knowledge::template::overlay(name).unwrap_or_default();
    written(out.as_deref(), &text, "escalade kb check --kb")
}

/// Prints a template, or writes it into a new file and says what comes next.
fn written(out: Option<&Path>, text: &str, next: &str) -> Result<(), Failure> {
    let Some(path) = out else {
        return terminal::print(text.trim_end());
    };
    write_new(path, text)?;
    terminal::print(&format!("wrote {0}; fill it in, then `{next} {0}`", path.display()))
}
