//! Tables of alleles that were imported: over which row they count, bounds, copies, and rows that nothing can be made of.

use crate::support::Bench;

/// The knowledge base with what was imported of a table.
fn imported(line: &str, table: &str) -> (escalade::knowledge::KnowledgeBase, String) {
    let bench = Bench::new();
    bench.write("table.csv", table);
    let told = bench.good(&["import", "table.csv", "--line", line, "--out", "own.toml"]);
    let text = String::from_utf8(bench.read("own.toml")).unwrap();
    let overlay = escalade::scenario::Overlay {
        file: "own.toml".to_owned(),
        text,
    };
    (escalade::scenario::with_overlays(&[overlay]).unwrap(), told)
}

/// A line whose driver carries ITD: folds are over ITD, whatever the table calls the unaltered cells and the double mutant.
#[test]
fn imported_mutants_of_a_mutated_driver_count_over_it() {
    for (unaltered, mutant) in [("ITD", "ITD+F691L"), ("WT", "F691L"), ("parental", "F691L+ITD")] {
        for line in ["MV4-11", "MOLM-13"] {
            let table = format!("allele,quizartinib_nM,gilteritinib_nM\n{unaltered},1.2,9\n{mutant},110,90\n");
            let (kb, _) = imported(line, &table);
            for (drug, fold) in [("quizartinib", 110.0 / 1.2), ("gilteritinib", 10.0)] {
                let found = kb.fold("F691L", drug).unwrap().number();
                assert!(
                    (found / fold - 1.0).abs() < 1e-3,
                    "{line} {unaltered} {mutant} {drug}: {found} {fold}"
                );
            }
        }
    }
}

/// One's own bound stands before a number of somebody else that it rules out; a number that it allows stays.
#[test]
fn an_imported_bound_is_not_given_up() {
    let number = |table: &str| {
        let (kb, _) = imported("H3122", table);
        kb.fold("L1196M", "alectinib").unwrap().number()
    };
    let known = number("allele,lorlatinib_nM\nWT,4\n");
    assert!(known < 100.0);
    assert!((number("allele,alectinib_nM\nWT,12\nL1196M,> 2000\n") / (2000.0 / 12.0) - 1.0).abs() < 1e-3);
    // A fold of phosphorylation lies above a bound of viability by the numbers (25 over 20), and breaks it in cells.
    let own = "allele,brigatinib_nM,ceritinib_uM\nWT,30,0.05\nG1202R,500,> 1\n";
    let bench = Bench::new();
    bench.write("own.csv", own);
    bench.good(&["import", "own.csv", "--line", "H3122", "--out", "own.toml"]);
    let read = "assay dose-response --no-scatter --line H3122 --drug ceritinib --genotype G1202R --kb own.toml --json";
    let told: serde_json::Value = serde_json::from_str(&bench.good(&read.split(' ').collect::<Vec<_>>())).unwrap();
    let mutant = told["readouts"]["plates"][0][1]["ic50"]["nm"].as_f64().unwrap();
    assert!((mutant / 1000.0 - 1.0).abs() < 0.02, "{mutant}");
    let allowed = 12.0 * known * 0.5;
    assert_eq!(
        number(&format!("allele,alectinib_nM\nWT,12\nL1196M,> {allowed:.4}\n")),
        known
    );
}

/// Where cells have several copies of the driver, an allele's number is that of all copies, and said to be.
#[test]
fn what_an_allele_means_among_copies_is_told() {
    let (_, told) = imported("MOLM-13", "allele,gilteritinib_nM\nITD,9\nITD+F691L,90\n");
    assert!(
        told.contains("has 2 copies of its driver: an allele's number is taken as that of cells all of whose copies"),
        "{told}"
    );
    let (_, told) = imported("MOLM-13", "allele,gilteritinib_nM\nITD,9\n");
    assert!(!told.contains("copies of its driver"), "{told}");
    let (_, told) = imported("H3122", "allele,alectinib_nM\nWT,12\nG1202R,800\n");
    assert!(!told.contains("copies of its driver"), "{told}");
}

