//! `escalade schema` and `escalade new scenario`: recipes, templates and records follow the schema, slips do not.

use crate::support::{Bench, LABORATORY, PLAIN, changed};
use crate::validator::{breaches, ours, told};
use serde_json::{Value, json};

#[test]
fn every_recipe_follows_the_schema() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "toml") {
            let text = std::fs::read_to_string(&path).unwrap();
            assert_eq!(told(&text), Vec::<String>::new(), "{}", path.display());
            seen += 1;
        }
    }
    assert!(seen >= 26, "{seen}");
    for text in [LABORATORY, PLAIN] {
        assert_eq!(told(text), Vec::<String>::new());
    }
}

#[test]
fn slips_break_the_schema() {
    let slips = [
        (
            "id = \"H3122\"",
            "id = \"H3122\"\nstok = \"old\"",
            "scenario.line.stok is not a key",
        ),
        (
            "id = \"H3122\"",
            "id = \"H3122\"\nstock = \"young\"",
            "\"young\" is not one of",
        ),
        ("\"300 nM\"", "300", "300"),
        ("\"300 nM\"", "\"0,3 uM\"", "0,3 uM"),
        ("\"60 d\"", "\"60 nM\"", "60 nM"),
        ("replicates = 4", "replicates = 0", "minimum"),
        ("replicates = 4", "replicates = 1.5", "multipleOf"),
        ("drug = \"alectinib\"", "", "lacks drug"),
        ("[line]\nid = \"H3122\"", "", "fits 0 of the forms"),
        ("schema = 1", "schema = 2", "2 is not 1"),
    ];
    for (good, bad, part) in slips {
        let found = told(&changed(LABORATORY, good, bad));
        assert!(found.iter().any(|one| one.contains(part)), "{bad}: {found:?}");
    }
}

#[test]
fn the_command_prints_it() {
    let bench = Bench::new();
    let printed: Value = serde_json::from_str(&bench.good(&["schema"])).unwrap();
    assert_eq!(printed, ours());
    assert_eq!(printed["$schema"], "https://json-schema.org/draft/2020-12/schema");
    let drugs = &printed["properties"]["course"]["items"]["properties"]["drug"]["anyOf"][0]["enum"];
    assert!(drugs.as_array().unwrap().contains(&json!("alectinib")), "{drugs}");
    let every = |value: &Value| value["description"].as_str().is_some_and(|text| !text.is_empty());
    let course = printed["properties"]["course"]["items"]["properties"]
        .as_object()
        .unwrap();
    course
        .iter()
        .for_each(|(key, value)| assert!(every(value), "{key} is not described"));
}

#[test]
fn a_new_scenario_checks_without_a_warning_and_follows_the_schema() {
    let bench = Bench::new();
    for (line, drug) in [
        ("H3122", "alectinib"),
        ("H3122", "lorlatinib"),
        ("KM12", "larotrectinib"),
        ("MOLM-13", "gilteritinib"),
    ] {
        let text = bench.good(&["new", "scenario", "--line", line, "--drug", drug]);
        assert_eq!(told(&text), Vec::<String>::new(), "{text}");
        bench.write("new.toml", &text);
        let output = bench.run(&["check", "new.toml"]);
        assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0), "{output:?}");
    }
    bench.good(&["new", "scenario", "--out", "mine.toml"]);
    let text = String::from_utf8(bench.read("mine.toml")).unwrap();
    assert!(text.contains("id = \"H3122\"") && !text.contains('@'), "{text}");
    bench.refused(
        &["new", "scenario", "--out", "mine.toml"],
        &["mine.toml", "is there already"],
    );
    bench.refused(
        &["new", "scenario", "--line", "H3112"],
        &["--line \"H3112\"", "did you mean `H3122`?", "allowed: "],
    );
    bench.refused(
        &["new", "scenario", "--drug", "alectinb"],
        &["--drug \"alectinb\"", "did you mean `alectinib`?"],
    );
}

/// Every file of records fits the overlays' schema, and a slip of any kind does not.
#[test]
fn the_schema_of_overlays_fits_every_file_of_records() {
    let schema = escalade::knowledge::overlay_schema();
    let found = |text: &str| {
        let value: toml::Value = toml::from_str(text).unwrap();
        let mut out = Vec::new();
        breaches(&schema, &serde_json::to_value(value).unwrap(), "", &mut out);
        out
    };
    let mut files = 0;
    for folder in ["src/knowledge/data", "scenarios/overlays"] {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let of_scenario = path
                .file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with("demo_"));
            if !of_scenario && path.extension().is_some_and(|extension| extension == "toml") {
                assert_eq!(
                    found(&std::fs::read_to_string(&path).unwrap()),
                    [""; 0],
                    "{}",
                    path.display()
                );
                files += 1;
            }
        }
    }
    assert!(files >= 15, "{files}");
    for name in escalade::knowledge::template::names() {
        assert_eq!(
            found(&escalade::knowledge::template::overlay(name).unwrap()),
            [""; 0],
            "{name}"
        );
    }
    let sound = escalade::knowledge::template::overlay("line").unwrap();
    for (from, to) in [
        ("[[line]]", "[[lines]]"),
        ("name = \"My line\"", "name = 3"),
        ("name = \"My line\"", ""),
        ("tissue = \"lung\"", "tissue = \"moon\""),
        ("value = 1,", "value = \"1\","),
        ("assumed =", "asumed ="),
    ] {
        assert_ne!(found(&changed(&sound, from, to)), [""; 0], "{to}");
    }
    let bench = Bench::with("");
    let printed: Value = serde_json::from_str(&bench.good(&["schema", "--overlay"])).unwrap();
    assert_eq!(printed, schema);
}
