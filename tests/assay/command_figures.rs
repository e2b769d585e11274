//! Figures of `escalade assay`: every read-out and every step of a diagnosis has one.

use crate::asked::{finished, with};
use crate::support::{Bench, LABORATORY, changed};

/// Every step of the diagnosis page that an assay draws has its figure, and a hidden culture's page draws its
/// read-outs.
#[test]
fn every_step_of_a_diagnosis_has_its_figure() {
    let bench = Bench::with(&changed(LABORATORY, "\"60 d\"", "\"300 d\""));
    bench.good(&["run", "s.toml", "--out", "r", "--quiet"]);
    bench.good(&["diagnose", "r", "--flasks", "0", "--out", "d"]);
    let page = String::from_utf8(bench.read("d/diagnosis.html")).expect("text");
    let steps: Vec<&str> = page.split("data-guide=\"").skip(1).collect();
    let undrawn: Vec<&str> = (steps.iter())
        .filter(|step| !step.contains("<svg"))
        .filter_map(|step| step.split('"').next())
        .collect();
    // The call itself; a second method only where it called something.
    assert!(
        undrawn.iter().all(|guide| ["P11 S01 S02 S03", "P05"].contains(guide)),
        "{undrawn:?}"
    );
    assert!(steps.len() > 12, "{}", steps.len());
    bench.good(&["diagnose", "r", "--blind", "--seed", "7", "--out", "q"]);
    let quiz = String::from_utf8(bench.read("q/quiz.html")).expect("text");
    for figure in [
        "Drug stock on the parental line",
        "STR typing",
        "IC50 of alectinib over the parental line",
        "Viability in alectinib",
        "Switch to other inhibitors",
        "Western blot",
        "Phospho-array",
        "A partner beside the drug",
        "Stained cells",
    ] {
        assert!(quiz.contains(&format!("<title>{figure}")), "{figure}");
    }
    assert!(!quiz.contains("flask") && !quiz.contains("missed"));
}

/// Each read-out leaves a table and a figure.
#[test]
fn every_assay_draws_a_figure() {
    let bench = finished();
    let flask = ["--run", "r", "--flask", "0", "--day", "5", "--out", "o"];
    for kind in [
        "blot",
        "array",
        "add-back",
        "switch",
        "markers",
        "expression",
        "identity",
    ] {
        bench.good(&with(&["assay", kind], &flask));
    }
    let named = [
        "--line",
        "H3122",
        "--genotype",
        "G1202R",
        "--drug",
        "alectinib",
        "--out",
        "o",
    ];
    bench.good(&with(&["assay", "express"], &named));
    let stroma = ["--line", "MOLM-13", "--niche", "hs-5", "--out", "o"];
    bench.good(&with(&["assay", "cytokines"], &stroma));
    let drug = ["--drug", "quizartinib", "--dose", "20 nM"];
    bench.good(&with(&with(&["assay", "drug-level"], &stroma), &drug));
    for stem in [
        "blot",
        "array",
        "add_back",
        "switch",
        "markers",
        "expression",
        "express",
        "cytokines",
        "identity",
        "drug_level",
    ] {
        assert!(!bench.read(&format!("o/{stem}.csv")).is_empty(), "{stem}");
        let figure = String::from_utf8(bench.read(&format!("o/{stem}.svg"))).unwrap();
        assert!(["<circle", "<rect"].iter().any(|mark| figure.contains(mark)), "{stem}");
    }
    // Cells named by genotype have seen no drug.
    let text = bench.good(&[
        "assay",
        "expression",
        "--line",
        "H3122",
        "--genotype",
        "parental @ ccn1-high",
    ]);
    assert!(text.contains("day 1 -") && !text.contains("day 1 +"), "{text}");
}

/// A stroma that breaks a drug down has a read-out: the drug's level, and only of drugs that the enzyme takes.
#[test]
fn drug_that_stroma_breaks_down_is_missing_from_the_medium() {
    let bench = finished();
    let level = |niche: &str, drug: &str| {
        let cells = ["assay", "drug-level", "--line", "MOLM-13", "--niche", niche];
        bench.good(&with(&cells, &["--drug", drug, "--dose", "100 nM"]))
    };
    let broken = level("cyp3a4", "quizartinib");
    assert!(
        broken.contains("breaks quizartinib down") && broken.contains("CYP3A4"),
        "{broken}"
    );
    for (niche, drug) in [("cyp3a4", "midostaurin"), ("fgf2", "quizartinib")] {
        let stable = level(niche, drug);
        assert!(
            stable.contains("as stable as in plain medium"),
            "{niche} {drug}: {stable}"
        );
    }
    let start = [
        "assay",
        "drug-level",
        "--line",
        "MOLM-13",
        "--drug",
        "quizartinib",
        "--dose",
        "100 nM",
    ];
    bench.refused(&start, &["--niche FACTOR", "cyp3a4"]);
    let among = with(&start, &["--niche", "cyp3a4"]);
    for (extra, parts) in [
        (["--hours", "0,48,24"], &["rise"][..]),
        (["--hours", "0,100"], &["next change of medium", "72 h"]),
        (["--niche", "cyp3a5"], &["cyp3a4"]),
    ] {
        bench.refused(&with(&among, &extra), parts);
    }
}
