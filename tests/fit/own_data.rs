//! The laboratory's own data on the command line: fluctuation tests.

use crate::support::Bench;

const DEMEREC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/data/demerec_1945.csv");
const LURIA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/data/luria_delbrueck_1943.csv");

#[test]
fn classic_fluctuation_tests_are_told_to_three_digits() {
    let bench = Bench::new();
    let out: serde_json::Value = serde_json::from_str(&bench.good(&["fluctuation", DEMEREC, LURIA, "--json"])).unwrap();
    let value = |test: usize| out["tests"][test]["mutations"]["value"].as_f64().unwrap();
    assert_eq!(format!("{:.2} {:.2}", value(0), value(1)), "10.84 1.19");
    let ratio = &out["ratios"][0]["ratio"];
    assert!((ratio["value"].as_f64().unwrap() - value(1) / value(0)).abs() < 1e-9);
    let text = bench.good(&["fluctuation", DEMEREC]);
    assert!(
        text.contains("10.8 (95% interval 8.65 to 13.2)") && text.contains("5.71 × 10⁻⁸"),
        "{text}"
    );
}

#[test]
fn drawn_cultures_are_read_back() {
    let bench = Bench::new();
    let draw = [
        "fluctuation",
        "--mutations",
        "3",
        "--cultures",
        "200",
        "--plating",
        "0.4",
        "--final-cells",
        "1e8",
    ];
    let forward = bench.good(&[&draw[..], &["--out", "c.csv", "--json"]].concat());
    let forward: serde_json::Value = serde_json::from_str(&forward).unwrap();
    let back: serde_json::Value = serde_json::from_str(&bench.good(&["fluctuation", "c.csv", "--json"])).unwrap();
    let test = &back["tests"][0];
    assert_eq!(
        (test["cultures"].as_u64(), test["mean"].as_f64()),
        (Some(200), forward["mean"].as_f64())
    );
    let interval = |end: &str| test["mutations"][end].as_f64().unwrap();
    assert!(interval("low") < 3.0 && 3.0 < interval("high"), "{test}");
    assert!((test["rate"]["value"].as_f64().unwrap() * 1e8 / interval("value") - 1.0).abs() < 1e-12);
    // A file that is there stays as it is.
    bench.refused(&[&draw[..], &["--out", "c.csv"]].concat(), &["c.csv"]);
}

#[test]
fn wrong_fluctuation_tests_are_refused() {
    let bench = Bench::new();
    for (text, parts) in [
        (
            "culture,count\n1,2.5\n2,-1\n",
            &["c.csv:2", "is no whole number", "c.csv:3", "is negative", "2 mistakes"][..],
        ),
        ("culture,count\n1,2\n", &["has one culture"]),
        (
            "culture,count,plated_share\n1,2,1e-9\n2,3,1e-9\n",
            &["c.csv:2", "allowed: 10⁻⁴ to 1"],
        ),
        ("flask,day,cells\n1,2,3\n", &["column `count`"]),
        (
            "count,plated_share,final_cells\n100,0.1,1000\n101,0.1,1000\n",
            &["c.csv:3", "count = 101", "allowed: at most 100 "],
        ),
    ] {
        bench.write("c.csv", text);
        bench.refused(&["fluctuation", "c.csv"], parts);
    }
    bench.write("c.csv", "count\n20\n7\n");
    bench.refused(
        &["fluctuation", "c.csv", "--plating", "10%", "--final-cells", "150"],
        &["c.csv:2", "count = 20", "allowed: at most 15 "],
    );
    bench.write("c.csv", "culture,count,plated_share\n1,2,0.5\n2,3,0.5\n");
    bench.refused(
        &["fluctuation", "c.csv", "--plating", "0.4"],
        &["c.csv:2", "leave out --plating"],
    );
    bench.refused(
        &["fluctuation", "c.csv", "--mutant-growth", "0"],
        &["allowed: 0.05 to 20"],
    );
    bench.refused(
        &["fluctuation", "d.csv"],
        &["d.csv: no such file", "did you mean `c.csv`?"],
    );
}

const LAB: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/lab");

fn lab(name: &str) -> String {
    format!("{LAB}/{name}")
}

