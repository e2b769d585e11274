//! `escalade kb`: what the knowledge base holds, and where each value comes from.

use super::failure::Failure;
use super::{source, terminal};
use crate::knowledge::{FilterWords, KnowledgeBase, KnowledgeError};
use crate::report::figure;
use crate::scenario;
use crate::words::Columns;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub struct KbArgs {
    #[command(subcommand)]
    command: KbCommand,
}

#[derive(Debug, clap::Subcommand)]
enum KbCommand {
    /// List records.
    List(ListArgs),
    /// Show one record with every value, its certainty and its source.
    Show {
        /// Id, such as `alectinib` or `G1202R`.
        id: String,
        #[command(flatten)]
        out: Out,
    },
    /// Alleles by drugs: how many times more drug each allele needs.
    Matrix {
        /// Gene family, such as `alk`.
        #[arg(long)]
        family: Option<String>,
        /// Simulated IC50s in this line, such as `H3122`, instead of folds.
        #[arg(long)]
        line: Option<String>,
        /// As CSV, one row per allele and drug.
        #[arg(long, conflicts_with = "json")]
        csv: bool,
        /// Also draw it into this file, as SVG.
        #[arg(long, value_name = "FILE")]
        svg: Option<PathBuf>,
        #[command(flatten)]
        out: Out,
    },
    /// Check the data against themselves: every potency in its own assay, every call of the guides.
    Check {
        #[command(flatten)]
        out: Out,
    },
    /// Everything, for other programs.
    Export {
        /// File format.
        #[arg(long, value_enum, default_value = "json")]
        format: Format,
        #[command(flatten)]
        out: Out,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Json,
    Csv,
}

/// What every subcommand takes.
#[derive(Debug, clap::Args)]
struct Out {
    #[command(flatten)]
    knowledge: source::Knowledge,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
struct ListArgs {
    /// Only this gene family, such as `alk`.
    #[arg(long)]
    family: Option<String>,
    /// Only this kind, such as `drug`, `allele`, `bypass`, `niche`, `state`, `line`, `vessel`.
    #[arg(long)]
    kind: Option<String>,
    /// Only this protein region, such as `gatekeeper`.
    #[arg(long)]
    region: Option<String>,
    /// Only records whose least sure value is `measured`, `measured, unchecked`, `made up`, `fitted` or `assumed`.
    #[arg(long)]
    certainty: Option<String>,
    /// Only records with these words in id, region or summary.
    #[arg(long)]
    text: Option<String>,
    #[command(flatten)]
    out: Out,
}

pub fn run(args: &KbArgs) -> Result<(), Failure> {
    match &args.command {
        KbCommand::List(args) => list(&base(&args.out)?, args),
        KbCommand::Show { id, out } => {
            let shown = base(out)?.show(id).map_err(input)?;
            answer(out, &shown)
        }
        KbCommand::Matrix {
            family,
            line,
            csv,
            svg,
            out,
        } => {
            let base = base(out)?;
            let family = match (family, line) {
                (Some(family), _) => family.clone(),
                (None, Some(line)) => base.line(line).map_err(input)?.family.clone().unwrap_or_default(),
                (None, None) => {
                    let names: Vec<&str> = base.data().family.iter().map(|family| family.id.as_str()).collect();
                    return Err(Failure::Input(format!("say which: --family {}", names.join(", "))));
                }
            };
            let matrix = base.matrix(&family, line.as_deref()).map_err(input)?;
            if let Some(path) = svg {
                let drawn = figure::matrix::matrix(&matrix).map_err(|error| Failure::Other(error.to_string()))?;
                crate::session::write_new(path, &drawn)?;
            }
            if *csv {
                return terminal::print(matrix.csv().trim_end());
            }
            answer(out, &matrix)
        }
        KbCommand::Check { out } => {
            let checked = base(out)?.self_check().map_err(input)?;
            answer(out, &checked)
        }
        KbCommand::Export { format, out } => {
            let export = base(out)?.export().map_err(input)?;
            match format {
                Format::Json => terminal::print_json(&export),
                Format::Csv if out.json => Err(Failure::Input("choose one of --format csv and --json".to_owned())),
                Format::Csv => terminal::print(export.csv().trim_end()),
            }
        }
    }
}

/// The built-in knowledge base with the user's overlays.
fn base(out: &Out) -> Result<KnowledgeBase, Failure> {
    let overlays = out.knowledge.overlays()?;
    let base = scenario::with_overlays(&overlays).map_err(input)?;
    if let Some(told) = scenario::warnings::ranges_are_limits(&overlays) {
        terminal::note(&format!("warning: {told}"));
    }
    Ok(base)
}

fn input(error: KnowledgeError) -> Failure {
    Failure::Input(error.in_short())
}

fn answer(out: &Out, told: &(impl serde::Serialize + std::fmt::Display)) -> Result<(), Failure> {
    match out.json {
        true => terminal::print_json(told),
        false => terminal::print(told.to_string().trim_end()),
    }
}

fn list(base: &KnowledgeBase, args: &ListArgs) -> Result<(), Failure> {
    let filter = base.filter(&FilterWords {
        kind: args.kind.as_deref(),
        family: args.family.as_deref(),
        text: args.text.as_deref(),
        region: args.region.as_deref(),
        certainty: args.certainty.as_deref(),
    });
    let rows = base.list(&filter.map_err(|what| Failure::Input(format!("--{what}")))?);
    if args.out.json {
        return terminal::print_json(&rows);
    }
    if rows.is_empty() {
        return terminal::print("no record is all of that");
    }
    let mut table = Columns::left();
    table.row(["id", "kind", "family", "region", "certainty", "summary"]);
    for row in rows {
        let certainty = row.certainty.map_or(String::new(), |certainty| certainty.to_string());
        table.row([row.id, row.kind, row.family, row.region, certainty, row.summary]);
    }
    terminal::print(&table.text())
}
