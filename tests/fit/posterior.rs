//! What data say of values: held against closed forms, the same whatever the threads and after an interruption.

use crate::grown::{BIRTH, GROWTH, counts};
use crate::learned::{done, draws, fit, mean_and_sd};
use crate::support::Bench;
use escalade::assay::Specimen;
use escalade::assay::viability::plate::{PlateDesign, read_plate};
use escalade::engine::record::PlainStop;
use escalade::engine::run_plain;
use escalade::random::{Purpose, stream};
use escalade::scenario::{Body, Books, load, load_from, with_overlays};
use escalade::session::fit::{DataFile, Fit, Wanted};
use escalade::session::{Conduct, SessionError};
use std::sync::atomic::AtomicBool;

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

#[test]
fn threads_do_not_matter() {
    let fit = fit(GROWTH, &counts(0.4, 0.1, 9), &[BIRTH], 100).unwrap();
    let (one, two) = (done(&fit, 1), done(&fit, 2));
    assert_eq!(one.posterior, two.posterior);
    assert_eq!(one.summary, two.summary);
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
