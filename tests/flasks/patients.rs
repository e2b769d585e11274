//! Replicates that are patients: who differ from each other, grow untreated as they are said to, and are published by what their
//! biopsies hold.

use escalade::engine::run_flask;
use escalade::scenario::{Body, Laboratory, Scenario, load};
use escalade::session::{Conduct, InMemory, Outcome, Silent, Summary, run};
use escalade::statistics::FlaskSummary;
use escalade::statistics::patients::PatientsSummary;
use escalade::statistics::profile::class_word;
use std::sync::atomic::AtomicBool;

const SERIES: &str = r#"
schema = 1
name = "A series"
replicates = 12
look_every = "7 d"
[line]
id = "H3122"
[patients]
pool = "1e7..1e9"
exposure = "0.5..2"
doubling = "20 d..60 d"
progression = { visible = 1e7 }
[[course]]
drug = "alectinib"
oral = { every = "12 h" }
[stop]
after = "400 d"
[worlds]
count = 0
"#;

fn laboratory(text: &str) -> (Scenario, Laboratory) {
    let scenario = load("s.toml", text.to_owned()).unwrap_or_else(|error| panic!("{error}"));
    let Body::Laboratory(laboratory) = scenario.body.clone() else {
        panic!("a laboratory scenario");
    };
    (scenario, *laboratory)
}

fn series(text: &str, threads: usize) -> FlaskSummary {
    let scenario = load("s.toml", text.to_owned()).unwrap_or_else(|error| panic!("{error}"));
    let conduct = Conduct {
        threads,
        stop: &AtomicBool::new(false),
        progress: &Silent,
    };
    match run(&scenario, &InMemory, &conduct) {
        Ok(Outcome::Done {
            result: Summary::Laboratory(summary),
            ..
        }) => *summary,
        _ => panic!("a run of the laboratory form"),
    }
}

fn biopsies(text: &str) -> PatientsSummary {
    series(text, 1).patients.expect("patients")
}

/// Without drug and with every route closed a tumour of n cells that doubles in T days holds n 2^(t/T) after t days; of 1e9
/// cells with nine deaths on ten births the relative noise is sqrt(19 / 1e9) = 1.4e-4: ten times that is alpha 1e-6 and less. The
/// capacity, 1e13, takes 4e-4 of the growth at most.
#[test]
fn an_untreated_tumour_doubles_as_it_is_said_to() {
    let text = SERIES
        .replace(
            "pool = \"1e7..1e9\"",
            "pool = 1e9\nturnover = \"90%\"\nmost_cells = 1e13",
        )
        .replace("exposure = \"0.5..2\"", "exposure = 1e-6")
        .replace("after = \"400 d\"", "after = \"70 d\"\nat_resistance = false")
        .replace(
            "[[course]]",
            "[routes]\nalleles = []\namplification = false\nbypass = false\nstates = false\n[[course]]",
        );
    let (scenario, laboratory) = laboratory(&text);
    for patient in 0..3 {
        let record = run_flask(
            &laboratory.biology,
            &laboratory.protocol,
            &scenario.settings,
            1,
            patient,
        );
        let own = record.patient.expect("a patient");
        assert!((own.pool - 1e9).abs() < 1.0 && own.exposure == 1e-6);
        let (first, last) = (&record.looks[0], record.looks.last().expect("looks"));
        let days = last.day - first.day;
        let found = (last.cells as f64 / first.cells as f64).log2();
        let told = days / own.doubling;
        assert!(
            (found / told - 1.0).abs() < 2e-3,
            "patient {patient}: {found} doublings, {told} told"
        );
    }
}

/// Patients who see next to nothing of the drug, looked at daily: all have tumours of so many cells, nine deaths for ten births, and this
/// doubling time.
fn untreated(pool: &str, doubling: &str) -> String {
    SERIES
        .replace(
            "pool = \"1e7..1e9\"",
            &format!("pool = {pool}\nturnover = \"90%\"\nmost_cells = 1e13"),
        )
        .replace("exposure = \"0.5..2\"", "exposure = 1e-6")
        .replace("doubling = \"20 d..60 d\"", &format!("doubling = \"{doubling}\""))
        .replace("look_every = \"7 d\"", "look_every = \"1 d\"")
}

/// Thirty-three doublings of 300 days take 27 years, and one of 1,000 days ninety: tumours begin their treatment as large as
/// `patients.csv` says all the same. A look a day later sees growth of less than 0.3% and noise of sqrt(19 / 1e10) = 4e-5.
#[test]
fn slow_tumours_are_as_large_as_they_are_said_to_be() {
    for doubling in ["100 d", "300 d", "1000 d"] {
        let text = untreated("1e10", doubling).replace("after = \"400 d\"", "after = \"3 d\"");
        let (scenario, laboratory) = laboratory(&text);
        let Laboratory { biology, protocol, .. } = &laboratory;
        for patient in 0..2 {
            let record = run_flask(biology, protocol, &scenario.settings, 1, patient);
            let cells = record.looks[0].cells as f64;
            assert!((cells / 1e10 - 1.0).abs() < 0.01, "{doubling}: {cells}");
        }
    }
}

