//! Mutants of plain models: how many are founded by frequent and rare channels, in growth, decline and at rest.

use crate::agree;
use crate::laws::*;
use escalade::engine::Method::Interval;

/// More than 64 foundings expected from more than 4,000 cells: the founding in groups.
#[test]
fn many_mutants_from_many_cells() {
    for (name, u, rates) in [
        ("growing", 5e-3, [(0.7, 0.2), (0.6, 0.3)]),
        ("mutants decline", 2e-2, [(0.7, 0.5), (0.3, 1.5)]),
        ("nearly critical", 2e-2, [(0.7, 0.69), (0.7, 0.3)]),
    ] {
        let plain = model(&[6_000, 0], &[(0, 1, u)], &[], vec![phase(3.0, &rates)], None);
        agree(name, &plain, 2, 2_500, ["wild type", "mutants"], |r| {
            [r.cells[0] as f64, r.cells[1] as f64]
        });
    }
}

/// The spread of the mutants that a declining mother founds by a frequent channel.
#[test]
fn mutants_by_a_frequent_channel_in_decline() {
    let plain = model(
        &[6_000, 0],
        &[(0, 1, 2e-2)],
        &[],
        vec![phase(3.0, &[(0.4, 1.2), (0.9, 0.5)])],
        None,
    );
    agree("declining", &plain, 24, 2_500, ["wild type", "mutants"], |r| {
        [r.cells[0] as f64, r.cells[1] as f64]
    });
}

/// How many mutants were founded, by frequent channels.
#[test]
fn foundings_by_frequent_channels() {
    for (name, cells, u, rates) in [
        ("growing", 6_000, 5e-3, [(0.7, 0.2), (0.6, 0.3)]),
        ("declining", 5_000, 0.05, [(0.3, 1.1), (0.3, 1.1)]),
    ] {
        let plain = model(&[cells, 0], &[(0, 1, u)], &[], vec![phase(3.0, &rates)], None);
        agree(name, &plain, 23, 2_500, ["foundings"], |r| [r.mutations[0] as f64]);
    }
}

/// Three steps within one interval, slow and fast, with few and with many foundings.
#[test]
fn mutants_of_mutants_in_one_interval() {
    for (u, seed) in [(1e-3, 4), (0.03, 5)] {
        let plain = model(
            &[300, 0, 0],
            &[(0, 1, u), (1, 2, 3.0 * u)],
            &[],
            vec![phase(6.0, &[(0.8, 0.2), (1.0, 0.1), (0.7, 0.3)])],
            None,
        );
        agree(
            &format!("mutants of mutants, {u}"),
            &plain,
            seed,
            3_000,
            ["single", "double"],
            |r| [r.cells[1] as f64, r.cells[2] as f64],
        );
    }
}

/// Tolerant cells mutate; naive ones only feed them. All rates equal, so nothing but the decline
/// itself limits a step.
#[test]
fn mutants_by_way_of_a_tolerant_state_in_fast_decline() {
    let plain = model(
        &[30_000, 0, 0],
        &[(1, 2, 2e-2)],
        &[(0, 1, 0.01)],
        vec![phase(40.0, &[(0.3, 0.9), (0.3, 0.9), (0.5, 0.45)])],
        None,
    );
    agree(
        "decline by way of tolerance",
        &plain,
        10,
        1_500,
        ["mutants", "foundings", "end"],
        |r| [r.cells[2] as f64, r.mutations[0] as f64, r.end_day],
    );
}

/// A frequent and a rare channel side by side.
#[test]
fn frequent_and_rare_channels_together() {
    let plain = model(
        &[20_000, 0, 0],
        &[(0, 1, 9e-5), (0, 2, 0.1)],
        &[],
        vec![phase(9.0, &[(0.7, 0.4), (0.5, 0.3), (0.4, 0.3)])],
        None,
    );
    agree(
        "frequent and rare",
        &plain,
        12,
        400,
        ["mother", "rare", "frequent"],
        |r| [r.cells[0] as f64, r.cells[1] as f64, r.cells[2] as f64],
    );
}

