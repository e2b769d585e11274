//! Tables and what is told of them: the page, the dictionary, the names of columns.

use escalade::knowledge::catalogue::export_description;
use escalade::knowledge::catalogue::matrix_description;
use escalade::report::table::{Group, groups};
use escalade::tables::{columns, markdown};
use escalade::verify::{csv_description, proofs_description};
use std::path::Path;

/// The documented page.
const PAGE: &str = "scenarios/TABLES.md";
/// Set, the page is written anew.
const REWRITE: &str = "ESCALADE_WRITE_TABLES";

const HEAD: &str = "# Tables

Every table that Escalade writes. The folder of a run, comparison, sweep, plan, tornado, fit, validation, batch, diagnosis or export
also holds `columns.csv`, which tells the same of the tables beside it, so that a program need not read this page; an assay, which
may be written into the folder of a run, tells it in `<assay>_columns.csv`, with the same columns.

Files are comma-separated (RFC 4180) with a header; rows end with a line feed. Days count from seeding, shares run from
0 to 1, flags are 0 or 1, doses are nM. What is unknown or does not apply is empty. Numbers read back to the same bits.
`replicate` counts flasks from 0, as JSON does; what people read counts them from 1. Columns in angle brackets are
families: one per type, state, drug, key, value, class or protocol, or per what a batch collects.

This page is generated: `ESCALADE_WRITE_TABLES=1 cargo test --test tables` writes it anew.
";

fn all() -> Vec<Group> {
    let mut groups = groups();
    groups.push(Group {
        title: "The knowledge base",
        tables: vec![export_description(), matrix_description()],
    });
    groups.push(Group {
        title: "The theory suite",
        tables: vec![csv_description(), proofs_description()],
    });
    groups.push(Group {
        title: "Beside the tables of a folder",
        tables: vec![columns().description().clone()],
    });
    groups
}

#[test]
fn the_page_tells_of_every_table() {
    let mut page = HEAD.to_owned();
    for group in all() {
        page += &format!("\n## {}\n\n{}", group.title, markdown(&group.tables).trim_end());
        page.push('\n');
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE);
    if std::env::var_os(REWRITE).is_some() {
        std::fs::write(&path, &page).expect("a page that can be written");
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == page,
        "{PAGE} is stale: {REWRITE}=1 cargo test --test tables writes it anew"
    );
}

#[test]
fn columns_are_tidy_and_documented() {
    for group in all() {
        for table in &group.tables {
            let mut names: Vec<&str> = table.columns.iter().map(|column| column.name.as_ref()).collect();
            for column in &table.columns {
                let place = format!("{}: {}", table.name, column.name);
                let tidy = |c: char| c.is_ascii_alphanumeric() || "_<>".contains(c);
                assert!(column.name.chars().all(tidy), "{place}");
                assert!(
                    !column.meaning.is_empty() && !column.meaning.contains(['|', '\n']),
                    "{place}"
                );
            }
            names.sort_unstable();
            names.dedup();
            assert_eq!(
                names.len(),
                table.columns.len(),
                "{}: columns of the same name",
                table.name
            );
        }
    }
}
