//! A row for every record.

use super::list::ListRow;
use crate::knowledge::base::KnowledgeBase;
use crate::knowledge::schema::Family;

impl KnowledgeBase {
    /// Rows of all records, in the order of the data.
    pub(super) fn rows(&self) -> Vec<ListRow> {
        let mut rows = self.bare_rows();
        for row in &mut rows {
            row.certainty = self.certainty_of(&row.id);
        }
        rows
    }

    /// Rows without their certainty.
    pub(super) fn bare_rows(&self) -> Vec<ListRow> {
        let data = self.data();
        let mut rows = Vec::new();
        let mut add = |id: &str, kind: &str, family: &str, region: &str, summary: &str| {
            rows.push(ListRow {
                id: id.to_owned(),
                kind: kind.to_owned(),
                family: family.to_owned(),
                region: region.to_owned(),
                summary: summary.to_owned(),
                certainty: None,
            });
        };
        for record in &data.line {
            let kind = if record.assay_only { "assay system" } else { "line" };
            add(
                &record.id,
                kind,
                record.family.as_deref().unwrap_or(""),
                "",
                &record.summary,
            );
        }
        for record in &data.drug {
            add(
                &record.id,
                "drug",
                record.family.as_deref().unwrap_or(""),
                "",
                &record.summary,
            );
        }
        for record in &data.family {
            add(&record.id, "family", &record.id, "", &record.name);
        }
        for record in &data.allele {
            add(&record.id, "allele", &record.family, &record.region, &record.summary);
        }
        for record in &data.compound {
            add(&record.id, "compound", &record.family, "", &record.summary);
        }
        for record in &data.family {
            add(
                &record.amplification.id,
                "amplification",
                &record.id,
                "",
                &record.amplification.summary,
            );
        }
        let families = |of: &dyn Fn(&Family) -> bool| {
            let families: Vec<&str> = data.family.iter().filter(|f| of(f)).map(|f| f.id.as_str()).collect();
            families.join(", ")
        };
        for record in &data.bypass {
            add(
                &record.id,
                "bypass",
                &families(&|f| record.goes_round(f)),
                "",
                &record.summary,
            );
        }
        for record in &data.niche {
            add(&record.id, "niche", &record.families.join(", "), "", &record.summary);
        }
        for record in &data.state {
            add(
                &record.id,
                "state",
                &families(&|f| f.states.contains(&record.id)),
                "",
                &record.summary,
            );
        }
        for record in &data.source {
            add(&record.id, "source", "", "", &record.name);
        }
        for record in &data.node {
            add(&record.id, "node", "", "", &record.name);
        }
        for record in &data.vessel {
            add(&record.id, "vessel", "", "", &record.name);
        }
        for record in &data.spectrum {
            add(&record.id, "spectrum", "", "", &record.summary);
        }
        for record in &data.mutagen {
            add(&record.id, "mutagen", "", "", &record.summary);
        }
        for record in &data.observation {
            add(&record.id, "observation", "", "", &record.text);
        }
        rows
    }
}
