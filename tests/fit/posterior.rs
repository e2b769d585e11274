//! What data say of values: held against closed forms, the same whatever the threads, and never learned from nonsense.

use crate::learned::{done, fit};
use crate::support::{Bench, LABORATORY};
use escalade::assay::Specimen;
use escalade::assay::viability::plate::{PlateDesign, read_plate};
use escalade::engine::record::PlainStop;
use escalade::engine::run_plain;
use escalade::random::{Purpose, stream};
use escalade::sampling::normal;
use escalade::scenario::{Body, Books, load, load_from, with_overlays};
use escalade::session::fit::{DataFile, Fit, Fitted, Wanted};
use escalade::session::{Conduct, SessionError};
use escalade::statistics::colonies::Likelihood;
use std::sync::atomic::AtomicBool;

/// 10^8 cells that grow by 0.4 a day: chance between flasks does not show.
const GROWTH: &str = r#"
schema = 1
name = "Growth"
replicates = 10
[plain]
types = [{ name = "cells", founders = 1e8 }]
[[plain.phases]]
duration = "10 d"
rates = { cells = { birth = 0.5, death = 0.1 } }
"#;

const BIRTH: &str = "plain.phases.1.rates.cells.birth=0.3..0.8";

/// Counts of three flasks on four days that scatter by `cv` about growth by `net` a day.
fn counts(net: f64, cv: f64, seed: u64) -> String {
    let mut rng = stream(seed, 0, Purpose::Observation);
    let mut text = "flask,day,cells\n".to_owned();
    for flask in ["a", "b", "c"] {
        for day in [2.0, 4.0, 6.0, 8.0] {
            let cells = 1e8 * (net * day + cv * normal(&mut rng)).exp();
            text += &format!("{flask},{day},{}\n", cells.round());
        }
    }
    text
}

fn draws(fitted: &Fitted) -> Vec<f64> {
    let text = fitted.posterior.text();
    text.lines().skip(1).map(|line| line.parse().unwrap()).collect()
}

fn mean_and_sd(numbers: &[f64]) -> (f64, f64) {
    let n = numbers.len() as f64;
    let mean = numbers.iter().sum::<f64>() / n;
    (
        mean,
        (numbers.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n).sqrt(),
    )
}

/// Regression through a known start: the rate is sum(day y) / sum(day^2) with spread cv / sqrt(sum(day^2)). The scatter is
/// learned as well, from 12 counts, which widens the posterior by a few percent. 1,000 draws worth at least 250 give the
/// mean within 6/16 of its spread and the spread within 6/22 of itself at alpha 2e-9.
#[test]
fn growth_is_what_regression_says() {
    let text = counts(0.4, 0.1, 7);
    let pairs: Vec<(f64, f64)> = text
        .lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            (cells[1].parse().unwrap(), (cells[2].parse::<f64>().unwrap() / 1e8).ln())
        })
        .collect();
    let squares: f64 = pairs.iter().map(|(day, _)| day * day).sum();
    let slope = pairs.iter().map(|(day, y)| day * y).sum::<f64>() / squares;
    let rest = pairs
        .iter()
        .map(|(day, y)| (y - slope * day) * (y - slope * day))
        .sum::<f64>()
        / 11.0;
    let spread = (rest / squares).sqrt();

    let fitted = done(&fit(GROWTH, &text, &[BIRTH], 1_000).unwrap(), 2);
    let (mean, sd) = mean_and_sd(&draws(&fitted));
    assert!(
        (mean - (slope + 0.1)).abs() < 6.0 / 16.0 * spread,
        "{mean} is not {}",
        slope + 0.1
    );
    assert!((sd / spread - 1.05).abs() < 6.0 / 22.0, "{sd} is not {spread}");
    assert!(fitted.summary.settled && !fitted.summary.is_contradiction());
    assert!(fitted.summary.values[0].is_identified());
}

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

