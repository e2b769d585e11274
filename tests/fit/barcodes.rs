//! What barcodes of sister arms say of values: depth counts, and arms that share no winner contradict resistance that was there
//! before. That known values are found again is what `fit_calibration` counts.

use crate::arms;
use crate::learned::{done, fit};
use crate::support::{Bench, LABORATORY, PLAIN, changed};
use escalade::engine::{Identity, barcodes_unless, run_flask_unless};
use escalade::random::{Purpose, stream};
use escalade::scenario::{Books, load_from, with_overlays};
use escalade::session::fit::READS;
use std::sync::atomic::AtomicBool;

const RATE: &str = "met-amplification/rate";
const LIBRARY: &str = "barcodes.library=15..150";

/// Looked at every four days, for four weeks.
fn marked(library: f64) -> String {
    arms::scenario(library, 4, 28)
}

/// How the arms of one stock are read.
struct Reading<'a> {
    /// Number of the stock.
    stock: u64,
    days: &'a [f64],
    /// At the outcome, too.
    outcome: bool,
    reads: u64,
}

/// Rows of three arms of a stock simulated with these values, read with an error of 15% of each barcode.
fn data(library: f64, rate: f64, reading: &Reading) -> String {
    let base = with_overlays(&[]).unwrap();
    let moved = base.with_values([(RATE, rate)]).unwrap();
    let scenario = load_from("t.toml", marked(library), Books::Base(&moved)).unwrap();
    let laboratory = scenario.laboratory().unwrap();
    let mut protocol = laboratory.protocol.clone();
    protocol.stop.at_resistance = false;
    let mut rng = stream(19, reading.stock, Purpose::Sequencing);
    let mut rows = "arm,day,barcode,count\n".to_owned();
    let (never, flasks) = (AtomicBool::new(false), 3 * reading.stock..3 * reading.stock + 3);
    let (biology, settings) = (&laboratory.biology, &scenario.settings);
    let all = barcodes_unless(&never, biology, &protocol, settings, 1234, flasks, reading.days).unwrap();
    for (arm, seen) in all.iter().enumerate() {
        let mut looks: Vec<(String, &Vec<(u32, u64)>)> =
            reading.days.iter().map(f64::to_string).zip(&seen.on_days).collect();
        if reading.outcome {
            looks.push((String::new(), &seen.at_outcome));
        }
        for (day, cells) in looks {
            let reads = arms::read(&mut rng, cells, reading.reads, 1.0 / 0.0225);
            for (barcode, reads) in reads.into_iter().filter(|(_, reads)| *reads > 0) {
                rows += &format!("arm {arm},{day},b{barcode},{reads}\n");
            }
        }
    }
    rows
}

/// 60 cells marked, of which each arm gets about seven on day 0: read 60 times an arm shows some 35 barcodes, read 2,000 times all that
/// are left. Hypothesis: both find the library, the deep one more closely; a fit that took what it sees for what is there would find
/// 35 in the shallow one.
#[test]
fn depth_matters() {
    let found = |reads: u64| {
        let reading = Reading {
            stock: 1,
            days: &[0.0],
            outcome: false,
            reads,
        };
        let fitted = done(
            &fit(&marked(60.0), &data(60.0, 1e-4, &reading), &[LIBRARY], 50).unwrap(),
            2,
        );
        let seen = fitted
            .summary
            .points
            .iter()
            .find(|point| point.place.what.starts_with("barcodes seen"))
            .unwrap();
        let seen = seen.observed;
        (seen, fitted.summary)
    };
    let ((few, shallow), (all, deep)) = (found(60), found(2_000));
    assert!(few < 42.0 && all > 48.0, "{few} {all}");
    for summary in [&shallow, &deep] {
        let library = &summary.values[0];
        assert!(library.posterior.holds(60.0) && library.is_identified(), "{library:?}");
        assert!(!summary.is_contradiction(), "{:?}", summary.agreement);
    }
    let width = |summary: &escalade::statistics::fit::FitSummary| {
        let band = summary.values[0].posterior;
        (band.high / band.low).ln()
    };
    assert!(
        width(&deep) < 0.8 * width(&shallow),
        "{} {}",
        width(&deep),
        width(&shallow)
    );
    assert_eq!(deep.values.last().unwrap().key, READS);
}

/// Arms whose stock is grown once hold what each of them holds as a flask of its own, at its seeding and at its outcome.
#[test]
fn a_stock_that_is_grown_once_gives_the_same_arms() {
    let scenario = load_from("t.toml", marked(25.0), Books::Overlays(&[])).unwrap();
    let laboratory = scenario.laboratory().unwrap();
    let (biology, protocol) = (&laboratory.biology, &laboratory.protocol);
    let never = AtomicBool::new(false);
    let arms = barcodes_unless(&never, biology, protocol, &scenario.settings, 7, 6..9, &[0.0, 500.0]).unwrap();
    for (flask, arm) in (6..9).zip(&arms) {
        let settings = &scenario.settings;
        let record = run_flask_unless(&never, biology, protocol, settings, Identity::Origins, 7, flask).unwrap();
        let counts = record.barcodes.unwrap();
        assert_eq!(arm.on_days, [counts.seeded, Vec::new()]);
        assert_eq!(arm.at_outcome, counts.at_outcome);
    }
}

