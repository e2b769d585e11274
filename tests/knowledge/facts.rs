//! The guides' facts, one by one: every id is in the knowledge base in the stated form.

use crate::bases::builtin;

/// Fact, and the records that carry it.
const FACTS: [(&str, &[&str]); 56] = [
    ("T01", &["NTRK1-G595R"]),
    ("T02", &["NTRK2-G639R"]),
    ("T03", &["NTRK2-G639L"]),
    ("T04", &["NTRK3-G623R"]),
    ("T05", &["NTRK3-G623E"]),
    ("T06", &["NTRK1-F589L"]),
    ("T07", &["NTRK2-F633L"]),
    ("T08", &["NTRK3-F617L"]),
    ("T09", &["NTRK3-F617I"]),
    ("T10", &["NTRK1-G667C"]),
    ("T11", &["NTRK1-G667S"]),
    ("T12", &["NTRK2-G709C"]),
    ("T13", &["NTRK3-G696A"]),
    ("T14", &["solvent-front-most-frequent"]),
    (
        "B01",
        &["kras-g12d", "kras-g12a", "kras-g12s", "kras-g12v", "kras-g13d"],
    ),
    ("B02", &["nras-g12d", "nras-q61h"]),
    ("B03", &["braf-v600e"]),
    (
        "B04",
        &["pik3ca-e545k", "pik3ca-e542a", "pik3ca-e542k", "e542a-spelling"],
    ),
    ("B05", &["met-amplification"]),
    ("B06", &["egfr-amplification", "egfr-activation"]),
    ("B07", &["igf1r-activation"]),
    (
        "B08",
        &["gnas-r201h", "gnas-r201c", "gnas-numbering-h", "gnas-numbering-c"],
    ),
    ("B09", &["axl-shc1", "bemcentinib"]),
    ("B10", &["egfr-activation", "kras-activation"]),
    ("B11", &["nras-g12d", "kras-g12d", "ptpn11-e76k"]),
    ("B12", &["bcl2-activation", "myc-activation", "pim-activation"]),
    ("B13", &["braf-amplification", "kras-amplification"]),
    ("N01", &["emt", "entinostat", "galunisertib"]),
    ("N02", &["ccn1-high", "anti-ccn1", "mk-2206", "bevacizumab"]),
    ("N03", &["ccn1-high", "h3122-alecr-holiday"]),
    ("N04", &["sclc"]),
    ("N05", &["fibroblasts"]),
    ("M01", &["flt3-ligand"]),
    ("M02", &["cyp3a4"]),
    ("M03", &["fgf2"]),
    ("M04", &["cxcl12"]),
    ("M05", &["hs-5"]),
    ("A01", &["ALK-L1196M"]),
    ("A02", &["ALK-G1202R"]),
    ("A03", &["ALK-C1156Y"]),
    ("A04", &["ALK-I1171T", "ALK-I1171N", "ALK-I1171S"]),
    ("A05", &["ALK-C1156Y-L1198F"]),
    ("A06", &["ALK-G1202R"]),
    ("F01", &["FLT3-D835V", "FLT3-D835Y", "FLT3-D835F"]),
    ("F02", &["FLT3-Y842C", "FLT3-Y842H"]),
    ("F03", &["FLT3-I836del"]),
    ("F04", &["FLT3-F691L"]),
    ("F05", &["FLT3-N676K"]),
    ("F06", &["flt3-hotspots"]),
    ("F07", &["FF-10101", "ff10101-covalent"]),
    (
        "D01-trk",
        &["larotrectinib", "selitrectinib", "repotrectinib", "entrectinib"],
    ),
    (
        "D01-alk",
        &["crizotinib", "alectinib", "ceritinib", "brigatinib", "lorlatinib"],
    ),
    (
        "D01-flt3",
        &["quizartinib", "sorafenib", "gilteritinib", "midostaurin", "crenolanib"],
    ),
    (
        "D02",
        &[
            "trametinib",
            "dabrafenib",
            "bemcentinib",
            "anti-ccn1",
            "mk-2206",
            "entinostat",
            "capmatinib",
            "erlotinib",
        ],
    ),
    ("P17", &["pten-loss"]),
    ("P21", &["flt3-hotspots"]),
];

#[test]
fn every_fact_is_there_and_says_what_it_is() {
    let kb = builtin();
    for (fact, records) in FACTS {
        for id in records {
            let shown = kb.show(id).unwrap_or_else(|error| panic!("{fact}: {error}"));
            assert!(!shown.row.summary.is_empty(), "{fact}: {id} says nothing");
        }
    }
    for (row, label) in [
        ("NTRK1-G595R", "solvent front"),
        ("NTRK2-F633L", "gatekeeper"),
        ("NTRK3-G696A", "xDFG"),
        ("FLT3-D835Y", "activation loop"),
        ("FLT3-F691L", "gatekeeper"),
    ] {
        assert_eq!(kb.show(row).unwrap().row.region, label, "{row}");
    }
}

#[test]
fn every_bypass_names_what_feeds_what_closes_or_that_nothing_is_known() {
    let kb = builtin();
    let mut silent = Vec::new();
    for bypass in &kb.data().bypass {
        let shown = kb.show(&bypass.id).unwrap();
        let closed = shown.facts.iter().find(|(key, _)| key == "closed by").unwrap();
        if closed.1 == "no known drug" {
            silent.push(bypass.id.as_str());
        }
        for id in &bypass.inhibitors {
            let drug = kb.drug(id).unwrap();
            let node_of = |node: &String| {
                let source = kb
                    .data()
                    .source
                    .iter()
                    .find(|source| source.id == bypass.source)
                    .unwrap();
                source.weights.contains_key(node)
            };
            let hits = drug
                .on
                .iter()
                .any(|site| site.source.as_ref() == Some(&bypass.source) || site.node.as_ref().is_some_and(node_of));
            assert!(hits, "{id} does not act on {}", bypass.id);
        }
    }
    assert_eq!(silent, ["gnas-r201h", "gnas-r201c", "myc-activation", "pim-activation"]);
}

#[test]
fn contradictions_between_guides_are_kept_with_a_note() {
    let kb = builtin();
    for id in [
        "NTRK2-G709C",
        "NTRK3-G696A",
        "NTRK3-F617I",
        "pik3ca-e542a",
        "gnas-r201h",
        "gnas-r201c",
    ] {
        assert!(!kb.show(id).unwrap().observations.is_empty(), "{id}");
    }
    let guides = |allele: &str| {
        let calls = kb
            .data()
            .call
            .iter()
            .filter(|call| call.family == "trk" && call.allele == allele);
        calls.map(|call| call.reference.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(guides("G595R"), ["trk-guide", "larotrectinib-guide"]);
    assert_eq!(guides("G709C"), ["trk-guide"]);
    assert_eq!(guides("G696A"), ["trk-guide"]);
    assert_eq!(guides("F617I"), ["larotrectinib-guide"]);
    assert!(kb.show("gnas-r201h").unwrap().name.contains("R844H"));
}

#[test]
fn paralogous_residues_point_at_each_other() {
    let kb = builtin();
    for allele in kb.data().allele.iter().filter(|allele| allele.family == "trk") {
        assert!(!allele.paralogues.is_empty(), "{}", allele.id);
        for other in &allele.paralogues {
            let other = kb.data().allele.iter().find(|a| a.id == *other).unwrap();
            assert_eq!(other.region, allele.region, "{} and {}", allele.id, other.id);
            assert_ne!(other.gene, allele.gene);
        }
    }
}
