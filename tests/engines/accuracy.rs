//! The accuracy knob: what is approximated shrinks with the tolerance, and is below half a percent
//! at the default.

use crate::crowding::{Small, counts};
use crate::laws::*;
use escalade::engine::Method::Interval;

/// Largest relative error of the class means.
fn error<const N: usize>(sample: &[[[f64; 2]; N]], expected: &[[f64; 2]; N]) -> f64 {
    let n = sample.len() as f64;
    let mut worst = 0.0f64;
    for (i, expected) in expected.iter().enumerate() {
        for kind in 0..2 {
            let mean = sample.iter().map(|row| row[i][kind]).sum::<f64>() / n;
            worst = worst.max((mean / expected[kind] - 1.0).abs());
        }
    }
    worst
}

/// Mean counts on the given days by fourth-order Runge and Kutta; exact for large counts.
fn mean_field<const N: usize>(small: &Small, (start, capacity): ([u64; 2], f64), days: [f64; N]) -> [[f64; 2]; N] {
    let change = |x: [f64; 2]| {
        let crowding = (x[0] + x[1]) / capacity;
        let own = [0, 1].map(|i: usize| {
            let (b, d) = small.rates[i];
            (b - (b - d).max(0.0) * crowding - d) * x[i]
        });
        let flow = small.switching[0] * x[0] - small.switching[1] * x[1];
        [own[0] - flow, own[1] + flow]
    };
    let (mut x, mut day, h) = (start.map(|n| n as f64), 0.0, 1e-3);
    days.map(|until| {
        while day < until - 1e-9 {
            let along = |k: [f64; 2], f: f64| [x[0] + f * k[0], x[1] + f * k[1]];
            let k1 = change(x);
            let k2 = change(along(k1, 0.5 * h));
            let k3 = change(along(k2, 0.5 * h));
            let k4 = change(along(k3, h));
            x = [0, 1].map(|i: usize| x[i] + h / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i]));
            day += h;
        }
        x
    })
}

/// Errors at tolerances 0.2, 0.05 and 0.01, from 1e8 cells: chance is below 0.02%.
#[track_caller]
fn shrinks<const N: usize>(name: &str, small: impl Fn() -> Small, start: ([u64; 2], f64), days: [f64; N], seed: u64) {
    let expected = mean_field(&small(), start, days);
    let [coarse, middle, fine] = [0.2, 0.05, 0.01]
        .map(|tolerance| error(&counts(&small, start, days, (Interval, tolerance), seed, 40), &expected));
    let noise = 3e-4;
    assert!(fine < 0.005, "{name}: {fine} at 0.01");
    // The error of a coarser step may happen to cancel between two days, so the finest is held
    // against the worse of the others.
    assert!(
        fine <= middle.max(coarse) + noise,
        "{name}: {coarse} at 0.2, {middle} at 0.05, {fine} at 0.01"
    );
}

#[test]
fn error_of_crowding_shrinks() {
    let pair = || Small {
        rates: vec![(0.7, 0.3), (0.9, 0.2)],
        mutation: 0.0,
        switching: [0.0; 2],
    };
    shrinks(
        "crowding",
        pair,
        ([10_000_000, 1_000_000], 2e8),
        [4.0, 8.0, 12.0, 20.0],
        60,
    );
}

#[test]
fn error_of_crowding_shrinks_as_others_die() {
    let dying = || Small {
        rates: vec![(0.3, 1.2), (0.9, 0.2)],
        mutation: 0.0,
        switching: [0.0; 2],
    };
    shrinks(
        "crowding as others die",
        dying,
        ([150_000_000, 1_000_000], 2e8),
        [2.0, 4.0, 6.0, 9.0],
        61,
    );
}

#[test]
fn error_of_switching_shrinks() {
    switching_shrinks([1e-6, 1e-5], 62);
    switching_shrinks([0.01, 0.05], 63);
}

#[test]
fn error_of_fast_switching_shrinks() {
    switching_shrinks([0.3, 0.1], 64);
    switching_shrinks([1.0, 0.5], 65);
}

#[track_caller]
fn switching_shrinks(rates: [f64; 2], seed: u64) {
    let small = || Small {
        rates: vec![(0.2, 1.0), (0.1, 0.11)],
        mutation: 0.0,
        switching: rates,
    };
    let start = ([1_000_000_000, 10_000_000], 1e30);
    shrinks(&format!("switching at {rates:?}"), small, start, [2.0, 5.0, 9.0], seed);
}

/// Switching while the population collapses, in one long interval: the state that is fed must not
/// miss what it gets early.
#[test]
fn switching_in_fast_decline_without_growth_difference() {
    let small = || Small {
        rates: vec![(0.1, 1.1), (0.1, 1.1)],
        mutation: 0.0,
        switching: [0.02, 0.01],
    };
    shrinks(
        "equal decline",
        small,
        ([1_000_000_000, 10_000_000], 1e30),
        [4.0, 10.0],
        66,
    );
}

/// Frequent channels beside a rare one, too many cells for the oracle: the mothers' mean is
/// n exp((b (1 - U) - d) t), the rare mutants' follows from it.
#[test]
fn means_beside_frequent_channels() {
    let (n, rare, frequent, days) = (30_000_000, 9e-5, 0.1, 5.0);
    let plain = model(
        &[n, 0, 0],
        &[(0, 1, rare), (0, 2, frequent)],
        &[],
        vec![phase(days, &[(0.7, 0.4), (0.5, 0.3), (0.4, 0.3)])],
        None,
    );
    let counts = simulate(&plain, Interval, 67, 100, |r| {
        r.cells.iter().map(|&c| c as f64).collect::<Vec<_>>()
    });
    let column = |i: usize| counts.iter().map(|row| row[i]).collect::<Vec<_>>();
    let own = 0.7 * (1.0 - rare - frequent) - 0.4;
    let fed =
        |u: f64, growth: f64| n as f64 * 0.7 * u * (f64::exp(own * days) - f64::exp(growth * days)) / (own - growth);
    assert_mean("mothers", &column(0), n as f64 * f64::exp(own * days), 0.005);
    assert_mean("rare mutants", &column(1), fed(rare, 0.2), 0.005);
    assert_mean("frequent mutants", &column(2), fed(frequent, 0.1), 0.005);
}

/// Cells taken by two cultures are kept apart: 1e13 cells behave like fewer.
#[test]
fn counts_up_to_ten_trillion() {
    let plain = model(
        &[10_000_000_000_000, 0],
        &[(0, 1, 1e-13)],
        &[],
        vec![phase(4.0, &[(0.5, 0.5), (0.9, 0.2)])],
        None,
    );
    let founded = simulate(&plain, Interval, 68, 4_000, |r| r.mutations[0] as f64);
    assert_mean("foundings", &founded, 2.0, 0.0);
}
