//! From a fit to later runs: the overlay that it leaves gives worlds as its posterior does, and what stands in none is named.

use crate::learned::{base, correlation, mean_and_sd};
use crate::support::Bench;
use escalade::report::fit::overlay as written;
use escalade::statistics::fit::FitSummary;

/// The laboratory's made-up wells of unaltered cells under alectinib.
fn wells() -> String {
    let all = include_str!("../../scenarios/lab/plates.csv");
    let of_cells =
        |line: &&str| line.starts_with("plate,") || (line.starts_with("alectinib,") && line.contains(",WT,"));
    all.lines().filter(of_cells).map(|line| format!("{line}\n")).collect()
}

const PLATED: &str = r#"
schema = 1
name = "Plates"
replicates = 2
[line]
id = "H3122"
[[course]]
drug = "alectinib"
dose = "100 nM"
[stop]
after = "10 d"
"#;

/// The numbers of columns of a table.
fn columns(table: &str, keys: [&str; 2]) -> [Vec<f64>; 2] {
    let head: Vec<&str> = table.lines().next().unwrap().split(',').collect();
    keys.map(|key| {
        let place = head.iter().position(|name| *name == key).expect(key);
        let rows = table.lines().skip(1).map(|row| row.split(',').nth(place).unwrap());
        rows.map(|cell| cell.parse::<f64>().unwrap()).collect()
    })
}

/// Wells are fitted; the overlay that comes of it gives worlds as the draws of the posterior do. 150 draws tell median and ends
/// with errors of 0.10 and 0.3 standard deviations, 400 worlds the mean with 0.05: means within 0.7 of a standard deviation
/// of each other, spreads within a factor of 2, Fisher transforms of correlations (errors 0.08 and 0.05) within 0.6: six
/// standard errors. Without the fit the doubling time has several times the spread, and nothing in common with growth under drug.
#[test]
fn what_a_fit_taught_is_used_by_later_runs() {
    const FREE: [&str; 2] = ["H3122/doubling", "H3122/kill_fit"];
    let bench = Bench::with(PLATED);
    bench.write("wells.csv", &wells());
    let fit = |out: &str, draws: &str, more: &[&str]| -> Vec<String> {
        let args = [
            "fit",
            "s.toml",
            "--data",
            "wells.csv",
            "--particles",
            draws,
            "--quiet",
            "--out",
            out,
        ];
        let free = FREE.iter().flat_map(|key| ["--free", key]);
        let all = args.into_iter().chain(free).chain(more.iter().copied());
        all.map(str::to_owned).collect()
    };
    let args = |args: &[String]| -> String { bench.good(&args.iter().map(String::as_str).collect::<Vec<_>>()) };
    let answer = args(&fit("f", "150", &[]));
    assert!(answer.contains("--kb f/fitted.toml"), "{answer}");
    let text = |file: &str| String::from_utf8(bench.read(file)).unwrap();
    assert!(text("f/manifest.sha256").contains("fitted.toml"));
    assert!(text("f/fit.html").contains("<code>--kb fitted.toml</code>"));

    bench.good(&[
        "run",
        "s.toml",
        "--worlds",
        "f/posterior.csv",
        "--out",
        "drawn",
        "--quiet",
    ]);
    bench.good(&[
        "run",
        "s.toml",
        "--kb",
        "f/fitted.toml",
        "--worlds",
        "400",
        "--out",
        "again",
        "--quiet",
    ]);
    let [drawn, again] = ["drawn", "again"].map(|folder| columns(&text(&format!("{folder}/worlds.csv")), FREE));
    for (i, key) in FREE.iter().enumerate() {
        let ((mean, sd), (new_mean, new_sd)) = (mean_and_sd(&drawn[i]), mean_and_sd(&again[i]));
        assert!(
            (new_mean - mean).abs() < 0.7 * sd,
            "{key}: {new_mean}, not {mean} by {sd}"
        );
        assert!((0.5..2.0).contains(&(new_sd / sd)), "{key}: {new_sd}, not {sd}");
    }
    let (known, found) = (correlation(&drawn[0], &drawn[1]), correlation(&again[0], &again[1]));
    assert!(
        known.abs() > 0.6 && (found.atanh() - known.atanh()).abs() < 0.6,
        "{found}, not {known}"
    );
    // Values of records that were not fitted are drawn as they were.
    let report = text("again/report.html");
    assert!(report.contains("<td>fitted</td>") && report.contains("from wells.csv"));

    // The same wells are not used once more; others are, with what is known now as the prior.
    let once_more = fit("g", "50", &["--kb", "f/fitted.toml"]);
    let once_more: Vec<&str> = once_more.iter().map(String::as_str).collect();
    bench.refused(&once_more, &["wells.csv was used already", "other data"]);
    bench.write("wells.csv", &wells().replace("WT", ""));
    args(&fit("g", "50", &["--kb", "f/fitted.toml"]));

    // What is not to be trusted stands in no overlay; what had not settled says so wherever it is told.
    let mut summary: FitSummary = serde_json::from_str(&text("f/fit.json")).unwrap();
    assert_eq!(written(&summary), Some(text("f/fitted.toml")));
    summary.settled = false;
    let doubtful = base(&written(&summary).unwrap());
    assert!(
        doubtful
            .fits()
            .told()
            .all(|told| told.why.contains("before the draws had settled"))
    );
    summary.luck = 10.0;
    assert_eq!(written(&summary), None);
}

/// A key of the scenario stands in no overlay: its median is named, as the scenario takes it.
#[test]
fn values_of_the_scenario_are_named_and_not_written() {
    let bench = Bench::with(
        "schema = 1\nname = \"Growth\"\nreplicates = 2\n[plain]\ntypes = [{ name = \"cells\", founders = 1e8 }]\n[[plain.phases]]\n\
         duration = \"10 d\"\nrates = { cells = { birth = 0.5, death = 0.1 } }\n",
    );
    bench.write(
        "counts.csv",
        "flask,day,cells\na,2,2.2e8\na,4,5.1e8\nb,2,2.3e8\nb,4,4.8e8\n",
    );
    let free = "plain.phases.1.rates.cells.birth=0.3..0.8";
    bench.good(&[
        "fit",
        "s.toml",
        "--data",
        "counts.csv",
        "--free",
        free,
        "--particles",
        "50",
        "--quiet",
        "--out",
        "f",
    ]);
    assert!(!bench.path("f/fitted.toml").exists());
    let page = String::from_utf8(bench.read("f/fit.html")).unwrap();
    let named = "write the median there by hand, plain.phases.1.rates.cells.birth = ";
    let (_, rest) = page.split_once(named).expect("the median");
    let median: f64 = rest.split(". ").next().unwrap().parse().expect("a number");
    assert!((0.45..0.55).contains(&median), "{median}");
    assert!(page.contains("escalade batch SCENARIO --table posterior.csv"));
}
