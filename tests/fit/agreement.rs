//! Whether data and scenario agree: contradictions, data that barely speak, chance, unusual flasks, ends that never came.

use crate::grown::{BIRTH, GROWTH, counts};
use crate::learned::{done, fit};
use crate::support::{Bench, LABORATORY};

/// A line that grows twice as fast as its prior allows.
#[test]
fn what_no_value_can_give_is_a_contradiction() {
    let fitted = done(
        &fit(
            GROWTH,
            &counts(0.9, 0.1, 8),
            &["plain.phases.1.rates.cells.birth=0.45..0.55"],
            200,
        )
        .unwrap(),
        2,
    );
    assert!(fitted.summary.is_contradiction(), "{:?}", fitted.summary.agreement);
    // And one within it is none.
    let fitted = done(
        &fit(
            GROWTH,
            &counts(0.4, 0.1, 8),
            &["plain.phases.1.rates.cells.birth=0.45..0.55"],
            200,
        )
        .unwrap(),
        2,
    );
    assert!(!fitted.summary.is_contradiction(), "{:?}", fitted.summary.agreement);
}

/// Data that stand far from chance are told from data that barely speak: two early counts leave death and birth open.
#[test]
fn what_only_goes_together_is_said_so() {
    let free = [BIRTH, "plain.phases.1.rates.cells.death=0.05..0.3"];
    let fitted = done(&fit(GROWTH, &counts(0.4, 0.05, 10), &free, 500).unwrap(), 2);
    let pair = &fitted.summary.trade_offs[0];
    assert!(pair.correlation > 0.9, "birth and death rise together: {pair:?}");
}

/// A handful of cells that nearly die out: the flasks differ by chance alone, and the fit must not sell that for knowledge.
#[test]
fn chance_is_not_taken_for_knowledge() {
    let few = GROWTH
        .replace("founders = 1e8", "founders = 40")
        .replace("death = 0.1", "death = 0.6");
    let mut data = "flask,day,cells\n".to_owned();
    for (flask, counts) in [[31, 22, 9, 4, 0, 0], [44, 60, 38, 29, 15, 3], [20, 12, 18, 33, 41, 52]]
        .iter()
        .enumerate()
    {
        for (i, cells) in counts.iter().enumerate() {
            data += &format!("{flask},{},{cells}\n", i + 2);
        }
    }
    let fitted = done(&fit(&few, &data, &[BIRTH], 100).unwrap(), 2);
    assert!(
        !fitted.summary.is_trusted() || fitted.summary.values[0].narrowed > 0.2,
        "{:?}",
        fitted.summary.values[0]
    );
    // Far above chance there is nothing to be lucky with.
    assert!(
        done(&fit(GROWTH, &counts(0.4, 0.1, 5), &[BIRTH], 100).unwrap(), 2)
            .summary
            .is_trusted()
    );
}

/// Counts that growth by chance gives are nothing unusual; counts of a line that grows half as fast are.
#[test]
fn an_unusual_flask_is_told_from_a_usual_one() {
    let bench = Bench::with(GROWTH);
    let answer = |net: f64, name: &str, out: &str| {
        bench.write(name, &counts(net, 0.1, 12));
        let printed = bench.good(&["run", "s.toml", "--observed", name, "--out", out, "--quiet"]);
        assert!(bench.path(&format!("{out}/observed/placed.csv")).exists());
        printed
    };
    assert!(answer(0.4, "usual.csv", "a").contains("Nothing unusual"));
    assert!(answer(0.2, "slow.csv", "b").contains("Unusual: none of 400 simulated experiments is"));
    // What cannot be read is refused before anything runs.
    bench.write("bad.csv", "flask,day,cells\na,1,-5\n");
    bench.refused(
        &["run", "s.toml", "--observed", "bad.csv", "--out", "c"],
        &["bad.csv:2", "-5"],
    );
    assert!(!bench.path("c").exists());
}