/// The made-up folder, whose right values its README states: curves, table and counts become an overlay that loads, under
/// which the model gives the imported potencies back.
#[test]
fn the_lab_folder_becomes_an_overlay() {
    let bench = Bench::with(crate::support::LABORATORY);
    let (plates, table, counts) = (lab("plates.csv"), lab("ic50_table.csv"), lab("counts.csv"));
    let command = [
        "import",
        &plates,
        &table,
        &counts,
        "--line",
        "H3122",
        "--hours",
        "72",
        "--made-up",
    ];
    let told = bench.good(
        &[
            &command[..],
            &["--out", "lab.toml", "--page", "lab.html", "--figure", "lab.svg"],
        ]
        .concat(),
    );
    assert!(
        told.contains("All numbers are made up") && told.contains("days 0 to"),
        "{told}"
    );
    let overlay: toml::Table = String::from_utf8(bench.read("lab.toml")).unwrap().parse().unwrap();
    let study = &overlay["study"][0];
    let nm = |value: &toml::Value| value.as_str().unwrap().trim_end_matches(" nM").parse::<f64>().unwrap();
    for (label, drug, truth) in [
        ("WT", "alectinib", 17.2),
        ("G1202R", "alectinib", 854.0),
        ("WT", "lorlatinib", 4.28),
        ("G1202R", "lorlatinib", 152.0),
    ] {
        let range = &study["range"][label][drug];
        let (low, high, read) = (nm(&range[0]), nm(&range[1]), nm(&study["ic50"][label][drug]));
        // One drawing of a plate: its range holds what was read, which is near the truth.
        assert!(
            low < read && read < high && high < 2.0 * low,
            "{label} {drug}: {low} {read} {high}"
        );
        assert!((read / truth).ln().abs() < 0.3, "{label} {drug}: {read} {truth}");
        assert!(study["slope"][label][drug].as_float().unwrap() > 0.3);
    }
    assert_eq!(study["ic50"]["G1202R"]["crizotinib"].as_str(), Some("> 300 nM"));
    let line = &overlay["line"][0];
    assert_eq!(
        (line["id"].as_str(), line["override"].as_bool()),
        (Some("H3122"), Some(true))
    );
    let hours = |value: &toml::Value| value.as_str().unwrap().trim_end_matches(" h").parse::<f64>().unwrap();
    let (low, high) = (
        hours(&line["doubling"]["range"][0]),
        hours(&line["doubling"]["range"][1]),
    );
    // One drawing of counts: the range is near the truth, which is to lie within it nine times of ten (see the fit's own tests).
    let near = (0.5 * (low + high) / 40.0 - 1.0).abs();
    assert!(near < 0.03 && low < high && high < 1.15 * low, "{low} {high}");
    bench.good(&["kb", "check", "--kb", "lab.toml"]);
    bench.good(&["check", "s.toml", "--kb", "lab.toml"]);
    let assay = [
        "assay",
        "dose-response",
        "--line",
        "H3122",
        "--drug",
        "alectinib",
        "--no-scatter",
        "--kb",
        "lab.toml",
        "--json",
    ];
    let given: serde_json::Value = serde_json::from_str(&bench.good(&assay)).unwrap();
    let given = given["readouts"]["plates"][0][0]["ic50"]["nm"].as_f64().unwrap();
    let imported = nm(&study["ic50"]["WT"]["alectinib"]);
    assert!((given / imported - 1.0).abs() < 0.02, "{given} {imported}");
    let page = String::from_utf8(bench.read("lab.html")).unwrap();
    assert!(page.matches("<svg").count() == 3 && !page.contains("http-equiv"));
    // Programs get the same numbers, and the overlay itself.
    let json: serde_json::Value = serde_json::from_str(&bench.good(&[&command[..], &["--json"]].concat())).unwrap();
    let rows = json["potencies"].as_array().unwrap();
    let row = rows
        .iter()
        .find(|row| row["allele"] == "WT" && row["drug"] == "alectinib")
        .unwrap();
    assert!((row["ic50_nm"].as_f64().unwrap() / imported - 1.0).abs() < 0.01 && row["bound"].is_null());
    let doubling = 24.0 * json["growth"][0]["doubling_days"].as_f64().unwrap();
    assert!(low < doubling && doubling < high, "{doubling}");
    assert_eq!(json["overlay"].as_str().unwrap().as_bytes(), bench.read("lab.toml"));
    // What is there stays as it is.
    bench.refused(&[&command[..], &["--out", "lab.toml"]].concat(), &["lab.toml"]);
}

#[test]
fn a_plate_of_a_reader_is_imported_with_its_layout() {
    let bench = Bench::new();
    let (plate, layout) = (lab("plate_export.csv"), lab("plate_layout.csv"));
    let overlay = bench.good(&[
        "import",
        &plate,
        "--layout",
        &layout,
        "--line",
        "H3122",
        "--id",
        "plate",
        "--made-up",
    ]);
    let overlay: toml::Table = overlay.parse().unwrap();
    let study = &overlay["study"][0];
    let read = study["ic50"]["WT"]["ensartinib"]
        .as_str()
        .unwrap()
        .trim_end_matches(" nM")
        .parse::<f64>()
        .unwrap();
    assert!((read / 15.0 - 1.0).abs() < 0.25, "{read}");
    // A drug that is not known stands in the layout, and is sought there.
    let text = std::fs::read_to_string(&layout).unwrap();
    bench.write("typo.csv", &text.replace("ensartinib", "ensartinb"));
    bench.refused(
        &["import", &plate, "--layout", "typo.csv", "--line", "H3122"],
        &["typo.csv:", "\"ensartinb\" is no drug", "ensartinib"],
    );
    assert_eq!(
        (study["id"].as_str(), study["duration"].as_str()),
        (Some("plate-h3122"), Some("72 h"))
    );
}

