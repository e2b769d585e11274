//! `escalade new`: templates to fill in.

use super::{Failure, terminal};
use std::io::Write;
use std::path::PathBuf;

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
}

pub fn run(args: &NewArgs) -> Result<(), Failure> {
    let What::Drug { out } = &args.what;
    let Some(path) = out else {
        return terminal::print(DRUG.trim_end());
    };
    let refused = |error: std::io::Error| {
        let why = match error.kind() {
            std::io::ErrorKind::AlreadyExists => "is there already; choose another file with --out".to_owned(),
            _ => format!("cannot be written: {error}"),
        };
        Failure::Input(format!("{}: {why}", path.display()))
    };
    let mut file = std::fs::File::create_new(path).map_err(refused)?;
    file.write_all(DRUG.as_bytes()).map_err(refused)?;
    terminal::print(&format!(
        "wrote {0}; fill it in, then `escalade kb check --kb {0}`",
        path.display()
    ))
}