/// Copies of the driver are gained and lost per division, so that tumours that grow a tenth as fast hold the same share of amplified
/// cells, about 1e-5. Means of 12 patients each; hypothesis: none differs, alpha 1e-6 (6.6 standard errors at 22 degrees of
/// freedom, about a seventh of the share). What filed cells of slow tumours into compartments of their neighbours gave 1.4 times as many.
#[test]
fn slow_tumours_hold_as_many_amplified_cells() {
    let shares = |doubling: &str| -> Vec<f64> {
        let text = untreated("1e9", doubling)
            .replace("after = \"400 d\"", "after = \"2 d\"\nat_resistance = false")
            .replace(
                "[[course]]",
                "[routes]\nalleles = []\nbypass = false\nstates = false\n[[course]]",
            );
        let (scenario, laboratory) = laboratory(&text);
        let Laboratory { biology, protocol, .. } = &laboratory;
        let share = |patient| {
            let record = run_flask(biology, protocol, &scenario.settings, 3, patient);
            let amplified = record
                .composition
                .iter()
                .filter(|row| class_word(row.mechanism.class) == "amplification");
            amplified.map(|row| row.share).sum()
        };
        (0..12).map(share).collect()
    };
    let moments = |shares: &[f64]| {
        let mean = shares.iter().sum::<f64>() / 12.0;
        let squares = shares.iter().map(|share| (share - mean) * (share - mean)).sum::<f64>();
        (mean, squares / 11.0 / 12.0)
    };
    let (fast, slow) = (moments(&shares("5 d")), moments(&shares("50 d")));
    assert!((9e-6..1.1e-5).contains(&fast.0), "{fast:?}");
    let error = (fast.1 + slow.1).sqrt();
    assert!((slow.0 - fast.0).abs() < 6.6 * error, "{fast:?} {slow:?}");
    assert!(error < 0.03 * fast.0, "the test sees a fifth: {error}");
}

/// The rule of flasks means nothing for patients, and is not passed over in silence.
#[test]
fn rules_of_flasks_are_refused() {
    for (key, rest) in [
        ("growth = \"10% of parental\"", "growth"),
        ("held_for = \"9 passages\"", "held_for"),
    ] {
        let text = SERIES.replace("[stop]", &format!("[resistance]\n{key}\n[stop]"));
        let told = load("s.toml", text).expect_err("refused").to_string();
        assert!(told.contains(rest) && told.contains("patients.progression"), "{told}");
    }
    let text = SERIES.replace("[stop]", "[resistance]\ndetection_limit = \"5%\"\n[stop]");
    assert!(load("s.toml", text).is_ok());
}

/// A tumour that dies out of 1e6 cells has lost twenty doublings.
#[test]
fn what_dies_out_is_followed_down() {
    let text = SERIES
        .replace("pool = \"1e7..1e9\"", "pool = 1e6\nturnover = \"90%\"")
        .replace("exposure = \"0.5..2\"", "exposure = 100")
        .replace("doubling = \"20 d..60 d\"", "doubling = \"20 d\"")
        .replace(
            "[[course]]",
            "[routes]\nalleles = []\namplification = false\nbypass = false\nstates = false\n[[course]]",
        );
    let (scenario, laboratory) = laboratory(&text);
    let Laboratory { biology, protocol, .. } = &laboratory;
    let record = run_flask(biology, protocol, &scenario.settings, 1, 0);
    assert_eq!(record.cells, 0, "{record:?}");
    assert!(
        (record.work.doublings + 1e6_f64.log2()).abs() < 0.01,
        "{}",
        record.work.doublings
    );
}

/// More drug in the same patients lets fewer of them progress: with a hundred times the exposure none does, with a hundredth all
/// do at a visit soon. Differences of 12 of 12, so nothing rests on one seed.
/// With every route closed tumours shrink on the drug. Twenty weeks without it are four doublings and more, far beyond the 1.7-fold
/// of a progression, but nobody has progressed on the drug; in patients whose drug does nothing everybody has.
#[test]
fn what_grows_in_a_holiday_is_no_progression() {
    let text = SERIES
        .replace("exposure = \"0.5..2\"", "exposure = 4")
        .replace("doubling = \"20 d..60 d\"", "doubling = \"30 d\"")
        .replace("after = \"400 d\"", "after = \"280 d\"")
        .replace(
            "every = \"12 h\" }",
            "every = \"12 h\" }\nholidays = [{ from = \"70 d\", until = \"210 d\" }]",
        )
        .replace(
            "[[course]]",
            "[routes]\nalleles = []\namplification = false\nbypass = false\nstates = false\n[[course]]",
        );
    assert_eq!(biopsies(&text).progressed.count, 0);
    assert_eq!(
        biopsies(&text.replace("exposure = 4", "exposure = 1e-3"))
            .progressed
            .count,
        12
    );
}

