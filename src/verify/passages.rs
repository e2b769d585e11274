//! Bottlenecks: growth and splits.

use super::check::Checks;
use super::{model, of_type, phase};
use crate::engine::Method::{self, Exact, Interval};
use crate::engine::record::PlainStop;

const WAHL: &str = "Wahl & Gerrish 2001; Wahl et al. 2002";
const TAU: f64 = 3.837641821656743;

pub(super) fn cases(checks: &mut Checks) {
    for method in [Interval, Exact] {
        split_once(checks, method);
        repeated(checks, method);
    }
    successes_per_cycle(checks);
}

fn split_once(checks: &mut Checks, method: Method) {
    for (n, p) in [
        (1, 0.9),
        (5, 0.59049),
        (20, 0.12157665459056935),
        (50, 0.00515377520732012),
    ] {
        let mut still = phase(1.0, &[(0.0, 0.0)]);
        still.keep = 0.1;
        let mut case = checks.case("loss of a clone at one split", "binomial", method, 40_000);
        let cells = case.simulate(&model(&[n], &[], &[], vec![still], None), |r| r.cells[0]);
        case.proportion(&format!("P({n} cells lost)"), p, 0.0, cells.iter().map(|&c| c == 0));
    }
}

fn repeated(checks: &mut Checks, method: Method) {
    for (name, b, points) in [
        (
            "fitter mutant through splits",
            0.77,
            [
                (1, 0.5476977689836846),
                (5, 0.2785103657243678),
                (20, 0.22275398414590952),
            ],
        ),
        (
            "neutral mutant through splits",
            0.7,
            [(1, 0.4878048780487805), (5, 0.16), (20, 0.04545454545454186)],
        ),
    ] {
        for (cycles, p) in points {
            if method == Exact && cycles > 5 {
                continue;
            }
            let mut cycle = phase(TAU, &[(b, 0.1)]);
            cycle.keep = 0.1;
            cycle.repeat = cycles;
            let mut case = checks.case(name, WAHL, method, if method == Interval { 100_000 } else { 20_000 });
            let alive = case.simulate(&model(&[1], &[], &[], vec![cycle], None), |r| r.cells[0] > 0);
            case.proportion(&format!("P(alive after {cycles} splits)"), p, 0.0, alive);
        }
    }
}

/// Mutants that arise at a random division of one growth cycle and are never lost.
fn successes_per_cycle(checks: &mut Checks) {
    let (n0, u) = (1_000_000u64, 1e-6);
    let mut first = phase(TAU, &[(0.7, 0.1), (0.77, 0.1)]);
    first.keep = 0.1;
    // Afterwards the wild type neither divides nor matters.
    let mut later = phase(TAU, &[(0.0, 50.0), (0.77, 0.1)]);
    later.keep = 0.1;
    later.repeat = 2_000;
    let plain = model(&[n0, 0], &[(0, 1, u)], &[], vec![first, later], of_type(1, 100_000));
    let mut case = checks.case("mutants of one cycle that persist", WAHL, Interval, 20_000);
    let kept = case.simulate(&plain, |r| r.stop == PlainStop::TypeCells);
    let p = 1.0 - f64::exp(-(n0 as f64) * u * 0.6250936764526817);
    case.proportion("P(any persists)", p, 0.001, kept);
}
