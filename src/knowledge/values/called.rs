//! What a value that no record holds by itself is called: a number of a study table, or one that a rule gives.

use crate::knowledge::base::KnowledgeBase;
use crate::knowledge::schema::DrugRecord;

/// How study tables name the unaltered driver.
const UNALTERED: &str = "WT";

impl KnowledgeBase {
    /// Such a value in words: "IC50 of alectinib on H3122 with G1202R". `None` where the key is of another kind.
    pub fn derived_words(&self, key: &str) -> Option<String> {
        let data = self.data();
        let drug = |id: &str| -> Option<&DrugRecord> { data.drug.iter().find(|drug| drug.id == id) };
        let line = |id: &str| {
            data.line
                .iter()
                .find(|line| line.id == id)
                .map_or(id.to_owned(), |line| line.name.clone())
        };
        match key.split('/').collect::<Vec<_>>().as_slice() {
            ["fold", allele, of] => Some(format!("shift of {} by {allele}", drug(of)?.name)),
            ["potency", on, of] => Some(format!("potency of {} on {}", drug(of)?.name, line(on))),
            [study, allele, of] => {
                let study = data.study.iter().find(|one| one.id == *study)?;
                let with = match *allele {
                    UNALTERED => String::new(),
                    allele => format!(" with {allele}"),
                };
                Some(format!("IC50 of {} on {}{with}", drug(of)?.name, line(&study.system)))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_studies_are_called_by_drug_and_line() {
        let base = KnowledgeBase::builtin().expect("the built-in records are valid");
        let called = |key| base.derived_words(key);
        assert_eq!(
            called("dhawan-2017-h3122/WT/alectinib").as_deref(),
            Some("IC50 of alectinib on NCI-H3122")
        );
        assert_eq!(
            called("fold/ALK-G1202R/alectinib").as_deref(),
            Some("shift of alectinib by ALK-G1202R")
        );
        assert_eq!(called("H3122/doubling"), None);
    }
}