#[test]
fn exposure_decides() {
    let progressed = |exposure: &str| {
        let text = SERIES.replace("exposure = \"0.5..2\"", &format!("exposure = {exposure}"));
        let text = text.replace("after = \"400 d\"", "after = \"200 d\"");
        let found = biopsies(&text);
        (found.progressed.count, found.day.map(|day| day.median().value))
    };
    let (all, day) = progressed("0.01");
    assert_eq!(all, 12);
    assert_eq!(day.map(|day| day % 56.0), Some(0.0), "progression is seen at visits");
    assert!(progressed("100").0 < 6);
}

/// The filter takes patients away and changes nothing about those who are left: the published of a series with D835Y are those
/// of the whole one who have it.
#[test]
fn the_published_are_those_with_the_finding() {
    let whole = SERIES
        .replace("H3122", "MOLM-13")
        .replace("alectinib", "quizartinib")
        .replace("12 h", "24 h")
        .replace("1e7..1e9", "1e9..1e11")
        .replace("20 d..60 d", "4 d..20 d")
        .replace("replicates = 12", "replicates = 40");
    let positive = whole.replace("exposure =", "only = [\"D835Y\"]\nexposure =");
    let (whole, positive) = (biopsies(&whole), biopsies(&positive));
    assert_eq!(whole.progressed, positive.progressed);
    assert_eq!(whole.published.count, whole.progressed.count);
    let with = |series: &PatientsSummary| {
        let found = series.findings.iter().find(|row| row.label == "D835Y");
        found.map_or(0, |row| row.patients.count)
    };
    let n = with(&whole);
    assert!(n > 5 && n < whole.published.count, "{n} of {}", whole.published.count);
    assert_eq!((positive.published.count, with(&positive)), (n, n));
    assert_eq!(positive.nothing_found.count, 0);
    assert!(
        positive
            .findings
            .iter()
            .all(|row| class_word(row.class) != "none" && row.patients.count <= n)
    );
}

#[test]
fn threads_do_not_show_and_the_lock_gives_the_same_patients() {
    let (one, two) = (series(SERIES, 1), series(SERIES, 2));
    assert_eq!(one, two);
    let scenario = load("s.toml", SERIES.to_owned()).unwrap();
    let lock = escalade::scenario::lock::write(&scenario).unwrap();
    assert_eq!(series(&lock.text, 1).patients, one.patients);
}

/// Of shares as of all else that differs: the lock's ends are the scenario's to the bit.
#[test]
fn a_lock_reads_back_what_differs_between_patients() {
    let text = SERIES.replace("exposure =", "turnover = \"70%..99%\"\nexposure =");
    let (scenario, laboratory) = self::laboratory(&text);
    let lock = escalade::scenario::lock::write(&scenario).unwrap();
    let (_, again) = self::laboratory(&lock.text);
    let turnover = laboratory.protocol.design.patients.as_ref().unwrap().turnover.unwrap();
    assert_eq!((turnover.low, turnover.high), (0.7, 0.99));
    assert_eq!(again.protocol.design.patients, laboratory.protocol.design.patients);
}

#[test]
fn what_patients_do_not_have_is_refused_by_key() {
    let refused = |from: &str, to: &str| {
        let text = SERIES.replace(from, to);
        assert_ne!(text, SERIES);
        load("s.toml", text).unwrap_err().to_string()
    };
    for (from, to, named) in [
        ("[patients]", "[flask]\nvessel = \"T75\"\n[patients]", "flask"),
        ("pool = \"1e7..1e9\"", "", "`pool` in [patients]"),
        ("1e7..1e9", "1e9..1e7", "`pool` in [patients]"),
        ("1e7..1e9", "1e7..1e13", "`pool` in [patients]"),
        ("0.5..2", "half", "`exposure` in [patients]"),
        ("20 d..60 d", "20..60", "`doubling` in [patients]"),
        (
            "exposure =",
            "turnover = \"100%\"\nexposure =",
            "`turnover` in [patients]",
        ),
        ("exposure =", "expposure =", "exposure"),
        ("exposure =", "only = [\"L1196N\"]\nexposure =", "L1196M"),
        ("id = \"H3122\"", "id = \"H3122\"\narms = 2", "`arms` in [line]"),
        (
            "oral = { every = \"12 h\" }",
            "start = \"IC20\"\nfactor = 2\ngoal = \"1 uM\"",
            "course",
        ),
    ] {
        let told = refused(from, to);
        assert!(told.contains(named), "{from} -> {to}: {told}");
        assert!(!told.contains("step_when"), "a key that nobody wrote: {told}");
    }
}

