//! `escalade new`: templates to fill in.

use super::failure::Failure;
use super::{source, terminal};
use crate::scenario::template;
use crate::session::write_new;
use std::path::{Path, PathBuf};

const DRUG: &str = include_str!("templates/drug.toml");

#[derive(Debug, clap::Args)]
pub struct NewArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// A knowledge overlay with your own compound, for --kb.
    Drug {
        /// File to write [default: the terminal]; never overwritten.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
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

pub fn run(args: &NewArgs) -> Result<(), Failure> {
    match &args.what {
        What::Drug { out } => written(out.as_deref(), DRUG, "escalade kb check --kb"),
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

/// Prints a template, or writes it into a new file and says what comes next.
fn written(out: Option<&Path>, text: &str, next: &str) -> Result<(), Failure> {
    let Some(path) = out else {
        return terminal::print(text.trim_end());
    };
    write_new(path, text)?;
    terminal::print(&format!("wrote {0}; fill it in, then `{next} {0}`", path.display()))
}
