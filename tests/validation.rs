//! `escalade validate`: weights and scores against closed forms, coverage of its intervals, what it refuses, and that threads
//! and interruptions change nothing.

mod support;

use escalade::random::{Purpose, stream};
use escalade::sampling::{binomial, uniform};
use escalade::statistics::validation::{Category, Observed, Settings, Study, Values, Verdict};
use support::Bench;

const WORLDS: usize = 4000;

/// Worlds whose shares of the first of two categories are spread evenly from 0 to 1, known without chance.
fn shares() -> Vec<f64> {
    (0..WORLDS).map(|i| (i as f64 + 0.5) / WORLDS as f64).collect()
}

fn set(group: &str, hits: u64, n: u64, novel: bool) -> Observed {
    let category = |name: &str, observed, novel| Category {
        name: name.to_owned(),
        any: Vec::new(),
        observed,
        supply: Some(1.0),
        potency_rank: None,
        novel,
    };
    let flasks = |share: f64| vec![1e9 * share, 1e9 * (1.0 - share)];
    let half = || vec![shares().into_iter().map(flasks).collect()];
    Observed {
        id: group.to_owned(),
        title: group.to_owned(),
        group: group.to_owned(),
        source: String::new(),
        note: String::new(),
        categories: vec![category("hit", hits, novel), category("miss", n - hits, false)],
        halves: [half(), half()],
    }
}

fn study(sets: Vec<Observed>) -> Study {
    Study {
        sets,
        claims: Vec::new(),
        classes: vec![Values {
            key: "share".to_owned(),
            what: "share".to_owned(),
            class: "share".to_owned(),
            numbers: shares(),
        }],
        values: Vec::new(),
        worlds: WORLDS,
        settings: Settings {
            smoothing: 1.0,
            uniform: 0.0,
            least_effective: 10.0,
            bootstrap: 400,
            seed: 4,
        },
    }
}

/// Log probability of `k` of `n` where the share has the Beta(a, b) law.
fn beta_binomial(k: u64, n: u64, a: f64, b: f64) -> f64 {
    let (k, n) = (k as f64, n as f64);
    let log = |x: f64| libm::lgamma(x);
    let beta = |a: f64, b: f64| log(a) + log(b) - log(a + b);
    log(n + 1.0) - log(k + 1.0) - log(n - k + 1.0) + beta(k + a, n - k + b) - beta(a, b)
}

/// Shares even from 0 to 1 are Beta(1, 1); 14 of 20 in one group leave Beta(15, 7), by which 9 of 12 in the other are a
/// beta-binomial. Worlds are so many and flasks so many that only the steps between worlds are left.
#[test]
fn a_group_is_predicted_by_the_others_as_the_closed_form_says() {
    let both = study(vec![set("one", 14, 20, false), set("other", 9, 12, false)]).assess(1.0);
    let [one, other] = &both.groups[..] else {
        panic!("two groups")
    };
    let close = |a: f64, b: f64| assert!((a - b).abs() < 2e-4, "{a} and {b}");
    close(one.unfitted, -libm::log(21.0));
    close(other.unfitted, -libm::log(13.0));
    close(other.ours, beta_binomial(9, 12, 15.0, 7.0));
    close(one.ours, beta_binomial(14, 20, 10.0, 4.0));
    // Half and half: 12 over 9 ways.
    close(other.naive[0].1.unwrap(), libm::log(220.0 / 4096.0));
    assert_eq!(other.naive[2].1, None, "no ranks are stated");
    close(both.sums[0].difference, one.difference + other.difference);
    assert_eq!(both.sums[1].without.as_deref(), Some("one"));
    // With both groups: Beta(24, 10), of mean 24/34 and standard deviation 0.077.
    let band = both.classes[0].posterior;
    assert!(
        (band.middle - 0.709).abs() < 0.003 && (band.low - 0.572).abs() < 0.005 && (band.high - 0.827).abs() < 0.005
    );
    assert!((both.power - 1.0).abs() < 1e-12);
    // What the left-out group shows is no part of its own prediction.
    let changed = study(vec![set("one", 14, 20, false), set("other", 2, 12, false)]).assess(1.0);
    close(changed.groups[1].ours, beta_binomial(2, 12, 15.0, 7.0));
    close(changed.sets[1].categories[0].predicted, 15.0 / 22.0);
    assert_eq!(
        changed.sets[1].categories[0].predicted,
        both.sets[1].categories[0].predicted
    );
    assert_ne!(
        changed.sets[0].categories[0].predicted,
        both.sets[0].categories[0].predicted
    );
}

