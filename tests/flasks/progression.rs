//! Progression of patients: counted from the size at the start, not in a holiday, and its median of all.

use crate::scenarios::{SERIES, biopsies, laboratory, series, untreated};
use escalade::engine::run_flask;
use escalade::scenario::Laboratory;

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
