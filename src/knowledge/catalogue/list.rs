//! Listings of the knowledge base.

use crate::knowledge::base::KnowledgeBase;
use crate::knowledge::certainty::Certainty;
use serde::{Serialize, Serializer};

/// What to list; `None` lists all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// "line", "drug", "allele", "compound", "amplification", "bypass", "state", "vessel", ...
    pub kind: Option<String>,
    /// Id of a family.
    pub family: Option<String>,
    /// Words that id, region or summary must contain, in any case.
    pub text: Option<String>,
    /// Protein region of an allele.
    pub region: Option<String>,
    /// The least sure of the record's values.
    pub certainty: Option<Certainty>,
}

/// One record in a listing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListRow {
    /// Id of the record.
    pub id: String,
    /// Kind of record, as in [`Filter::kind`].
    pub kind: String,
    /// Families that it belongs to, with commas, as tables have them; empty where it belongs to none.
    pub family: String,
    /// The same, each by itself.
    #[serde(skip)]
    pub families: Vec<String>,
    /// Protein region of an allele, else empty.
    pub region: String,
    /// What it is, in a sentence.
    pub summary: String,
    /// The least sure of its values; `None` for a record without any.
    #[serde(serialize_with = "words")]
    pub certainty: Option<Certainty>,
}

/// Files have no certainty as an empty text.
fn words<S: Serializer>(certainty: &Option<Certainty>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(certainty.map_or("", Certainty::words))
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
                    .is_none_or(|family| row.families.contains(family))
                && filter.region.as_ref().is_none_or(|region| *region == row.region)
                && filter
                    .certainty
                    .is_none_or(|certainty| row.certainty == Some(certainty))
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
}
