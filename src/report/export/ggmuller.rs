//! Edges and populations for ggmuller's `get_Muller_df`.

use super::lineages::{Lineage, lineages};
use crate::engine::record::FlaskTrace;
use crate::statistics::profile::class_word;
use crate::tables::{Description, Kind, Rows, Table};

struct Edges;

impl Rows for Edges {
    /// Parent and descendant.
    type Row<'a> = (u32, u32);
}

struct Populations;

impl Rows for Populations {
    /// Day, lineage, cells.
    type Row<'a> = (f64, u32, u64);
}

struct Identities;

impl Rows for Identities {
    type Row<'a> = &'a Lineage<'a>;
}

fn edges() -> Table<Edges> {
    Table::<Edges>::new("ggmuller_edges.csv", "lineage of the flask but the founding clone")
        .column("Parent", Kind::Integer, "lineage that it came from", |row| row.0.into())
        .column("Identity", Kind::Integer, "the lineage, as in lineages.csv", |row| {
            row.1.into()
        })
}

fn populations() -> Table<Populations> {
    Table::<Populations>::new("ggmuller_populations.csv", "day and lineage of the flask")
        .column("Generation", Kind::Day, "the day", |row| row.0.into())
        .column("Identity", Kind::Integer, "the lineage", |row| row.1.into())
        .column("Population", Kind::Cells, "its living cells", |row| row.2.into())
}

fn identities() -> Table<Identities> {
    Table::<Identities>::new("ggmuller_identities.csv", "lineage of the flask")
        .column("Identity", Kind::Integer, "the lineage", |row| row.lineage.into())
        .column(
            "Mechanism",
            Kind::Text,
            "its heritable alterations; `none`: unaltered",
            |row| (&row.mechanism.label).into(),
        )
        .column("Class", Kind::Text, "as in mechanisms.csv", |row| {
            class_word(row.mechanism.class).into()
        })
}

pub fn descriptions() -> Vec<Description> {
    let told = (edges(), populations(), identities());
    vec![
        told.0.description().clone(),
        told.1.description().clone(),
        told.2.description().clone(),
    ]
}

pub fn tables(trace: &FlaskTrace) -> (Vec<Description>, Vec<String>) {
    let all = lineages(trace);
    let parent = |clone: &Lineage| clone.parent.map(|parent| (all[parent].lineage, clone.lineage));
    let cells = trace.days.iter().enumerate().flat_map(|(i, &day)| {
        let clones = all.iter();
        clones.map(move |clone| (day, clone.lineage, clone.cells.get(i).copied().unwrap_or(0)))
    });
    let texts = vec![
        edges().text(all.iter().filter_map(parent)),
        populations().text(cells),
        identities().text(all.iter()),
    ];
    (descriptions(), texts)
}
