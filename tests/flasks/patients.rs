//! Replicates that are patients: who differ from each other, are published by what their biopsies hold, and have keys of
//! their own.

use crate::scenarios::{SERIES, biopsies, laboratory, series};
use escalade::scenario::load;
use escalade::statistics::patients::PatientsSummary;
use escalade::statistics::profile::class_word;

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

/// More drug in the same patients lets fewer of them progress: with a hundred times the exposure none does, with a hundredth all
/// do at a visit soon. Differences of 12 of 12, so nothing rests on one seed.
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
