//! `escalade assay` from outside: files, determinism, refusals.

use crate::support::{Bench, LABORATORY, PLAIN, changed};

const GENOTYPE: [&str; 5] = ["--line", "H3122", "--genotype", "ALK-G1202R", "--seed"];

fn with<'a>(head: &[&'a str], tail: &[&'a str]) -> Vec<&'a str> {
    head.iter().chain(tail).copied().collect()
}

/// A small finished run of four flasks in folder `r`.
fn finished() -> Bench {
    let text = changed(LABORATORY, "\"60 d\"", "\"90 d\"");
    let bench = Bench::with(&text);
    bench.good(&["run", "s.toml", "--out", "r", "--quiet"]);
    bench
}

#[test]
fn a_named_genotype_is_assayed_and_written() {
    let bench = Bench::new();
    let dose = with(&["assay", "dose-response", "--drug", "alectinib"], &GENOTYPE);
    let text = bench.good(&with(&dose, &["3", "--out", "o"]));
    for part in [
        "G1202R",
        "parental",
        "IC50",
        "resistance index",
        "72 h",
        "nM",
        "assumed:",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    for file in [
        "dose_response.csv",
        "dose_response_wells.csv",
        "dose_response.json",
        "dose_response.svg",
    ] {
        assert!(!bench.read(&format!("o/{file}")).is_empty());
    }
    let again = bench.good(&with(&dose, &["3", "--out", "p"]));
    assert_eq!(bench.read("o/dose_response.svg"), bench.read("p/dose_response.svg"));
    assert_eq!(text.replace("written to o", ""), again.replace("written to p", ""));
    let other = bench.good(&with(&dose, &["4"]));
    assert_ne!(other.lines().nth(4), text.lines().nth(4));
    let json = bench.good(&with(&dose, &["3", "--json"]));
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert!(json["readouts"]["plates"].is_array());
    // The values behind it are listed there, and only counted on the terminal.
    let values = json["knowledge_values"]
        .as_array()
        .expect("values of the knowledge base");
    assert!(
        values
            .iter()
            .all(|row| row["what"].is_string() && row["certainty"].is_string())
    );
    assert!(values.len() > 10 && !json["assay_values"].as_array().expect("the assay's own").is_empty());
    assert!(
        text.contains(&format!("{} values of the knowledge base", values.len())),
        "{text}"
    );
    let what = values[0]["what"].as_str().expect("words");
    assert!(!text.contains(what), "{what}");
}

/// Rows of a CSV file that contain every part, without the columns that name the sample.
fn rows(bench: &Bench, file: &str, parts: &[&str], columns: &[usize]) -> Vec<Vec<String>> {
    let text = String::from_utf8(bench.read(file)).expect("text");
    let lines = text.lines().filter(|line| parts.iter().all(|part| line.contains(part)));
    let cells = |line: &str| -> Vec<String> { line.split(',').map(str::to_owned).collect() };
    lines
        .map(cells)
        .map(|row| columns.iter().map(|column| row[*column].clone()).collect())
        .collect()
}

/// No two read-outs share draws: days of a flask, flasks, named cells, depths, repeats. Equal draws would give
/// equal rows; by chance dozens of wells or a hundred read counts are never equal.
#[test]
fn every_read_out_has_draws_of_its_own() {
    let bench = finished();
    let flask = |n: &'static str, day: &'static str| vec!["--run", "r", "--flask", n, "--day", day];
    let named = vec!["--line", "H3122", "--genotype", "G1202R"];
    let other = vec!["--line", "H3122", "--genotype", "L1196M"];
    let subjects = [flask("0", "7"), flask("0", "14"), flask("1", "7"), named.clone(), other];
    let mut plates = Vec::new();
    for (i, cells) in subjects.iter().enumerate() {
        let out = format!("plate{i}");
        bench.good(
            &[
                &["assay", "dose-response", "--drug", "alectinib", "--out", &out],
                &cells[..],
            ]
            .concat(),
        );
        let file = format!("{out}/dose_response_wells.csv");
        plates.push(rows(&bench, &file, &["parental,", ",0,"], &[4, 5]));
    }
    assert!(plates.iter().all(|plate| plate.len() == 8), "{plates:?}");
    for (i, plate) in plates.iter().enumerate() {
        assert!(!plates[..i].contains(plate), "plate {i} repeats an earlier one");
    }
    let reads = |method: &str, out: &str, parts: &[&str]| {
        let command = [
            "assay",
            "sequencing",
            "--panel",
            "broad",
            "--method",
            method,
            "--out",
            out,
        ];
        bench.good(&[&command[..], &named].concat());
        rows(&bench, &format!("{out}/sequencing.csv"), parts, &[3, 6])
    };
    let twice = reads("1000x,1000x", "twice", &["1000x,", "G1202R,"]);
    let halves = twice.split_at(twice.len() / 2);
    assert!(halves.0 != halves.1, "{twice:?}");
    // What else is asked for changes nothing.
    let alone = reads("500x", "alone", &["500x,"]);
    assert!(!alone.is_empty());
    assert_eq!(reads("1000x,500x", "both", &["500x,"]), alone);
}

#[test]
fn every_assay_runs_on_a_flask_and_leaves_the_run_alone() {
    let bench = finished();
    let before = bench.run_files("r");
    let flask = ["--run", "r", "--flask", "0", "--at", "start"];
    for kind in ["dose-response", "sequencing", "clones", "potency", "identity"] {
        let text = bench.good(&with(&["assay", kind], &flask));
        assert!(text.contains("flask 1"), "{kind}: {text}");
    }
    let text = bench.good(&with(
        &["assay", "dose-response", "--holiday", "14 d"],
        &["--run", "r", "--flask", "0", "--day", "3"],
    ));
    assert!(text.contains("day 3") && text.contains("14 d off drug"), "{text}");
    let text = bench.good(&[
        "assay",
        "cross-resistance",
        "--line",
        "H3122",
        "--genotype",
        "C1156Y+L1198F",
        "--pair",
        "alectinib + trametinib 10 nM",
    ]);
    assert!(text.contains("collateral"), "{text}");
    assert_eq!(bench.run_files("r"), before);
}

/// The map of a run's emergent populations counts its resistant flasks, each once; a run without any says so.
#[test]
fn the_emergent_population_is_that_of_resistant_flasks() {
    let bench = Bench::with(&LABORATORY.replace("60 d", "2 d"));
    bench.good(&["run", "s.toml", "--out", "r", "--quiet"]);
    let resistant = |run: &str| {
        let csv = String::from_utf8(bench.read(&format!("{run}/replicates.csv"))).expect("text");
        csv.lines().filter(|line| line.contains(",resistant,")).count()
    };
    assert_eq!(resistant("r"), 0);
    let why = bench.refused(
        &["assay", "cross-resistance", "--run", "r"],
        &["none of 4 flasks looked at became resistant", "--flask N"],
    );
    assert!(why.contains(": 4 "), "{why}");
    bench.refused(
        &["assay", "cross-resistance", "--run", "r", "--flasks", "0-9"],
        &["0-9", "0 to 3"],
    );
    bench.refused(
        &[
            "assay",
            "cross-resistance",
            "--line",
            "H3122",
            "--genotype",
            "G1202R",
            "--flasks",
            "0",
        ],
        &["give --run DIR"],
    );
    // A time at which about half of the flasks have become resistant: between the fourth and the last of eight.
    let eight = |days: f64| changed(LABORATORY, "\"60 d\"", &format!("\"{days} d\"")).replace("= 4", "= 8");
    bench.write("all.toml", &eight(300.0));
    bench.good(&["run", "all.toml", "--out", "all", "--quiet"]);
    let csv = String::from_utf8(bench.read("all/replicates.csv")).expect("text");
    let day = |line: &str| line.split(',').nth(2).and_then(|day| day.parse::<f64>().ok());
    let mut days: Vec<f64> = csv.lines().skip(1).filter_map(day).collect();
    days.sort_by(f64::total_cmp);
    bench.write("long.toml", &eight((0.5 * (days[3] + days[7])).floor()));
    bench.good(&["run", "long.toml", "--out", "long", "--quiet"]);
    let n = resistant("long");
    assert!(n > 0 && n < 8, "{n} of 8 are resistant: the test needs both kinds");
    bench.good(&["assay", "cross-resistance", "--run", "long", "--out", "map"]);
    let json = String::from_utf8(bench.read("map/cross_resistance.json")).expect("text");
    let counts = json.lines().filter_map(|line| line.trim().strip_prefix("\"flasks\": "));
    let sum: usize = counts
        .filter_map(|rest| rest.trim_end_matches(',').parse::<usize>().ok())
        .sum();
    assert_eq!(sum, n);
    // The output says what was looked at, and the run's drug is tried with partners unasked.
    let text = bench.good(&["assay", "cross-resistance", "--run", "long"]);
    let said = format!("all cells of {n} resistant flask");
    assert!(
        text.contains(&said) && text.contains("8 of the run's 8 looked at"),
        "{text}"
    );
    assert!(text.contains("alectinib + trametinib"), "{text}");
    let alone = bench.good(&["assay", "cross-resistance", "--run", "long", "--no-pairs"]);
    assert!(!alone.contains("alectinib + "), "{alone}");
}

/// Where the driver's copies differ, a name tells which of them carries the allele: the potency is another one.
#[test]
fn a_name_tells_which_copy_carries_the_allele() {
    use escalade::assay::{Bench as Plates, genotype};
    let base = escalade::knowledge::KnowledgeBase::builtin().expect("it is valid");
    let plates = Plates::of_line(&base, "MOLM-13").expect("a line");
    let biology = &plates.biology;
    let wild = biology.wild_type();
    let allele = biology.alleles.iter().position(|allele| allele.name == "D835Y");
    let place = |empty: bool| (wild.copies().iter()).position(|group| group.alleles.is_empty() == empty);
    let on = |empty: bool| wild.with_allele(place(empty).expect("a copy"), allele.expect("an allele") as u32);
    assert_eq!(genotype::name(biology, &on(false), 0), "D835Y (ITD copy)");
    assert_eq!(genotype::name(biology, &on(true), 0), "D835Y (unmutated copy)");
    assert_eq!(genotype::name(biology, &wild, 0), "parental");
    // Such a name is read as well.
    for (text, empty) in [
        ("D835Y (unmutated copy)", true),
        ("D835Y (ITD copy)", false),
        ("D835Y", false),
    ] {
        let read = genotype::read(biology, text).expect("a genotype");
        assert_eq!(read.cells()[0].genotype, on(empty), "{text}");
    }
    assert!(genotype::read(biology, "D835Y (other copy)").is_err());
    // The line's own allele names the copy, also in a line whose copies are all alike.
    let read = genotype::read(biology, "ITD+D835Y").expect("a genotype");
    assert_eq!(
        (&read.cells()[0].genotype, read.name.as_str()),
        (&on(false), "D835Y (ITD copy)")
    );
    let single = Plates::of_line(&base, "MV4-11").expect("a line");
    let of_single = |text: &str| {
        genotype::read(&single.biology, text).expect(text).cells()[0]
            .genotype
            .clone()
    };
    assert_eq!(of_single("ITD+D835Y"), of_single("D835Y"));
    // Copies that are alike need no words.
    let alike = Plates::of_line(&base, "H3122").expect("a line");
    let cells = genotype::read(&alike.biology, "G1202R").expect("a genotype");
    let part = &cells.cells()[0];
    assert_eq!(genotype::name(&alike.biology, &part.genotype, 0), "G1202R");
    // The knowledge base's own name of a gain is read for every gene of the family.
    let trk = Plates::of_line(&base, "KM12").expect("a line");
    for text in ["ntrk-amplification", "ntrk1-amplification", "amplification"] {
        assert!(genotype::read(&trk.biology, text).is_ok(), "{text}");
    }
}

/// Every name that is given out tells its type from all others, and is read as that type and given out again.
#[test]
fn names_of_types_are_read_as_what_they_name() {
    use escalade::assay::{Bench as Plates, genotype};
    let base = escalade::knowledge::KnowledgeBase::builtin().expect("it is valid");
    for line in ["H3122", "KM12", "MOLM-13", "MV4-11"] {
        let biology = Plates::of_line(&base, line).expect("a line").biology;
        let mut genotypes = vec![biology.wild_type()];
        genotypes.extend(biology.reachable_first().into_iter().map(|(genotype, ..)| genotype));
        // An allele on two of four copies, and a gain of four.
        let allele = biology
            .alleles
            .iter()
            .find(|allele| allele.per_division > 0.0)
            .expect("an allele");
        for text in [
            format!("{} in 2 of 4 copies", allele.name),
            "amplification in 4 copies".to_owned(),
        ] {
            genotypes.push(
                genotype::read(&biology, &text).expect("a genotype").cells()[0]
                    .genotype
                    .clone(),
            );
        }
        let mut names = std::collections::BTreeSet::new();
        for genotype in &genotypes {
            for state in 0..biology.states().len() {
                let name = genotype::name(&biology, genotype, state);
                assert!(names.insert(name.clone()), "{line}: {name} twice");
                // A state behind a count of copies is written with @.
                if state > 0 && name.ends_with("copies)") {
                    continue;
                }
                let read = genotype::read(&biology, &name).unwrap_or_else(|error| panic!("{line}: {error}"));
                let part = &read.cells()[0];
                assert_eq!((&part.genotype, part.state), (genotype, state), "{line}: {name}");
                assert_eq!(read.name, name);
            }
        }
        assert!(names.len() > 20, "{}", names.len());
    }
    let bench = Bench::new();
    let scenario = bench.good(&["new", "scenario", "--line", "MOLM-13", "--drug", "gilteritinib"]);
    bench.write("s.toml", &scenario);
    let explained = bench.good(&["explain", "s.toml"]);
    let rows = |name: &str| {
        explained
            .lines()
            .filter(|line| line.trim_start().starts_with(name))
            .count()
    };
    assert!(rows("D835Y (ITD copy) ") > 0, "{explained}");
    assert_eq!(
        rows("D835Y (ITD copy) "),
        rows("D835Y (unmutated copy) "),
        "{explained}"
    );
}

/// What an assay cannot use is refused, never dropped.
#[test]
fn arguments_that_exclude_each_other_are_refused() {
    let bench = finished();
    let refused = |tail: &[&str], parts: &[&str]| {
        bench.refused(&with(&["assay", "dose-response"], tail), parts);
    };
    let run = ["--run", "r", "--flask", "0"];
    refused(&with(&run, &["--genotype", "ALK-G1202R"]), &["--genotype", "--run"]);
    let line = ["--line", "H3122", "--drug", "alectinib"];
    for other in [
        &["--in-niche"][..],
        &["--flask", "0"],
        &["--day", "3"],
        &["--at", "end"],
    ] {
        refused(&with(&line, other), &[other[0], "--line"]);
    }
    let rested = |time| with(&line, &["--genotype", "G1202R", "--holiday", time]);
    refused(&rested("-3 d"), &["--holiday", "-3 d"]);
    let other = |drug| ["--line", "H3122", "--drug", drug];
    refused(&other("larotrectinib"), &["an inhibitor of NTRK1", "crizotinib"]);
    refused(&other("alectinip"), &["is not in the knowledge base", "alectinib"]);
    let days = ["assay", "expression", "--run", "r", "--flask", "0", "--days", ""];
    bench.refused(&days, &["--days \"\"", "0,30,60"]);
}

/// Systems that potencies were read in can be assayed: the plate returns the number of the study.
#[test]
fn a_system_of_the_knowledge_base_shows_its_closed_loop() {
    let bench = Bench::new();
    let base = escalade::knowledge::KnowledgeBase::builtin().expect("it is valid");
    let plate = |line, drug| ["assay", "dose-response", "--line", line, "--drug", drug, "--no-scatter"];
    for (line, drug) in [("baf3-npm-alk", "crizotinib"), ("MO-91", "larotrectinib")] {
        let viability = |study: &&escalade::knowledge::schema::Study| {
            study.system == line && study.endpoint == escalade::model::endpoint::Endpoint::Viability
        };
        let mut studies = base.data().study.iter().filter(viability);
        let known = studies.find_map(|study| Some(study.ic50.get("WT")?.get(drug)?.get()));
        let text = bench.good(&plate(line, drug));
        let row = text.lines().find(|line| line.starts_with("parental")).expect("a row");
        let cells: Vec<&str> = row.split_whitespace().collect();
        let nm: f64 = cells[2].parse().expect("a dose");
        assert!(
            cells[3] == "nM" && (nm / known.expect("a study") - 1.0).abs() < 0.05,
            "{nm} {known:?}"
        );
    }
    // Enzymes, and cells read by phosphorylation, have no viability to show.
    bench.refused(&plate("nih3t3-eml4-alk", "crizotinib"), &["nih3t3-eml4-alk", "H3122"]);
    bench.refused(&plate("flt3-enzyme", "quizartinib"), &["flt3-enzyme"]);
}

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

#[test]
fn what_cannot_be_assayed_is_refused_with_what_is_there() {
    let bench = finished();
    let refused = |tail: &[&str], parts: &[&str]| {
        bench.refused(&with(&["assay", "dose-response"], tail), parts);
    };
    refused(&[], &["--run DIR", "H3122"]);
    refused(&["--run", "r"], &["--flask", "0 to 3"]);
    refused(&["--run", "r", "--flask", "9"], &["replicate 9", "0 to 3"]);
    refused(&["--run", "r", "--flask", "0", "--day", "500"], &["day 500", "0 to"]);
    refused(&["--run", "r", "--flask", "0", "--day=-1"], &["day -1", "0 to"]);
    refused(
        &["--run", "nowhere", "--flask", "0"],
        &["nowhere", "not the folder of a run"],
    );
    refused(&["--line", "H3123", "--drug", "alectinib"], &["H3123", "H3122"]);
    refused(&["--line", "H3122"], &["--drug crizotinib"]);
    refused(&["--line", "H3122", "--drug", "alektinib"], &["alektinib", "alectinib"]);
    refused(
        &["--line", "H3122", "--drug", "quizartinib"],
        &["does nothing known to"],
    );
    refused(
        &["--line", "H3122", "--genotype", "G1202X", "--drug", "alectinib"],
        &["G1202X", "G1202R"],
    );
    let line = ["--line", "H3122", "--drug", "alectinib"];
    refused(&with(&line, &["--doses", "1 nM, 2"]), &["--doses", "\"2\""]);
    refused(&with(&line, &["--doses", "1 nM, 3 nM"]), &["at least five"]);
    refused(&with(&line, &["--time", "72"]), &["--time", "72"]);
    let sequencing = ["assay", "sequencing", "--line", "H3122"];
    bench.refused(&with(&sequencing, &["--method", "0x"]), &["depth 0"]);
    bench.refused(&with(&sequencing, &["--method", "sangre"]), &["sangre", "sanger"]);
    bench.refused(&with(&sequencing, &["--genes", "ALK,KRSA"]), &["KRSA", "KRAS"]);
    bench.refused(&with(&sequencing, &["--purity", "0%"]), &["purity"]);
    bench.refused(&with(&sequencing, &["--method", "1x"]), &["depth 1", "allowed 5"]);
    let culture = ["--genotype", "G1202R", "--holiday", "9999 d"];
    refused(&with(&line, &culture), &["9999 d", "0 d to 365 d"]);
    let add_back = [
        "assay",
        "add-back",
        "--line",
        "H3122",
        "--genotype",
        "G1202R",
        "--drug",
        "alectinib",
    ];
    bench.refused(&add_back, &["say the dose of alectinib", "300 nM"]);
    let itself = ["--dose", "300 nM", "--partner", "alectinib"];
    bench.refused(&with(&add_back, &itself), &["alectinib is the drug itself"]);
    let flask = ["assay", "expression", "--run", "r", "--flask", "0", "--day", "10"];
    bench.refused(&with(&flask, &["--days", "0,500"]), &["--days 500", "0 to 10"]);
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

#[test]
fn runs_that_cannot_be_rebuilt_are_refused() {
    let bench = finished();
    let assay = ["assay", "sequencing", "--run", "r", "--flask", "0", "--at", "start"];
    let lock = String::from_utf8(bench.read("r/scenario.lock.toml")).unwrap();
    let version = format!("version = \"{}\"", env!("CARGO_PKG_VERSION"));
    bench.write("r/scenario.lock.toml", &changed(&lock, &version, "version = \"0.0.1\""));
    bench.refused(&assay, &["0.0.1", "results could differ"]);
    let edited = changed(&lock, "name = \"one dose\"", "name = \"another\"");
    bench.write("r/scenario.lock.toml", &edited);
    bench.refused(&assay, &["edited"]);
    bench.write("r/scenario.lock.toml", &lock);
    std::fs::remove_file(bench.path("r/summary.json")).unwrap();
    bench.refused(&assay, &["not finished"]);
    bench.write("p.toml", PLAIN);
    bench.good(&["run", "p.toml", "--out", "p", "--quiet"]);
    bench.refused(&["assay", "sequencing", "--run", "p", "--flask", "0"], &["plain form"]);
}

#[test]
fn the_runs_own_overlay_is_kept() {
    let bench = Bench::new();
    let overlay = escalade_overlay();
    bench.write("own.toml", &overlay);
    bench.write("s.toml", &changed(LABORATORY, "\"60 d\"", "\"20 d\""));
    bench.good(&["run", "s.toml", "--out", "r", "--quiet", "--kb", "own.toml"]);
    let assay = ["assay", "sequencing", "--run", "r", "--flask", "0", "--at", "start"];
    // The run keeps its overlay; giving it again changes nothing, another one is not what the cells were grown by.
    let told = bench.good(&assay);
    assert_eq!(bench.good(&with(&assay, &["--kb", "own.toml"])), told);
    bench.write("other.toml", "# Nothing.\n");
    bench.refused(
        &with(&assay, &["--kb", "other.toml"]),
        &["another knowledge base", "leave out --kb"],
    );
}

/// A comment is enough to make it another knowledge base.
fn escalade_overlay() -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/overlays");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    std::fs::read_to_string(&files[0]).unwrap()
}

/// A clone from its well is a culture like any other: the same cells as `clones` banked, for every read-out.
#[test]
fn a_banked_clone_is_read_out_like_any_culture() {
    let bench = Bench::new();
    let cells = with(&GENOTYPE, &["3"]);
    bench.good(&with(
        &with(&["assay", "clones", "--drug", "alectinib", "--out", "o"], &cells),
        &[],
    ));
    let wells: Vec<u32> = rows(&bench, "o/clones.csv", &["G1202R"], &[0])
        .iter()
        .map(|row| row[0].parse().expect("a well"))
        .collect();
    assert!((1..24).contains(&wells.len()), "{wells:?}");
    let well = wells[wells.len() / 2].to_string();
    let head = ["assay", "sequencing", "--clone", &well];
    let text = bench.good(&with(&head, &cells));
    assert!(
        text.contains(&format!("clone {well}")) && text.contains("G1202R"),
        "{text}"
    );
    let barren = (1..=24)
        .find(|well| !wells.contains(well))
        .expect("not all take")
        .to_string();
    let listed = format!("wells with a clone: {}", wells[0]);
    bench.refused(
        &with(
            &[
                "assay",
                "blot",
                "--drug",
                "alectinib",
                "--dose",
                "1 uM",
                "--clone",
                &barren,
            ],
            &cells,
        ),
        &["--clone", "did not grow", &listed],
    );
}
