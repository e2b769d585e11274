//! Data of which nothing can be learned: each is refused by name, and nothing is written.

use crate::grown::{BIRTH, GROWTH, counts};
use crate::support::{Bench, LABORATORY};

/// Everything that is wrong is told with its place, and nothing is written.
#[test]
fn nonsense_is_refused_by_name() {
    let bench = Bench::with(GROWTH);
    let refused = |name: &str, text: &str, more: &[&str], parts: &[&str]| {
        bench.write(name, text);
        let args = [&["fit", "s.toml", "--data", name, "--out", "out"], more].concat();
        bench.refused(&args, parts);
        assert!(!bench.path("out").exists());
    };
    let free = ["--free", BIRTH];
    let good = counts(0.4, 0.1, 1);
    refused(
        "a.csv",
        &good.replace("cells\n", "cels\n"),
        &free,
        &["a.csv:1", "cels", "cells"],
    );
    refused(
        "b.csv",
        &good.replacen("2,", "-2,", 1),
        &free,
        &["b.csv:2", "day", "-2"],
    );
    refused("c.csv", &good, &[], &["--free", "nothing is free", "class:NAME"]);
    refused(
        "d.csv",
        &good,
        &["--free", "plain.phases.1.rates.cels.birth=0.1..1"],
        &["cels"],
    );
    refused(
        "e.csv",
        &good,
        &["--free", "plain.phases.1.rates.cells.birth=1..0.1"],
        &["0 < LOW < HIGH"],
    );
    refused(
        "f.csv",
        &good,
        &["--free", "plain.phases.1.rates.cells.birth"],
        &["LOW..HIGH"],
    );
    let typed = good
        .replace("flask,day,cells", "flask,day,type,cells")
        .replace("a,2,", "a,2,cell,")
        .replace("a,4", "a,4,cell");
    refused("g.csv", &typed, &free, &["g.csv"]);
    let conditions = good
        .replace("flask,day,cells", "condition,flask,day,cells")
        .replace("\na,", "\nDMSO,a,")
        .replace("\nb,", "\nDMSO,b,");
    refused(
        "h.csv",
        &conditions.replace("\nc,", "\nDMSO,c,"),
        &free,
        &["h.csv:2", "DMSO", "[[condition]]"],
    );
    refused(
        "i.csv",
        "flask,day,outcome\na,5,resistant\n",
        &free,
        &["flask a", "resistant", "[plain.stop]"],
    );
    refused(
        "j.csv",
        "flask,day,outcome\na,5000,extinct\n",
        &free,
        &["flask a", "5000", "0 to"],
    );
    // Counts beyond the end were held against the end's.
    refused(
        "k.csv",
        "flask,day,cells\na,2,100\na,5000,100\n",
        &free,
        &["line 3", "day 5000", "after the experiment"],
    );
}

/// Counts above the size at which a replicate ends are none of the scenario's; below it they are taken.
#[test]
fn counts_beyond_the_size_that_ends_a_replicate_are_refused() {
    let bench = Bench::with(&format!("{GROWTH}\n[plain.stop]\ntotal_cells = 1e9\n"));
    let fit = [
        "fit",
        "s.toml",
        "--data",
        "d.csv",
        "--free",
        BIRTH,
        "--out",
        "o",
        "--particles",
        "100",
        "--quiet",
    ];
    bench.write("d.csv", "flask,day,cells\na,2,2e8\na,4,2000000000\n");
    bench.refused(
        &fit,
        &["line 3", "2,000,000,000 cells", "1,000,000,000", "[plain.stop]"],
    );
    bench.refused(
        &["run", "s.toml", "--observed", "d.csv"],
        &["line 3", "2,000,000,000 cells"],
    );
}

/// A flask that was given up is no observation of a scenario that gives none up; one that does takes it.
#[test]
fn flasks_are_given_up_where_the_scenario_does_so() {
    let bench = Bench::with(LABORATORY);
    bench.write("ends.csv", "flask,day,outcome\na,30,given_up\nb,40,extinct\n");
    let fit = [
        "fit",
        "s.toml",
        "--data",
        "ends.csv",
        "--free",
        "H3122/doubling",
        "--out",
        "o",
    ];
    bench.refused(&fit, &["flask a was given up", "give_up_after"]);
    let ladder = "start = \"10 nM\"\nfactor = 3\ngoal = \"300 nM\"\ngive_up_after = \"20 d\"";
    bench.write(
        "s.toml",
        &crate::support::changed(LABORATORY, "dose = \"300 nM\"", ladder),
    );
    bench.good(&[&fit[..], &["--particles", "60", "--most-flasks", "1000", "--quiet"]].concat());
}
