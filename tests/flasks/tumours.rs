//! Tumours of patients: grown untreated as they are said to, fast or slow, and followed down where they die out.

use crate::scenarios::{SERIES, laboratory, untreated};
use escalade::engine::run_flask;
use escalade::scenario::Laboratory;
use escalade::statistics::profile::class_word;

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
