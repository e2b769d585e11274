//! Scenarios that are refused for their keys and names, or are none: told with file, line and the nearest name.

use crate::refuses;
use crate::support::{Bench, LABORATORY, PLAIN, changed};

#[test]
fn unknown_keys_name_file_line_and_the_nearest_key() {
    refuses(
        LABORATORY,
        "dose = \"300 nM\"",
        "start = \"IC20\"\nfactr = 1.5\ngoal = \"1 uM\"",
        &[
            "s.toml:10: unknown key `factr` in [[course]]",
            "10 | factr = 1.5",
            "did you mean `factor`?",
            "allowed: drug",
        ],
    );
    refuses(
        PLAIN,
        "duration = \"5 d\"",
        "durations = \"5 d\"",
        &[
            "unknown key `durations` in [[plain.phases]]",
            "did you mean `duration`?",
        ],
    );
    refuses(
        PLAIN,
        "seed = 5",
        "sede = 5",
        &["s.toml:5: unknown key `sede`", "did you mean `seed`?"],
    );
}

#[test]
fn names_are_checked_and_the_nearest_is_named() {
    refuses(
        PLAIN,
        "from = \"a\"",
        "from = \"A\"",
        &["= \"A\" is not one of the types", "did you mean `a`?"],
    );
    refuses(
        PLAIN,
        "name = \"b\"",
        "name = \"b_1\"",
        &["letters, digits and hyphens"],
    );
    refuses(PLAIN, "name = \"b\"", "name = \"a\"", &["is used twice"]);
    refuses(
        PLAIN,
        ", b = { birth = 0.7, death = 0.2 }",
        "",
        &["no entry for type \"b\""],
    );
    refuses(
        LABORATORY,
        "\"alectinib\"",
        "\"alectnib\"",
        &[
            "s.toml:8: `drug` in [[course]] = \"alectnib\" is not a drug",
            "did you mean `alectinib`?",
            "crizotinib",
        ],
    );
    refuses(
        LABORATORY,
        "\"alectinib\"",
        "\"larotrectinib\"",
        &[
            "s.toml:8: `drug` in [[course]] = \"larotrectinib\" does nothing known to NCI-H3122",
            "allowed: ",
            "alectinib",
        ],
    );
    refuses(
        LABORATORY,
        "\"H3122\"",
        "\"H3112\"",
        &["is not a line of the knowledge base", "did you mean `H3122`?"],
    );
    refuses(
        LABORATORY,
        "\"H3122\"",
        "\"MOLM-14\"",
        &[
            "is an assay system of the knowledge base",
            "did you mean `MOLM-13`?",
            "escalade new line",
        ],
    );
    refuses(
        LABORATORY,
        "[stop]",
        "[flask]\nvessel = \"T57\"\n[stop]",
        &["is not a vessel", "did you mean `T75`?"],
    );
}

#[test]
fn files_that_are_no_scenarios_are_refused() {
    let bench = Bench::with(PLAIN);
    bench.refused(&["run", "t.toml"], &["t.toml: no such file", "did you mean `s.toml`?"]);
    bench.write("t.toml", "this is = = not TOML");
    bench.refused(&["run", "t.toml"], &["t.toml:1: not valid TOML"]);
    bench.write("t.toml", &changed(PLAIN, "schema = 1", "schema = 2"));
    bench.refused(&["run", "t.toml"], &["t.toml:2: `schema` = 2", "allowed: schema = 1"]);
    bench.write("t.toml", &changed(PLAIN, "schema = 1", ""));
    bench.refused(&["run", "t.toml"], &["`schema` is missing"]);
    bench.write("t.toml", "schema = 1\nname = \"empty\"\n");
    bench.refused(&["run", "t.toml"], &["neither a [line] nor a [plain] table"]);
    bench.write("t.toml", &format!("{PLAIN}\n[line]\nid = \"H3122\"\n"));
    bench.refused(&["run", "t.toml"], &["belongs to the laboratory form"]);
    bench.write("t.toml", &format!("seed = 1\n{PLAIN}"));
    bench.refused(&["run", "t.toml"], &["written twice"]);
    bench.refused(&["run", "."], &["is a folder"]);
}
