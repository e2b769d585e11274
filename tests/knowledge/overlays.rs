//! Overlays: a user's own compounds, lines and families, checked as strictly as the built-in data.

use crate::support::{Bench, LABORATORY};
use escalade::knowledge::check::{Verdict, genotype_of};
use escalade::knowledge::{Certainty, Filter, KnowledgeBase, Transcription};
use escalade::model::endpoint::{self, Endpoint};

const TRK: &str = include_str!("../../scenarios/overlays/trk_in_10.toml");
const ALK: &str = include_str!("../../scenarios/overlays/alk_in_28.toml");
const FLT3: &str = include_str!("../../scenarios/overlays/4sc_203.toml");
const ABL: &str = include_str!("../../scenarios/overlays/bcr_abl_imatinib.toml");

fn with(overlay: &str) -> KnowledgeBase {
    KnowledgeBase::builtin_with(&[("mine.toml", overlay)]).unwrap_or_else(|error| panic!("{error}"))
}

fn refused(overlay: &str) -> String {
    match KnowledgeBase::builtin_with(&[("mine.toml", overlay)]) {
        Ok(_) => panic!("accepted"),
        Err(error) => error.to_string(),
    }
}

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
fn a_compound_from_class_generation_and_one_ic50_is_complete() {
    let resolved = with(TRK).resolve("KM12", &["trk-in-10"]).unwrap();
    let biology = &resolved.biology;
    let read = endpoint::reported_dose(Endpoint::Viability, biology, &biology.wild_type(), 0, 0, 72.0).unwrap();
    assert!((read / 8.0 - 1.0).abs() < 0.01, "{read}");
    let g595r = resolved
        .assumptions
        .iter()
        .find(|a| a.what == "fold of G595R for Trk-IN-10")
        .unwrap();
    assert_eq!(g595r.certainty, Certainty::Imputed);
    assert!(g595r.why.contains("same type and generation"), "{}", g595r.why);
    assert_eq!(g595r.key, "fold/NTRK1-G595R/trk-in-10");
    let potency = resolved
        .assumptions
        .iter()
        .find(|a| a.what.starts_with("potency of Trk-IN-10"))
        .unwrap();
    assert_eq!(potency.certainty.to_string(), "made up");
    let mutant = genotype_of(biology, "G595R").unwrap();
    assert!(biology.phenotype(&mutant, 0, &[50.0]).net() > biology.phenotype(&biology.wild_type(), 0, &[50.0]).net());
}

