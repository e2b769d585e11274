//! What is compared pair by pair and what is not: flasks that share nothing, and intervals of differences that cover.

use crate::compared::bench;
use crate::json;
use crate::support::{LABORATORY, PLAIN, changed};
use escalade::random::{Purpose, stream};
use escalade::statistics::paired::{PairedMeans, PairedShares};
use rand::RngExt;

#[test]
fn what_cannot_be_paired_is_said_or_refused() {
    let bench = bench();
    bench.write("plain.toml", PLAIN);
    bench.write(
        "old.toml",
        &changed(LABORATORY, "id = \"H3122\"", "id = \"H3122\"\nstock = \"old\""),
    );
    bench.refused(
        &["compare", "s.toml", "plain.toml"],
        &["plain.toml", "plain form", "laboratory form"],
    );
    bench.refused(
        &["compare", "s.toml", "hihg.toml"],
        &["hihg.toml", "did you mean `high.toml`?"],
    );
    let output = bench.run(&["compare", "s.toml", "old.toml", "--out", "c", "--replicates", "2"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(
        told.contains("warning: pairing fails: A and B: the stocks differ"),
        "{told}"
    );
    assert!(
        String::from_utf8(bench.read("c/compare.html"))
            .unwrap()
            .contains("Where pairing fails")
    );
    let good = bench.run(&[
        "compare",
        "s.toml",
        "high.toml",
        "--out",
        "d",
        "--replicates",
        "2",
        "--quiet",
    ]);
    assert_eq!(String::from_utf8(good.stderr).unwrap(), "");
}

/// Flasks of different lines have only their numbers in common: nothing is told pair by pair.
#[test]
fn different_lines_are_compared_unpaired() {
    let bench = bench();
    bench.write(
        "km12.toml",
        &changed(&changed(LABORATORY, "H3122", "KM12"), "alectinib", "larotrectinib"),
    );
    let output = bench.run(&["compare", "s.toml", "km12.toml", "--out", "c", "--replicates", "6"]);
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(
        err.contains("the lines differ (H3122, KM12), so that they are compared as independent samples"),
        "{err}"
    );
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(told.contains("B against A, 6 flasks each, unpaired"), "{told}");
    assert!(
        !told.contains("later in") && !told.contains("correlation") && !told.contains("pairing,"),
        "{told}"
    );
    let row = &json(&bench, "c/compare.json")["comparisons"][0];
    assert_eq!(row["shares_flasks"], false);
    assert!(
        row.get("order").is_none() && row["resistant"].get("both").is_none(),
        "{row}"
    );
    for measure in ["resistant", "time"] {
        assert!(row[measure]["correlation"].is_null(), "{row}");
        assert!(
            row[measure]["low"].is_number() && row[measure]["high"].is_number(),
            "{row}"
        );
    }
    let page = String::from_utf8(bench.read("c/compare.html")).unwrap();
    for word in [
        "Who is resistant later",
        "What pairing bought",
        "Paired differences",
        "the same stocks",
        "over the same flasks",
        "flask by flask",
    ] {
        assert!(!page.contains(word), "\"{word}\" is on the page");
    }
    assert!(page.contains("Outcomes over independent flasks"));
    // Two protocols of one line are pairs as before.
    bench.good(&[
        "compare",
        "s.toml",
        "high.toml",
        "--out",
        "d",
        "--replicates",
        "6",
        "--quiet",
    ]);
    let row = &json(&bench, "d/compare.json")["comparisons"][0];
    assert_eq!(row["shares_flasks"], true);
    assert!(
        row["order"].is_object() && row["resistant"]["both"].is_number(),
        "{row}"
    );
}

/// H0: the 95% interval of the paired difference covers the truth in at least 93% of experiments.
/// Each of 4,000 experiments has 60 pairs that share a latent number. A binomial count at 93% falls
/// below 3,640 of 4,000 with probability below 1e-6 (z < -4.95). Power: an interval of half the width covers
/// about 67% and one for independent pairs with the sign of the correlation wrong is told by its width.
#[test]
fn paired_intervals_cover() {
    const EXPERIMENTS: u64 = 4_000;
    let (mut shares, mut halved, mut means, mut widths) = (0u64, 0u64, 0u64, [0.0; 2]);
    for experiment in 0..EXPERIMENTS {
        let mut rng = stream(20_261_122, experiment, Purpose::Quiz);
        let pairs: Vec<(f64, f64)> = (0..60)
            .map(|_| {
                let shared: f64 = rng.random();
                let own = |rng: &mut escalade::random::Generator| {
                    if rng.random::<f64>() < 0.6 {
                        shared
                    } else {
                        rng.random()
                    }
                };
                (own(&mut rng), own(&mut rng))
            })
            .collect();
        // P(first) = 0.3, P(other) = 0.45; means 0.5 and 0.5 + 0.2.
        let share = PairedShares::of(pairs.iter().map(|&(a, b)| (a < 0.3, b < 0.45)));
        let covers = |low: f64, high: f64, truth: f64| u64::from(low <= truth && truth <= high);
        shares += covers(share.low, share.high, 0.15);
        let half = |end: f64| share.difference + 0.5 * (end - share.difference);
        halved += covers(half(share.low), half(share.high), 0.15);
        let (first, other): (Vec<f64>, Vec<f64>) = pairs.iter().map(|&(a, b)| (a, b + 0.2)).unzip();
        let mean = PairedMeans::of(&first, &other);
        means += covers(mean.low.unwrap(), mean.high.unwrap(), 0.2);
        let crossed = PairedShares::of(
            pairs
                .iter()
                .zip(pairs.iter().skip(1))
                .map(|(a, b)| (a.0 < 0.3, b.1 < 0.45)),
        );
        widths[0] += share.high - share.low;
        widths[1] += crossed.high - crossed.low;
    }
    let least = 3_640;
    assert!(
        shares >= least && means >= least,
        "{shares} and {means} of {EXPERIMENTS}"
    );
    assert!(halved < least, "half the width would pass: {halved}");
    assert!(widths[0] < 0.95 * widths[1], "pairing narrows the interval: {widths:?}");
}
