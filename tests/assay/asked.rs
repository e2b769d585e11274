//! Helpers: `escalade assay` as a user calls it: arguments, a finished run, rows of its files.

use crate::support::{Bench, LABORATORY, changed};

pub const GENOTYPE: [&str; 5] = ["--line", "H3122", "--genotype", "ALK-G1202R", "--seed"];

pub fn with<'a>(head: &[&'a str], tail: &[&'a str]) -> Vec<&'a str> {
    head.iter().chain(tail).copied().collect()
}

/// A small finished run of four flasks in folder `r`.
pub fn finished() -> Bench {
    let text = changed(LABORATORY, "\"60 d\"", "\"90 d\"");
    let bench = Bench::with(&text);
    bench.good(&["run", "s.toml", "--out", "r", "--quiet"]);
    bench
}

/// Rows of a CSV file that contain every part, without the columns that name the sample.
pub fn rows(bench: &Bench, file: &str, parts: &[&str], columns: &[usize]) -> Vec<Vec<String>> {
    let text = String::from_utf8(bench.read(file)).expect("text");
    let lines = text.lines().filter(|line| parts.iter().all(|part| line.contains(part)));
    let cells = |line: &str| -> Vec<String> { line.split(',').map(str::to_owned).collect() };
    lines
        .map(cells)
        .map(|row| columns.iter().map(|column| row[*column].clone()).collect())
        .collect()
}