#[test]
fn a_measured_combination_of_a_users_compound_wins_over_folds() {
    let biology = with(ALK).resolve("my-alk-line", &["alk-in-28"]).unwrap().biology;
    let ic50 = |label: &str| {
        let genotype = genotype_of(&biology, label).unwrap();
        endpoint::absolute_ic(&biology, &genotype, 0, 0, 0.5, 72.0).unwrap()
    };
    assert!((ic50("WT") / 15.0 - 1.0).abs() < 0.01);
    assert_eq!(biology.wild_type().total_copies(), 2);
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
fn every_command_takes_overlays() {
    let bench = Bench::new();
    let root = env!("CARGO_MANIFEST_DIR");
    let overlay = format!("{root}/scenarios/overlays/alk_in_28.toml");
    let demo = format!("{root}/scenarios/overlays/demo_alk_in_28.toml");
    let kb = ["--kb", overlay.as_str()];
    let good = |args: &[&str]| bench.good(&args.iter().copied().chain(kb).collect::<Vec<_>>());
    assert!(good(&["check", &demo]).contains("My ALK line under ALK-IN-28"));
    assert!(good(&["explain", &demo]).contains("made up"));
    assert!(good(&["kb", "show", "alk-in-28"]).contains("made up"));
    assert!(good(&["kb", "list", "--kind", "line", "--family", "alk"]).contains("my-alk-line"));
    assert!(good(&["kb", "matrix", "--family", "alk", "--csv"]).contains("alk,G1202R,solvent front,alk-in-28,45,"));
    assert!(good(&["kb", "export", "--format", "csv"]).contains("alk-in-28"));
    let json: serde_json::Value = serde_json::from_str(&good(&["kb", "check", "--json"])).unwrap();
    assert_eq!(json["not_closed"].as_array().unwrap().len(), 0);
    let json: serde_json::Value = serde_json::from_str(&good(&["kb", "export"])).unwrap();
    assert!(json["records"].as_array().unwrap().len() > 200);
    let template = bench.good(&["new", "drug"]);
    assert!(template.contains("made-up") && template.contains("[[drug]]"));
}

#[test]
fn a_run_folder_knows_its_overlay() {
    let bench = Bench::new();
    let demo = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/overlays/demo_alk_in_28.toml");
    bench.write("mine.toml", ALK);
    bench.write("other.toml", &ALK.replace("\"15 nM\"", "\"16 nM\""));
    let run = |overlay: &'static str| {
        [
            "run",
            demo,
            "--kb",
            overlay,
            "--out",
            "out",
            "--replicates",
            "2",
            "--quiet",
        ]
        .map(str::to_owned)
    };
    let words = |overlay| run(overlay).to_vec();
    let mine = words("mine.toml");
    bench.good(&mine.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(
        bench
            .good(&mine.iter().map(String::as_str).collect::<Vec<_>>())
            .contains("already complete")
    );
    let other = words("other.toml");
    bench.refused(
        &other.iter().map(String::as_str).collect::<Vec<_>>(),
        &["knowledge base"],
    );
    // The lock file carries the overlay's values, and needs no overlay.
    let lock = bench.path("out").join("scenario.lock.toml");
    let lock = lock.to_str().unwrap();
    assert!(bench.good(&["check", lock]).contains("ALK-IN-28"));
    bench.refused(&["check", lock, "--kb", "mine.toml"], &["lock file", "--kb"]);
}

/// Recipe 25 names its overlay: every command takes it without --kb, from another folder too, and no output tells where
/// it lay. Naming it with --kb as well changes nothing; the run's folder needs neither file.
#[test]
fn a_scenario_names_its_own_overlay() {
    let bench = Bench::new();
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios");
    let recipe = std::fs::read_to_string(format!("{root}/25_own_compound.toml")).unwrap();
    std::fs::create_dir_all(bench.path("mine/overlays")).unwrap();
    bench.write("mine/overlays/trk_in_10.toml", TRK);
    let recipe = recipe.replace("270 d", "40 d").replace("120 d", "30 d");
    bench.write("mine/a.toml", &recipe.replace("replicates = 100", "replicates = 2"));
    bench.write(
        "mine/b.toml",
        &recipe
            .replace("replicates = 100", "replicates = 2")
            .replace("factor = 2", "factor = 3"),
    );
    bench.good(&["check", "mine/a.toml"]);
    assert!(bench.good(&["explain", "mine/a.toml"]).contains("Trk-IN-10"));
    bench.good(&["run", "mine/a.toml", "--out", "run", "--quiet"]);
    bench.good(&["compare", "mine/a.toml", "mine/b.toml", "--out", "compare", "--quiet"]);
    bench.good(&[
        "sweep",
        "mine/a.toml",
        "--vary",
        "course.1.factor=2,3",
        "--out",
        "sweep",
        "--quiet",
    ]);
    bench.good(&[
        "tornado",
        "mine/a.toml",
        "--replicates",
        "2",
        "--top",
        "1",
        "--out",
        "tornado",
        "--quiet",
    ]);
    bench.write("draws.csv", "course.1.factor\n2\n");
    bench.good(&["batch", "mine/a.toml", "--table", "draws.csv"]);
    let twice = [
        "run",
        "mine/a.toml",
        "--kb",
        "mine/overlays/../overlays/trk_in_10.toml",
        "--out",
        "again",
        "--quiet",
    ];
    bench.good(&twice);
    assert_eq!(bench.run_files("run"), bench.run_files("again"));
    let folder = bench.path("mine").display().to_string();
    for (name, content) in bench.files() {
        let told = String::from_utf8_lossy(&content).contains(&folder);
        assert!(!told, "{name} tells where the overlay lay");
    }
    std::fs::remove_dir_all(bench.path("mine")).unwrap();
    bench.good(&["run", "run/scenario.lock.toml", "--out", "locked", "--quiet"]);
    assert_eq!(bench.run_files("run"), bench.run_files("locked"));
    let assayed = bench.good(&[
        "assay",
        "dose-response",
        "--run",
        "run",
        "--flask",
        "0",
        "--drug",
        "trk-in-10",
    ]);
    assert!(assayed.contains("Trk-IN-10"), "{assayed}");
}

#[test]
fn an_overlay_that_is_not_there_is_told_with_its_line() {
    let text = crate::support::changed(
        crate::support::LABORATORY,
        "schema = 1",
        "schema = 1\noverlays = [\"mien.toml\"]",
    );
    let bench = Bench::with(&text);
    bench.write("mine.toml", TRK);
    let told = [
        "s.toml:3",
        "= \"mien.toml\" cannot be taken: no such file",
        "did you mean `mine.toml`?",
        "starts in the folder of the scenario",
    ];
    bench.refused(&["check", "s.toml"], &told);
    bench.write("s.toml", &text.replace("[\"mien.toml\"]", "\"mine.toml\""));
    bench.refused(&["check", "s.toml"], &["s.toml:3", "overlays"]);
    let plain = crate::support::changed(
        crate::support::PLAIN,
        "schema = 1",
        "schema = 1\noverlays = [\"mine.toml\"]",
    );
    bench.write("s.toml", &plain);
    bench.refused(&["check", "s.toml"], &["plain"]);
    // A program that does not read the files is told which are missing.
    let error = escalade::scenario::load("s.toml", text).unwrap_err();
    assert!(error.to_string().contains("are not at hand"), "{error}");
}

#[test]
fn guides_are_scored_in_the_line_that_can_have_the_allele() {
    let scores = KnowledgeBase::builtin().unwrap().score_guides().unwrap();
    let count = |verdict| scores.iter().filter(|score| score.verdict == verdict).count();
    let found = (
        count(Verdict::Agrees),
        count(Verdict::Disagrees),
        count(Verdict::NoData),
    );
    assert_eq!(found, (78, 12, 37));
    // Cells that grow on drug resist it. Half of parental growth, asked for before, is no property of resistance:
    // it held 72 calls only; genotypes of H3122 that it takes for sensitive grow by 0.09 to 0.46 of it.
    let half = scores.iter().filter(|score| {
        score
            .growth_share
            .is_some_and(|growth| (growth >= 0.5) == score.guide_says_resists)
    });
    assert_eq!(half.count(), 72);
    let disagreements: Vec<String> = scores
        .iter()
        .filter(|score| score.verdict == Verdict::Disagrees)
        .map(|score| {
            let said = if score.guide_says_resists {
                "resists"
            } else {
                "sensitive to"
            };
            format!("{} {} {said} {}", score.line, score.allele, score.drug)
        })
        .collect();
    assert_eq!(disagreements, DISAGREEMENTS);
    // No data: no exposure of these drugs is in the knowledge base.
    let silent = |drug: &str| {
        scores
            .iter()
            .filter(|score| score.drug == drug)
            .all(|s| s.verdict == Verdict::NoData)
    };
    assert!(
        ["selitrectinib", "midostaurin", "crenolanib", "FF-10101"]
            .into_iter()
            .all(silent)
    );
}

/// Calls of the three guides that the simulated assay does not bear out at the doses that patients'
/// free drug corresponds to. Nothing was moved to shorten the list.
const DISAGREEMENTS: [&str; 12] = [
    "H3122 L1196M sensitive to alectinib",
    "H3122 G1202R sensitive to lorlatinib",
    "H3122 I1171T resists alectinib",
    "H3122 C1156Y+L1198F resists lorlatinib",
    "baf3-etv6-ntrk3 F617L resists larotrectinib",
    "baf3-etv6-ntrk3 G696A resists larotrectinib",
    "baf3-etv6-ntrk3 F617L resists larotrectinib",
    "baf3-etv6-ntrk3 F617I resists larotrectinib",
    "MOLM-13 Y842C resists quizartinib",
    "MOLM-13 Y842C resists sorafenib",
    "MOLM-13 Y842H resists quizartinib",
    "MOLM-13 Y842H resists sorafenib",
];

/// A made-up pair: trametinib makes alectinib four times as potent.
const PAIR: &str = r#"
[[pair]]
drug = "alectinib"
beside = "trametinib"
k_factor = { value = 0.25, range = [0.1, 1.0], assumed = "made up for a test" }
half_dose = { value = "5 nM", range = ["1 nM", "20 nM"], assumed = "made up for a test" }
"#;

#[test]
fn a_pair_with_its_own_interaction() {
    let resolve = |overlay: &str, drugs: &[&str]| {
        let kb = KnowledgeBase::builtin_with(&[("mine.toml", overlay)]).unwrap();
        kb.resolve("H3122", drugs).unwrap()
    };
    let drugs = ["alectinib", "trametinib"];
    let (usual, pair) = (resolve("", &drugs), resolve(PAIR, &drugs));
    let activity = |resolved: &escalade::knowledge::Resolved, doses: &[f64]| {
        let biology = &resolved.biology;
        biology.driver_activity(&biology.wild_type(), doses)
    };
    // Each alone is as before.
    for doses in [[80.0, 0.0], [0.0, 50.0]] {
        assert_eq!(activity(&usual, &doses), activity(&pair, &doses));
    }
    let same = |a: f64, b: f64| assert!((a / b - 1.0).abs() < 1e-9, "{a} {b}");
    // Halfway on the logarithm at the half dose: K halves; a quarter of K in the limit.
    same(activity(&pair, &[80.0, 5.0]), activity(&usual, &[160.0, 0.0]));
    same(
        activity(&pair, &[80.0, 1e9]),
        activity(&usual, &[80.0 * 4f64.powf(1.0 / (1.0 + 5e-9)), 0.0]),
    );
    let net = |resolved: &escalade::knowledge::Resolved, doses: &[f64]| {
        let biology = &resolved.biology;
        biology.phenotype(&biology.wild_type(), 0, doses).net()
    };
    assert!(net(&pair, &[80.0, 5.0]) < net(&usual, &[80.0, 5.0]) - 1e-3);
    let antagonism = resolve(
        &PAIR.replace("value = 0.25, range = [0.1, 1.0]", "value = 4, range = [1, 9]"),
        &drugs,
    );
    assert!(net(&antagonism, &[80.0, 5.0]) > net(&usual, &[80.0, 5.0]) + 1e-3);
    assert!(
        pair.assumptions
            .iter()
            .any(|a| a.key == "alectinib/k_factor beside trametinib")
    );
    assert!(resolve(PAIR, &["alectinib"]).biology.pairs.is_empty());
    assert_eq!(
        resolve(PAIR, &["alectinib"]).assumptions,
        resolve("", &["alectinib"]).assumptions
    );
}

#[test]
fn wrong_pairs_are_refused() {
    let refused = |from: &str, to: &str, parts: &[&str]| {
        let text = PAIR.replace(from, to);
        let message = KnowledgeBase::builtin_with(&[("mine.toml", &text)])
            .unwrap_err()
            .to_string();
        parts
            .iter()
            .for_each(|part| assert!(message.contains(part), "{part}: {message}"));
    };
    refused(
        "\"trametinib\"",
        "\"trametinb\"",
        &[
            "mine.toml:4",
            "pair \"alectinib\"",
            "beside = \"trametinb\"",
            "did you mean \"trametinib\"?",
        ],
    );
    refused(
        "\"trametinib\"",
        "\"alectinib\"",
        &["beside = alectinib", "another drug"],
    );
    refused(
        "value = 0.25",
        "value = -1",
        &[
            "mine.toml:5",
            "pair \"alectinib\" (beside \"trametinib\"): k_factor.value = -1",
            "above 0",
        ],
    );
}

/// A made-up compound with a potency in H3122 and, in Ba/F3 cells, `rows` beside 12 nM on the unmutated driver.
fn compound(wild_type: &str, rows: &str) -> String {
    let study = |id: &str, system: &str, rows: &str| {
        format!(
            "[[study]]\nid = \"{id}\"\nfamily = \"alk\"\nreference = \"lab\"\nsystem = \"{system}\"\n\
             endpoint = \"viability\"\ntranscription = \"made-up\"\nrank = 100\n[study.ic50]\n{rows}\n"
        )
    };
    let of_line = study("parental", "H3122", &format!("WT = {{ mine = \"{wild_type}\" }}"));
    let of_mutants = study("mutants", "baf3-eml4-alk-v1", rows);
    format!(
        "[[reference]]\nid = \"lab\"\ncitation = \"Ours\"\nlink = \"none\"\n\
         [[drug]]\nid = \"mine\"\nname = \"Mine\"\nfamily = \"alk\"\nclass = \"inhibitor\"\ntype = \"I\"\ngeneration = 2\n\
         {of_line}{of_mutants}"
    )
}

/// The IC50 of a genotype of H3122 under the made-up compound, nM.
fn ic50_in(kb: &KnowledgeBase, label: &str) -> f64 {
    let biology = kb.resolve("H3122", &["mine"]).unwrap().biology;
    let genotype = genotype_of(&biology, label).unwrap();
    endpoint::absolute_ic(&biology, &genotype, 0, 0, 0.5, 72.0).unwrap()
}

#[test]
fn a_potency_may_be_a_bound() {
    let rows = "WT = { mine = \"12 nM\" }\nG1202R = { mine = \"> 1.2 uM\" }\nL1196M = { mine = \"< 3 nM\" }\n\
                \"L1196M+G1202R\" = { mine = \"> 2.4 uM\" }";
    let overlay = compound("12 nM", rows);
    let kb = with(&overlay);
    // The least, or the largest, fold that fits: the study's own assay in the line returns the bound.
    for (label, fold, bound) in [
        ("G1202R", 100.0, "> 1.2 µM"),
        ("L1196M", 0.25, "< 3 nM"),
        ("G1202R+L1196M", 200.0, "> 2.4 µM"),
    ] {
        let read = ic50_in(&kb, label);
        assert!((read / (12.0 * fold) - 1.0).abs() < 0.01, "{label}: {read}");
        let resolved = kb.resolve("H3122", &["mine"]).unwrap();
        let missed = resolved
            .unreachable
            .iter()
            .find(|missed| missed.allele == label)
            .expect(label);
        assert_eq!(
            (missed.reason.reason(), missed.bound.as_deref()),
            ("only a bound is known", Some(bound))
        );
        let noted = resolved
            .assumptions
            .iter()
            .find(|a| a.what == format!("fold of {label} for Mine"))
            .expect(label);
        assert_eq!(noted.certainty, Certainty::Imputed);
        assert!(
            noted.value.contains(bound) && noted.why.contains("no potency is reached"),
            "{noted:?}"
        );
    }
    assert!(kb.show("ALK-G1202R").unwrap().to_string().contains("> 1.2 µM"));
    let matrix = kb.matrix("alk", None).unwrap();
    let row = matrix.rows.iter().find(|row| row.allele == "G1202R").unwrap();
    let cell = &row.cells[matrix.drugs.iter().position(|drug| drug == "mine").unwrap()];
    assert_eq!(
        (cell.bound.as_deref(), cell.certainty),
        (Some("> 1.2 µM"), Certainty::Imputed)
    );
    assert!((cell.fold - 100.0).abs() < 1e-9, "{}", cell.fold);
    assert!(matrix.to_string().contains("(> 1.2 µM)"));
    let checked = kb.self_check().unwrap();
    assert_eq!(checked.not_closed, Vec::<String>::new());
    assert_eq!(
        checked
            .bounds
            .iter()
            .filter(|told| told.starts_with("mutants, "))
            .count(),
        3
    );
    let bench = Bench::new();
    bench.write("mine.toml", &overlay);
    let scenario = bench.good(&["new", "scenario", "--drug", "mine", "--kb", "mine.toml"]);
    bench.write("s.toml", &scenario);
    let explained = bench.good(&["explain", "s.toml", "--kb", "mine.toml"]);
    assert!(explained.contains("(> 1.2 µM)"), "{explained}");
}

#[test]
fn a_bound_gives_way_to_a_number_and_to_a_rule_that_fits_it() {
    let plain = with(&compound("12 nM", "WT = { mine = \"12 nM\" }"));
    let rule = plain.fold("G1202R", "mine").unwrap().number();
    let fits = with(&compound(
        "12 nM",
        "WT = { mine = \"12 nM\" }\nG1202R = { mine = \"> 13 nM\" }",
    ));
    assert!(rule > 13.0 / 12.0);
    assert_eq!(fits.fold("G1202R", "mine").unwrap().number(), rule);
    // Written as a table of its own, it is the same.
    let apart = compound(
        "12 nM",
        "WT = { mine = \"12 nM\" }\n[study.above]\nG1202R = { mine = \"1.2 uM\" }",
    );
    assert!((with(&apart).fold("G1202R", "mine").unwrap().number() - 100.0).abs() < 1e-9);
    // A line's own bound, where the potency carried over from Ba/F3 cells lies below it: 10 µM comes back.
    let own = with(&compound("> 10 uM", "WT = { mine = \"12 nM\" }"));
    assert!((ic50_in(&own, "WT") / 1e4 - 1.0).abs() < 0.01);
    let fits = with(&compound("> 1 pM", "WT = { mine = \"12 nM\" }"));
    let carried = fits.potency("H3122", "mine").unwrap();
    assert!(matches!(carried.basis, escalade::knowledge::potency::Basis::Carried(_)));
    // One's own bound stands before a number of the knowledge base, as far as that does not fit it.
    let bound = |dose: &str| {
        with(&format!(
            "[[study]]\nid = \"own\"\nfamily = \"alk\"\nreference = \"choi-2017\"\nsystem = \"H3122\"\nendpoint = \"viability\"\n\
             transcription = \"checked\"\nrank = 0\n[study.ic50]\nWT = {{ alectinib = \"{dose}\" }}\n"
        ))
    };
    let ic50 = |kb: &KnowledgeBase| {
        let biology = kb.resolve("H3122", &["alectinib"]).unwrap().biology;
        endpoint::absolute_ic(&biology, &biology.wild_type(), 0, 0, 0.5, 72.0).unwrap()
    };
    let known = ic50(&KnowledgeBase::builtin().unwrap());
    assert!(known < 50.0, "{known}");
    assert!((ic50(&bound("> 200 nM")) / 200.0 - 1.0).abs() < 0.01);
    assert_eq!(ic50(&bound("< 200 nM")), known);
    // One number, or one bound, per row and drug.
    let both = compound(
        "12 nM",
        "WT = { mine = \"12 nM\" }\n[study.below]\nWT = { mine = \"13 nM\" }",
    );
    assert!(
        refused(&both).contains("one bound, of a row without a dose"),
        "{}",
        refused(&both)
    );
}

/// Rows on the allele that a line's copies carry anyway are over that allele's row, with or without `background`.
#[test]
fn rows_of_a_line_stand_on_its_own_allele() {
    let table = |background: &str| {
        with(&format!(
            "[[drug]]\nid = \"mine\"\nname = \"Mine\"\nsummary = \"Made up.\"\nfamily = \"flt3\"\nclass = \"FLT3 inhibitor\"\n\
             type = \"I\"\n[[study]]\nid = \"own\"\nfamily = \"flt3\"\nreference = \"choi-2017\"\nsystem = \"MV4-11\"\n\
             endpoint = \"viability\"\ntranscription = \"checked\"\nrank = 1\n{background}[study.ic50]\n\
             ITD = {{ mine = \"20 nM\" }}\n\"ITD+D835Y\" = {{ mine = \"300 nM\" }}\n\"ITD+F691L\" = {{ mine = \"> 2 uM\" }}\n"
        ))
    };
    let folds = |kb: &KnowledgeBase| ["D835Y", "F691L"].map(|allele| kb.fold(allele, "mine").unwrap().number());
    let inferred = folds(&table(""));
    assert_eq!(inferred, folds(&table("background = \"ITD\"\n")));
    for (fold, expected) in inferred.into_iter().zip([15.0, 100.0]) {
        assert!((fold / expected - 1.0).abs() < 1e-9, "{inferred:?}");
    }
}

/// A drug is sold as a salt, and labels name it.
#[test]
fn drugs_are_known_by_their_salts() {
    let kb = KnowledgeBase::builtin().unwrap();
    for (name, id) in [
        ("alectinib hydrochloride", "alectinib"),
        ("Quizartinib dihydrochloride", "quizartinib"),
        ("gilteritinib hemifumarate", "gilteritinib"),
        ("larotrectinib sulfate", "larotrectinib"),
        ("RG7853", "alectinib"),
    ] {
        assert_eq!(kb.drug_called(name).map(|drug| drug.id.as_str()), Some(id), "{name}");
    }
    assert!(kb.drug_called("hydrochloride").is_none());
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

/// Every key below a key, with the names of the tables on the way.
fn keys_below(key: &escalade::knowledge::schema::Key, found: &mut Vec<String>) {
    use escalade::knowledge::schema::Form;
    match &key.form {
        Form::Table(keys) | Form::Tables(keys) => keys.iter().for_each(|key| {
            if !matches!(key.form, Form::Hidden) {
                found.push(key.name.clone());
            }
            keys_below(key, found);
        }),
        Form::One { .. } | Form::Word(_) | Form::Hidden => {}
    }
}

#[test]
fn templates_load_as_they_are_and_hold_every_key() {
    use escalade::knowledge::schema::{File, Form, Record};
    use escalade::knowledge::template;
    let bench = Bench::new();
    let kinds = File::keys();
    for name in template::names() {
        let text = template::overlay(name).unwrap();
        let kb = with(&text);
        if name != "overlay" {
            assert_eq!(kb.self_check().unwrap().not_closed, Vec::<String>::new(), "{name}");
        }
        let file = format!("{name}.toml");
        bench.good(&["new", name, "--out", &file]);
        assert_eq!(bench.read(&file), text.as_bytes());
        bench.refused(&["new", name, "--out", &file], &["is there already"]);
        bench.good(&["kb", "check", "--kb", &file]);
        // With every mark removed, each key and each value still is one that the reader knows.
        let whole = template::uncommented(&text);
        let read = toml::from_str::<File>(&whole);
        read.unwrap_or_else(|error| panic!("{name}: {error}\n{whole}"));
        // Each record has all keys of its kind, those of tables within it as well, each with its meaning.
        for (i, record) in text.split("\n\n").enumerate().skip(1) {
            let lines: Vec<&str> = record
                .lines()
                .map(|line| line.trim_start_matches('#').trim_start())
                .collect();
            let header = lines
                .iter()
                .find(|line| line.starts_with('['))
                .unwrap_or_else(|| panic!("{name} {i}"));
            let kind = header.trim_matches(['[', ']']);
            let key = kinds
                .iter()
                .find(|key| key.name == kind)
                .unwrap_or_else(|| panic!("{name}: {kind}"));
            let mut keys = Vec::new();
            keys_below(key, &mut keys);
            assert!(!keys.is_empty());
            for key in keys {
                let there = |line: &&&str| {
                    [" = ", ": "]
                        .iter()
                        .any(|mark| line.starts_with(&format!("{key}{mark}")))
                        || (line.starts_with('[') && line.trim_matches(['[', ']']).ends_with(&format!(".{key}")))
                };
                assert!(
                    lines.iter().find(there).is_some(),
                    "{name}: {kind} lacks {key}\n{record}"
                );
            }
        }
    }
    // The template of all holds every kind.
    let all = template::overlay("overlay").unwrap();
    for kind in kinds.iter().filter(|kind| kind.name != "schema") {
        assert!(matches!(kind.form, Form::Table(_) | Form::Tables(_)));
        let header = [format!("[{}]", kind.name), format!("[[{}]]", kind.name)];
        assert!(header.iter().any(|header| all.contains(header)), "{}", kind.name);
    }
    // What a value may be is what its check says, and what a left-out key means is told.
    let line = template::overlay("line").unwrap();
    let told = |words: &str| assert!(line.replace("\n# ", " ").contains(words), "{words}\n{line}");
    told("Doubling time without drug. Allowed: a value with its source, a time with its unit");
    told("(numbers above 0). Must be given.");
    told("1 to 1000 copies");
    told("Tissue that they come from");
    told("lung, epithelium, blood, connective");
}

/// The names of keys are those that the reader itself offers.
#[test]
fn described_keys_are_those_of_the_reader() {
    use escalade::knowledge::schema::{File, Form, Record};
    for kind in File::keys().into_iter().filter(|kind| kind.name != "schema") {
        let (Form::Table(keys) | Form::Tables(keys)) = &kind.form else {
            panic!("{}", kind.name)
        };
        let header = match kind.form {
            Form::Tables(_) => format!("[[{}]]", kind.name),
            _ => format!("[{}]", kind.name),
        };
        let error = toml::from_str::<File>(&format!("{header}\nno_such_key = 1\n")).unwrap_err();
        let message = error.message();
        let offered: Vec<&str> = message.split('`').skip(3).step_by(2).collect();
        let ours = keys.iter().filter(|key| !matches!(key.form, Form::Hidden));
        let ours: Vec<&str> = ours.map(|key| key.name.as_str()).collect();
        assert_eq!(ours, offered, "{}", kind.name);
    }
}

/// A bypass of an overlay goes round the drivers of the families that it names.
#[test]
fn a_users_bypass_arises_in_its_families() {
    let text = escalade::knowledge::template::overlay("bypass").unwrap();
    let kb = with(&text);
    let routes = |line: &str, drug: &str| {
        let biology = kb.resolve(line, &[drug]).unwrap().biology;
        let ids: Vec<String> = biology.bypasses.iter().map(|bypass| bypass.id.clone()).collect();
        ids
    };
    assert!(routes("H3122", "alectinib").contains(&"my-bypass".to_owned()));
    assert!(!routes("KM12", "larotrectinib").contains(&"my-bypass".to_owned()));
    // What inhibits it is tried in assays of these families, although no family lists the bypass.
    let tried = |text: &str| {
        escalade::assay::Bench::of_line(&with(text), "MOLM-13")
            .unwrap()
            .drug("crizotinib")
            .is_some()
    };
    let mine = "families = [\"flt3\"]\ninhibitors = [\"crizotinib\"]";
    let flt3 = text
        .replace("families = [\"alk\"]", mine)
        .replace("source = \"egfr\"", "source = \"met\"");
    assert!(tried(&flt3) && !tried(&text));
    let error = refused(&text.replace("families = [\"alk\"]", "families = [\"alkk\"]"));
    assert!(error.contains("did you mean") && error.contains("alk"), "{error}");
}

/// A graded adaptation of one's own; what cannot be one is refused with what is allowed.
#[test]
fn an_overlay_may_hold_a_graded_adaptation() {
    let state = |class: &str, rungs: &str| {
        format!(
            "[[state]]\nid = \"her3-up\"\nname = \"HER3 up\"\nclass = \"{class}\"\nrungs = {rungs}\n\
             activates = [{{ source = \"egfr\", activity = {{ value = 0.6, range = [0.3, 1.0], assumed = \"Mine.\" }} }}]\n"
        )
    };
    let switch = |from: &str, to: &str| {
        format!(
            "[[switch]]\nfrom = \"{from}\"\nto = \"{to}\"\n\
             induced = {{ value = 0.02, range = [0.01, 0.1], assumed = \"Mine.\" }}\n"
        )
    };
    let family = |rungs: u32| {
        let kb =
            with(&(state("adapted", &rungs.to_string()) + &switch("naive", "her3-up") + &switch("her3-up", "naive")));
        kb.show("her3-up").unwrap().facts
    };
    assert!(
        family(4)
            .iter()
            .any(|(key, value)| key == "rungs" && value.starts_with("4,"))
    );
    assert!(family(1).iter().all(|(key, _)| key != "rungs"));
    let told = refused(&state("adapted", "9"));
    assert!(
        told.contains("rungs") && told.contains("9") && told.contains("2 to 6"),
        "{told}"
    );
    let told = refused(&state("tolerant", "3"));
    assert!(told.contains("rungs") && told.contains("adapted"), "{told}");
    let told = refused(&(state("adapted", "3") + &switch("drug-tolerant", "her3-up")));
    assert!(told.contains("from") && told.contains("naive"), "{told}");
    let told = refused(&(state("adapted", "3") + &switch("naive", "her3-upp")));
    assert!(told.contains("her3-up"), "{told}");
}

/// A compound of a kind that no other drug of its family is of runs on every line of the family: alleles that no study has are taken from
/// the same place in related kinases, and say so.
#[test]
fn a_drug_of_another_kind_runs_on_all_lines_of_its_family() {
    let bench = Bench::new();
    let overlay = r#"
schema = 2
[[reference]]
id = "own"
citation = "Own"
link = "unpublished"
[[drug]]
id = "new-ii"
name = "new-ii"
family = "trk"
class = "kinase inhibitor"
type = "II"
generation = 2
[[study]]
id = "own-km12"
family = "trk"
reference = "own"
system = "KM12"
endpoint = "viability"
transcription = "unchecked"
rank = 100
ic50 = { WT = { new-ii = "20 nM" } }
"#;
    bench.write("o.toml", overlay);
    for line in ["KM12", "baf3-tpm3-ntrk1", "baf3-ntrk2", "baf3-etv6-ntrk3"] {
        let text = LABORATORY
            .replace("id = \"H3122\"", &format!("id = \"{line}\""))
            .replace("alectinib", "new-ii");
        bench.write("s.toml", &text);
        let told = bench.good(&["explain", "s.toml", "--kb", "o.toml"]);
        assert!(told.contains("Net growth per day"), "{line}: {told}");
    }
    let matrix = bench.good(&["kb", "matrix", "--family", "trk", "--kb", "o.toml"]);
    assert!(matrix.contains("new-ii"), "{matrix}");
}
