//! Records: every value has its source, families need no code, and what is not there or bad is told with its place.

use crate::bases::{builtin, close, labelled, net, refused, resolved, with_bypass};
use escalade::knowledge::{Certainty, Filter, KnowledgeBase, KnowledgeError};
use escalade::model::biology::{Biology, Genotype};
use escalade::model::endpoint;

#[test]
fn every_value_carries_its_source_and_certainty() {
    let kb = builtin();
    let mut values = 0;
    for row in kb.list(&Filter::default()) {
        for value in kb.show(&row.id).unwrap().values {
            assert!(!value.source.is_empty(), "{} {}", row.id, value.what);
            assert!(
                value.certainty != Certainty::Assumed || value.range.is_some(),
                "{} {}",
                row.id,
                value.what
            );
            values += 1;
        }
    }
    assert!(values > 200, "{values}");
}

#[test]
fn the_biology_survives_toml_and_json_bit_for_bit() {
    let biology = resolved(&["crizotinib", "alectinib", "trametinib"]).biology;
    let toml = toml::to_string(&biology).unwrap();
    assert_eq!(toml::from_str::<Biology>(&toml).unwrap(), biology);
    let json = serde_json::to_string(&biology).unwrap();
    assert_eq!(serde_json::from_str::<Biology>(&json).unwrap(), biology);
    let genotype = labelled(&biology, "C1156Y+L1198F").with_gain(0).with_bypass(1);
    let json = serde_json::to_string(&genotype).unwrap();
    assert_eq!(serde_json::from_str::<Genotype>(&json).unwrap(), genotype);
}

#[test]
fn a_made_up_family_needs_no_code() {
    let overlay = include_str!("../data/made_up_family.toml");
    let kb = KnowledgeBase::builtin_with(&[("made_up_family.toml", overlay)]).unwrap_or_else(|e| panic!("{e}"));
    assert_ne!(kb.fingerprint(), builtin().fingerprint());
    let resolved = kb
        .resolve("zeta-1", &["zetanib", "etanib", "erlotinib"])
        .unwrap_or_else(|e| panic!("{e}"));
    let biology = &resolved.biology;
    assert!(!format!("{biology:?}").contains("ALK"));
    let wild = biology.wild_type();
    assert_eq!((wild.total_copies(), wild.copies().len()), (2, 2));
    assert_eq!(biology.mechanism(&wild, 0).label, "none");
    close(
        biology.phenotype(&wild, 0, &[0.0; 3]).signal,
        1.0,
        1e-12,
        "parental signal",
    );
    // Loop in the made-up system, and sensible growth in the line.
    for row in kb
        .closed_loop()
        .unwrap()
        .iter()
        .filter(|row| row.study.starts_with("nobody"))
    {
        close(row.simulated.unwrap(), row.stated, 0.01, &row.allele);
    }
    // The heterozygous line reads as its source says.
    close(
        endpoint::gr50(biology, &wild, 0, 0).unwrap(),
        4.0,
        1e-6,
        "GR50 of the line",
    );
    let first = biology.reachable_first();
    let mutant = &first
        .iter()
        .find(|(_, mechanism, _)| mechanism.label == "D835Y")
        .unwrap()
        .0;
    let (parental, resistant) = (
        net(biology, &wild, 0, &[50.0, 0.0, 0.0]),
        net(biology, mutant, 0, &[50.0, 0.0, 0.0]),
    );
    assert!(parental < 0.0 && resistant > parental, "{parental} {resistant}");
    // The other substitution at the residue is imputed, the bypass is closed by a drug of the built-in base.
    assert!(
        resolved
            .assumptions
            .iter()
            .any(|a| a.what == "fold of D835V for zetanib" && a.why.contains("residue"))
    );
    let bypass = with_bypass(biology, "zeta-bypass");
    assert!(net(biology, &bypass, 0, &[500.0, 0.0, 0.0]) > 0.0 && net(biology, &bypass, 0, &[500.0, 0.0, 2e4]) < 0.0);
    assert_eq!(biology.mechanism(&wild.with_gain(0), 0).label, "ZETA amplification");
}

