//! One value moved at a time: every key that an answer leans on can be set.

use escalade::knowledge::{Conditions, KnowledgeBase, NicheLevel};
use std::collections::BTreeSet;

/// Line, drugs, and niche factors with their levels.
type Case = (&'static str, &'static [&'static str], &'static [(&'static str, f64)]);

const CASES: [Case; 6] = [
    ("H3122", &["alectinib"], &[]),
    (
        "H3122",
        &["lorlatinib", "bemcentinib", "trametinib"],
        &[("fibroblasts", 1.0)],
    ),
    ("KM12", &["larotrectinib", "selitrectinib", "trametinib"], &[]),
    ("MOLM-13", &["quizartinib"], &[("hs-5", 1.0)]),
    ("MV4-11", &["gilteritinib", "sorafenib"], &[("flt3-ligand", 0.5)]),
    ("MOLM-13", &["gilteritinib", "crenolanib"], &[]),
];

#[test]
fn every_reported_number_can_be_set() {
    let kb = KnowledgeBase::builtin().unwrap();
    for (line, drugs, niche) in CASES {
        let conditions = Conditions {
            niche: niche.iter().map(|(id, level)| NicheLevel::new(*id, *level)).collect(),
            ..Conditions::default()
        };
        let under = |kb: &KnowledgeBase| kb.resolve_under(line, drugs, &conditions);
        let usual = under(&kb).unwrap();
        let mut silent = Vec::new();
        for span in &usual.spans {
            let same = kb
                .with_value(&span.key, span.value)
                .unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(
                under(&same).unwrap().biology,
                usual.biology,
                "{} at its own value",
                span.key
            );
            let ends = [span.low, span.high].into_iter().filter(|end| *end != span.value);
            let moves = ends.map(|end| under(&kb.with_value(&span.key, end).unwrap_or_else(|e| panic!("{e}"))));
            // An end at which the biology cannot be resolved is a change too.
            if moves
                .into_iter()
                .all(|moved| moved.is_ok_and(|moved| moved.biology == usual.biology))
            {
                silent.push(span.key.clone());
            }
        }
        // General values can have no part in a line: the activity of alleles without their own, CpG sites in a
        // gene without one, the usual slope where every study gives one. Everything else moves the biology.
        let general = [
            "activity of mutant copies",
            "supply/cpg_transition",
            "defaults/hill_slope",
        ];
        silent.retain(|key| !general.iter().any(|name| key.ends_with(name)));
        assert!(silent.is_empty(), "{line}: {silent:?}");
        // Whatever is listed with a number has a span.
        let spans: BTreeSet<&str> = usual.spans.iter().map(|span| span.key.as_str()).collect();
        for assumption in &usual.assumptions {
            let bare = assumption.value == "none";
            assert!(bare || spans.contains(assumption.key.as_str()), "{}", assumption.key);
        }
    }
}

#[test]
fn every_sourced_value_has_a_place_to_be_set() {
    let kb = KnowledgeBase::builtin().unwrap();
    let mut missing = Vec::new();
    for value in kb.values() {
        let key = &value.about.key;
        if kb.with_value(key, value.number * 0.9).is_err() && kb.with_value(key, value.number * 1.1).is_err() {
            missing.push(key);
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn wrong_keys_and_values_are_refused() {
    let kb = KnowledgeBase::builtin().unwrap();
    let told = kb.with_value("H3122/doublin", 2.0).unwrap_err().to_string();
    assert!(
        told.contains("unknown value \"H3122/doublin\"") && told.contains("H3122/doubling"),
        "{told}"
    );
    let told = kb.with_value("drug-tolerant/sparing", 1.5).unwrap_err().to_string();
    assert!(
        told.contains("drug-tolerant/sparing = 1.5") && told.contains("0 to 1"),
        "{told}"
    );
    assert!(kb.with_value("fold/ALK-G1202R/alectinib", -1.0).is_err());
    assert!(kb.with_value("fold/ALK-G1202R/nosuch", 1.0).is_err());
}
