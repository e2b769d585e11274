//! Everything that people and programs read of a bank of small runs, held by fingerprints: a change that moves a
//! number, a call, a word or a line of a figure anywhere is seen here, and is then either meant or mended.
//!
//! `tests/data/snapshots.txt` has a line per output. After a change that was meant,
//! `ESCALADE_SNAPSHOTS=renew cargo test --test snapshots` writes it anew; the outputs themselves are left in the
//! target's temporary folder (`snapshots/`), where those of two versions can be compared.

mod support;

use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use support::Bench;

const RECIPES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios");
const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/snapshots.txt");

/// A command: its name here, and its words. `@01` is the recipe of that number, `{}` the folder of outputs.
const COMMANDS: &[(&str, &str)] = &[
    ("run-01", "run @01 --replicates 12 --out {}/run-01"),
    ("run-02", "run @02 --replicates 4 --out {}/run-02"),
    ("run-05", "run @05 --replicates 60 --out {}/run-05"),
    ("run-04", "run @04 --replicates 60 --out {}/run-04"),
    ("run-09", "run @09 --replicates 6 --out {}/run-09"),
    ("run-11", "run @11 --replicates 6 --out {}/run-11"),
    ("run-12", "run @12 --replicates 48 --out {}/run-12"),
    ("run-18", "run @18 --replicates 6 --out {}/run-18"),
    ("run-20", "run @20 --replicates 16 --out {}/run-20"),
    ("compare", "compare @01 @14 @15 --replicates 8 --out {}/compare"),
    ("matrix", "sweep @13 --replicates 2 --out {}/matrix"),
    (
        "sweep",
        "sweep @01 --vary course.1.factor=1.5,3 --vary flask.seed_cells=1e5,1e6 --replicates 3 --out {}/sweep",
    ),
    ("wells", "sweep @26 --replicates 24 --out {}/wells"),
    ("tornado", "tornado @14 --replicates 2 --out {}/tornado"),
    ("explain-01", "explain @01 --figures {}/explain-01"),
    ("explain-05", "explain @05"),
    ("explain-20", "explain @20 --json"),
    (
        "diagnose-01",
        "diagnose {}/run-01 --flasks 1,2,3,4 --out {}/diagnose-01",
    ),
    (
        "diagnose-18",
        "diagnose {}/run-18 --flasks 1,2 --workup cheap --against full --out {}/diagnose-18",
    ),
    (
        "dose-response",
        "assay dose-response --run {}/run-01 --flask 1 --drug alectinib --holiday 14d --out {}/dose-response",
    ),
    (
        "dose-response-genotype",
        "assay dose-response --line KM12 --genotype NTRK1-G595R --drug larotrectinib --json",
    ),
    (
        "sequencing",
        "assay sequencing --run {}/run-18 --flask 1 --out {}/sequencing",
    ),
    ("clones", "assay clones --run {}/run-01 --flask 2"),
    (
        "potency",
        "assay potency --line H3122 --genotype ALK-G1202R --drug lorlatinib",
    ),
    (
        "identity",
        "assay identity --line H3122 --mixed-with KM12:30% --out {}/identity",
    ),
    (
        "cross-resistance",
        "assay cross-resistance --run {}/run-01 --out {}/cross-resistance",
    ),
    (
        "blot",
        "assay blot --line KM12 --genotype kras-g12d --drug larotrectinib --dose 100nM --out {}/blot",
    ),
    ("array", "assay array --run {}/run-01 --flask 1 --out {}/array"),
    ("cytokines", "assay cytokines --line MOLM-13 --niche hs-5"),
    (
        "drug-level",
        "assay drug-level --line MOLM-13 --drug gilteritinib --dose 30nM --niche cyp3a4=0.5 --out {}/drug-level",
    ),
    ("markers", "assay markers --run {}/run-01 --flask 1"),
    ("expression", "assay expression --run {}/run-01 --flask 1"),
    ("switch", "assay switch --run {}/run-01 --flask 1 --drug lorlatinib"),
    ("add-back", "assay add-back --run {}/run-01 --flask 1 --out {}/add-back"),
    (
        "express",
        "assay express --line KM12 --genotype kras-g12d --drug larotrectinib",
    ),
    ("kb-list", "kb list"),
    ("kb-show", "kb show alectinib"),
    ("kb-matrix", "kb matrix --family alk"),
    ("schema", "schema"),
    ("new", "new scenario --line H3122 --drug lorlatinib"),
];

