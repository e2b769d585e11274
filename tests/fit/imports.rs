//! `escalade import`: a laboratory's own folder and plates become an overlay; what does not fit is refused.

use crate::support::Bench;

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
    bench.write("t.csv", "allele,alectinib_nM\nWT,10\nG1202X,500\nL1196,\"1,5\"\n");
    bench.refused(&import(&line), &["t.csv:4", "has a decimal comma"]);
    bench.write("t.csv", "allele,alectinib_nM\nWT,10\nG1202X,500\nG1202R+L1196X,50\n");
    let two = [
        "t.csv:3",
        "\"G1202X\" is no allele of family alk",
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
