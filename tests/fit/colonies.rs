//! Colonies: mutations of the fluctuation test in closed form, and colonies that the scenario cannot form.

use crate::learned::{done, fit, mean_and_sd};
use crate::support::Bench;
use escalade::statistics::colonies::Likelihood;

const CULTURES: &str = include_str!("../../scenarios/04_luria_delbrueck.toml");
const PER_DIVISION: &str = "plain.mutations.1.per_division=1e-10..1e-4";

/// Both classics, in closed form, with next to nothing known beforehand: the logarithm of mutations per culture has its median
/// at the estimate of maximum likelihood, within a third of its spread, and its central 95% are those of the profile
/// interval within 25% (30 and 20 cultures: next to normal).
#[test]
fn colonies_give_the_mutations_of_the_fluctuation_test() {
    let demerec = include_str!("../../scenarios/data/demerec_1945.csv");
    let luria = include_str!("../../scenarios/data/luria_delbrueck_1943.csv");
    let cells = 1.9e8;
    let larger = CULTURES.replace("cells = 1e6", "cells = 1.9e8");
    assert!(larger != CULTURES);
    for (scenario, cells, data, plated, known) in [
        (larger.as_str(), cells, demerec, 1.0, 10.84),
        (CULTURES, 1e6, luria, 0.4, 1.19),
    ] {
        let counts: Vec<(u64, f64)> = data
            .lines()
            .filter(|line| line.starts_with(|c: char| c.is_ascii_digit()))
            .map(|line| (line.split(',').nth(1).unwrap().parse().unwrap(), plated))
            .collect();
        let best = Likelihood::of(&counts, 1.0).most_likely();
        assert!((best.value / known - 1.0).abs() < 0.01);
        let fitted = done(&fit(scenario, data, &[PER_DIVISION], 500).unwrap(), 2);
        let text = fitted.posterior.text();
        let table: Vec<f64> = text.lines().skip(1).map(|line| line.parse::<f64>().unwrap()).collect();
        let logs: Vec<f64> = table.iter().map(|mu| (mu * cells).ln()).collect();
        let (mean, sd) = mean_and_sd(&logs);
        assert!((mean - known.ln()).abs() < sd / 3.0, "{mean} is not {}", known.ln());
        let width = (best.high / best.low).ln();
        assert!((2.0 * 1.96 * sd / width - 1.0).abs() < 0.25, "{sd} of {width}");
        let summary = &fitted.summary;
        assert!(summary.settled && summary.luck == 0.0 && summary.is_trusted() && !summary.is_contradiction());
    }
}

/// What forms colonies must be there, and be told where there are two.
#[test]
fn colonies_that_the_scenario_cannot_form_are_refused() {
    let bench = Bench::with(CULTURES);
    let refused = |name: &str, text: &str, parts: &[&str]| {
        bench.write(name, text);
        bench.refused(
            &["fit", "s.toml", "--data", name, "--free", PER_DIVISION, "--out", "out"],
            parts,
        );
        assert!(!bench.path("out").exists());
    };
    refused(
        "a.csv",
        "culture,count,type\n1,5,mutants\n",
        &["line 2", "mutants", "did you mean mutant?"],
    );
    refused(
        "b.csv",
        "culture,count,type\n1,5,mutant\n2,7,wild-type\n",
        &["several types"],
    );
    bench.write(
        "crowded.toml",
        &CULTURES.replace("[plain]\n", "[plain]\ncapacity = 1e9\n"),
    );
    bench.write("c.csv", "culture,count\n1,5\n2,0\n");
    bench.refused(
        &["fit", "crowded.toml", "--data", "c.csv", "--free", PER_DIVISION],
        &["crowd", "no capacity"],
    );
    bench.write("laboratory.toml", crate::support::LABORATORY);
    bench.refused(
        &["fit", "laboratory.toml", "--data", "c.csv"],
        &["colonies", "plain form"],
    );
}