/// Flasks that were seen last on day 60 without an end are what all of the scenario's are on that day, and no end of flasks
/// that were only counted is compared with those that ended; a count after the end of the experiment is refused beside ends.
#[test]
fn ends_are_compared_as_far_as_flasks_were_followed() {
    let bench = Bench::with(LABORATORY);
    let resistant = crate::support::changed(LABORATORY, "after = \"60 d\"", "after = \"120 d\"\n[worlds]\ncount = 0");
    bench.write("s.toml", &resistant);
    bench.write(
        "running.csv",
        "flask,day,outcome\na,20,time_over\nb,20,time_over\nc,20,time_over\n",
    );
    let placed = |files: &[&str], out: &str| -> Vec<(String, f64, f64, f64)> {
        let mut run = vec!["run", "s.toml", "--out", out, "--quiet"];
        files.iter().for_each(|file| run.extend(["--observed", file]));
        bench.good(&run);
        let bytes = bench.read(&format!("{out}/observed/placed.csv"));
        let mut table = csv::Reader::from_reader(&bytes[..]);
        let head = table.headers().unwrap().clone();
        let cell = |row: &csv::StringRecord, name: &str| {
            let at = head.iter().position(|head| head == name).unwrap();
            row[at].to_owned()
        };
        let number = |row: &csv::StringRecord, name: &str| cell(row, name).parse::<f64>().unwrap();
        table
            .records()
            .map(Result::unwrap)
            .map(|row| {
                let band = (number(&row, "low"), number(&row, "high"));
                (cell(&row, "what"), number(&row, "observed"), band.0, band.1)
            })
            .collect()
    };
    // No flask of this scenario ends within 20 days.
    assert_eq!(
        placed(&["running.csv"], "a"),
        [("flasks still running".to_owned(), 3.0, 3.0, 3.0)]
    );
    bench.write("one.csv", "flask,day,outcome\na,20,time_over\n");
    bench.write("counts.csv", "flask,day,cells\nb,7,100000\nc,7,100000\n");
    let both = placed(&["one.csv", "counts.csv"], "b");
    let running: Vec<_> = both.iter().filter(|row| row.0 == "flasks still running").collect();
    assert_eq!(running, [&("flasks still running".to_owned(), 1.0, 1.0, 1.0)]);
    bench.write("late.csv", "flask,day,cells\nb,130,100000\n");
    let late = [
        "run",
        "s.toml",
        "--observed",
        "one.csv",
        "--observed",
        "late.csv",
        "--out",
        "c",
    ];
    bench.refused(&late, &["day 130 is after the experiment", "120 d (stop.after"]);
}

/// A flask that every simulated one is given up before has no number to stand among; where nobody gives up, it has.
#[test]
fn what_was_given_up_holds_no_count() {
    let bench = Bench::new();
    let ladder = "start = \"1 uM\"\nfactor = 3\ngoal = \"3 uM\"\ngive_up_after = \"20 d\"";
    let text = crate::support::changed(LABORATORY, "dose = \"300 nM\"", ladder);
    bench.write(
        "s.toml",
        &crate::support::changed(&text, "[stop]", "[worlds]\ncount = 0\n[stop]"),
    );
    bench.write("c.csv", "flask,day,cells\na,40,1000\n");
    bench.write("e.csv", "flask,day,outcome\na,20,given_up\n");
    let counted = |files: &[&str], out: &str| {
        let mut run = vec!["run", "s.toml", "--out", out, "--quiet"];
        files.iter().for_each(|file| run.extend(["--observed", file]));
        bench.good(&run);
        String::from_utf8(bench.read(&format!("{out}/observed/placed.csv"))).unwrap()
    };
    let cells = |table: &str| table.lines().filter(|row| row.contains("cells")).count();
    // The head names none.
    let alone = counted(&["c.csv"], "a");
    assert_eq!(
        alone.lines().skip(1).filter(|row| row.contains("cells")).count(),
        1,
        "{alone}"
    );
    let beside = counted(&["c.csv", "e.csv"], "b");
    assert_eq!(
        cells(&beside.lines().skip(1).collect::<Vec<_>>().join("\n")),
        0,
        "{beside}"
    );
}
