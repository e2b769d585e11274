//! Helpers for tests that run the program.
#![allow(dead_code)] // each test file uses some of them

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A plain scenario that every engine runs in no time.
pub const PLAIN: &str = r#"
schema = 1
name = "two types"
replicates = 300
seed = 5
[plain]
types = [{ name = "a", founders = 100 }, { name = "b", founders = 0 }]
mutations = [{ from = "a", to = "b", per_division = 1e-3 }]
[[plain.phases]]
duration = "5 d"
rates = { a = { birth = 0.7, death = 0.5 }, b = { birth = 0.7, death = 0.2 } }
[record]
every = "1 d"
"#;

/// A laboratory scenario with everything left to default.
pub const LABORATORY: &str = r#"
schema = 1
name = "one dose"
replicates = 4
[line]
id = "H3122"
[[course]]
drug = "alectinib"
dose = "300 nM"
[stop]
after = "60 d"
"#;

/// The same of patients.
pub const PATIENTS: &str = r#"
schema = 1
name = "one dose"
replicates = 5
look_every = "7 d"
[line]
id = "H3122"
[patients]
pool = 1e9
doubling = "100 d"
turnover = "90%"
[[course]]
drug = "crizotinib"
oral = { every = "12 h" }
[stop]
after = "300 d"
"#;

/// An empty folder to run the program in.
pub struct Bench {
    folder: tempfile::TempDir,
}

impl Bench {
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
        }
    }

    /// A bench with this text as `s.toml`.
    pub fn with(text: &str) -> Self {
        let bench = Self::new();
        bench.write("s.toml", text);
        bench
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).expect("write a scenario");
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_escalade"));
        command.current_dir(self.folder.path()).args(arguments);
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("the program starts")
    }

    /// Runs and expects success; returns standard output.
    pub fn good(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let (out, err) = texts(&output);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}\n{out}\n{err}");
        out
    }

    /// Runs and expects exit code 2 with a message that contains every part; nothing may be written.
    pub fn refused(&self, arguments: &[&str], parts: &[&str]) -> String {
        let before = self.files();
        let output = self.run(arguments);
        let (out, err) = texts(&output);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}\n{out}\n{err}");
        assert!(err.starts_with("error: "), "{err}");
        for part in parts {
            assert!(err.contains(part), "\"{part}\" is missing from\n{err}");
        }
        assert_eq!(out, "", "nothing on standard output");
        assert_eq!(self.files(), before, "nothing is written");
        err
    }

    /// Every file below the folder, with its content, except logs.
    pub fn files(&self) -> Vec<(String, Vec<u8>)> {
        let mut files = Vec::new();
        collect(self.folder.path(), self.folder.path(), &mut files);
        files.sort();
        files
    }

    /// Every file of a run, with its content, except its log.
    pub fn run_files(&self, run: &str) -> Vec<(String, Vec<u8>)> {
        let root = self.path(run);
        let mut files = Vec::new();
        collect(&root, &root, &mut files);
        files.sort();
        files
    }
}

fn texts(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr))
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(root, &path, files);
        } else if path.file_name().is_none_or(|name| name != "run.log") {
            let name = path.strip_prefix(root).expect("below the root").display().to_string();
            files.push((name, fs::read(&path).expect("a file")));
        }
    }
}

/// The scenario text with one line or phrase replaced, which must be there.
pub fn changed(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from}");
    text.replace(from, to)
}
