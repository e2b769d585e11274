//! Protocols that never hold the cells: told in the comparison, and none to choose.

use crate::compared::bench;
use crate::json;
use crate::support::{LABORATORY, changed};

/// What `run` warns of stands in the answer, the tiles and the table of a comparison; every protocol has a tile.
#[test]
fn cells_that_were_never_held_are_told_in_the_comparison() {
    let bench = bench();
    for (name, dose) in [("weak", "1 nM"), ("strong", "300 nM"), ("other", "100 nM")] {
        bench.write(&format!("{name}.toml"), &changed(LABORATORY, "300 nM", dose));
    }
    let files = [
        "compare",
        "weak.toml",
        "strong.toml",
        "other.toml",
        "--out",
        "c",
        "--quiet",
    ];
    let told = bench.good(&files);
    let protocols = &json(&bench, "c/compare.json")["protocols"];
    assert_eq!(protocols[0]["warnings"][0]["about"], "not_held");
    // Doses that differ are told with each protocol.
    for (i, dose) in ["1 nM", "300 nM", "100 nM"].iter().enumerate() {
        let letter = ["A", "B", "C"][i];
        assert_eq!(protocols[i]["doses"][0], format!("alectinib at {dose}"));
        assert!(
            told.contains(&format!("{letter}  one dose (alectinib at {dose})")),
            "{told}"
        );
    }
    assert_eq!(protocols[1]["warnings"].as_array().map(Vec::len), Some(0));
    assert!(
        told.contains("Under A the doses do not hold the unaltered cells"),
        "{told}"
    );
    let page = String::from_utf8(bench.read("c/compare.html")).unwrap();
    for letter in ["A", "B", "C"] {
        assert!(
            page.contains(&format!("<dt>mean time under {letter}")),
            "{letter} has no tile"
        );
    }
    assert!(page.contains("<td>not held</td><td>held</td>"), "the table tells it");
    let answer = page
        .split_once("<section class=\"answer\">")
        .unwrap()
        .1
        .split_once("</section>")
        .unwrap()
        .0;
    assert!(
        answer.contains("do not hold the unaltered cells") && answer.len() < 1_500,
        "{answer}"
    );
}

/// A protocol that never holds the cells is no protocol to choose, whatever is wanted: a ladder of low doses that counts only from its
/// last step lasts longest, and its cells grow from the first day.
#[test]
fn a_protocol_that_holds_nothing_is_left_out_whatever_is_wanted() {
    let bench = bench();
    let ladder = changed(
        LABORATORY,
        "dose = \"300 nM\"",
        "doses = [\"0.5 nM\", \"1 nM\"]\nhold = \"50 d\"",
    );
    bench.write("open.toml", &ladder.replace("after = \"60 d\"", "after = \"90 d\""));
    for (want, worlds) in [("sooner", "0"), ("later", "0"), ("bypass", "0"), ("later", "3")] {
        let out = format!("{want}{worlds}");
        let told = bench.good(&[
            "compare",
            "s.toml",
            "high.toml",
            "open.toml",
            "--quiet",
            "--want",
            want,
            "--worlds",
            worlds,
            "--out",
            &out,
        ]);
        let answer = told
            .split("\n\n")
            .find(|part| part.contains("left out") || part.contains("No flask"));
        let answer = answer.unwrap_or_else(|| panic!("{want}: {told}"));
        if !answer.contains("No flask") {
            assert!(
                answer.contains("C is left out, since the doses do not hold the unaltered cells there"),
                "{answer}"
            );
            let ahead = answer
                .split("under ")
                .nth(1)
                .or(answer.split("choose, ").nth(1))
                .unwrap_or_default();
            assert!(!ahead.starts_with('C'), "{answer}");
        }
    }
}
