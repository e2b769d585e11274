//! Filters of listings from words as people type them.

use super::list::{Filter, ListRow};
use crate::document::nearest;
use crate::knowledge::base::KnowledgeBase;
use crate::knowledge::certainty::Certainty;

/// What to list, as it is typed; `None` lists all. See [`Filter`].
#[derive(Debug, Clone, Copy, Default)]
pub struct FilterWords<'a> {
    /// Kind of record.
    pub kind: Option<&'a str>,
    /// Id of a family.
    pub family: Option<&'a str>,
    /// Words that id, region or summary must contain, in any case.
    pub text: Option<&'a str>,
    /// Protein region of an allele.
    pub region: Option<&'a str>,
    /// The least sure of the record's values.
    pub certainty: Option<&'a str>,
}

impl KnowledgeBase {
    /// The filter of some words, spelled as the records spell them; letter case does not matter.
    ///
    /// # Errors
    /// No record has such a value: `family "alc" matches no record`, and what is near or allowed on a line below.
    pub fn filter(&self, words: &FilterWords) -> Result<Filter, String> {
        let rows = self.list(&Filter::default());
        let of = |column: fn(&ListRow) -> &String| rows.iter().map(move |row| column(row).as_str());
        let families = rows.iter().flat_map(|row| &row.families).map(String::as_str);
        let certainties = rows.iter().filter_map(|row| row.certainty).map(Certainty::words);
        let certainty = spelled("certainty", words.certainty, certainties)?;
        Ok(Filter {
            family: spelled("family", words.family, families)?,
            kind: spelled("kind", words.kind, of(|row| &row.kind))?,
            region: spelled("region", words.region, of(|row| &row.region))?,
            certainty: certainty.and_then(|words| words.parse().ok()),
            text: words.text.map(str::to_owned),
        })
    }
}

/// A word as one of these names has it.
fn spelled<'a>(what: &str, word: Option<&str>, names: impl Iterator<Item = &'a str>) -> Result<Option<String>, String> {
    let Some(word) = word else { return Ok(None) };
    let mut known: Vec<&str> = names.filter(|name| !name.is_empty()).collect();
    known.sort_unstable();
    known.dedup();
    match known.iter().find(|name| name.eq_ignore_ascii_case(word)) {
        Some(name) => Ok(Some((*name).to_owned())),
        None => Err(format!(
            "{what} \"{word}\" matches no record\n  {}",
            nearest(word, &known)
        )),
    }
}
