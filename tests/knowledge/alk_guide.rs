//! The ALK guide: every row is there, and its calls are scored, never forced.

use crate::bases::builtin;
use escalade::knowledge::check::Verdict;

#[test]
fn every_alk_row_of_the_guides_is_there() {
    let kb = builtin();
    for id in [
        "ALK-L1196M",
        "ALK-G1202R",
        "ALK-C1156Y",
        "ALK-I1171T",
        "ALK-I1171N",
        "ALK-I1171S",
        "ALK-C1156Y-L1198F",
        "axl-shc1",
        "egfr-activation",
        "kras-activation",
        "met-amplification",
        "alk-amplification",
        "ccn1-high",
        "drug-tolerant",
        "sclc",
        "crizotinib",
        "alectinib",
        "ceritinib",
        "brigatinib",
        "lorlatinib",
        "trametinib",
        "bemcentinib",
        "anti-ccn1",
        "mk-2206",
        "bevacizumab",
        "capmatinib",
        "erlotinib",
        "H3122",
        "T75",
    ] {
        let shown = kb.show(id).unwrap_or_else(|error| panic!("{error}"));
        assert!(!shown.row.summary.is_empty(), "{id} says nothing");
        assert!(shown.to_string().contains(id));
    }
    assert!(
        kb.show("ccn1-high")
            .unwrap()
            .facts
            .contains(&("marker".into(), "CCN1".into()))
    );
    assert!(
        kb.show("sclc")
            .unwrap()
            .facts
            .contains(&("marker".into(), "ASCL1".into()))
    );
}

#[test]
fn guides_are_scored_never_forced() {
    let scores = builtin().score_calls("H3122").unwrap();
    let disagreements: Vec<(&str, &str, bool)> = scores
        .iter()
        .filter(|score| score.verdict == Verdict::Disagrees)
        .map(|score| (score.allele.as_str(), score.drug.as_str(), score.guide_says_resists))
        .collect();
    for score in &scores {
        println!("{score:?}");
    }
    assert_eq!(scores.len(), 26);
    assert_eq!(disagreements, DISAGREEMENTS);
}

/// Calls of the guide that the simulated assay does not bear out (allele, drug, guide says it resists), at shares of
/// parental growth of 0.42, 0.17, -0.04 and -0.19.
const DISAGREEMENTS: [(&str, &str, bool); 4] = [
    ("L1196M", "alectinib", false),
    ("G1202R", "lorlatinib", false),
    ("I1171T", "alectinib", true),
    ("C1156Y+L1198F", "lorlatinib", true),
];
