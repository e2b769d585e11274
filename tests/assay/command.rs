//! `escalade assay` from outside: its files, draws of its own for every read-out, runs and cultures that it reads.

use crate::asked::{GENOTYPE, finished, rows, with};
use crate::support::{Bench, LABORATORY, changed};

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