#[test]
fn names_and_files_that_do_not_fit_are_refused() {
    let bench = Bench::new();
    bench.write("t.csv", "allele,alectinb_nM\nWT,10\nG1202R,500\n");
    let import = |more: &[&'static str]| [&["import", "t.csv", "--out", "o.toml"][..], more].concat();
    let line = ["--line", "H3122"];
    bench.refused(
        &import(&line),
        &[
            "t.csv:2",
            "\"alectinb\" is no drug",
            "did you mean \"alectinib\"?",
            "new drug",
        ],
    );
    bench.write("t.csv", "allele,alectinib_nM\nWT,10\nG1202Q,500\nL1196,\"1,5\"\n");
    bench.refused(&import(&line), &["t.csv:4", "has a decimal comma"]);
    bench.write("t.csv", "allele,alectinib_nM\nWT,10\nG1202Q,500\nG1202R+L1196X,50\n");
    let two = [
        "t.csv:3",
        "\"G1202Q\" is no allele of family alk",
        "new allele",
        "t.csv:4",
        "2 mistakes",
    ];
    bench.refused(&import(&line), &two);
    bench.write("t.csv", "allele,alectinib_nM\nWT,10\n");
    bench.refused(
        &import(&[]),
        &["in which cells it was read is not stated", "--line LINE"],
    );
    bench.refused(
        &import(&["--line", "H3121"]),
        &["\"H3121\" is no line", "did you mean \"H3122\"?"],
    );
    bench.write("t.csv", "drug,dose_nM,signal\nalectinib,1,50\nalectinib,10,20\n");
    bench.refused(&import(&line), &["no control wells"]);
    bench.write("t.csv", "drug,dose_nM,signal\n,0,90\nalectinib,1,50\nalectinib,10,20\n");
    bench.refused(&import(&line), &["2 doses", "at least 5 doses"]);
    bench.write("t.csv", "flask,day,cells\nA,0,100\nA,1,90\nA,2,80\nA,3,71\n");
    bench.refused(&import(&line), &["the cells may not grow"]);
    bench.write("t.csv", "flask,day,cells,condition\nA,0,100,DMSO\nA,1,190,brigatinib\n");
    bench.refused(
        &import(&line),
        &["has several conditions", "--condition: DMSO, brigatinib"],
    );
    bench.write("t.csv", "arm,barcode,count\nA,ACGT,1\n");
    bench.refused(&import(&line), &["holds barcodes", "plates: drug"]);
    bench.write("t.csv", "a,b\n1,2\n");
    bench.refused(&import(&line), &["nothing that is imported", "an IC50 table"]);
}

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

/// Three plates whose IC50s are 30, 45 and 68 nM, 1.5-fold apart each: their mean is known to 1.5-fold over the root of three, and
/// with two degrees of freedom the central 90% is wider than threefold. Plates that agree say what their wells do.
#[test]
fn plates_that_differ_widen_the_range_of_an_ic50() {
    let bench = Bench::new();
    let plates = |ic50s: [f64; 3]| {
        let mut text = "plate,drug,dose_nM,signal\n".to_owned();
        for (plate, ic50) in ic50s.iter().enumerate() {
            for dose in [0.0, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1000.0] {
                for noise in [0.97, 1.0, 1.03] {
                    let signal = 10_000.0 * noise / (1.0 + dose / ic50);
                    text += &format!("{plate},alectinib,{dose},{signal}\n");
                }
            }
        }
        text
    };
    let range = |ic50s: [f64; 3], name: &str| {
        bench.write("p.csv", &plates(ic50s));
        let told = bench.good(&["import", "p.csv", "--line", "H3122", "--out", name]);
        let overlay: toml::Table = String::from_utf8(bench.read(name)).unwrap().parse().unwrap();
        let range = &overlay["study"][0]["range"]["WT"]["alectinib"];
        let nm = |value: &toml::Value| value.as_str().unwrap().trim_end_matches(" nM").parse::<f64>().unwrap();
        (nm(&range[0]), nm(&range[1]), told)
    };
    let (low, high, told) = range([30.0, 45.0, 68.0], "far.toml");
    assert!(
        low < 30.0 && high > 68.0 && high / low > 3.0 && high / low < 9.0,
        "{low} to {high}"
    );
    assert!(told.contains("IC50s of 3 plates lie 1.5"), "{told}");
    let (low, high, told) = range([45.0; 3], "near.toml");
    assert!(low < 45.0 && high > 45.0 && high / low < 1.3, "{low} to {high}");
    assert!(!told.contains("IC50s of 3 plates"), "{told}");
}

/// Time grows with rows, not with rows times flasks: 80,000 flasks took 40 seconds and more, and take about one.
#[test]
fn many_flasks_are_read_in_moments() {
    let bench = Bench::new();
    let mut counts = "flask,day,cells\n".to_owned();
    for flask in 0..80_000 {
        for (day, cells) in [(0, 100_000), (1, 149_000 + flask % 7 * 500), (2, 222_000)] {
            counts += &format!("F{flask},{day},{cells}\n");
        }
    }
    bench.write("counts.csv", &counts);
    let start = std::time::Instant::now();
    bench.good(&["import", "counts.csv", "--line", "H3122", "--out", "counts.toml"]);
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}