#[test]
fn requests_for_what_is_not_there_name_the_nearest() {
    let kb = builtin();
    let error = kb.resolve("H3122", &["alectinb"]).unwrap_err();
    let KnowledgeError::Unknown { nearest, valid, .. } = &error else {
        panic!("{error:?}")
    };
    assert_eq!(nearest[0], "alectinib");
    assert!(valid.contains(&"lorlatinib".to_owned()));
    assert!(error.to_string().contains("did you mean \"alectinib"), "{error}");
    assert!(kb.resolve("H3123", &[]).unwrap_err().to_string().contains("\"H3122\""));
    assert!(kb.show("G1202X").unwrap_err().to_string().contains("G1202R"));
    assert_eq!(kb.show("g1202r").unwrap().row.id, "ALK-G1202R");
}

#[test]
fn bad_data_get_a_message_with_file_line_and_what_is_allowed() {
    let message = refused("[[drug]]\nid = \"x\"\nname = \"x\"\nclass = \"c\"\nfamily = \"allk\"\n");
    assert!(
        message.contains("mine.toml:5") && message.contains("\"allk\"") && message.contains("did you mean \"alk\"?"),
        "{message}"
    );
    let message = refused("[[drug]]\nid = \"x\"\nnme = \"x\"\n");
    assert!(message.contains("mine.toml:3") && message.contains("nme"), "{message}");
    let study = |cells: &str| {
        format!(
            "[[study]]\nid = \"s\"\nfamily = \"alk\"\nreference = \"gainor-2016\"\nsystem = \"H3122\"\n\
             endpoint = \"viability\"\ntranscription = \"checked\"\nrank = 99\nic50 = {cells}\n"
        )
    };
    let message = refused(&study("{ G1202R = { alectinib = \"50 nm\" } }"));
    assert!(message.contains("50 nm") && message.contains("50 nM"), "{message}");
    let message = refused(&study("{ G1202X = { alectinib = \"50 nM\" } }"));
    assert!(message.contains("G1202X") && message.contains("G1202R"), "{message}");
    let line =
        |doubling: &str| format!("[[line]]\nid = \"l\"\nname = \"l\"\nfamily = \"alk\"\ndoubling = {doubling}\n");
    let message = refused(&line("{ value = \"48 h\" }"));
    assert!(message.contains("reference or the reason"), "{message}");
    let message = refused(&line("{ value = \"48 h\", assumed = \"why\" }"));
    assert!(message.contains("has a range"), "{message}");
    let message = refused(&line(
        "{ value = \"48 h\", range = [\"50 h\", \"60 h\"], assumed = \"why\" }",
    ));
    assert!(message.contains("within its range"), "{message}");
    let message = refused(&line(
        "{ value = \"48 h\", reference = \"gainor-2017\", system = \"s\", transcription = \"checked\" }",
    ));
    assert!(
        message.contains("gainor-2017") && message.contains("gainor-2016"),
        "{message}"
    );
    let message = refused("[[reference]]\nid = \"gainor-2016\"\ncitation = \"c\"\nlink = \"l\"\n");
    assert!(message.contains("no other reference"), "{message}");
}

/// A number is found and moved by its key.
#[test]
fn no_two_numbers_have_one_key() {
    let base = escalade::knowledge::KnowledgeBase::builtin().unwrap();
    let keys: std::collections::BTreeSet<&str> = base.values().iter().map(|value| value.about.key.as_str()).collect();
    assert!(keys.len() > 300, "{}", keys.len());
    let twice: Vec<&str> = base
        .values()
        .windows(2)
        .filter(|pair| pair[0].about.key == pair[1].about.key)
        .map(|pair| pair[0].about.key.as_str())
        .collect();
    assert_eq!(keys.len(), base.values().len(), "{twice:?}");
}