#[test]
fn threads_do_not_matter() {
    let fit = fit(GROWTH, &counts(0.4, 0.1, 9), &[BIRTH], 100).unwrap();
    let (one, two) = (done(&fit, 1), done(&fit, 2));
    assert_eq!(one.posterior, two.posterior);
    assert_eq!(one.summary, two.summary);
}

/// Data that stand far from chance are told from data that barely speak: two early counts leave death and birth open.
#[test]
fn what_only_goes_together_is_said_so() {
    let free = [BIRTH, "plain.phases.1.rates.cells.death=0.05..0.3"];
    let fitted = done(&fit(GROWTH, &counts(0.4, 0.05, 10), &free, 500).unwrap(), 2);
    let pair = &fitted.summary.trade_offs[0];
    assert!(pair.correlation > 0.9, "birth and death rise together: {pair:?}");
}

/// Fifty cells that grow to five hundred: 24 flasks, whose days of passage were drawn with a birth rate of 0.45 and deaths of 0.05
/// a day, the day read to a tenth. Hypothesis: the rate is found. Such a day scatters by sqrt((b + d) / ((b - d) 50)) / (b - d) = 0.4 d
/// about 5.8 d, 24 of them tell the rate to 1.5% and the kernel of days makes it 3%: 15% is five of its spreads.
#[test]
fn days_of_passage_tell_the_rate_of_a_plain_scenario() {
    let scenario = |birth: f64| {
        format!(
            "schema = 1\nname = \"Passage\"\n[plain]\ntypes = [{{ name = \"cells\", founders = 50 }}]\nstop = {{ total_cells = 500 \
             }}\n[[plain.phases]]\nduration = \"30 d\"\nrates = {{ cells = {{ birth = {birth}, death = 0.05 }} }}\n"
        )
    };
    let truth = load("t.toml", scenario(0.45)).unwrap();
    let Body::Plain(model) = &truth.body else {
        unreachable!()
    };
    let mut text = "flask,day,outcome\n".to_owned();
    for flask in 0..24 {
        let record = run_plain(model, &truth.settings, 17, flask);
        assert!(record.stop == PlainStop::TotalCells);
        text += &format!("{flask},{:.1},resistant\n", record.end_day);
    }
    let free = ["plain.phases.1.rates.cells.birth=0.25..0.9"];
    let fitted = done(&fit(&scenario(0.6), &text, &free, 100).unwrap(), 2);
    let (mean, sd) = mean_and_sd(&draws(&fitted));
    assert!((mean / 0.45 - 1.0).abs() < 0.15, "{mean}");
    assert!(sd < 0.05, "the prior's spread is 0.2: {sd}");
    assert!(
        fitted.summary.agreement.probability > 1e-3,
        "{:?}",
        fitted.summary.agreement
    );
}

const PLATED: &str = include_str!("../data/plated.toml");

