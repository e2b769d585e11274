//! Reversible switching between two states.

use super::check::Checks;
use super::plain::{model, phase};
use crate::engine::Method::{self, Exact, Interval};

const SOURCE: &str = "Kussell & Leibler 2005; linear algebra";

pub(super) fn cases(checks: &mut Checks) {
    for method in [Interval, Exact] {
        biphasic(checks, method);
    }
    for rate in [1e-6, 1e-4, 1e-2, 1.0] {
        one_way(checks, rate);
    }
    for rate in [0.3, 1.0, 3.0] {
        emptying(checks, rate);
    }
    for days in [14.0, 100.0] {
        at_rest(checks, days);
    }
    filling(checks);
}

/// Kill curve on drug from the stationary drug-free mix, then re-sensitisation.
fn biphasic(checks: &mut Checks, method: Method) {
    let cells = if method == Interval { 10_000_000.0 } else { 20_000.0 };
    let tolerant = (cells * 0.0022216725756393336f64).round();
    let founders = [(cells - tolerant) as u64, tolerant as u64];
    // Net growth -0.8 and -0.01 on drug, 0.6 and 0.2 without; births chosen freely.
    let drug = [(0.2, 1.0), (0.04, 0.05)];
    let free = [(0.7, 0.1), (0.3, 0.1)];
    let (to_tolerant, back) = ((0, 1, 0.01), (1, 0, 0.02));
    for (day, surviving, fraction) in [
        (3.0, 0.10069085558027499, 0.12512748504253418),
        (9.0, 0.01244519431477676, 0.9217963096281852),
        (21.0, 0.00824042720633432, 0.0),
    ] {
        let plain = model(&founders, &[], &[to_tolerant, back], vec![phase(day, &drug)], None);
        let mut case = checks.case(
            "biphasic kill curve",
            SOURCE,
            method,
            if method == Interval { 2_000 } else { 1_000 },
        );
        let counts = case.simulate(&plain, |r| (r.cells[0] as f64, r.cells[1] as f64));
        let all: Vec<f64> = counts.iter().map(|c| (c.0 + c.1) / cells).collect();
        case.mean_by_sample(&format!("share alive on day {day}"), surviving, 0.005, &all);
        if fraction > 0.0 {
            let shares: Vec<f64> = counts.iter().map(|c| c.1 / (c.0 + c.1)).collect();
            case.mean_by_sample(&format!("tolerant share on day {day}"), fraction, 0.005, &shares);
        }
    }
    if method == Interval {
        stationary(checks, &free);
        withdrawal(checks, &founders, &drug, &free);
    }
}

/// Tolerant share after three weeks on drug and some days without.
fn withdrawal(checks: &mut Checks, founders: &[u64], drug: &[(f64, f64)], free: &[(f64, f64)]) {
    // Switching rates change with the drug, which phases cannot: one run ends where the next starts.
    let on_drug = model(
        founders,
        &[],
        &[(0, 1, 0.01), (1, 0, 0.02)],
        vec![phase(21.0, drug)],
        None,
    );
    let mut case = checks.case("re-sensitisation", SOURCE, Interval, 400);
    let ends = case.simulate(&on_drug, |r| [r.cells[0] as f64, r.cells[1] as f64]);
    let start = [0, 1].map(|i: usize| ends.iter().map(|c| 1e3 * c[i]).sum::<f64>() / ends.len().max(1) as f64);
    for (day, share) in [
        (3.0, 0.7065600784864715),
        (7.0, 0.24714945254848913),
        (14.0, 0.015557775988824482),
        (21.0, 0.00280287539840564),
    ] {
        let switches = [(0, 1, 0.001), (1, 0, 0.05)];
        let founders = start.map(|cells| cells.round() as u64);
        let plain = model(&founders, &[], &switches, vec![phase(day, free)], None);
        let shares = case.simulate(&plain, |r| r.cells[1] as f64 / (r.cells[0] + r.cells[1]) as f64);
        case.mean_by_sample(
            &format!("tolerant share {day} d after withdrawal"),
            share,
            0.005,
            &shares,
        );
    }
}

