//! Ends of plain replicates: the day of extinction, more cells than can be counted, and phases that nothing ends.

use crate::agree;
use crate::laws::*;
use escalade::engine::Method::{Exact, Interval};
use escalade::engine::record::PlainStop;

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

/// Five cells that switch five times a day between growth and decline: whether they die out is decided while they are few. The
/// interval engine mended means by taking cells, and lost two thirds more cultures than die out.
#[test]
fn few_cells_that_switch_fast_die_out_as_often_as_they_should() {
    let plain = model(
        &[5, 0],
        &[],
        &[(0, 1, 5.0), (1, 0, 5.0)],
        vec![phase(8.0, &[(1.2, 0.1), (0.0, 0.6)])],
        None,
    );
    agree("few that switch", &plain, 72, 20_000, ["extinct", "growing"], |r| {
        let extinct = r.cells.iter().sum::<u64>() == 0;
        [f64::from(u8::from(extinct)), r.cells[0] as f64]
    });
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
