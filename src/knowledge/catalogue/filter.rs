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
        let of = |what: &str, word: Option<&str>, column: fn(&ListRow) -> &String| {
            // A record may name several.
            let names = rows.iter().flat_map(|row| column(row).split(", "));
            word.map(|word| spelled(what, word, names)).transpose()
        };
        Ok(Filter {
            family: of("family", words.family, |row| &row.family)?,
            kind: of("kind", words.kind, |row| &row.kind)?,
            region: of("region", words.region, |row| &row.region)?,
            certainty: words
                .certainty
                .map(|word| certainty(word, &rows))
                .transpose()?
                .flatten(),
            text: words.text.map(str::to_owned),
        })
    }
}

fn certainty(word: &str, rows: &[ListRow]) -> Result<Option<Certainty>, String> {
    let held = rows.iter().filter_map(|row| row.certainty);
    let words = spelled("certainty", word, held.map(Certainty::words))?;
    Ok(words.parse().ok())
}

/// A word as one of the names spells it.
fn spelled<'a>(what: &str, word: &str, names: impl Iterator<Item = &'a str>) -> Result<String, String> {
    let mut known: Vec<&str> = names.filter(|name| !name.is_empty()).collect();
    known.sort_unstable();
    known.dedup();
    match known.iter().find(|name| name.eq_ignore_ascii_case(word)) {
        Some(name) => Ok((*name).to_owned()),
        None => Err(format!(
            "{what} \"{word}\" matches no record\n  {}",
            nearest(word, &known)
        )),
    }
}
