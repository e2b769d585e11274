//! Watched sizes: small ones exactly at their first passage, large ones within 1% above.

use crate::laws::*;
use escalade::engine::Method::{Exact, Interval};
use escalade::engine::record::PlainStop;

/// A resistant type reaches 1, 50 or 1,000 cells while a declining type has 1e4 or more.
#[test]
fn size_of_one_type_beside_many_cells() {
    for (cells, seed) in [(1, 30), (50, 31), (1_000, 32)] {
        let plain = model(
            &[20_000, 0],
            &[(0, 1, 1e-4)],
            &[],
            vec![phase(30.0, &[(0.4, 0.6), (0.8, 0.4)])],
            of_type(1, cells),
        );
        let read = |r: &escalade::engine::record::PlainRecord| {
            if r.stop == PlainStop::TypeCells {
                assert_eq!(r.cells[1], cells, "met exactly");
            }
            [
                f64::from(u8::from(r.stop == PlainStop::TypeCells)),
                r.end_day,
                r.cells[0] as f64,
                r.mutations[0] as f64,
            ]
        };
        let interval = simulate(&plain, Interval, seed, 1_500, read);
        let exact = simulate(&plain, Exact, seed, 1_500, read);
        assert_same_laws(
            &format!("type reaches {cells}"),
            ["met", "day", "others", "foundings"],
            &interval,
            &exact,
        );
    }
}

/// The same where the watched type is also fed by switching and feeds back.
#[test]
fn size_of_one_type_that_switches() {
    let plain = model(
        &[8_000, 0],
        &[],
        &[(0, 1, 2e-3), (1, 0, 0.1)],
        vec![phase(20.0, &[(0.4, 0.6), (0.5, 0.45)])],
        of_type(1, 40),
    );
    let read = |r: &escalade::engine::record::PlainRecord| {
        [
            f64::from(u8::from(r.stop == PlainStop::TypeCells)),
            r.end_day,
            r.cells[0] as f64,
        ]
    };
    let interval = simulate(&plain, Interval, 33, 2_000, read);
    let exact = simulate(&plain, Exact, 33, 2_000, read);
    assert_same_laws("switching type reaches 40", ["met", "day", "others"], &interval, &exact);
}

#[test]
fn total_sizes() {
    for (cells, seed, n) in [(100, 34, 4_000), (5_000, 35, 1_500)] {
        let plain = model(
            &[10, 0],
            &[(0, 1, 1e-3)],
            &[],
            vec![phase(1e4, &[(0.7, 0.4), (0.7, 0.3)])],
            total(cells),
        );
        let read = |r: &escalade::engine::record::PlainRecord| {
            let all: u64 = r.cells.iter().sum();
            if r.stop == PlainStop::TotalCells {
                let most = if cells <= 1_000 { cells } else { cells + cells / 100 };
                assert!((cells..=most).contains(&all), "{all}");
            }
            [
                f64::from(u8::from(r.stop == PlainStop::TotalCells)),
                r.end_day,
                r.cells[1] as f64,
            ]
        };
        let interval = simulate(&plain, Interval, seed, n, read);
        let exact = simulate(&plain, Exact, seed, n, read);
        // Stopping within 1% above shifts the day by at most 0.01 / 0.3, a fiftieth of its spread.
        assert_same_laws(
            &format!("total reaches {cells}"),
            ["met", "day", "mutants"],
            &interval,
            &exact,
        );
    }
}

/// A size that is met when a phase starts counts again once the cells have fallen below it.
#[test]
fn a_size_left_and_reached_again() {
    let mut relapse = phase(300.0, &[(0.2, 0.8), (0.7, 0.3)]);
    relapse.until = total(900);
    let plain = model(&[1_000, 10], &[], &[], vec![relapse], None);
    let read = |r: &escalade::engine::record::PlainRecord| [r.end_day, r.cells.iter().sum::<u64>() as f64];
    let interval = simulate(&plain, Interval, 37, 1_000, read);
    let exact = simulate(&plain, Exact, 37, 1_000, read);
    assert_same_laws("total back at 900", ["day", "cells"], &interval, &exact);
}

/// A small type size beside a large total size must not be paid for by every cell's events.
#[test]
fn a_small_and_a_large_size_together_are_cheap() {
    let plain = |stop| {
        let mut first = phase(30.0, &[(0.7, 0.9), (0.7, 0.3)]);
        first.until = of_type(1, 100);
        model(&[1_000_000, 0], &[(0, 1, 1e-5)], &[], vec![first], stop)
    };
    let start = std::time::Instant::now();
    simulate(&plain(None), Interval, 36, 20, |_| ());
    let alone = start.elapsed().as_secs_f64();
    let start = std::time::Instant::now();
    let both = simulate(&plain(total(10_000_000)), Interval, 36, 20, |r| r.cells[1]);
    let together = start.elapsed().as_secs_f64();
    assert!(both.contains(&100));
    assert!(
        together < 20.0 * alone + 0.2,
        "{together:.3} s with a total of 1e7 watched too, {alone:.3} s without"
    );
}