/// A pool in which every barcode has resistant cells before the arms are split (MET amplified once in 16 divisions): sister
/// arms share their winners. Three arms with three winners each that no other has are none of it, whatever the rate within
/// its range; `run --observed` says without fitting that chance alone does not explain them.
#[test]
fn arms_without_a_common_winner_contradict_what_was_there_before() {
    let rate = format!("{RATE}=2e-2..2e-1");
    let mut apart = "arm,barcode,count\n".to_owned();
    for (arm, barcodes) in ["A", "B", "C"].iter().zip([[1, 2, 3], [4, 5, 6], [7, 8, 9]]) {
        barcodes
            .iter()
            .for_each(|barcode| apart += &format!("{arm},b{barcode},700\n"));
    }
    let fitted = done(&fit(&marked(25.0), &apart, &[&rate], 50).unwrap(), 2);
    assert!(fitted.summary.is_contradiction(), "{:?}", fitted.summary.agreement);
    let overlap = fitted
        .summary
        .points
        .iter()
        .find(|point| point.place.what == "overlap of two arms")
        .unwrap();
    assert!(overlap.observed == 0.0 && overlap.simulated.middle > 0.0, "{overlap:?}");

    let bench = Bench::with(&changed(&marked(25.0), "[stop]", "[worlds]\ncount = 0\n[stop]"));
    bench.write("apart.csv", &apart);
    let printed = bench.good(&["run", "s.toml", "--observed", "apart.csv", "--out", "o", "--quiet"]);
    assert!(printed.contains("Chance alone does not explain it"), "{printed}");
    let placed = String::from_utf8(bench.read("o/observed/placed.csv")).unwrap();
    assert!(placed.contains("overlap of two arms"), "{placed}");
}

/// Two arms of which one died out, and a third beside them: the draws are the same at one thread and at two, and an arm without
/// reads is told as one.
#[test]
fn threads_do_not_matter_and_arms_without_reads_are_told() {
    let rows = "stock,arm,day,barcode,count\n1,A,28,b1,90\n1,A,28,b2,30\n1,B,28,b1,0\n2,A,28,b7,50\n";
    let rate = format!("{RATE}=5e-5..5e-3");
    let fit = fit(&marked(25.0), rows, &[&rate], 50).unwrap();
    assert_eq!(fit.stocks()[0].1, 2);
    let (one, two) = (done(&fit, 1), done(&fit, 2));
    assert_eq!(one.posterior, two.posterior);
    assert_eq!(one.summary, two.summary);
    let with_reads: Vec<(&str, f64)> = (one.summary.points.iter())
        .filter(|point| point.place.what == "arms with reads")
        .map(|point| (point.place.of.as_str(), point.observed))
        .collect();
    assert_eq!(with_reads, [("1", 1.0), ("2", 1.0)]);
}

/// What the scenario cannot have is refused with file, line and what is allowed.
#[test]
fn what_the_scenario_does_not_mark_is_refused() {
    let bench = Bench::new();
    let refused = |scenario: &str, rows: &str, parts: &[&str]| {
        bench.write("s.toml", scenario);
        bench.write("b.csv", rows);
        bench.refused(
            &["fit", "s.toml", "--data", "b.csv", "--free", "x=1..2", "--out", "o"],
            parts,
        );
        bench.refused(&["run", "s.toml", "--observed", "b.csv", "--out", "o"], parts);
        assert!(!bench.path("o").exists());
    };
    let one = "arm,barcode,count\nA,b1,5\n";
    refused(
        PLAIN,
        one,
        &["b.csv:2", "plain form has no barcodes", "[barcodes]", "line.arms"],
    );
    refused(LABORATORY, one, &["b.csv:2", "marks no cells", "[barcodes]", "library"]);
    let four = "arm,barcode,count\nA,b1,5\nB,b1,5\nC,b1,5\nD,b1,5\n";
    refused(
        &marked(25.0),
        four,
        &[
            "b.csv:5",
            "D is one of 4 arms",
            "splits 3",
            "line.arms = 4",
            "column stock",
        ],
    );
    let flasks = "arm,flask,barcode,count\nA,1,b1,5\nA,2,b1,5\nA,3,b1,5\nA,4,b1,5\n";
    refused(&marked(25.0), flasks, &["b.csv:5", "A 4 is one of 4 arms"]);
    let late = "arm,day,barcode,count\nA,3,b1,5\nB,29,b1,5\n";
    refused(
        &marked(25.0),
        late,
        &["b.csv:3", "arm B was read on day 29", "0 to 28 d", "stop.after"],
    );
    refused(
        &marked(25.0),
        "arm,barcode,count\nA,b1,5\nA,b1,6\n",
        &["b.csv:3", "is there twice"],
    );
    refused(
        &marked(25.0),
        "arm,barcode,count\nA,b1,5.5\n",
        &["b.csv:2", "count", "no whole number"],
    );
    // Two files that name their stock join its arms; a barcode of an arm stands in one of them.
    bench.write("s.toml", &marked(25.0));
    bench.write("a.csv", "stock,arm,barcode,count\n1,A,b1,5\n");
    bench.write("b.csv", "stock,arm,barcode,count\n1,A,b1,6\n");
    let both = [
        "fit",
        "s.toml",
        "--data",
        "a.csv",
        "b.csv",
        "--free",
        "barcodes.library=20..100",
    ];
    bench.refused(&both, &["b.csv:2", "b1 of arm A is there twice", "column stock"]);
    bench.write("b.csv", "stock,arm,barcode,count\n1,A,b1,5\n");
    bench.refused(&both, &["b.csv: holds what a.csv does, which would count twice"]);
}
