//! Plain models without watched sizes.

use crate::laws::*;
use escalade::engine::Method::{Exact, Interval};
use escalade::engine::record::{PlainRecord, PlainStop};
use escalade::model::plain::PlainModel;

/// Runs both engines, `n` replicates each, and compares what `read` takes from a record.
#[track_caller]
fn agree<const N: usize>(
    name: &str,
    model: &PlainModel,
    seed: u64,
    n: u64,
    columns: [&str; N],
    read: impl Fn(&PlainRecord) -> [f64; N],
) {
    let interval = simulate(model, Interval, seed, n, &read);
    let exact = simulate(model, Exact, seed, n, &read);
    assert_same_laws(name, columns, &interval, &exact);
}

#[test]
fn two_types_growing() {
    let plain = model(
        &[100, 0],
        &[(0, 1, 2e-3)],
        &[],
        vec![phase(6.0, &[(0.8, 0.2), (0.9, 0.3)])],
        None,
    );
    agree(
        "two types",
        &plain,
        1,
        5_000,
        ["wild type", "mutants", "foundings"],
        |r| [r.cells[0] as f64, r.cells[1] as f64, r.mutations[0] as f64],
    );
}

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

#[test]
fn twenty_targets() {
    let mut founders = [0; 21];
    founders[0] = 2_000;
    let targets: Vec<_> = (1..21).map(|i| (0, i, 5e-4)).collect();
    let plain = model(&founders, &targets, &[], vec![phase(4.0, &[(0.7, 0.2); 21])], None);
    agree(
        "twenty targets",
        &plain,
        3,
        2_500,
        ["first", "last", "all mutants", "types"],
        |r| {
            let mutants: u64 = r.cells[1..].iter().sum();
            let types = r.cells[1..].iter().filter(|&&n| n > 0).count();
            [r.cells[1] as f64, r.cells[20] as f64, mutants as f64, types as f64]
        },
    );
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

#[test]
fn reversible_switching() {
    for (rate, cells, seed) in [(1e-4, 20_000, 6), (0.05, 5_000, 7), (1.0, 5_000, 8)] {
        let plain = model(
            &[cells, cells / 10],
            &[],
            &[(0, 1, rate), (1, 0, 2.0 * rate)],
            vec![phase(3.0, &[(0.3, 0.9), (0.2, 0.25)])],
            None,
        );
        agree(
            &format!("switching at {rate}"),
            &plain,
            seed,
            3_000,
            ["naive", "tolerant"],
            |r| [r.cells[0] as f64, r.cells[1] as f64],
        );
    }
}

/// Few cells, so that no switch is split off, and one that starts everything.
#[test]
fn switching_from_a_single_cell() {
    let plain = model(
        &[1, 0],
        &[],
        &[(0, 1, 0.3), (1, 0, 0.1)],
        vec![phase(8.0, &[(0.9, 0.2), (0.4, 0.1)])],
        None,
    );
    agree("one cell that switches", &plain, 9, 6_000, ["first", "second"], |r| {
        [r.cells[0] as f64, r.cells[1] as f64]
    });
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

/// A copy-number ladder of five types, gain 0.02 and loss 0.1 per division.
#[test]
fn copy_number_ladder() {
    let (gain, loss) = (0.02, 0.1);
    let mut ladder: Vec<_> = (0..4).map(|i| (i, i + 1, gain)).collect();
    ladder.extend((0..4).map(|i| (i + 1, i, loss)));
    let rates = [(0.4, 0.6), (0.5, 0.45), (0.6, 0.3), (0.65, 0.2), (0.7, 0.2)];
    let plain = model(&[3_000, 0, 0, 0, 0], &ladder, &[], vec![phase(8.0, &rates)], None);
    agree(
        "copy-number ladder",
        &plain,
        11,
        1_500,
        ["1", "2", "3", "4", "5"],
        |r| [0, 1, 2, 3, 4].map(|i: usize| r.cells[i] as f64),
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

#[test]
fn ten_passages() {
    let mut cycle = phase(3.0, &[(0.8, 0.1), (0.9, 0.1)]);
    cycle.keep = 0.12;
    cycle.repeat = 10;
    let plain = model(&[500, 0], &[(0, 1, 1e-3)], &[], vec![cycle], None);
    agree(
        "ten passages",
        &plain,
        14,
        1_200,
        ["wild type", "mutants", "foundings", "end"],
        |r| [r.cells[0] as f64, r.cells[1] as f64, r.mutations[0] as f64, r.end_day],
    );
}

#[test]
fn stepped_rates() {
    let phases = vec![
        phase(3.0, &[(0.7, 0.3), (0.7, 0.3)]),
        phase(3.0, &[(0.5, 0.9), (0.7, 0.4)]),
        phase(3.0, &[(0.3, 1.2), (0.8, 0.3)]),
    ];
    let plain = model(&[800, 0], &[(0, 1, 2e-3)], &[], phases, None);
    agree(
        "stepped rates",
        &plain,
        15,
        3_000,
        ["wild type", "mutants", "end"],
        |r| [r.cells[0] as f64, r.cells[1] as f64, r.end_day],
    );
}

/// The day of extinction: plain decline, with mutants, and with frequent switching.
#[test]
fn day_of_extinction() {
    let decline = |mutation: f64, switch: f64| {
        let mutations = [(0, 1, mutation)];
        let switches = [(0, 1, switch)];
        model(
            &[5_000, 0],
            if mutation > 0.0 { &mutations } else { &[] },
            if switch > 0.0 { &switches } else { &[] },
            vec![phase(1e4, &[(0.3, 1.1), (0.3, 1.1)])],
            None,
        )
    };
    for (name, plain, seed) in [
        ("alone", decline(0.0, 0.0), 16),
        ("with rare mutants", decline(1e-3, 0.0), 17),
        ("with frequent mutants", decline(0.05, 0.0), 18),
        ("with rare switching", decline(0.0, 1e-3), 19),
        ("with switching", decline(0.0, 0.02), 20),
    ] {
        agree(&format!("extinction {name}"), &plain, seed, 2_000, ["day"], |r| {
            assert_eq!(r.cells, [0, 0]);
            [r.end_day]
        });
    }
}

/// Switching so slow that one splitting step holds the whole decline.
#[test]
fn day_of_extinction_within_one_splitting_step() {
    let plain = model(
        &[40_000, 0],
        &[],
        &[(0, 1, 2e-3)],
        vec![phase(1e4, &[(0.3, 1.1), (0.3, 1.1)])],
        None,
    );
    agree("extinction in one step", &plain, 25, 300, ["day"], |r| [r.end_day]);
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

/// Nobody dilutes: the count is never clamped, the replicate is left where counting ends, with shares as they grew.
#[test]
fn more_cells_than_can_be_counted_end_a_replicate() {
    let rates = [(33.0, 0.0), (36.0, 0.0)];
    let plain = model(&[1_000_000, 1_000], &[], &[], vec![phase(1.0, &rates)], None);
    let ends = simulate(&plain, Interval, 31, 50, |r| (r.stop, r.end_day, r.cells.clone()));
    for (stop, day, cells) in ends {
        assert_eq!(stop, PlainStop::TooManyCells);
        let total: u64 = cells.iter().sum();
        assert!((8.89e15..9.0e15).contains(&(total as f64)), "{total}");
        // Six standard deviations of pure birth: 1/sqrt(founders).
        for ((count, founders), (birth, _)) in cells.iter().zip([1e6, 1e3]).zip(rates) {
            let ratio = *count as f64 / (founders * f64::exp(birth * day));
            assert!((ratio - 1.0).abs() < 6.0 / founders.sqrt(), "{ratio}");
        }
    }
}

/// Growth that may come near the limit and does not is as it was: the phase is done.
#[test]
fn many_cells_that_can_be_counted_are() {
    let plain = model(&[1_000_000], &[], &[], vec![phase(1.0, &[(22.0, 0.0)])], None);
    for (stop, cells) in simulate(&plain, Interval, 32, 50, |r| (r.stop, r.cells[0] as f64)) {
        assert_eq!(stop, PlainStop::PhasesDone);
        assert!((cells / (1e6 * f64::exp(22.0)) - 1.0).abs() < 6e-3, "{cells}");
    }
}

/// Cells that neither divide nor die keep an open phase going for ever: that is told apart from phases that are done.
#[test]
fn an_open_phase_that_nothing_ends_is_told() {
    let stop = Some(escalade::model::plain::Threshold {
        of_type: None,
        cells: 1_000_000,
    });
    for method in [Interval, Exact] {
        let rates = [(0.3, 0.6), (0.0, 0.0)];
        let plain = model(&[100, 10], &[], &[], vec![phase(f64::INFINITY, &rates)], stop);
        for (reason, cells) in simulate(&plain, method, 33, 5, |r| (r.stop, r.cells.clone())) {
            assert_eq!((reason, cells), (PlainStop::Unending, vec![0, 10]));
        }
    }
}
