//! Overlays: a user's own compounds, lines and families, checked as strictly as the built-in data.

use crate::bases::{refused, with};
use crate::made_up::{ABL, ALK, FLT3, TRK, compound};
use escalade::knowledge::{Certainty, Filter, KnowledgeBase, Transcription};
use escalade::model::endpoint::{self, Endpoint};

#[test]
fn every_example_closes_its_loop_and_says_made_up() {
    let template = escalade::knowledge::template::overlay("drug").unwrap();
    for (name, overlay, drug) in [
        ("trk", TRK, "trk-in-10"),
        ("alk", ALK, "alk-in-28"),
        ("flt3", FLT3, "4sc-203"),
        ("abl", ABL, "imatinib"),
        ("template", &template, "my-compound"),
    ] {
        let kb = with(overlay);
        let rows = kb.closed_loop().unwrap();
        for row in rows.iter().filter(|row| row.drug == drug) {
            let back = row
                .simulated
                .unwrap_or_else(|why| panic!("{name} {}: {}", row.allele, why.reason()));
            assert!((back / row.stated - 1.0).abs() < 0.01, "{name} {}: {back}", row.allele);
        }
        let certainty = kb.show(drug).unwrap().row.certainty;
        assert_eq!(certainty, Some(Certainty::Measured(Transcription::MadeUp)), "{name}");
    }
}

#[test]
fn a_further_family_needs_no_code() {
    let kb = with(ABL);
    let resolved = kb.resolve("K562", &["imatinib", "trametinib"]).unwrap();
    let biology = &resolved.biology;
    assert_eq!(biology.driver_readout, "pABL");
    let read = endpoint::reported_dose(Endpoint::Viability, biology, &biology.wild_type(), 0, 0, 72.0).unwrap();
    assert!((read / 250.0 - 1.0).abs() < 0.01, "{read}");
    let labels: Vec<String> = biology.reachable_first().into_iter().map(|(_, m, _)| m.label).collect();
    for label in ["T315I", "T315A", "E255K", "BCR-ABL1 amplification", "NRAS G12D"] {
        assert!(labels.iter().any(|known| known == label), "{label} in {labels:?}");
    }
    let matrix = kb.matrix("bcr-abl", None).unwrap();
    assert_eq!(matrix.rows.len(), 3);
    assert_eq!(matrix.rows[1].cells[0].certainty, Certainty::Imputed);
    let listed = kb.list(&Filter {
        family: Some("bcr-abl".into()),
        kind: Some("bypass".into()),
        ..Filter::default()
    });
    assert_eq!(
        listed.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(),
        ["nras-g12d"]
    );
}

#[test]
fn a_taken_id_is_refused_unless_it_is_meant() {
    let drug = |more: &str| {
        format!("[[drug]]\nid = \"alectinib\"\nname = \"mine\"\nfamily = \"alk\"\nclass = \"kinase inhibitor\"\n{more}")
    };
    let message = refused(&drug(""));
    assert!(
        message.contains("mine.toml:2") && message.contains("override = true"),
        "{message}"
    );
    assert_eq!(with(&drug("override = true\n")).drug("alectinib").unwrap().name, "mine");
    let message = refused("[[drug]]\nid = \"alectinob\"\nname = \"x\"\nclass = \"c\"\noverride = true\n");
    assert!(
        message.contains("mine.toml:5: drug \"alectinob\": override = true") && message.contains("to replace"),
        "{message}"
    );
    let fold = "[[fold]]\nallele = \"ALK-V1180L\"\ndrug = \"alectinib\"\nfold = { value = 9, range = [3, 30], assumed = \"Mine.\" }\n";
    assert!(refused(fold).contains("override"));
    let meant = with(&format!("{fold}override = true\n"));
    let matrix = meant.matrix("alk", None).unwrap();
    let row = matrix.rows.iter().find(|row| row.allele == "V1180L").unwrap();
    let column = matrix.drugs.iter().position(|drug| drug == "alectinib").unwrap();
    assert_eq!(row.cells[column].fold, 9.0);
    let supply = "[supply]\nmutation_rate = { value = 1e-8, range = [1e-9, 1e-7], assumed = \"Mine.\" }\n";
    assert!(refused(supply).contains("mine.toml"));
}

#[test]
fn contradictory_and_unfounded_data_are_refused() {
    let message = refused(&TRK.replace("family = \"trk\"\nclass", "family = \"trkk\"\nclass"));
    assert!(message.contains("did you mean \"trk\"?"), "{message}");
    let message = refused(&TRK.replace("WT = { trk-in-10", "G595X = { trk-in-10"));
    assert!(message.contains("G595X") && message.contains("G595R"), "{message}");
    let message = refused(&TRK.replace("8 nM", "0 nM"));
    assert!(message.contains("above 0"), "{message}");
    let message = refused(&ABL.replace("to = \"ATT\"", "to = \"ATA\""));
    assert!(message.contains("one nucleotide"), "{message}");
    let message = refused(&ALK.replace("[\"34 h\", \"46 h\"]", "[\"44 h\", \"46 h\"]"));
    assert!(message.contains("within its range"), "{message}");
    // An allele without any potency is never taken as sensitive.
    let allele = "[[allele]]\nid = \"ALK-X\"\nfamily = \"alk\"\nname = \"R1300X\"\nresidue = 1300\nregion = \"none\"\n\
                  rate = { value = 1e-9, range = [1e-10, 1e-8], assumed = \"Mine.\" }\n";
    let message = refused(allele);
    assert!(message.contains("none is silently sensitive"), "{message}");
    // A line of a family of several genes says which.
    let line = "[[line]]\nid = \"l\"\nname = \"l\"\nfamily = \"trk\"\n\
                doubling = { value = \"30 h\", range = [\"20 h\", \"40 h\"], assumed = \"Mine.\" }\n";
    assert!(refused(line).contains("NTRK1"), "{}", refused(line));
}

