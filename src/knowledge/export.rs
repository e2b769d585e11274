//! The whole knowledge base for other programs: every record with every value and its source.

use super::KnowledgeBase;
use super::error::KnowledgeError;
use super::show::Shown;
use serde::Serialize;

/// Everything, in the order of the data.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Export {
    pub fingerprint: String,
    pub records: Vec<Shown>,
}

impl KnowledgeBase {
    /// Every record in full.
    pub fn export(&self) -> Result<Export, KnowledgeError> {
        let ids = super::validate::record_ids(self.data());
        Ok(Export {
            fingerprint: self.fingerprint(),
            records: ids.into_iter().map(|id| self.show(id)).collect::<Result<_, _>>()?,
        })
    }
}

impl Export {
    /// One row per value: id, kind, family, region, what, value, range, certainty, source.
    pub fn csv(&self) -> Result<String, csv::Error> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record([
            "id",
            "kind",
            "family",
            "region",
            "what",
            "value",
            "range",
            "certainty",
            "source",
        ])?;
        for record in &self.records {
            let row = &record.row;
            for value in &record.values {
                let range = value.range.as_deref().unwrap_or("");
                writer.write_record([
                    &row.id,
                    &row.kind,
                    &row.family,
                    &row.region,
                    &value.what,
                    &value.value,
                    range,
                    &value.certainty,
                    &value.source,
                ])?;
            }
        }
        let bytes = writer
            .into_inner()
            .map_err(|error| csv::Error::from(error.into_error()))?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}
