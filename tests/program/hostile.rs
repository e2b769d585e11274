//! Nothing from a name reaches a terminal, a figure, a page or a spreadsheet as code.

use crate::support::{Bench, LABORATORY, PLAIN, changed};

const OVERLAY: &str = r#"
[[bypass]]
id = "met-amplification"
override = true
name = "=HYPERLINK(\"http://x\",\"a\")"
source = "met"
summary = "Made up."
reference = "dagogo-jack-2020"
inhibitors = ["capmatinib", "crizotinib"]
activity = { value = 1.0, range = [0.3, 2.0], assumed = "Made up." }
rate = { value = 1e-4, range = [1e-9, 1e-3], assumed = "Made up." }
"#;

/// A name that a spreadsheet would run as a formula is a text in every table.
#[test]
fn no_cell_of_a_table_is_a_formula() {
    let bench = Bench::with(&changed(LABORATORY, "dose = \"300 nM\"", "dose = \"100 nM\""));
    bench.write("k.toml", OVERLAY);
    bench.good(&[
        "run",
        "s.toml",
        "--kb",
        "k.toml",
        "--quiet",
        "--out",
        "r",
        "--replicates",
        "12",
    ]);
    let mut seen = 0;
    for table in ["replicates.csv", "mechanisms.csv", "lineages.csv", "resistances.csv"] {
        let Ok(text) = std::fs::read_to_string(bench.path(&format!("r/{table}"))) else {
            continue;
        };
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        for cell in reader
            .records()
            .flat_map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>())
        {
            seen += usize::from(cell.contains("HYPERLINK"));
            assert!(!cell.starts_with(['=', '+', '@']), "{table}: {cell}");
            assert!(!cell.starts_with('-') || cell.parse::<f64>().is_ok(), "{table}: {cell}");
        }
    }
    assert!(seen > 0, "the name is in no table");
}

#[test]
fn control_characters_are_refused_with_their_line() {
    let text = changed(PLAIN, "name = \"two types\"", "name = \"two\\u001b[31mtypes\"");
    Bench::with(&text).refused(&["run", "s.toml"], &["s.toml:3", "`name`", "control character \\u{1b}"]);
    let bench = Bench::with(LABORATORY);
    bench.write(
        "k.toml",
        &OVERLAY.replace("Made up.\"\nreference", "Made\\u0000 up.\"\nreference"),
    );
    bench.refused(&["run", "s.toml", "--kb", "k.toml"], &["k.toml:7", "control character"]);
}

/// Characters that have others read backwards, and in names line breaks and tabs, which would break tables and one-line messages.
#[test]
fn names_are_one_line_that_reads_as_it_stands() {
    for (name, told) in [
        ("two\\u202etypes", "\\u{202e}"),
        ("two\\u2028types", "\\u{2028}"),
        ("two\\ntypes", "\\u{a}"),
        ("two\\ttypes", "\\u{9}"),
    ] {
        let text = changed(PLAIN, "name = \"two types\"", &format!("name = \"{name}\""));
        Bench::with(&text).refused(&["check", "s.toml"], &["s.toml:3", "`name`", told, "allowed"]);
    }
    let lines = changed(
        PLAIN,
        "name = \"two types\"",
        "name = \"two types\"\nquestion = \"one line\\nand another\"",
    );
    Bench::with(&lines).good(&["check", "s.toml"]);
}