/// Novel findings published twice as readily: share p is seen as 2p/(1 + p).
#[test]
fn novel_findings_are_discounted_by_their_weight() {
    let one = |novel| study(vec![set("one", 14, 20, novel), set("other", 9, 12, novel)]);
    assert_eq!(one(true).assess(1.0), one(false).assess(1.0));
    let twice = one(true).assess(2.0);
    // The mean of 2p/(1 + p) over even shares is 2 - 2 ln 2.
    assert!((twice.sets[0].categories[0].unfitted - (2.0 - 2.0 * libm::log(2.0))).abs() < 1e-5);
    assert!(twice.classes[0].posterior.middle < one(true).assess(1.0).classes[0].posterior.middle - 0.1);
}

/// Observations that come from a world: 400 times, a share drawn evenly, 20 observations in one group, 40 in the other.
/// Hypothesis: the observed share lies in the 90% of new observations in 90% of cases or, since counts are whole, up to 5
/// points more. Alpha 1e-6 on either side: 0.90 - 4.9 x 0.015 and 0.95 + 4.9 x 0.0109. Bands without the chance of 40 new
/// observations would hold it in about 75%, those of worlds that no group weighs in nearly all.
#[test]
fn bands_hold_what_they_say() {
    let mut rng = stream(9, 0, Purpose::Observation);
    let (mut inside, mut width) = (0, 0.0);
    for _ in 0..400 {
        let share = uniform(&mut rng);
        let (one, other) = (binomial(&mut rng, 20, share), binomial(&mut rng, 40, share));
        let mut drawn = study(vec![set("one", one, 20, false), set("other", other, 40, false)]);
        drawn.settings.bootstrap = 1; // the bands do without
        let found = drawn.assess(1.0);
        let row = &found.sets[1].categories[0];
        inside += i32::from(row.is_inside());
        width += (row.band.high - row.band.low) / 400.0;
    }
    let covered = f64::from(inside) / 400.0;
    assert!((0.826..1.0).contains(&covered), "{covered}");
    assert!(width < 0.5, "{width}");
}

#[test]
fn few_observations_decide_nothing_and_many_do() {
    let few = study(vec![set("one", 2, 3, false), set("other", 1, 1, false)]).assess(1.0);
    assert!(few.groups.iter().all(|group| group.verdict == Verdict::Undecided));
    let many = study(vec![set("one", 180, 200, false), set("other", 175, 200, false)]).assess(1.0);
    assert!(many.groups.iter().all(|group| group.verdict == Verdict::Better));
    let wrong = study(vec![set("one", 180, 200, false), set("other", 100, 200, false)]).assess(1.0);
    assert_eq!(wrong.groups[1].verdict, Verdict::Worse, "even shares are what is seen");
}

const LINE: &str = r#"
schema = 1
name = "H3122 under alectinib"
replicates = 4
[line]
id = "H3122"
[[course]]
drug = "alectinib"
dose = "300 nM"
[stop]
after = "60 d"
"#;

const PROTOCOL: &str = r#"
schema = 1
name = "made up"
seed = 5
worlds = 24
smoothing = 1.0
uniform = 0.05
reporting = [1.0, 2.0]
judged_at = 2.0
least_effective = 8
bootstrap = 200

[[set]]
id = "ends"
title = "Made up"
group = "one"
scenarios = ["line.toml"]
flasks = 3
of = "all"
within = "50 d"
source = "nobody"
categories = [
  { name = "resistant", any = ["resistant"], observed = 3, supply = 1.0, potency_rank = 1 },
  { name = "not", rest = true, observed = 2, supply = 1.0, potency_rank = 2 },
]

[[set]]
id = "classes"
title = "Made up too"
group = "other"
scenarios = ["line.toml"]
flasks = 3
novel = ["receptor"]
source = "nobody"
categories = [
  { name = "allele", any = ["on-target"], observed = 1 },
  { name = "receptor", any = ["state", "bypass"], observed = 3 },
  { name = "other", rest = true, observed = 0 },
]

[[claim]]
id = "claim"
title = "H3122"
group = "one"
scenarios = ["line.toml"]
flasks = 3
present = ["EGFR activation"]
claim = "is found"
source = "nobody"
"#;

fn bench() -> Bench {
    let bench = Bench::new();
    bench.write("line.toml", LINE);
    bench.write("p.toml", PROTOCOL);
    bench
}