/// Without drug the mix settles at the dominant eigenvector.
fn stationary(checks: &mut Checks, free: &[(f64, f64)]) {
    let plain = model(
        &[1_000_000, 0],
        &[],
        &[(0, 1, 0.001), (1, 0, 0.05)],
        vec![phase(30.0, free)],
        None,
    );
    let mut case = checks.case("stationary tolerant share", SOURCE, Interval, 2_000);
    let shares = case.simulate(&plain, |r| r.cells[1] as f64 / (r.cells[0] + r.cells[1]) as f64);
    case.mean_by_sample("tolerant share on day 30", 0.0022216725756393336, 0.005, &shares);

    let cells = 1e7;
    let tolerant = (cells * 0.0022216725756393336f64).round();
    let plain = model(
        &[(cells - tolerant) as u64, tolerant as u64],
        &[],
        &[(0, 1, 0.001), (1, 0, 0.05)],
        vec![phase(20.0, free)],
        None,
    );
    let mut case = checks.case("growth of the stationary mix", SOURCE, Interval, 1_000);
    let rates = case.simulate(&plain, |r| {
        let grown = (r.cells[0] + r.cells[1]) as f64 / cells;
        grown.ln() / 20.0
    });
    case.mean_by_sample("net growth per day", 0.5991113309697442, 0.001, &rates);
}

/// Mean of the class that one-way switching feeds, at rates from rare to frequent.
fn one_way(checks: &mut Checks, rate: f64) {
    let (g, h, days) = (0.5, -0.2, 10.0);
    let plain = model(
        &[1_000_000, 0],
        &[],
        &[(0, 1, rate)],
        vec![phase(days, &[(0.7, 0.2), (0.1, 0.3)])],
        None,
    );
    let mut case = checks.case("one-way switching", SOURCE, Interval, 4_000);
    let fed = case.simulate(&plain, |r| r.cells[1] as f64);
    let own = g - rate;
    let mean = 1e6 * rate * (f64::exp(own * days) - f64::exp(h * days)) / (own - h);
    case.mean_by_sample(&format!("cells that switched, {rate} per day"), mean, 0.005, &fed);
}

/// Mutants that a class founds while it empties: nothing flows back, so this is where the length of a
/// step matters most to them: 25 / 12 tolerances at a constant size, a little more as the class also dies.
fn emptying(checks: &mut Checks, rate: f64) {
    let (birth, death, per_division, days) = (0.5, 0.6, 1e-5, 3.0);
    let idle = (0.0, 0.0);
    let plain = model(
        &[1_000_000, 0, 0],
        &[(0, 2, per_division)],
        &[(0, 1, rate)],
        vec![phase(days, &[(birth, death), idle, idle])],
        None,
    );
    let mut case = checks.case("mutants of an emptying class", SOURCE, Interval, 4_000);
    let founded = case.simulate(&plain, |r| r.cells[2] as f64);
    let own = birth - death - rate;
    let mean = 1e6 * per_division * birth * (f64::exp(own * days) - 1.0) / own;
    case.mean_by_sample(&format!("mutants, {rate} per day leave"), mean, 0.025, &founded);
}

/// Cells that rest and seldom cycle, as many of which divide as die: in one phase a cell changes from 28 to 200 times.
fn at_rest(checks: &mut Checks, days: f64) {
    let (to_rest, back) = (2.0, 0.02);
    let rates = [(0.3, 0.3), (0.0, 0.0)];
    let switches = [(0, 1, to_rest), (1, 0, back)];
    let plain = model(&[100_000, 0], &[], &switches, vec![phase(days, &rates)], None);
    let mut case = checks.case("states left at once", SOURCE, Interval, 2_000);
    let cycling = case.simulate(&plain, |r| r.cells[0] as f64);
    let both = to_rest + back;
    let mean = 1e5 * (back + to_rest * f64::exp(-both * days)) / both;
    case.mean_by_sample(&format!("cells that cycle on day {days}"), mean, 0.005, &cycling);
}

/// Mutants of a class that empties for good, and of the one that it empties into, in a phase in which no growth bounds a step.
fn filling(checks: &mut Checks) {
    let (birth, leaving, days) = (0.5, 0.5, 30.0);
    let idle = (0.0, 0.0);
    let level = (birth, birth);
    let plain = model(
        &[1_000_000, 0, 0, 0],
        &[(0, 2, 1e-5), (1, 3, 1e-6)],
        &[(0, 1, leaving)],
        vec![phase(days, &[level, level, idle, idle])],
        None,
    );
    let mut case = checks.case("mutants of a class that fills", SOURCE, Interval, 4_000);
    let founded = case.simulate(&plain, |r| [r.cells[2] as f64, r.cells[3] as f64]);
    let spent = (1.0 - f64::exp(-leaving * days)) / leaving;
    for (of, what, mean) in [
        (0, "mutants of the one that empties", 1e6 * 1e-5 * birth * spent),
        (1, "mutants of the one that fills", 1e6 * 1e-6 * birth * (days - spent)),
    ] {
        let of: Vec<f64> = founded.iter().map(|r| r[of]).collect();
        case.mean_by_sample(what, mean, 0.025, &of);
    }
}
