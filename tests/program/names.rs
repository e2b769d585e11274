//! Names, numbers and forms as people write them.

use crate::support::{Bench, LABORATORY, changed};
use escalade::knowledge::KnowledgeBase;
use escalade::scenario::{Body, Laboratory, load};

fn laboratory(text: &str) -> Laboratory {
    match load("s.toml", text.to_owned())
        .unwrap_or_else(|error| panic!("{error}"))
        .body
    {
        Body::Laboratory(laboratory) => *laboratory,
        Body::Plain(_) => panic!("a laboratory scenario"),
    }
}

/// Brand names, code names and spellings are the same scenario as the ids, to the last bit.
#[test]
fn other_names_are_the_same_scenario() {
    let same = |line: &str, drug: &str, id: &str, drug_id: &str| {
        let text = |line: &str, drug: &str| changed(&changed(LABORATORY, "H3122", line), "alectinib", drug);
        assert_eq!(
            laboratory(&text(line, drug)),
            laboratory(&text(id, drug_id)),
            "{line} {drug}"
        );
    };
    same("H-3122", "Xalkori", "H3122", "crizotinib");
    same("nci-h3122", "ch5424802", "H3122", "alectinib");
    same("km12", "LOXO-101", "KM12", "larotrectinib");
    same("MOLM13", "ac 220", "MOLM-13", "quizartinib");
    same("mv4-11", "FF10101", "MV4-11", "FF-10101");
}

/// No two drugs share a name, and formulas give the masses of the product labels (g/mol, free compound).
#[test]
fn synonyms_and_masses_of_the_built_in_drugs() {
    let kb = KnowledgeBase::builtin().unwrap();
    for drug in kb.drugs() {
        for name in drug.names() {
            assert_eq!(kb.drug_called(name).map(|found| &found.id), Some(&drug.id), "{name}");
        }
        let told = drug.synonyms.is_empty() && drug.formula.is_none();
        assert!(told || drug.names_reference.is_some(), "{}", drug.id);
    }
    for (drug, mass) in [
        ("crizotinib", 450.34),
        ("alectinib", 482.62),
        ("larotrectinib", 428.44),
        ("sorafenib", 464.83),
    ] {
        let found = kb.drug(drug).unwrap().molar_mass().unwrap();
        assert!((found - mass).abs() < 0.02, "{drug}: {found}");
    }
    assert!(kb.drug_called("").is_none() && kb.drug_called("--").is_none() && kb.drug_called("101").is_none());
}

/// 0.1 mg/L of alectinib is 0.1e-3 / 482.63 mol/L = 207.2 nM, however it is written.
#[test]
fn masses_are_doses() {
    let doses = |dose: &str| {
        let laboratory = laboratory(&changed(LABORATORY, "300 nM", dose));
        laboratory.protocol.courses[0].dosing.doses().to_vec()
    };
    for text in ["0.1 mg/L", "100 ng/mL", "0.1 ug/mL", "0.1 µg/ml", "10 ug/dL"] {
        let dose = doses(text)[0];
        assert!((dose - 207.2).abs() < 0.05, "{text}: {dose}");
    }
    let bench = Bench::with(&changed(
        &changed(LABORATORY, "alectinib", "zotizalkib"),
        "300 nM",
        "10 ng/mL",
    ));
    bench.refused(
        &["check", "s.toml"],
        &[
            "s.toml:9",
            "\"10 ng/mL\" is a mass",
            "molar mass of zotizalkib is not known",
            "such as \"50 nM\"",
        ],
    );
}

#[test]
fn months_are_times() {
    let laboratory = laboratory(&changed(LABORATORY, "60 d", "3 months"));
    assert!((laboratory.protocol.stop.after - 91.32).abs() < 1e-9);
}

#[test]
fn what_is_meant_is_told() {
    let asks = |from: &str, to: &str, parts: &[&str]| {
        let bench = Bench::with(&changed(LABORATORY, from, to));
        bench.refused(&["check", "s.toml"], parts);
    };
    asks(
        "\"one dose\"",
        "“one dose”",
        &["s.toml:3", "“ is a curly quote", "straight quotes"],
    );
    asks(
        "[[course]]",
        "[course]",
        &["`course` is a list", "[[course]] with double brackets"],
    );
    asks(
        "[line]",
        "[[line]]",
        &["`line` is one table", "[line] with single brackets"],
    );
    asks(
        "dose = \"300 nM\"",
        "start = \"IC20\"\nfactor = 2\ngoal = \"1 uM\"\nstep_when = \"every 2 weeks\"",
        &[
            "`step_when`",
            "is a table of keys",
            "write step_when = { every = \"2 weeks\" }",
            "growth, ",
        ],
    );
    asks(
        "dose = \"300 nM\"",
        "start = \"IC20\"\nfactor = 2\ngoal = \"1 uM\"\nstep_when = \"70% of parental\"",
        &["write step_when = { growth = \"70% of parental\" }"],
    );
    asks(
        "replicates = 4",
        "replicates = \"6 flasks\"",
        &["is a text", "without quotes", "write replicates = 6"],
    );
    let seeded = |cells: &str| format!("[flask]\nseed_cells = \"{cells}\"\n[line]");
    asks(
        "[line]",
        &seeded("1 million"),
        &["is a text", "write seed_cells = 1000000"],
    );
    asks("[line]", &seeded("2 x 10^6 cells"), &["write seed_cells = 2000000"]);
    asks("[line]", &seeded("10,000"), &["write seed_cells = 10000"]);
    asks("[line]", &seeded("2 billion"), &["write seed_cells = 2e9"]);
    asks("[line]", &seeded("30 thousand"), &["write seed_cells = 30000"]);
    asks(
        "\"alectinib\"",
        "\"Xalkory\"",
        &["not a drug of the knowledge base", "did you mean `crizotinib`?"],
    );
    let km12 = changed(LABORATORY, "H3122", "KM12");
    let bench = Bench::with(&km12);
    let told = bench.refused(
        &["check", "s.toml"],
        &[
            "does nothing known to KM12",
            "alectinib is a drug for ALK, and KM12 depends on NTRK1",
            "larotrectinib",
        ],
    );
    assert!(!told.contains("did you mean"), "{told}");
}

#[test]
fn commands_take_other_names_too() {
    let bench = Bench::new();
    let shown = bench.good(&["kb", "show", "Vitrakvi"]);
    assert!(shown.contains("LOXO-101") && shown.contains("428.4"), "{shown}");
    let by = |line: &str, drug: &str| bench.good(&["assay", "dose-response", "--line", line, "--drug", drug]);
    assert_eq!(by("H-3122", "Alecensa"), by("H3122", "alectinib"));
    let new = |line: &str, drug: &str| bench.good(&["new", "scenario", "--line", line, "--drug", drug]);
    assert_eq!(new("km12", "loxo101"), new("KM12", "larotrectinib"));
}
