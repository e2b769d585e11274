//! Listings of the knowledge base.

use super::KnowledgeBase;
use super::schema::Family;
use super::values;
use serde::Serialize;

/// What to list; `None` lists all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// "line", "drug", "allele", "compound", "amplification", "bypass", "state", "vessel", ...
    pub kind: Option<String>,
    pub family: Option<String>,
    /// Words that id, region or summary must contain, in any case.
    pub text: Option<String>,
    pub region: Option<String>,
    /// The least sure of the record's values, such as "assumed".
    pub certainty: Option<String>,
}

/// One record in a listing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListRow {
    pub id: String,
    pub kind: String,
    pub family: String,
    /// Protein region of an allele, else empty.
    pub region: String,
    pub summary: String,
    /// The least sure of its values.
    pub certainty: String,
}

impl KnowledgeBase {
    /// Rows of the records that pass the filter, in the order of the data.
    pub fn list(&self, filter: &Filter) -> Vec<ListRow> {
        let words = filter.text.as_ref().map(|text| text.to_lowercase());
        let mut rows = self.rows();
        rows.retain(|row| {
            let told = format!("{} {} {}", row.id, row.region, row.summary).to_lowercase();
            filter.kind.as_ref().is_none_or(|kind| *kind == row.kind)
                && filter
                    .family
                    .as_ref()
                    .is_none_or(|family| row.family.split(", ").any(|one| one == family))
                && filter.region.as_ref().is_none_or(|region| *region == row.region)
                && filter
                    .certainty
                    .as_ref()
                    .is_none_or(|certainty| *certainty == row.certainty)
                && words.as_ref().is_none_or(|words| told.contains(words.as_str()))
        });
        rows
    }

    /// Everything that can make a cell resistant: alleles, compounds, amplifications, bypasses, states.
    pub fn alterations(&self) -> Vec<ListRow> {
        let kinds = ["allele", "compound", "amplification", "bypass", "state"];
        self.rows()
            .into_iter()
            .filter(|row| kinds.contains(&row.kind.as_str()))
            .collect()
    }

    pub(super) fn rows(&self) -> Vec<ListRow> {
        let values = values::all(self.data());
        let mut rows = self.bare_rows();
        for row in &mut rows {
            row.certainty = self.certainty_of(&row.id, &values);
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
                certainty: String::new(),
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
        let family_of = |listed: fn(&Family) -> &Vec<String>, id: &String| {
            let families: Vec<&str> = data
                .family
                .iter()
                .filter(|f| listed(f).contains(id))
                .map(|f| f.id.as_str())
                .collect();
            families.join(", ")
        };
        for record in &data.bypass {
            add(
                &record.id,
                "bypass",
                &family_of(|f| &f.bypasses, &record.id),
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
                &family_of(|f| &f.states, &record.id),
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
