//! The order of modules, and who may touch what, read from the sources.

mod circles;
mod sources;

use sources::{Source, below, sources};

/// Every module, the lowest first; each may import from those that stand before it.
const ORDER: [&str; 20] = [
    "words",
    "document",
    "tables",
    "units",
    "random",
    "sampling",
    "model",
    "engine",
    "knowledge",
    "observed",
    "statistics",
    "assay",
    "diagnosis",
    "scenario",
    "ensemble",
    "verify",
    "report",
    "session",
    "cli",
    "main",
];

/// Imports that the order would allow and that are wrong all the same.
const APART: [(&str, &[&str]); 5] = [
    // Records know the model, not the engines.
    ("knowledge", &["random", "sampling", "engine"]),
    // Records of what was seen know no chance.
    ("observed", &["random", "sampling", "knowledge"]),
    // The suite stands beside scenarios and reports: it runs replicates and makes rows. Worlds are drawn of values that
    // are records.
    ("verify", &["assay", "diagnosis", "scenario"]),
    ("report", &["verify"]),
    ("main", &["words", "engine", "report"]),
];

/// Every line of code for which `wrong` holds, as file:line, asserted to be none.
#[track_caller]
fn none_where(what: &str, wrong: impl Fn(&Source, &str) -> bool) {
    let found: Vec<String> = sources()
        .iter()
        .filter(|source| !source.is_test())
        .flat_map(|source| {
            let wrong = &wrong;
            source
                .code()
                .filter(move |(_, line)| wrong(source, line))
                .map(|(number, line)| format!("src/{}:{number}: {}", source.path, line.trim()))
                .collect::<Vec<_>>()
        })
        .collect();
    assert!(found.is_empty(), "{what}:\n{}", found.join("\n"));
}

#[test]
fn modules_import_only_from_earlier_ones() {
    let place = |name: &str| ORDER.iter().position(|known| *known == name);
    for source in sources() {
        assert!(
            source.module == "lib" || place(&source.module).is_some(),
            "src/{}: give module `{}` a place in the order",
            source.path,
            source.module
        );
    }
    let found: Vec<String> = (circles::rooms(&files()).into_iter())
        .filter(|(path, room)| is_against_the_order(path, room))
        .map(|(path, room)| format!("src/{path}: {room}"))
        .collect();
    assert!(
        found.is_empty(),
        "imports against the order of modules:\n{}",
        found.join("\n")
    );
}

/// Whether a file may not import from a room.
fn is_against_the_order(path: &str, room: &str) -> bool {
    let place = |name: &str| ORDER.iter().position(|known| *known == name);
    let own = path.split('/').next().unwrap_or_default().trim_end_matches(".rs");
    let apart = APART.iter().find(|(name, _)| *name == own);
    own != "lib" && (place(room) > place(own) || apart.is_some_and(|(_, not)| not.contains(&room)))
}

#[test]
fn imports_against_the_order_are_noticed() {
    for code in [
        "use crate::cli;",
        "use crate::{\n    words,\n    cli::main,\n};",
        "use super::super::super::cli::x;",
        "fn f() { crate::cli::main() }",
    ] {
        let rooms = circles::rooms(&[circles::File {
            path: "report/page/x.rs".to_owned(),
            code: code.to_owned(),
        }]);
        let wrong = |(path, room): &(String, String)| is_against_the_order(path, room);
        assert!(rooms.iter().any(wrong), "{code}: {rooms:?}");
    }
    assert!(is_against_the_order("main.rs", "engine"));
    assert!(!is_against_the_order("main.rs", "cli"));
}

#[test]
fn each_foreign_crate_has_one_door() {
    for (name, modules) in [
        ("clap", &["cli"][..]),
        ("indicatif", &["cli"]),
        ("ctrlc", &["cli"]),
        ("rand_distr", &["sampling"]),
        ("plotters", &["report"]),
        ("maud", &["report"]),
    ] {
        let door = format!("{name}::");
        none_where(&format!("`{name}` outside {modules:?}"), |source, line| {
            line.contains(&door) && !modules.contains(&source.module.as_str())
        });
    }
}

#[test]
fn generators_are_made_in_one_place() {
    none_where("generators made outside `random`", |source, line| {
        source.module != "random"
            && (line.contains("seed_from_u64") || line.contains("from_seed(") || line.contains("make_rng"))
    });
}

/// The system's exp, log and pow differ between platforms; the model and the engines use libm.
#[test]
fn model_and_engine_use_portable_mathematics() {
    let methods = [
        "exp()", "exp2()", "exp_m1()", "ln()", "ln_1p()", "log(", "log2()", "log10()", "powf(", "sinh()", "cosh()",
        "tanh()", "sin()", "cos()", "tan()", "cbrt()",
    ];
    none_where("system mathematics", |source, line| {
        let portable = ["model", "engine", "sampling"].contains(&source.module.as_str());
        portable
            && methods.iter().any(|method| {
                line.contains(&format!(".{method}")) || line.contains(&format!("f64::{}", method.trim_end_matches(')')))
            })
    });
}