/// The mother declines fast, and so do the mutants of a frequent channel.
#[test]
fn frequent_founding_in_fast_decline() {
    let plain = model(
        &[20_000, 0],
        &[(0, 1, 0.02)],
        &[],
        vec![phase(6.0, &[(0.3, 1.8), (0.5, 0.9)])],
        None,
    );
    agree("frequent, declining", &plain, 13, 2_000, ["mothers", "mutants"], |r| {
        [r.cells[0] as f64, r.cells[1] as f64]
    });
}

/// A population that neither grows nor shrinks for a long time wanders far: its path between two
/// draws is not geometric. The mean number of mutants is b u n t whatever it does.
#[test]
fn foundings_of_a_critical_population() {
    critical(1e-3, 21);
}

#[test]
fn foundings_of_a_critical_population_by_a_rare_channel() {
    critical(9e-5, 26);
}

#[track_caller]
fn critical(u: f64, seed: u64) {
    let (n, days) = (5_000, 4_000.0);
    let plain = model(
        &[n, 0],
        &[(0, 1, u)],
        &[],
        vec![phase(days, &[(0.5, 0.5), (0.1, 1.0)])],
        None,
    );
    let founded = simulate(&plain, Interval, seed, 2_000, |r| r.mutations[0] as f64);
    // Each mutation leaves the mother alone, so mothers shrink at rate b u.
    let loss = 0.5 * u;
    let expected = n as f64 * -f64::exp_m1(-loss * days);
    assert_mean("foundings", &founded, expected, 0.0);
}

/// Slow growth with high turnover, from few cells, with many foundings.
#[test]
fn foundings_at_high_turnover() {
    let (n, u, days) = (4_500, 2e-3, 120.0);
    let plain = model(
        &[n, 0],
        &[(0, 1, u)],
        &[],
        vec![phase(days, &[(0.8, 0.79), (0.8, 0.79)])],
        None,
    );
    let founded = simulate(&plain, Interval, 22, 4_000, |r| r.mutations[0] as f64);
    let growth = 0.01 - 0.8 * u;
    assert_mean(
        "foundings",
        &founded,
        0.8 * u * n as f64 * f64::exp_m1(growth * days) / growth,
        0.0,
    );
}

/// Hypothesis: mutants of mutants that come of a stretch of 10 days have the mean that their rates say, where the first of them
/// neither grow nor decline and the second grow: cells at rest found 15,000 a day, of which each founds u a day, so that there are
/// u 15,000 (e^(g t) - 1 - g t) / g^2. All of the first in the middle of the stretch gave a fifth of it. 20,000 replicates; rejected beyond
/// five and a half standard errors of a law of finite variance (alpha 1e-7 or so, its skewness included).
#[test]
fn mutants_of_mutants_start_when_they_are_founded() {
    let (growth, days, per_day) = (1.0, 10.0, 15_000.0);
    let onward = 5e-5;
    let rates = [(0.3, 0.3), (0.3, 0.3), (1.1, 0.1)];
    let plain = model(
        &[1_000_000_000, 0, 0],
        &[(0, 1, 5e-5), (1, 2, onward)],
        &[],
        vec![phase(days, &rates)],
        None,
    );
    let cells = simulate(&plain, Interval, 71, 20_000, |r| r.cells[2] as f64);
    let n = cells.len() as f64;
    let mean = cells.iter().sum::<f64>() / n;
    let variance = cells.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0);
    let gt = growth * days;
    let expected = 0.3 * onward * per_day * (f64::exp(gt) - 1.0 - gt) / (growth * growth);
    let error = (variance / n).sqrt();
    assert!(error < 0.02 * expected, "no power: {error} of {expected}");
    assert!(
        (mean - expected).abs() < 5.5 * error,
        "{mean} in place of {expected}, {error}"
    );
}
