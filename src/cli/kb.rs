//! `escalade kb`: what the knowledge base holds, and where each value comes from.

use super::{Failure, terminal};
use crate::knowledge::KnowledgeBase;
use crate::knowledge::list::{Filter, ListRow};
use crate::scenario::error::nearest;

#[derive(Debug, clap::Subcommand)]
pub enum KbCommand {
    /// List records.
    List(ListArgs),
    /// Show one record with every value, its certainty and its source.
    Show {
        /// Id, such as `alectinib` or `G1202R`.
        id: String,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, clap::Args)]
pub struct ListArgs {
    /// Only this gene family, such as `alk`.
    #[arg(long)]
    family: Option<String>,
    /// Only this kind, such as `drug`, `allele`, `bypass`, `state`, `line`, `vessel`.
    #[arg(long)]
    kind: Option<String>,
    /// Only this protein region, such as `gatekeeper`.
    #[arg(long)]
    region: Option<String>,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

pub fn run(command: &KbCommand) -> Result<(), Failure> {
    let base = KnowledgeBase::builtin().map_err(|error| Failure::Other(error.to_string()))?;
    match command {
        KbCommand::List(args) => list(&base, args),
        KbCommand::Show { id, json } => {
            let shown = base.show(id).map_err(|error| Failure::Input(error.to_string()))?;
            match json {
                true => terminal::print_json(&shown),
                false => terminal::print(&shown.to_string()),
            }
        }
    }
}

fn list(base: &KnowledgeBase, args: &ListArgs) -> Result<(), Failure> {
    let all = base.list(&Filter::default());
    let family = matching("--family", args.family.as_deref(), &all, |row| &row.family)?;
    let kind = matching("--kind", args.kind.as_deref(), &all, |row| &row.kind)?;
    let region = matching("--region", args.region.as_deref(), &all, |row| &row.region)?;
    let mut rows = base.list(&Filter {
        family,
        kind,
        text: None,
    });
    rows.retain(|row| region.as_ref().is_none_or(|region| *region == row.region));
    if args.json {
        return terminal::print_json(&rows);
    }
    if rows.is_empty() {
        return terminal::print("no record is all of that");
    }
    let mut table = vec![["id", "kind", "family", "region", "certainty", "summary"].map(str::to_owned)];
    for row in rows {
        table.push([row.id, row.kind, row.family, row.region, row.certainty, row.summary]);
    }
    terminal::print(&terminal::left_table(&table))
}

/// The value of a filter as the records spell it; letter case does not matter.
fn matching(
    flag: &str,
    wanted: Option<&str>,
    rows: &[ListRow],
    of: impl Fn(&ListRow) -> &String,
) -> Result<Option<String>, Failure> {
    let Some(wanted) = wanted else { return Ok(None) };
    let mut known: Vec<&str> = rows
        .iter()
        .map(|row| of(row).as_str())
        .filter(|name| !name.is_empty())
        .collect();
    known.sort_unstable();
    known.dedup();
    match known.iter().find(|name| name.eq_ignore_ascii_case(wanted)) {
        Some(name) => Ok(Some((*name).to_owned())),
        None => Err(Failure::Input(format!(
            "{flag} \"{wanted}\" matches no record\n  {}",
            nearest(wanted, &known)
        ))),
    }
}
