//! Linear birth-death processes with constant and stepped rates.

use super::check::{Checks, Moments};
use super::plain::{model, phase, total};
use crate::engine::Method::{Exact, Interval};
use crate::engine::record::PlainStop;

const KENDALL: &str = "Kendall 1948 Ann Math Stat 19:1";

pub(super) fn cases(checks: &mut Checks) {
    for method in [Interval, Exact] {
        constant(checks, method);
        stepped(checks, method);
        clone_time(checks, method);
    }
}

/// P(n <= k) from one founder with P(0) = `alpha` and geometric ratio `beta`.
fn geometric_cdf(alpha: f64, beta: f64) -> impl Fn(u64) -> f64 {
    move |k| 1.0 - (1.0 - alpha) * beta.powf(k as f64)
}

fn constant(checks: &mut Checks, method: crate::engine::Method) {
    let growing = model(&[1], &[], &[], vec![phase(5.0, &[(0.8, 0.2)])], None);
    let mut case = checks.case("growth from one cell", KENDALL, method, 100_000);
    let cells = case.simulate(&growing, |r| r.cells[0]);
    case.proportion("P(extinct)", 0.24054726873660712, 0.0, cells.iter().map(|&n| n == 0));
    let values: Vec<f64> = cells.iter().map(|&n| n as f64).collect();
    case.mean("mean", (20.08553692318767, 25.276578637464223), 0.0, &values);
    let law = Moments {
        mean: 20.08553692318767,
        variance: 638.9054276159127,
        kurtosis: 7.9,
    };
    case.variance("variance", law, &values);
    case.law("cells", geometric_cdf(0.24054726873660712, 0.9621890749464285), &cells);

    let critical = model(&[5], &[], &[], vec![phase(4.0, &[(0.5, 0.5)])], None);
    let mut case = checks.case("critical, five cells", KENDALL, method, 100_000);
    let cells = case.simulate(&critical, |r| r.cells[0] as f64);
    case.proportion("P(extinct)", 0.13168724279835392, 0.0, cells.iter().map(|&n| n == 0.0));
    case.mean("mean", (5.0, 4.47213595499958), 0.0, &cells);

    let decline = model(&[50], &[], &[], vec![phase(1e4, &[(0.3, 0.6)])], None);
    let mut case = checks.case("day of extinction, fifty cells", KENDALL, method, 20_000);
    let days = case.simulate(&decline, |r| r.end_day);
    for day in [6.0, 10.0, 16.0, 24.0] {
        let e = f64::exp(-0.3 * day);
        let alpha = 0.6 * (e - 1.0) / (0.3 * e - 0.6);
        let p = alpha.powi(50);
        case.proportion(
            &format!("P(extinct by day {day})"),
            p,
            0.0,
            days.iter().map(|&d| d <= day),
        );
    }
}

fn stepped(checks: &mut Checks, method: crate::engine::Method) {
    let rates = [(4.0, (0.7, 0.25)), (4.0, (0.7, 0.65)), (4.0, (0.6, 0.75))];
    let phases: Vec<_> = rates.iter().map(|&(days, r)| phase(days, &[r])).collect();
    let mut case = checks.case("three dose steps, one cell", KENDALL, method, 100_000);
    let cells = case.simulate(&model(&[1], &[], &[], phases.clone(), None), |r| r.cells[0]);
    case.law("cells", geometric_cdf(0.5849861447233091, 0.8976588432950667), &cells);
    let mut case = checks.case("three dose steps, twenty cells", KENDALL, method, 20_000);
    let cells = case.simulate(&model(&[20], &[], &[], phases, None), |r| r.cells[0] as f64);
    case.mean("mean", (81.10399933689345, 1174.9763437967306f64.sqrt()), 0.0, &cells);

    let ladder = [1.0 / 3.0, 0.6725152231887477, 1.1257142857142857];
    let phases: Vec<_> = ladder.iter().map(|&d| phase(4.0, &[(0.7, d)])).collect();
    let mut case = checks.case("dose ladder through a Hill curve", KENDALL, method, 20_000);
    let cells = case.simulate(&model(&[50], &[], &[], phases, None), |r| r.cells[0] as f64);
    case.mean("mean", (44.06966320198744, 285.36870006791486f64.sqrt()), 0.0, &cells);
}

/// Time for one surviving clone to reach a size: Gumbel in the limit.
fn clone_time(checks: &mut Checks, method: crate::engine::Method) {
    let (n, replicates) = if method == Interval {
        (100_000, 20_000)
    } else {
        (2_000, 4_000)
    };
    let clone = model(&[1], &[], &[], vec![phase(1e5, &[(0.7, 0.3)])], total(n));
    let mut case = checks.case(
        "time of one clone to a size",
        "Durrett & Moseley 2010",
        method,
        replicates,
    );
    let runs = case.simulate(&clone, |r| (r.stop, r.end_day));
    case.proportion(
        "P(established)",
        4.0 / 7.0,
        0.0,
        runs.iter().map(|r| r.0 == PlainStop::TotalCells),
    );
    let days: Vec<f64> = runs
        .iter()
        .filter(|r| r.0 == PlainStop::TotalCells)
        .map(|r| r.1)
        .collect();
    // The size may be overshot by 1%: 0.025 days; at 2,000 cells the limit itself is off by 1/(n s).
    let mean = (f64::ln(n as f64 * 0.4 / 0.7) + 0.577_215_664_9) / 0.4;
    let allowance = if method == Interval { 0.025 / mean } else { 0.005 / mean };
    case.mean("mean day | established", (mean, 3.2063745754046606), allowance, &days);
}
