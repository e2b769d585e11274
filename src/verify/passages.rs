//! Bottlenecks: growth and splits.

use super::check::Checks;
use super::plain::{model, of_type, phase, total};
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
    supply(checks);
    wells(checks);
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
    let runs = case.simulate(&plain, |r| (r.stop == PlainStop::TypeCells, r.mutations[0] as f64));
    let p = 1.0 - f64::exp(-(n0 as f64) * u * 0.6250936764526817);
    case.proportion("P(any persists)", p, 0.001, runs.iter().map(|r| r.0));
    // 0.0595327 successes per mutant: 0.6250937 of the 10.5 that a cycle founds.
    let founded: Vec<f64> = runs.iter().map(|r| r.1).collect();
    let mean = 0.6250936764526817 / 0.05953273109073157 * n0 as f64 * u;
    case.mean("mutants founded in the cycle", (mean, mean.sqrt()), 1e-5, &founded);

    let mut cycle = phase(TAU, &[(0.77, 0.1)]);
    cycle.keep = 0.1;
    cycle.repeat = 2_000;
    let mut case = checks.case("mutant present when a cycle starts", WAHL, Interval, 40_000);
    let plain = model(&[1], &[], &[], vec![cycle], total(100_000));
    let kept = case.simulate(&plain, |r| r.stop == PlainStop::TotalCells);
    case.proportion("P(persists)", 0.22194953255454508, 0.0, kept);
}

/// New mutants of one passage from 1e6 to 1e7 cells, at three sites of 1e-9 per division.
fn supply(checks: &mut Checks) {
    for (u, replicates) in [(3e-9, 100_000), (1e-5, 4_000)] {
        let mut grow = phase(1e4, &[(0.7, 0.1), (0.7, 0.1)]);
        grow.until = total(10_000_000);
        let plain = model(&[1_000_000, 0], &[(0, 1, u)], &[], vec![grow], None);
        let mut case = checks.case("mutation supply of a passage", "elementary", Interval, replicates);
        let runs = case.simulate(&plain, |r| (r.mutations[0] as f64, r.end_day));
        let founded: Vec<f64> = runs.iter().map(|r| r.0).collect();
        let mean = 10_500_000.0 * u;
        // Up to 1% more cells at the end: 1% more divisions.
        case.mean(
            &format!("mutants founded, u = {u}"),
            (mean, mean.sqrt()),
            0.011,
            &founded,
        );
        let days: Vec<f64> = runs.iter().map(|r| r.1).collect();
        case.mean_by_sample(&format!("days to tenfold, u = {u}"), TAU, 0.017 / TAU, &days);
    }
}

/// Pre-made mutants seeded into wells of 1e5 cells.
fn wells(checks: &mut Checks) {
    for (frequency, positive, single) in [
        (1e-7, 0.009950166250831893, 0.9950083333194498),
        (1e-6, 0.09516258196404037, 0.9508331944775056),
        (5e-6, 0.3934693402873666, 0.7707470412683991),
        (1e-5, 0.6321205588285577, 0.5819767068693265),
    ] {
        let stock = 100_000_000_000.0;
        let mut seeding = phase(1.0, &[(0.0, 0.0), (0.0, 0.0)]);
        seeding.keep = 1e-6;
        let mutants = (stock * frequency) as u64;
        let plain = model(&[stock as u64, mutants], &[], &[], vec![seeding], None);
        let mut case = checks.case("mutants seeded into wells", "Poisson", Interval, 40_000);
        let counts = case.simulate(&plain, |r| r.cells[1]);
        case.proportion(
            &format!("P(positive), frequency {frequency}"),
            positive,
            1e-6,
            counts.iter().map(|&n| n > 0),
        );
        case.proportion(
            &format!("P(one founder | positive), frequency {frequency}"),
            single,
            1e-6,
            counts.iter().filter(|&&n| n > 0).map(|&n| n == 1),
        );
    }
}
