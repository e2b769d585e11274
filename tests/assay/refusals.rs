//! What `escalade assay` refuses: arguments that exclude each other, what is not there, runs that cannot be rebuilt.

use crate::asked::{finished, with};
use crate::support::{PLAIN, changed};

/// What an assay cannot use is refused, never dropped.
#[test]
fn arguments_that_exclude_each_other_are_refused() {
    let bench = finished();
    let refused = |tail: &[&str], parts: &[&str]| {
        bench.refused(&with(&["assay", "dose-response"], tail), parts);
    };
    let run = ["--run", "r", "--flask", "0"];
    refused(&with(&run, &["--genotype", "ALK-G1202R"]), &["--genotype", "--run"]);
    let line = ["--line", "H3122", "--drug", "alectinib"];
    for other in [
        &["--in-niche"][..],
        &["--flask", "0"],
        &["--day", "3"],
        &["--at", "end"],
    ] {
        refused(&with(&line, other), &[other[0], "--line"]);
    }
    let rested = |time| with(&line, &["--genotype", "G1202R", "--holiday", time]);
    refused(&rested("-3 d"), &["--holiday", "-3 d"]);
    let other = |drug| ["--line", "H3122", "--drug", drug];
    refused(&other("larotrectinib"), &["an inhibitor of NTRK1", "crizotinib"]);
    refused(&other("alectinip"), &["is not in the knowledge base", "alectinib"]);
    let days = ["assay", "expression", "--run", "r", "--flask", "0", "--days", ""];
    bench.refused(&days, &["--days \"\"", "0,30,60"]);
}

#[test]
fn what_cannot_be_assayed_is_refused_with_what_is_there() {
    let bench = finished();
    let refused = |tail: &[&str], parts: &[&str]| {
        bench.refused(&with(&["assay", "dose-response"], tail), parts);
    };
    refused(&[], &["--run DIR", "H3122"]);
    refused(&["--run", "r"], &["--flask", "0 to 3"]);
    refused(&["--run", "r", "--flask", "9"], &["replicate 9", "0 to 3"]);
    refused(&["--run", "r", "--flask", "0", "--day", "500"], &["day 500", "0 to"]);
    refused(&["--run", "r", "--flask", "0", "--day=-1"], &["day -1", "0 to"]);
    refused(
        &["--run", "nowhere", "--flask", "0"],
        &["nowhere", "not the folder of a run"],
    );
    refused(&["--line", "H3123", "--drug", "alectinib"], &["H3123", "H3122"]);
    refused(&["--line", "H3122"], &["--drug crizotinib"]);
    refused(&["--line", "H3122", "--drug", "alektinib"], &["alektinib", "alectinib"]);
    refused(
        &["--line", "H3122", "--drug", "quizartinib"],
        &["does nothing known to"],
    );
    refused(
        &["--line", "H3122", "--genotype", "G1202X", "--drug", "alectinib"],
        &["G1202X", "G1202R"],
    );
    let line = ["--line", "H3122", "--drug", "alectinib"];
    refused(&with(&line, &["--doses", "1 nM, 2"]), &["--doses", "\"2\""]);
    refused(&with(&line, &["--doses", "1 nM, 3 nM"]), &["at least five"]);
    refused(&with(&line, &["--time", "72"]), &["--time", "72"]);
    let sequencing = ["assay", "sequencing", "--line", "H3122"];
    bench.refused(&with(&sequencing, &["--method", "0x"]), &["depth 0"]);
    bench.refused(&with(&sequencing, &["--method", "sangre"]), &["sangre", "sanger"]);
    bench.refused(&with(&sequencing, &["--genes", "ALK,KRSA"]), &["KRSA", "KRAS"]);
    bench.refused(&with(&sequencing, &["--purity", "0%"]), &["purity"]);
    bench.refused(&with(&sequencing, &["--method", "1x"]), &["depth 1", "allowed 5"]);
    let culture = ["--genotype", "G1202R", "--holiday", "9999 d"];
    refused(&with(&line, &culture), &["9999 d", "0 d to 365 d"]);
    let add_back = [
        "assay",
        "add-back",
        "--line",
        "H3122",
        "--genotype",
        "G1202R",
        "--drug",
        "alectinib",
    ];
    bench.refused(&add_back, &["say the dose of alectinib", "300 nM"]);
    let itself = ["--dose", "300 nM", "--partner", "alectinib"];
    bench.refused(&with(&add_back, &itself), &["alectinib is the drug itself"]);
    let flask = ["assay", "expression", "--run", "r", "--flask", "0", "--day", "10"];
    bench.refused(&with(&flask, &["--days", "0,500"]), &["--days 500", "0 to 10"]);
}

#[test]
fn runs_that_cannot_be_rebuilt_are_refused() {
    let bench = finished();
    let assay = ["assay", "sequencing", "--run", "r", "--flask", "0", "--at", "start"];
    let lock = String::from_utf8(bench.read("r/scenario.lock.toml")).unwrap();
    let version = format!("version = \"{}\"", env!("CARGO_PKG_VERSION"));
    bench.write("r/scenario.lock.toml", &changed(&lock, &version, "version = \"0.0.1\""));
    bench.refused(&assay, &["0.0.1", "results could differ"]);
    let edited = changed(&lock, "name = \"one dose\"", "name = \"another\"");
    bench.write("r/scenario.lock.toml", &edited);
    bench.refused(&assay, &["edited"]);
    bench.write("r/scenario.lock.toml", &lock);
    std::fs::remove_file(bench.path("r/summary.json")).unwrap();
    bench.refused(&assay, &["not finished"]);
    bench.write("p.toml", PLAIN);
    bench.good(&["run", "p.toml", "--out", "p", "--quiet"]);
    bench.refused(&["assay", "sequencing", "--run", "p", "--flask", "0"], &["plain form"]);
}