#[test]
fn threads_change_nothing_and_the_posterior_is_a_table_of_worlds() {
    let bench = bench();
    let text = bench.good(&["validate", "p.toml", "--out", "a", "--threads", "1", "--quiet"]);
    assert!(text.contains("Held against 9 observations in 2 groups"), "{text}");
    bench.good(&["validate", "p.toml", "--out", "b", "--threads", "2", "--quiet"]);
    for file in [
        "validation.html",
        "validation.json",
        "posterior.csv",
        "sets.csv",
        "scores.csv",
        "values.csv",
    ] {
        assert_eq!(
            bench.read(&format!("a/{file}")),
            bench.read(&format!("b/{file}")),
            "{file}"
        );
    }
    bench.good(&[
        "run",
        "line.toml",
        "--worlds",
        "a/posterior.csv",
        "--out",
        "r",
        "--quiet",
    ]);
    let again = bench.good(&["validate", "p.toml", "--out", "a", "--quiet"]);
    assert!(again.contains("already complete"), "{again}");
    bench.good(&["check", "a"]);
}

/// A class of which all scores are given moves its values and no others.
#[test]
fn scores_of_a_class_move_its_values() {
    let bench = bench();
    let column = "class:entry into reversible states";
    let rows = |score: &str| format!("{column}\n{}", format!("{score}\n").repeat(20));
    bench.write("low.csv", &rows("-2"));
    bench.write("high.csv", &rows("2"));
    for name in ["low", "high"] {
        bench.good(&[
            "run",
            "line.toml",
            "--worlds",
            &format!("{name}.csv"),
            "--out",
            name,
            "--quiet",
        ]);
    }
    let sum = |name: &str, key: &str| -> f64 {
        let bytes = bench.read(&format!("{name}/worlds.csv"));
        let mut table = csv::Reader::from_reader(bytes.as_slice());
        let heads = table.headers().unwrap().clone();
        let place = heads.iter().position(|head| head == key);
        let place = place.unwrap_or_else(|| panic!("{key} is none of {heads:?}"));
        let rows = table.records().map(|row| row.unwrap()[place].parse::<f64>().unwrap());
        rows.sum()
    };
    let entry = "naive/induced to egfr-activation, per day";
    assert!(sum("high", entry) > 5.0 * sum("low", entry));
    assert_eq!(sum("high", "H3122/doubling"), sum("low", "H3122/doubling"));
    bench.write("wrong.csv", "class:entry into reversible state\n0\n");
    let failed = bench.run(&["run", "line.toml", "--worlds", "wrong.csv", "--out", "w", "--quiet"]);
    let said = String::from_utf8_lossy(&failed.stderr).into_owned();
    assert_eq!(failed.status.code(), Some(2), "{said}");
    assert!(
        said.contains("did you mean \"class:entry into reversible states\"?"),
        "{said}"
    );
}

#[test]
fn mistakes_in_a_protocol_are_told_with_their_place() {
    let bench = bench();
    for (from, to, parts) in [
        ("worlds = 24", "worlds = 2", ["p.toml:5", "from 20 to"]),
        ("judged_at = 2.0", "judged_at = 4.0", ["p.toml:9", "one of `reporting`"]),
        ("of = \"all\"", "of = \"each\"", ["p.toml:19", "resistant"]),
        ("within = \"50 d\"", "within = \"7 weeks\"", ["p.toml:20", "84 d"]),
        (
            "novel = [\"receptor\"]",
            "novel = [\"receptors\"]",
            ["p.toml", "receptor"],
        ),
        (
            "rest = true, observed = 2",
            "rest = false, observed = 2",
            ["\"not\" needs", "not both"],
        ),
        (
            "present = [\"EGFR activation\"]",
            "present = [\"EGFR activated\"]",
            ["\"claim\"", "EGFR activation"],
        ),
        (
            "scenarios = [\"line.toml\"]",
            "scenarios = [\"lines.toml\"]",
            ["no such file", "line.toml"],
        ),
        ("source = \"nobody\"", "sources = \"nobody\"", ["p.toml", "source"]),
    ] {
        assert!(PROTOCOL.contains(from), "{from}");
        bench.write("p.toml", &PROTOCOL.replacen(from, to, 1));
        let failed = bench.run(&["validate", "p.toml", "--out", "no"]);
        let said = String::from_utf8_lossy(&failed.stderr).into_owned();
        assert_eq!(failed.status.code(), Some(2), "{to}: {said}");
        for part in parts {
            assert!(said.contains(part), "{to}: {part} is not in: {said}");
        }
        assert!(!bench.path("no").exists());
    }
}
