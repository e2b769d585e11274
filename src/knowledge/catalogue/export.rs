//! The whole knowledge base for other programs: every record with every value and its source.

use super::show::{Shown, ShownValue};
use crate::knowledge::base::KnowledgeBase;
use crate::knowledge::error::KnowledgeError;
use crate::knowledge::validate::record_ids;
use crate::tables::{Description, Kind, Rows, Table};
use serde::Serialize;

/// Everything, in the order of the data.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Export {
    /// SHA-256 of the data.
    pub fingerprint: String,
    /// Every record in full.
    pub records: Vec<Shown>,
}

impl KnowledgeBase {
    /// Every record in full.
    ///
    /// # Errors
    /// See [`Self::show`].
    pub fn export(&self) -> Result<Export, KnowledgeError> {
        let ids = record_ids(self.data());
        Ok(Export {
            fingerprint: self.fingerprint(),
            records: ids.into_iter().map(|id| self.show(id)).collect::<Result<_, _>>()?,
        })
    }
}

/// Rows of the export: a record and one of its values.
struct Values;

impl Rows for Values {
    type Row<'a> = (&'a Shown, &'a ShownValue);
}

fn values() -> Table<Values> {
    Table::<Values>::new(
        "knowledge.csv",
        "value of a record (what `kb export --format csv` prints)",
    )
    .column("id", Kind::Text, "identifier of the record", |(record, _)| {
        (&record.row.id).into()
    })
    .column("kind", Kind::Text, "what the record is", |(record, _)| {
        (&record.row.kind).into()
    })
    .column("family", Kind::Text, "its family", |(record, _)| {
        (&record.row.family).into()
    })
    .missing("it is of no family")
    .column("region", Kind::Text, "protein region of an allele", |(record, _)| {
        (&record.row.region).into()
    })
    .missing("no allele")
    .column("what", Kind::Text, "what the value is", |(_, value)| {
        (&value.what).into()
    })
    .column("value", Kind::Text, "with its unit", |(_, value)| (&value.value).into())
    .column(
        "range",
        Kind::Text,
        "over which it may lie, with its unit",
        |(_, value)| value.range.as_ref().into(),
    )
    .missing("no range is known")
    .column("certainty", Kind::Text, "how surely it is known", |(_, value)| {
        value.certainty.words().into()
    })
    .column(
        "source",
        Kind::Text,
        "citation, or the reason why it was assumed",
        |(_, value)| (&value.source).into(),
    )
}

/// What [`Export::csv`] holds.
pub fn export_description() -> Description {
    values().description().clone()
}

impl Export {
    /// One row per value.
    pub fn csv(&self) -> String {
        let rows = self.records.iter();
        values().text(rows.flat_map(|record| record.values.iter().map(move |value| (record, value))))
    }
}