/// Doors to the machine, and the files that may open them: what is built without the features `files`, `parallel` and
/// `cli` knows no disk, no clock, no thread and no terminal.
const DOORS: [(&str, &[&str], &[&str]); 5] = [
    (
        "the disk",
        &["std::fs", "fs::", "tempfile::"],
        &["ensemble/folder/", "cli/"],
    ),
    (
        "the clock",
        &["std::time", "Instant", "SystemTime"],
        &["ensemble/folder/part.rs", "session/folder.rs", "cli/"],
    ),
    ("threads", &["std::thread", "rayon::"], &["ensemble/threads.rs"]),
    (
        "the environment",
        &["std::env", "std::process"],
        &["session/folder.rs", "cli/", "main.rs"],
    ),
    (
        "the terminal",
        &[
            "println!",
            "print!(",
            "eprintln!",
            "eprint!(",
            "dbg!(",
            "stdout()",
            "stderr()",
            "stdin()",
            "io::stdout",
            "io::stderr",
            "io::stdin",
        ],
        &["cli/"],
    ),
];

#[test]
fn each_door_to_the_machine_has_its_keepers() {
    for (what, doors, keepers) in DOORS {
        none_where(what, |source, line| {
            let kept = keepers.iter().any(|keeper| source.path.starts_with(keeper));
            !kept && doors.iter().any(|door| opens(line, door))
        });
    }
}

/// Whether a line uses a door, which may not begin in the middle of a name, nor be another module's but the standard library's.
fn opens(line: &str, door: &str) -> bool {
    let names = |line: &str| {
        line.match_indices(door).any(|(at, _)| {
            let before = line[..at]
                .strip_suffix("std::")
                .unwrap_or(&line[..at])
                .chars()
                .next_back();
            !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
        })
    };
    // Several at once: `use std::{fs, thread}`.
    let grouped = line.trim().split_once("std::{").is_some_and(|(_, group)| {
        let items = group.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'));
        items
            .filter(|item| !item.is_empty())
            .any(|item| names(&format!("std::{item}")))
    });
    names(line) || grouped
}

#[test]
fn doors_are_seen_in_lines() {
    assert!(opens("use std::fs;", "std::fs"));
    assert!(opens("    fs::read(path)", "fs::"));
    assert!(!opens("offs::read(path)", "fs::"));
    assert!(!opens("let std_fs = 1;", "std::fs"));
    assert!(opens("use std::{fmt, fs};", "std::fs"));
    assert!(opens("let mut out = std::io::stderr();", "io::stderr"));
    assert!(!opens("other::io::stderr()", "io::stderr"));
    assert!(opens("eprintln!(\"x\")", "eprintln!") && !opens("eprintln!(\"x\")", "println!"));
}

/// The files without their unit tests.
fn files() -> Vec<circles::File> {
    let sources = sources().into_iter().filter(|source| !source.is_test());
    let file = |source: Source| circles::File {
        code: source.code().map(|(_, line)| format!("{line}\n")).collect(),
        path: source.path,
    };
    sources.map(file).collect()
}

#[test]
fn no_files_of_a_room_import_each_other_in_a_circle() {
    let found = circles::circles(&files());
    let told: Vec<String> = found.iter().map(|circle| circle.join(", ")).collect();
    assert!(told.is_empty(), "circles of files:\n{}", told.join("\n"));
}

#[test]
fn files_stay_short() {
    let long: Vec<String> = ["src", "tests"]
        .into_iter()
        .flat_map(|folder| below(folder).into_iter().map(move |source| (folder, source)))
        .filter(|(_, source)| source.lines.len() > 400)
        .map(|(folder, source)| format!("{folder}/{}: {} lines", source.path, source.lines.len()))
        .collect();
    assert!(long.is_empty(), "over 400 lines:\n{}", long.join("\n"));
}

/// Who puts a unit behind a number: words for people, quantities and records as files hold them, the writers of files
/// that are read back, and the suite of theory, whose names of quantities stand in its table.
const UNIT_WRITERS: [&str; 6] = [
    "words/",
    "units.rs",
    "knowledge/",
    "scenario/template.rs",
    "session/import/overlay.rs",
    "verify/",
];

#[test]
fn units_stand_behind_numbers_by_words_alone() {
    none_where(
        "a unit behind a number: see `words` (days, hours, dose)",
        |source, line| {
            !UNIT_WRITERS.iter().any(|writer| source.path.starts_with(writer)) && has_unit_behind_a_number(line)
        },
    );
}

/// Whether a text of a line has a placeholder with a unit of time or dose behind it: `{} d`, `{nm:.1} nM`.
fn has_unit_behind_a_number(line: &str) -> bool {
    let units = ["d", "h", "pM", "nM", "uM", "µM"];
    line.match_indices("} ").any(|(at, gap)| {
        let (before, after) = (&line[..at], &line[at + gap.len()..]);
        let unit: String = after.chars().take_while(|c| c.is_alphanumeric()).collect();
        let opened = before.rfind('{').map(|open| &before[open..]);
        units.contains(&unit.as_str()) && opened.is_some_and(|placeholder| !placeholder.contains('"'))
    })
}

#[test]
fn units_behind_numbers_are_seen_in_lines() {
    assert!(has_unit_behind_a_number("format!(\"after {} d\", days)"));
    assert!(has_unit_behind_a_number("format!(\"{nm:.1} nM ({low} to {high})\")"));
    assert!(has_unit_behind_a_number("format!(\"{low} to {high} µM\")"));
    assert!(!has_unit_behind_a_number("format!(\"{} doses\", doses)"));
    assert!(!has_unit_behind_a_number("format!(\"{} flasks\", h)"));
    assert!(has_unit_behind_a_number("     continued, {} h after that \\\\"));
    assert!(!has_unit_behind_a_number("let Point { d } = d;"));
}