/// Rows that nothing can be made of are told, and so is the slope of a bound.
#[test]
fn rows_without_an_unaltered_one_are_told() {
    let (_, told) = imported(
        "H3122",
        "allele,drug,ic50_nM,slope\nG1202R,alectinib,900,1\nWT,lorlatinib,4,1.1\nG1202R,lorlatinib,> 1000,1\n",
    );
    assert!(told.contains("G1202R under alectinib changes nothing"), "{told}");
    assert!(
        told.contains("a bound has no slope") && !told.contains("G1202R under lorlatinib changes nothing"),
        "{told}"
    );
}

/// An allele that the knowledge base does not have is made of the codon of its residue, which another allele there knows or the
/// table states; it resists, and arises at the rate of its changes.
#[test]
fn new_alleles_are_made_of_the_codon_that_they_change() {
    use escalade::knowledge::schema::PathKind;
    let table = "allele,alectinib_nM\nWT,12\nG1202R,800\nG1202E,1200\ng1202v,600\nG1202K,700\nG1202W,30\n";
    let (kb, told) = imported("H3122", table);
    for part in [
        "G1202E is new: the overlay has a record of it; it arises by c.3605G>A out of GGA",
        "G1202V is new: the overlay has a record of it; it arises by c.3605G>T out of GGA",
        "G1202K is new: the overlay has a record of it; two nucleotides of GGA change: it arises by c.3605G>A out of ALK-G1202R",
        "G1202W is new: the overlay has a record of it; no change of one nucleotide of GGA makes it",
    ] {
        assert!(told.contains(part), "{told}");
    }
    let allele = |id: &str| {
        kb.data()
            .allele
            .iter()
            .find(|allele| allele.id == id)
            .cloned()
            .expect("the new allele")
    };
    let (new, known) = (allele("ALK-G1202E"), allele("ALK-G1202R"));
    assert_eq!((new.residue, &new.region), (1202, &known.region));
    assert_eq!(new.paths.len(), 1);
    assert_eq!(new.paths[0].kind, PathKind::Transition);
    assert_eq!(new.paths_reference, known.paths_reference, "the codon has that source");
    assert!((kb.fold("G1202E", "alectinib").unwrap().number() / 100.0 - 1.0).abs() < 1e-3);
    // A table says what the codon is where no allele is known; its place in the sequence follows from those that are.
    let (kb, told) = imported("H3122", "allele,codon,alectinib_nM\nWT,,12\nE1161K,gag,400\n");
    assert!(
        told.contains("E1161K is new") && told.contains("c.3481G>A out of GAG"),
        "{told}"
    );
    let new = kb.data().allele.iter().find(|allele| allele.name == "E1161K").unwrap();
    assert_eq!(new.paths[0].kind, PathKind::Transition);
    // What arises is on the list of a run under the drug.
    let bench = Bench::with(crate::support::LABORATORY);
    bench.write("table.csv", table);
    bench.good(&["import", "table.csv", "--line", "H3122", "--out", "own.toml"]);
    let told = bench.good(&["explain", "s.toml", "--kb", "own.toml"]);
    assert!(told.contains("G1202E") && told.contains("G1202V"), "{told}");
}

/// A slip in a name is not taken for a new allele.
#[test]
fn codons_that_make_something_else_are_refused() {
    let bench = Bench::new();
    let refused = |table: &str, parts: &[&str]| {
        bench.write("table.csv", table);
        bench.refused(&["import", "table.csv", "--line", "H3122", "--out", "own.toml"], parts);
    };
    refused(
        "allele,alectinib_nM\nWT,12\nL1202R,800\n",
        &[
            "table.csv:3",
            "\"L1202R\": the codon of residue 1202 is GGA, which makes G, not L",
        ],
    );
    refused(
        "allele,codon,alectinib_nM\nWT,,12\nG1202W,GGG,800\n",
        &[
            "table.csv:3",
            "the codon of residue 1202 is GGA, not GGG",
            "allowed: GGA",
        ],
    );
    refused(
        "allele,codon,alectinib_nM\nWT,,12\nE1161K,GXG,800\n",
        &["the codon of residue 1161 is GXG, which makes no amino acid"],
    );
    // Nothing tells its codon.
    refused(
        "allele,alectinib_nM\nWT,12\nE1161K,800\n",
        &["no allele of family alk", "a column `codon`"],
    );
    refused(
        "allele,alectinib_nM\nWT,12\ndel1202,800\n",
        &["no allele of family alk"],
    );
}
