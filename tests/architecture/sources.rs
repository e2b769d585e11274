//! The sources below `src` and `tests`, line by line.

use std::fs;
use std::path::{Path, PathBuf};

pub struct Source {
    /// Path below `src` or `tests`, with forward slashes.
    pub path: String,
    /// First part of the path: the module.
    pub module: String,
    pub lines: Vec<String>,
}

impl Source {
    /// Lines of code but those of unit tests, with their numbers; comments left out.
    pub fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let mut end_of_test: Option<String> = None;
        let is_code = move |line: &str| {
            if let Some(end) = &end_of_test {
                let statement = line.trim_end().ends_with(';') && end.trim_end_matches('}').len() == indented(line);
                if line == end || statement {
                    end_of_test = None;
                }
                return false;
            }
            if line.trim() == "#[cfg(test)]" {
                end_of_test = Some(format!("{}}}", &line[..indented(line)]));
                return false;
            }
            true
        };
        let mut is_code = is_code;
        self.lines
            .iter()
            .enumerate()
            .filter(move |(_, line)| is_code(line))
            .map(|(number, line)| (number + 1, line.split("//").next().unwrap_or_default()))
    }

    /// Unit tests in a file of their own.
    pub fn is_test(&self) -> bool {
        self.path.ends_with("/tests.rs") || self.path.ends_with("/testing.rs")
    }
}

/// Blanks before a line's first word.
fn indented(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

#[test]
fn only_the_tests_of_a_file_are_left_out() {
    let text = "use a;\n#[cfg(test)]\nuse b;\nfn c() {\n    #[cfg(test)]\n    d();\n    e();\n}\n#[cfg(test)]\nmod tests {\n    use f;\n}\nfn g() {}";
    let source = Source {
        path: "x.rs".to_owned(),
        module: "x".to_owned(),
        lines: text.lines().map(str::to_owned).collect(),
    };
    let code: Vec<&str> = source.code().map(|(_, line)| line.trim()).collect();
    assert_eq!(code, ["use a;", "fn c() {", "e();", "}", "fn g() {}"]);
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

pub fn sources() -> Vec<Source> {
    below("src")
}

/// The sources below a folder of the project.
pub fn below(folder: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files = Vec::new();
    rust_files(&root, &mut files);
    files.sort();
    files
        .into_iter()
        .map(|file| {
            let path = file
                .strip_prefix(&root)
                .expect("below the folder")
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
