//! Plain models without watched sizes: types that grow, switch, climb a ladder and are passaged.

use crate::agree;
use crate::laws::*;

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
