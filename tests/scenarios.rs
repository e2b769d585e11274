//! Every recipe in `scenarios/` is listed, checks, explains, and runs small.

mod support;

use escalade::knowledge::KnowledgeBase;
use escalade::scenario::schema::schema;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::PathBuf;
use support::Bench;

fn recipes() -> Vec<PathBuf> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios");
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut recipes: Vec<PathBuf> = entries
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .collect();
    recipes.sort();
    assert!(recipes.len() >= 7, "{recipes:?}");
    recipes
}

#[test]
fn every_recipe_is_numbered_explained_at_its_head_and_listed() {
    let list = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/README.md")).unwrap();
    let mut last = 0;
    for path in &recipes() {
        let name = path.file_name().unwrap().to_str().unwrap();
        let number: u32 = name.split('_').next().unwrap().parse().expect("a number first");
        assert!(
            name.starts_with(&format!("{number:02}_")) && number > last,
            "{name} after {last}"
        );
        last = number;
        assert!(list.contains(name), "{name} is not in scenarios/README.md");
        let text = std::fs::read_to_string(path).unwrap();
        for part in ["# Question:", "# Source:", "# Expected:"] {
            assert!(text.contains(part), "{name} lacks \"{part}\"");
        }
    }
}

/// Keys that the schema of scenarios has, with the table that each is in; names of the knowledge base are left out.
fn keys(schema: &Value, table: &str, found: &mut Vec<(String, String)>) {
    if !schema.is_object() {
        return;
    }
    for (key, inner) in schema["properties"].as_object().into_iter().flatten() {
        if table != "niche" {
            found.push((table.to_owned(), key.clone()));
        }
        keys(inner, key, found);
    }
    let choices = schema["anyOf"].as_array().into_iter().flatten();
    for inner in choices.chain([&schema["items"], &schema["additionalProperties"]]) {
        keys(inner, table, found);
    }
}

#[test]
fn every_key_is_in_the_reference() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/README.md")).unwrap();
    let code = page.split('`').skip(1).step_by(2);
    let named: BTreeSet<&str> = code
        .flat_map(|code| code.split(|c: char| !c.is_ascii_alphanumeric() && c != '_'))
        .collect();
    let mut all = Vec::new();
    keys(&schema(&KnowledgeBase::builtin().unwrap()), "", &mut all);
    assert!(all.len() > 200, "{}", all.len());
    let missing: Vec<_> = all.iter().filter(|(_, key)| !named.contains(key.as_str())).collect();
    assert!(
        missing.is_empty(),
        "scenarios/README.md lacks keys (table, key): {missing:?}"
    );
}

/// The overlay that a recipe's head asks for, as arguments.
fn overlay(recipe: &str) -> Vec<String> {
    let text = std::fs::read_to_string(recipe).unwrap();
    let head = text.lines().take_while(|line| line.starts_with('#'));
    let words: Vec<String> = head
        .flat_map(|line| line.trim_start_matches('#').split_whitespace())
        .map(str::to_owned)
        .collect();
    let named = words.iter().position(|word| word == "--kb");
    let file = named.map(|i| words[i + 1].trim_end_matches('.').to_owned());
    file.map_or(Vec::new(), |file| {
        vec!["--kb".to_owned(), format!("{}/{file}", env!("CARGO_MANIFEST_DIR"))]
    })
}

#[test]
fn every_recipe_checks_and_explains() {
    let bench = Bench::new();
    for path in recipes() {
        let path = path.to_str().unwrap();
        let overlay = overlay(path);
        let with = |args: &[&str]| {
            let overlay = overlay.iter().map(String::as_str);
            bench.good(&args.iter().copied().chain(overlay).collect::<Vec<_>>())
        };
        assert!(with(&["check", path]).contains("good"));
        let told = with(&["explain", path]);
        assert!(told.contains("How it is computed"), "{told}");
        // Of a laboratory, a plain and a clinical one: the same numbers, written another way.
        if ["/14_", "/04_", "/33_"].iter().any(|number| path.contains(number)) {
            let json = with(&["explain", path, "--json"]);
            assert!(serde_json::from_str::<Value>(&json).is_ok(), "{path}");
        }
    }
}

#[test]
fn every_recipe_runs_small() {
    let bench = Bench::new();
    for path in recipes() {
        let path = path.to_str().unwrap();
        let text = std::fs::read_to_string(path).unwrap();
        let sweeps = text.contains("[[sweep]]");
        let (command, page) = if sweeps {
            ("sweep", "sweep.html")
        } else {
            ("run", "report.html")
        };
        let overlay = overlay(path);
        let mut args = vec![command, path, "--replicates", "3", "--quiet"];
        // Recipes that state their number of worlds state it for the question, not for a test.
        if text.contains("\n[worlds]\n") {
            args.extend(["--worlds", "6"]);
        }
        let told = bench.good(
            &args
                .into_iter()
                .chain(overlay.iter().map(String::as_str))
                .collect::<Vec<_>>(),
        );
        assert!(told.contains(page), "{path}\n{told}");
    }
}
