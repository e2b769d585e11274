//! Values that no record holds by itself: numbers of study tables, and those that a rule gives where they are used.

use crate::knowledge::schema::{Domain, DrugRecord, File, Reads, WILD_TYPE};

/// Which numbers they may be.
pub const DOMAIN: Domain = Domain::Positive;

/// Whether a key is that of such a value.
pub fn is_derived(data: &File, key: &str) -> bool {
    let drug = |id: &str| data.drug.iter().any(|drug| drug.id == id);
    match key.split('/').collect::<Vec<_>>().as_slice() {
        ["fold", allele, to] => {
            let one = data.allele.iter().any(|a| a.id == *allele);
            let names = allele.split('+').all(|part| data.allele.iter().any(|a| a.name == part));
            drug(to) && (one || names)
        }
        ["potency", line, of] => drug(of) && data.line.iter().any(|l| l.id == *line),
        [study, label, of] => {
            let mut studies = data.study.iter().filter(|s| s.id == *study);
            drug(of) && studies.any(|s| s.dose(label, of).is_some() || s.bound(label, of).is_some())
        }
        [id, "paths"] => data.allele.iter().any(|a| a.id == *id) || data.bypass.iter().any(|b| b.id == *id),
        _ => false,
    }
}

/// What such a value is measured in.
pub fn reads(key: &str) -> Reads {
    match key.starts_with("fold/") || key.ends_with("/paths") {
        true => Reads::Bare,
        false => Reads::Dose,
    }
}

/// Such a value in words: "IC50 of alectinib on H3122 with G1202R". `None` where the key is of another kind.
pub fn words(data: &File, key: &str) -> Option<String> {
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
                WILD_TYPE => String::new(),
                allele => format!(" with {allele}"),
            };
            Some(format!("IC50 of {} on {}{with}", drug(of)?.name, line(&study.system)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::knowledge::KnowledgeBase;

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