/// The command's words with recipes and folder filled in.
fn words(command: &str, folder: &Path) -> Vec<String> {
    let recipe = |number: &str| {
        let entries = fs::read_dir(RECIPES).expect("the recipes").flatten();
        let mut paths = entries.map(|entry| entry.path());
        let found = paths.find(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with(&format!("{number}_")) && name.ends_with(".toml")
        });
        found.expect("a recipe of that number").display().to_string()
    };
    command
        .split_whitespace()
        .map(|word| match word.strip_prefix('@') {
            Some(number) => recipe(number),
            None => word.replace("{}", &folder.display().to_string()),
        })
        .collect()
}

/// A text without what may differ between machines: folders, and digits of numbers beyond the ninth.
fn plain(text: &str, folder: &Path) -> String {
    let text = text
        .replace(&folder.display().to_string(), "OUT")
        .replace(RECIPES, "RECIPES");
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(start);
        let end = from
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(from.len());
        let (number, after) = from.split_at(end);
        out += before;
        match number.parse::<f64>() {
            Ok(value) if number.len() > 11 && number.contains('.') => out += &format!("{value:.8e}"),
            _ => out += number,
        }
        rest = after;
    }
    out + rest
}

fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.path() {
            path if path.is_dir() => files_below(&path, found),
            path => found.push(path),
        }
    }
}

fn fingerprint(text: &str) -> String {
    Sha256::digest(text)
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Runs every command, leaves its outputs in `folder`, and returns a fingerprint of each.
fn outputs(bench: &Bench, folder: &Path) -> BTreeMap<String, String> {
    for (name, command) in COMMANDS {
        let words = words(command, folder);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let output = bench.run(&words);
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{name}: {stderr}");
        fs::write(folder.join(format!("{name}.txt")), &output.stdout).expect("a text");
    }
    let mut paths = Vec::new();
    files_below(folder, &mut paths);
    // Neither times nor checksums, in which the last digit of a number counts.
    let of_run = |path: &PathBuf| {
        let name = path.file_name();
        name.is_some_and(|name| name != "run.log" && name != "manifest.sha256")
    };
    let named = paths.into_iter().filter(of_run).map(|path| {
        let text = plain(&fs::read_to_string(&path).expect("a text"), folder);
        let name = path
            .strip_prefix(folder)
            .expect("below")
            .to_string_lossy()
            .replace('\\', "/");
        (name, fingerprint(&text))
    });
    named.collect()
}

#[test]
fn outputs_are_as_they_were() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("snapshots");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    let found = outputs(&Bench::new(), &folder);
    let lines = |map: &BTreeMap<String, String>| map.iter().map(|(n, f)| format!("{f} {n}\n")).collect::<String>();
    if std::env::var_os("ESCALADE_SNAPSHOTS").is_some_and(|wish| wish == "renew") {
        fs::write(TABLE, lines(&found)).expect("the table");
    }
    let table = fs::read_to_string(TABLE).expect("the table");
    let known: BTreeMap<String, String> = table
        .lines()
        .filter_map(|line| line.split_once(' '))
        .map(|(fingerprint, name)| (name.to_owned(), fingerprint.to_owned()))
        .collect();
    let changed: Vec<&String> = found
        .iter()
        .filter(|(name, fingerprint)| known.get(*name) != Some(fingerprint))
        .map(|(name, _)| name)
        .chain(known.keys().filter(|name| !found.contains_key(*name)))
        .collect();
    assert!(
        changed.is_empty(),
        "{} of {} outputs changed (they lie in {}): {changed:#?}",
        changed.len(),
        known.len(),
        folder.display()
    );
}

#[test]
fn folders_and_last_digits_do_not_count_and_numbers_do() {
    let folder = Path::new("/somewhere");
    assert_eq!(plain("a /somewhere/b 1.5 12 G1202R", folder), "a OUT/b 1.5 12 G1202R");
    assert_eq!(plain("0.12345678901234", folder), plain("0.12345678901299", folder));
    assert_ne!(plain("0.1234567", folder), plain("0.1234568", folder));
    assert_ne!(plain("1234567890123", folder), plain("1234567890124", folder));
}
