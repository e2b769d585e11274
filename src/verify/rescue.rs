//! Rescue of declining populations, establishment and waiting times.

use super::check::Checks;
use super::plain::{model, of_type, phase, total};
use crate::engine::Method::{self, Exact, Interval};
use crate::engine::record::PlainStop;

const RESCUE: &str = "Orr & Unckless 2008; Martin et al. 2013";

pub(super) fn cases(checks: &mut Checks) {
    for method in [Interval, Exact] {
        rescue(checks, method);
        ladder(checks, method);
        establishment(checks, method);
    }
    waiting_time(checks);
}

/// `1 - q^N0`, q the smaller root of `b(1-u) q^2 - (b + d - b u (1-p)) q + d = 0`, where a mutant
/// establishes with probability `p`.
pub(super) fn rescue_probability(n0: u64, (b, d): (f64, f64), u: f64, p: f64) -> f64 {
    let (a, half, c) = (b * (1.0 - u), 0.5 * (b + d - b * u * (1.0 - p)), d);
    // 1 - q without cancellation: substitute q = 1 - x.
    let linear = half - a;
    let constant = a - 2.0 * half + c;
    let x = if a > 0.0 {
        -constant / (linear + (linear * linear - a * constant).sqrt())
    } else {
        0.0
    };
    -(n0 as f64 * (-x.abs()).ln_1p()).exp_m1()
}

fn rescue(checks: &mut Checks, method: Method) {
    let (n0, u, replicates) = if method == Interval {
        (1_000_000, 1e-6, 40_000)
    } else {
        (1_000, 1e-3, 10_000)
    };
    let plain = |wt: (f64, f64)| {
        model(
            &[n0, 0],
            &[(0, 1, u)],
            &[],
            vec![phase(1e5, &[wt, (0.7, 0.3)])],
            of_type(1, 10_000),
        )
    };
    let mut case = checks.case("rescue of a declining population", RESCUE, method, replicates);
    let rescued = case.simulate(&plain((0.3, 0.6)), |r| r.stop == PlainStop::TypeCells);
    case.proportion(
        "P(rescue)",
        rescue_probability(n0, (0.3, 0.6), u, 4.0 / 7.0),
        0.0,
        rescued,
    );
    let mut case = checks.case("no division, no rescue", RESCUE, method, 1_000);
    let mutants = case.simulate(&plain((0.0, 0.5)), |r| r.mutations[0]);
    case.proportion("P(any mutant)", 0.0, 0.0, mutants.iter().map(|&m| m > 0));
}

fn ladder(checks: &mut Checks, method: Method) {
    let (n0, u, p, replicates) = if method == Interval {
        (100_000, 1e-7, 0.48174085172472525, 40_000)
    } else {
        (300, 3e-5, 0.44556, 10_000)
    };
    let phases = vec![
        phase(7.0, &[(0.7, 0.35), (0.7, 0.25)]),
        phase(7.0, &[(0.7, 0.65), (0.7, 0.28)]),
        phase(1e5, &[(0.7, 1.1), (0.7, 0.35)]),
    ];
    let plain = model(&[n0, 0], &[(0, 1, u)], &[], phases, None);
    // A lineage of 1e5 cells is established; a smaller size would be met before the last step.
    let mut plain = plain;
    plain.phases[2].until = of_type(1, 100_000);
    let mut case = checks.case("rescue on a dose ladder", RESCUE, method, replicates);
    let rescued = case.simulate(&plain, |r| r.cells[1] > 0);
    case.proportion("P(established)", p, 5e-6, rescued);
}

fn establishment(checks: &mut Checks, method: Method) {
    for (name, b, d, p) in [
        ("establishment, strong", 0.7, 0.3, 0.5714285714285714),
        ("establishment, weak", 0.7, 0.65, 0.07142857142857129),
        ("establishment, binary splitting", 0.55, 0.45, 0.18181818181818196),
    ] {
        let cells = if method == Interval { 100_000 } else { 1_000 };
        let plain = model(&[1], &[], &[], vec![phase(1e5, &[(b, d)])], total(cells));
        let mut case = checks.case(
            name,
            "Kendall 1948; Athreya & Ney 1972",
            method,
            if method == Interval { 100_000 } else { 10_000 },
        );
        let alive = case.simulate(&plain, |r| r.stop == PlainStop::TotalCells);
        case.proportion("P(never dies out)", p, 0.0, alive);
    }
}

/// First successful mutant of an exponentially growing culture: every mutant succeeds at rate u p.
fn waiting_time(checks: &mut Checks) {
    let plain = model(
        &[100_000, 0],
        &[(0, 1, 1e-7 * 0.6)],
        &[],
        vec![phase(1e4, &[(0.7, 0.2), (0.7, 0.2)])],
        of_type(1, 1),
    );
    let mut case = checks.case(
        "waiting time to the first mutant",
        "Nicholson & Antal 2019",
        Interval,
        40_000,
    );
    let days = case.simulate(&plain, |r| r.end_day);
    let points = [
        (0.05, 3.9219759728482955),
        (0.25, 7.124809963677258),
        (0.5, 8.850112896220173),
        (0.75, 10.22439773685953),
        (0.95, 11.759024677080108),
    ];
    for (p, day) in points {
        case.proportion(
            &format!("P(by day {day:.2})"),
            p,
            0.0005,
            days.iter().map(|&d| d <= day),
        );
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn rescue_formula() {
        let p = super::rescue_probability(1_000_000, (0.3, 0.6), 1e-6, 4.0 / 7.0);
        assert!((p - 0.4352812784803297).abs() < 1e-9, "{p}");
    }
}
