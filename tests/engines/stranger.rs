//! Both engines against rebop, an independent Gillespie simulator.

use crate::laws::*;
use escalade::engine::Method::{Exact, Interval};
use rebop::gillespie::{Gillespie, Rate};

/// Counts of two species after `days` in `n` runs; reactions as (rate, reactant, changes).
fn rebop(start: [isize; 2], reactions: &[(f64, usize, [isize; 2])], days: f64, n: u64) -> Vec<[f64; 2]> {
    (0..n)
        .map(|seed| {
            let mut system = Gillespie::new_with_seed(start, false, 1_000_000 + seed);
            for &(rate, reactant, change) in reactions {
                let mut reactants = [0u32; 2];
                reactants[reactant] = 1;
                system.add_reaction(Rate::lma(rate, reactants), change);
            }
            system.advance_until(days);
            [system.get_species(0) as f64, system.get_species(1) as f64]
        })
        .collect()
}

#[test]
fn rebop_agrees_on_two_types() {
    let (u, days, n) = (5e-3, 5.0, 4_000);
    let stranger = rebop(
        [200, 0],
        &[
            (0.8 * (1.0 - u), 0, [1, 0]),
            (0.8 * u, 0, [0, 1]),
            (0.2, 0, [-1, 0]),
            (0.9, 1, [0, 1]),
            (0.3, 1, [0, -1]),
        ],
        days,
        n,
    );
    let plain = model(
        &[200, 0],
        &[(0, 1, u)],
        &[],
        vec![phase(days, &[(0.8, 0.2), (0.9, 0.3)])],
        None,
    );
    for method in [Interval, Exact] {
        let ours = simulate(&plain, method, 40, n, |r| [r.cells[0] as f64, r.cells[1] as f64]);
        assert_same_laws(
            &format!("{method:?} and rebop"),
            ["wild type", "mutants"],
            &ours,
            &stranger,
        );
    }
}

#[test]
fn rebop_agrees_on_switching() {
    let (days, n) = (4.0, 3_000);
    let stranger = rebop(
        [2_000, 100],
        &[
            (0.4, 0, [1, 0]),
            (0.8, 0, [-1, 0]),
            (0.1, 0, [-1, 1]),
            (0.2, 1, [0, 1]),
            (0.25, 1, [0, -1]),
            (0.3, 1, [1, -1]),
        ],
        days,
        n,
    );
    let plain = model(
        &[2_000, 100],
        &[],
        &[(0, 1, 0.1), (1, 0, 0.3)],
        vec![phase(days, &[(0.4, 0.8), (0.2, 0.25)])],
        None,
    );
    for method in [Interval, Exact] {
        let ours = simulate(&plain, method, 41, n, |r| [r.cells[0] as f64, r.cells[1] as f64]);
        assert_same_laws(
            &format!("{method:?} and rebop"),
            ["naive", "tolerant"],
            &ours,
            &stranger,
        );
    }
}