#[test]
fn the_fingerprint_follows_the_text_and_not_the_file_name() {
    let named = |name: &str, text: &str| KnowledgeBase::builtin_with(&[(name, text)]).unwrap().fingerprint();
    assert_eq!(named("a.toml", TRK), named("somewhere/b.toml", TRK));
    assert_ne!(named("a.toml", TRK), named("a.toml", ALK));
    assert_ne!(named("a.toml", TRK), KnowledgeBase::builtin().unwrap().fingerprint());
}

#[test]
fn messages_name_file_line_key_value_and_what_is_near() {
    let of_rows = |rows: &str| compound("12 nM", rows);
    let line = "reference = [{ id = \"r\", citation = \"c\", link = \"l\" }]\n";
    for (overlay, parts) in [
        (
            of_rows("WT = { mine = \"ten uM\" }"),
            &["mine.toml:31", "   31 | WT = { mine = \"ten uM\" }", "`mine` in [study.ic50.WT]", "\"> 10 uM\""][..],
        ),
        (of_rows("WT = { mine = 12 }"), &["mine.toml:31", "found integer `12`", "a concentration with its unit"]),
        (
            of_rows("G1202Q = { mine = \"> 10 uM\" }"),
            &["mine.toml:31", "study \"mutants\": ic50.G1202Q.mine = \"G1202Q\"", "did you mean \"G1202R\"?"],
        ),
        (
            of_rows("WT = { mine = \"12 nM\" }").replace("endpoint = \"viability\"", "endpoint = \"viabilty\""),
            &["mine.toml:17", "unknown \"viabilty\"", "did you mean `viability`?", "gr50"],
        ),
        (
            of_rows("WT = { mine = \"12 nM\" }").replace("generation", "generaton"),
            &["mine.toml:11", "unknown key `generaton` in [[drug]]", "did you mean `generation`?"],
        ),
        // Tables in one line.
        (
            format!("{line}drug = [\n  {{ id = \"d\", name = \"n\", family = \"alkk\", class = \"c\" }},\n]\n"),
            &["mine.toml:3", "drug \"d\": family = \"alkk\"", "did you mean \"alk\"?", "families: "],
        ),
        (
            "reference = [{ id = \"r\", citation = \"c\", link = 5 }]\n".to_owned(),
            &["mine.toml:1", "`link` in [[reference]]", "found integer `5`", "allowed: a text in quotes"],
        ),
        ("reference = [{ id = \"r\", citation = \"c\" }]\n".to_owned(), &["mine.toml:1", "key `link` in [[reference]] is missing"]),
        (
            format!("{line}fold = [{{ allele = \"ALK-G1202R\", drug = \"foretinib\", fold = {{ value = 9, range = [3, 30], assumed = \"x\" }} }}]\n"),
            &["mine.toml:2", "fold \"ALK-G1202R\" (drug \"foretinib\"): drug = \"foretinib\"", "drugs: "],
        ),
        (
            "line = [{ id = \"l\", name = \"l\", doubling = { value = \"30 h\", reference = \"nobody\", system = \"s\", transcription = \"checked\" } }]"
                .to_owned(),
            &["mine.toml:1", "line \"l\": doubling.reference = \"nobody\"", "references: ", "more"],
        ),
        (format!("{line}{line}"), &["mine.toml:2", "`reference` is written twice"]),
    ] {
        let message = refused(&overlay);
        parts.iter().for_each(|part| assert!(message.contains(part), "{part}\n{message}"));
    }
}

#[test]
fn implausible_copies_are_refused_and_long_files_load() {
    let line = |copies: &str| {
        format!(
            "[[line]]\nid = \"l\"\nname = \"l\"\nfamily = \"alk\"\n{copies}\n\
             doubling = {{ value = \"30 h\", range = [\"20 h\", \"40 h\"], assumed = \"Mine.\" }}\n"
        )
    };
    let own = |copies: &str| {
        line(&format!(
            "copies = {{ value = {copies}, range = [1, 1e9], assumed = \"Mine.\" }}"
        ))
    };
    with(&own("1000"));
    for overlay in [own("1e8"), own("1001"), line("wild_type_copies = 100000000")] {
        let message = refused(&overlay);
        let told = ["mine.toml:5", "to 1000 copies", "far more than cells are known to hold"];
        told.iter()
            .for_each(|part| assert!(message.contains(part), "{part}\n{message}"));
    }
    // Each record is looked up by its name once: ninety thousand of two kinds take as many steps, not their square.
    const MANY: usize = 90_000;
    let mut text = String::new();
    for i in 0..MANY {
        text += &format!("[[reference]]\nid = \"r{i}\"\ncitation = \"c\"\nlink = \"l\"\n");
        text += &format!(
            "[[observation]]\nid = \"o{i}\"\nabout = \"alectinib\"\ntext = \"t\"\nreference = \"r{i}\"\ntranscription = \"made-up\"\n"
        );
    }
    let builtin = KnowledgeBase::builtin().unwrap().data().observation.len();
    assert_eq!(with(&text).data().observation.len(), builtin + MANY);
    let message = refused(&format!(
        "{text}[[reference]]\nid = \"r5\"\ncitation = \"c\"\nlink = \"l\"\n"
    ));
    assert!(message.contains(&format!("mine.toml:{}", 10 * MANY + 2)), "{message}");
}
