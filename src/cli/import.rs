//! `escalade import`: the laboratory's own numbers into an overlay.

use super::failure::Failure;
use super::{source, terminal};
use crate::ensemble::folder::NewFile;
use crate::report::import::{Told, page, text};
use crate::session::SessionError;
use crate::session::import::{Asked, DataFile, import};
use std::io::Write;
use std::path::PathBuf;

/// What the formats of files are.
const FORMATS: &str = "FILES are CSV with a header line, units in the header and decimal points; the kind is told by the columns:
  IC50 table   allele,alectinib_nM,lorlatinib_nM     \"> 10000\" and \"<1\" are bounds, empty cells were not measured;
               or allele,drug,ic50_nM[,low_nM,high_nM,slope,hours,line]
  plates       drug,dose_nM,signal[,plate,well,hours,allele,line]     control wells have dose 0
  counts       flask,day,cells[,passage]     growth without drug: the doubling time of --line
With --layout the first file is a plate as the reader exports it (a row 1 to 12 or 24, then rows A, B, C... of signals; several
plates one below the other), and LAYOUT a table well,drug,dose_nM[,allele,line,hours,plate]; wells not in it are left out.

Examples:
  escalade import ic50_table.csv --line baf3-eml4-alk-v1 --out lab.toml
  escalade import plates.csv counts.csv --line H3122 --out lab.toml --page lab.html
  escalade run scenario.toml --kb lab.toml";

#[derive(Debug, clap::Args)]
#[command(after_help = FORMATS)]
pub struct ImportArgs {
    /// Files of the laboratory: IC50 tables, plates, growth counts.
    #[arg(value_name = "FILE", required = true)]
    data: Vec<PathBuf>,
    /// What is in each well of the first file, which is a plate as the reader exports it.
    #[arg(long, value_name = "FILE")]
    layout: Option<PathBuf>,
    /// Line or assay system in which the numbers were read, where the files do not say so.
    #[arg(long, value_name = "LINE")]
    line: Option<String>,
    /// The overlay, a new file [default: standard output].
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// A page with the fits, a new file.
    #[arg(long, value_name = "FILE")]
    page: Option<PathBuf>,
    /// The curves alone as SVG, a new file.
    #[arg(long, value_name = "FILE")]
    figure: Option<PathBuf>,
    /// Begins the ids of the records.
    #[arg(long, value_name = "NAME", default_value = "my-lab")]
    id: String,
    /// Where the numbers come from, such as notebook and date [default: the names of the files].
    #[arg(long, value_name = "TEXT")]
    citation: Option<String>,
    /// The numbers are made up, and are marked so.
    #[arg(long)]
    made_up: bool,
    /// Where several sources have a number, the lowest rank gives it; those of the knowledge base have 1 to 99.
    #[arg(long, value_name = "N", default_value_t = 0)]
    rank: u32,
    /// Length of assays that do not state it [default: 72].
    #[arg(long, value_name = "HOURS")]
    hours: Option<f64>,
    /// Which condition is imported, of files with several.
    #[arg(long, value_name = "NAME")]
    condition: Option<String>,
    /// Print potencies, doubling times and the overlay as JSON instead of words.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    knowledge: source::Knowledge,
}

pub fn run(args: &ImportArgs) -> Result<(), Failure> {
    let read = |path: &PathBuf| {
        let (name, text) = source::data(path)?;
        Ok::<_, Failure>(DataFile { name, text })
    };
    let files: Vec<DataFile> = args.data.iter().map(read).collect::<Result<_, _>>()?;
    let layout = args.layout.as_ref().map(read).transpose()?;
    let asked = Asked {
        line: args.line.clone(),
        id: args.id.clone(),
        citation: args.citation.clone(),
        made_up: args.made_up,
        rank: args.rank,
        hours: args.hours,
        condition: args.condition.clone(),
    };
    let imported = import(&files, layout.as_ref(), &args.knowledge.overlays()?, &asked)?;
    let drawn = imported.shown.drawn().map_err(SessionError::failed)?;
    let mut parts: Vec<(&PathBuf, String)> = Vec::new();
    if let Some(path) = &args.out {
        parts.push((path, imported.overlay.clone()));
    }
    if let Some(path) = &args.page {
        parts.push((path, page(&imported.shown, &drawn, env!("CARGO_PKG_VERSION"))));
    }
    if let (Some(path), Some(svg)) = (&args.figure, &drawn.curves) {
        parts.push((path, svg.clone()));
    }
    write_all(&parts)?;
    if args.json {
        return terminal::print_json(&Told::of(&imported.shown, &imported.overlay));
    }
    let told = text(&imported.shown);
    match &args.out {
        Some(path) => terminal::print(&format!("{told}\nOverlay: {}", path.display())),
        None => {
            terminal::note(&told);
            terminal::print(&imported.overlay)
        }
    }
}

/// New files, all of them or none.
fn write_all(parts: &[(&PathBuf, String)]) -> Result<(), Failure> {
    let mut files = Vec::new();
    for (path, content) in parts {
        let mut file = NewFile::create(path).map_err(SessionError::request)?;
        file.write_all(content.as_bytes())?;
        files.push(file);
    }
    files
        .into_iter()
        .try_for_each(|file| Ok(file.publish().map_err(SessionError::request)?))
}