/// Wells read off cells that stand 1.6 times as much drug as the knowledge base says: ten doses, five wells each, scatter
/// of 8%. Hypothesis: the potency is found. Thirty such wells tell it to 4% or so: 25% is six of its spreads, and the value of the knowledge base is 38% off.
#[test]
fn plates_tell_the_potency() {
    const KEY: &str = "dhawan-2017-h3122/WT/alectinib";
    let base = with_overlays(&[]).unwrap();
    let one_well = "drug,dose_nM,signal,hours\nalectinib,10,1,72\n";
    let usual = fit(PLATED, one_well, &[KEY], 50).unwrap().priors()[0].1.middle;
    let moved = base.with_values([(KEY, 1.6 * usual)]).unwrap();
    let scenario = load_from("s.toml", PLATED.to_owned(), Books::Base(&moved)).unwrap();
    let Body::Laboratory(laboratory) = scenario.body else {
        unreachable!()
    };
    let biology = &laboratory.biology;
    let design = PlateDesign {
        wells: 5,
        ..PlateDesign::default()
    };
    let mut rng = stream(3, 0, Purpose::DoseResponse);
    let readings = read_plate(
        biology,
        &Specimen::parental(biology),
        &design,
        |dose| vec![dose],
        &mut rng,
    );
    let mut text = "drug,dose_nM,signal,hours\n".to_owned();
    for control in &readings.controls {
        text += &format!("alectinib,0,{},72\n", 3.3e4 * control);
    }
    for point in &readings.points {
        for well in &point.wells {
            text += &format!("alectinib,{},{},72\n", point.dose, 3.3e4 * well);
        }
    }
    let fitted = done(&fit(PLATED, &text, &[KEY], 50).unwrap(), 2);
    let found = mean_and_sd(&draws(&fitted)).0;
    assert!(
        (found / (1.6 * usual) - 1.0).abs() < 0.25,
        "{found} is not {}",
        1.6 * usual
    );
    let agreement = fitted.summary.agreement;
    assert!(
        fitted.summary.values[0].is_identified() && agreement.probability > 1e-2,
        "{:?} {agreement:?}",
        fitted.summary.values[0]
    );
}

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

/// A fit that is stopped and taken up again ends in the same bytes.
#[test]
fn a_fit_goes_on_where_it_was_stopped() {
    let bench = Bench::with(GROWTH);
    bench.write("data.csv", &counts(0.4, 0.1, 4));
    let args = |out: &'static str| {
        [
            "fit",
            "s.toml",
            "--data",
            "data.csv",
            "--free",
            BIRTH,
            "--particles",
            "100",
            "--out",
            out,
        ]
    };
    bench.good(&args("whole"));
    let fit = fit(GROWTH, &counts(0.4, 0.1, 4), &[BIRTH], 100).unwrap();
    // Stopped by itself in the middle: the progress asks for it.
    struct Stopper<'a>(&'a AtomicBool, std::sync::atomic::AtomicU64);
    impl escalade::session::Progress for Stopper<'_> {
        fn begin(&self, _: u64) {}
        fn add(&self, done: u64) {
            use std::sync::atomic::Ordering::Relaxed;
            if self.1.fetch_add(done, Relaxed) + done >= 500 {
                self.0.store(true, Relaxed);
            }
        }
        fn end(&self) {}
    }
    let stop = AtomicBool::new(false);
    let stopper = Stopper(&stop, std::sync::atomic::AtomicU64::new(0));
    let conduct = Conduct {
        threads: 2,
        stop: &stop,
        progress: &stopper,
    };
    let place = escalade::session::Folder::at(&bench.path("parts"));
    assert!(matches!(
        fit.run(&place, &conduct),
        Err(SessionError::Interrupted { .. })
    ));
    bench.good(&args("parts"));
    for file in ["fit.json", "posterior.csv", "values.csv", "observed.csv", "fit.html"] {
        assert_eq!(
            bench.read(&format!("whole/{file}")),
            bench.read(&format!("parts/{file}")),
            "{file}"
        );
    }
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

/// The published counts of PC9, with their plan: eight conditions, each a bypass that is there in it alone.
#[test]
fn the_counts_of_pc9_are_a_fit() {
    let file = DataFile {
        name: "counts.csv".to_owned(),
        text: include_str!("../../scenarios/pc9/counts.csv").to_owned(),
        ..DataFile::default()
    };
    let wanted = Wanted {
        free: vec!["plain.phases.3.rates.FGFR4.birth=0.15..1.2".to_owned()],
        ..Wanted::default()
    };
    let plan = include_str!("../../scenarios/pc9/fit.toml");
    let scenario = include_str!("../../scenarios/pc9/pc9_bypass.toml");
    let fit = Fit::of(
        "pc9_bypass.toml",
        scenario,
        &[],
        Some(("fit.toml", plan)),
        &[file],
        wanted,
    )
    .unwrap();
    assert_eq!((fit.observations(), fit.keys().len()), (345, 2));
}
