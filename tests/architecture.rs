//! The order of modules, and who may touch what, read from the sources.

use std::fs;
use std::path::{Path, PathBuf};

/// Every module, the lowest first; each may import from those that stand before it.
const ORDER: [&str; 17] = [
    "words",
    "tables",
    "units",
    "random",
    "sampling",
    "model",
    "engine",
    "knowledge",
    "statistics",
    "assay",
    "diagnosis",
    "scenario",
    "ensemble",
    "verify",
    "report",
    "cli",
    "main",
];

/// Imports that the order would allow and that are wrong all the same.
const APART: [(&str, &[&str]); 4] = [
    // Records know the model, not the engines.
    ("knowledge", &["random", "sampling", "engine"]),
    // The suite stands beside scenarios and reports: it runs replicates and makes rows.
    ("verify", &["knowledge", "assay", "diagnosis", "scenario"]),
    ("report", &["verify"]),
    ("main", &["words", "engine", "report"]),
];

struct Source {
    /// Path below `src`, with forward slashes.
    path: String,
    /// First part of the path: the module.
    module: String,
    lines: Vec<String>,
}

impl Source {
    /// Lines of code before the unit tests, with their numbers; comments left out.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.lines
            .iter()
            .enumerate()
            .take_while(|(_, line)| line.trim() != "#[cfg(test)]")
            .map(|(number, line)| (number + 1, line.split("//").next().unwrap_or_default()))
    }

    /// Unit tests in a file of their own.
    fn is_test(&self) -> bool {
        self.path.ends_with("/tests.rs") || self.path.ends_with("/testing.rs")
    }
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&root, &mut files);
    files.sort();
    files
        .into_iter()
        .map(|file| {
            let path = file
                .strip_prefix(&root)
                .expect("below src")
                .to_string_lossy()
                .replace('\\', "/");
            let module = path
                .split('/')
                .next()
                .unwrap_or_default()
                .trim_end_matches(".rs")
                .to_owned();
            let text = fs::read_to_string(&file).expect("a source file");
            Source {
                path,
                module,
                lines: text.lines().map(str::to_owned).collect(),
            }
        })
        .collect()
}

/// Names of modules after every `crate::` of a line: `crate::a::b`, `crate::{a, b::c}`.
fn imported(line: &str) -> Vec<String> {
    let word = |text: &str| {
        text.chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect::<String>()
    };
    let mut names = Vec::new();
    for part in line.split("crate::").skip(1) {
        match part.strip_prefix('{') {
            Some(group) => names.extend(group.split(',').map(|item| word(item.trim()))),
            None => names.push(word(part)),
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

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
    none_where("imports against the order of modules", |source, line| {
        let apart = APART.iter().find(|(name, _)| *name == source.module);
        imported(line).iter().any(|name| {
            let upward = place(name) > place(&source.module) && source.module != "lib";
            upward || apart.is_some_and(|(_, not)| not.contains(&name.as_str()))
        })
    });
}

#[test]
fn imports_are_read_from_lines() {
    assert_eq!(imported("use crate::model::plain::PlainModel;"), ["model"]);
    assert_eq!(imported("use crate::{engine, units::Days};"), ["engine", "units"]);
    assert_eq!(
        imported("    crate::report::write(x, crate::cli::main)"),
        ["report", "cli"]
    );
    assert!(imported("use std::fs;").is_empty());
}

#[test]
fn each_foreign_crate_has_one_door() {
    for (name, modules) in [
        ("clap", &["cli"][..]),
        ("indicatif", &["cli"]),
        ("ctrlc", &["cli"]),
        ("rayon", &["ensemble"]),
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

#[test]
fn pure_modules_touch_neither_disk_nor_clock_nor_threads() {
    none_where("input, output or threads", |source, line| {
        [
            "words",
            "units",
            "random",
            "sampling",
            "model",
            "engine",
            "statistics",
            "assay",
            "diagnosis",
            "report",
            "verify",
        ]
        .contains(&source.module.as_str())
            && ["std::fs", "std::thread", "std::time", "std::env", "println!"]
                .iter()
                .any(|door| line.contains(door))
    });
}

#[test]
fn files_stay_short() {
    let long: Vec<String> = sources()
        .iter()
        .filter(|source| source.lines.len() > 400)
        .map(|source| format!("src/{}: {} lines", source.path, source.lines.len()))
        .collect();
    assert!(long.is_empty(), "over 400 lines:\n{}", long.join("\n"));
}