/// What is told beforehand is of a patient: a tumour that doubles in the middle of 20 and 60 days, and at twice the exposure the
/// growth at twice the dose.
#[test]
fn rates_told_beforehand_are_those_of_a_patient() {
    let told = |text: &str| {
        let (scenario, _) = laboratory(text);
        escalade::scenario::explain::explain(&scenario)
            .laboratory
            .expect("laboratory form")
    };
    let usual = told(SERIES);
    let middle = (20.0f64 * 60.0).sqrt();
    assert!((usual.parental_growth * middle / core::f64::consts::LN_2 - 1.0).abs() < 1e-9);
    assert!(usual.supply.passage_divisions.is_none());
    // Every row of the figure has a name of its own, rungs included.
    let rows = &usual.windows[0].types;
    let names: std::collections::BTreeSet<&str> = rows.iter().map(|row| row.name.as_str()).collect();
    assert!(
        names.len() == rows.len() && names.contains("EGFR activation 2/3"),
        "{names:?}"
    );
    let at = |text: &str| {
        let told = told(text);
        let rows = &told.courses[0].types;
        (rows[0].share_of_parental[0], rows[0].net[0] / told.parental_growth)
    };
    let (share, of_tumour) = at(SERIES);
    assert!((share - of_tumour).abs() < 1e-12);
    let (more, _) = at(&crate::support::changed(SERIES, "0.5..2", "2..8"));
    assert!(more < share - 0.1, "{more} {share}");
}

/// One type of cells that the drug leaves alone: a tumour that doubles in T days has grown 1.728-fold after T log2(1.728) days, and
/// progresses at the next visit, wherever between visits it is looked at. Sizes are off by 2e-4 and less (1e9 cells, nine deaths on
/// ten births): patients within 1% of a visit are left out.
fn progresses(doubling: f64, visits: f64) -> Option<f64> {
    let exact = doubling * 1.728f64.log2() / visits;
    let safe = (exact - exact.round()).abs() > 0.01 * exact;
    safe.then(|| visits * exact.ceil())
}

fn of_one_type(doubling: &str, look_every: &str) -> String {
    untreated("1e9", doubling)
        .replace("look_every = \"1 d\"", &format!("look_every = \"{look_every}\""))
        .replace(
            "[[course]]",
            "[routes]\nalleles = []\namplification = false\nbypass = false\nstates = false\n[[course]]",
        )
}

#[test]
fn progression_counts_from_the_size_at_the_start() {
    let (mut first, mut held) = (0, 0);
    for look_every in ["7 d", "14 d", "28 d"] {
        let text = of_one_type("15 d..200 d", look_every);
        let (scenario, laboratory) = laboratory(&text);
        let Laboratory { biology, protocol, .. } = &laboratory;
        for patient in 0..40 {
            let record = run_flask(biology, protocol, &scenario.settings, 1, patient);
            let own = record.patient.expect("a patient");
            let Some(told) = progresses(own.doubling, 56.0).filter(|day| *day <= 392.0) else {
                continue;
            };
            assert!(
                (record.outcome_day - told).abs() < 1e-6,
                "doubling in {} d, looks each {look_every}: day {} for {told}",
                own.doubling,
                record.outcome_day
            );
            held += 1;
            first += u32::from(told == 56.0);
        }
    }
    assert!(held > 100 && first > 20, "{held} {first}");
}

/// The median of those who progressed leaves out everybody who has not yet: with visits each 56 days, the day by which half of all have
/// progressed is told by the doubling times alone.
#[test]
fn the_median_of_all_counts_who_has_not_progressed() {
    let text = of_one_type("40 d..2000 d", "28 d")
        .replace("replicates = 12", "replicates = 41")
        .replace("after = \"400 d\"", "after = \"224 d\"");
    let summary = series(&text, 1);
    let told = summary.patients.as_ref().expect("patients").median;
    let (scenario, laboratory) = laboratory(&text);
    let days = |patient| {
        let own = laboratory.protocol.design.patients.as_ref().expect("patients");
        let own = own.patient(&laboratory.biology, scenario.seed, patient);
        56.0 * (own.doubling * 1.728f64.log2() / 56.0).ceil()
    };
    let mut days: Vec<f64> = (0..41).map(days).collect();
    days.sort_by(f64::total_cmp);
    assert_eq!(told.value, Some(days[20]));
    let among = summary.time_to_resistance.expect("some progressed").median().value;
    assert!(among < days[20], "{among} {}", days[20]);
    assert!(told.low.is_some_and(|low| low <= days[20]));
}
