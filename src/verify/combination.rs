//! Resistance to drugs in combination, and alleles that compete: many steps, long growth, rare ends.

use super::check::Checks;
use super::plain::{model, of_type, phase, total};
use crate::engine::Method::Interval;
use crate::engine::record::PlainStop;

pub(super) fn cases(checks: &mut Checks) {
    komarova_wodarz(checks);
    one_lesion(checks);
    two_alleles(checks);
}

/// Growth to `size` cells; then only cells that resist every drug live on.
fn komarova_wodarz(checks: &mut Checks) {
    const SOURCE: &str = "Komarova & Wodarz 2005 PNAS 102:9714";
    // (name, size, u, d/b, P)
    for (name, size, u, death, p) in [
        ("one drug, low turnover", 100_000_000u64, 1e-9, 0.5, 0.09516258015434481),
        ("one drug, high turnover", 100_000_000, 1e-9, 0.9, 0.09516257291565045),
    ] {
        let growing = (1.0, death);
        let mut grow = phase(1e5, &[growing; 2]);
        grow.until = total(size);
        let treat = phase(1e5, &[(0.0, 50.0), growing]);
        let plain = model(&[100, 0], &[(0, 1, u)], &[], vec![grow, treat], of_type(1, 100_000));
        let mut case = checks.case(name, SOURCE, Interval, 40_000);
        let failed = case.simulate(&plain, |r| r.stop == PlainStop::TypeCells || r.cells[1] > 0);
        case.proportion("P(treatment fails)", p, 0.001, failed);
    }
    for (name, size, u, death, p) in [
        ("two drugs at 1e9", 1_000_000_000u64, 1e-7, 0.99, 0.02078820258977293),
        ("two drugs at 1e11", 100_000_000_000, 1e-8, 0.99, 0.02530357636874818),
    ] {
        let growing = (1.0, death);
        let mut grow = phase(1e5, &[growing; 4]);
        grow.until = total(size);
        let dying = (0.0, 50.0);
        let treat = phase(1e6, &[dying, dying, dying, growing]);
        let routes = [(0, 1, u), (0, 2, u), (1, 3, u), (2, 3, u)];
        let plain = model(&[1_000, 0, 0, 0], &routes, &[], vec![grow, treat], of_type(3, 20_000));
        let mut case = checks.case(name, SOURCE, Interval, 20_000);
        let failed = case.simulate(&plain, |r| r.stop == PlainStop::TypeCells || r.cells[3] > 0);
        // The formula takes the wild type as deterministic; a founding size of 1e3 at net growth
        // 0.01 leaves 30% noise in the day, none in the cells.
        case.proportion("P(treatment fails)", p, 0.0005, failed);
    }
}

/// One lesion of 1e9 cells, two drugs with one shared mutation.
fn one_lesion(checks: &mut Checks) {
    let (u, n, shared) = (1e-9, 50.0, 1.0);
    let (living, treated) = ((0.14, 0.13), (0.14, 0.17));
    let mut grow = phase(1e6, &[living; 4]);
    grow.until = total(1_000_000_000);
    let treat = phase(1e6, &[treated, treated, treated, living]);
    let routes = [
        (0, 1, n * u),
        (0, 2, n * u),
        (0, 3, shared * u),
        (1, 3, (n + shared) * u),
        (2, 3, (n + shared) * u),
    ];
    let plain = model(&[1_000, 0, 0, 0], &routes, &[], vec![grow, treat], of_type(3, 10_000));
    let mut case = checks.case(
        "two drugs, one shared mutation",
        "Bozic et al. 2013 eLife 2:e00747",
        Interval,
        20_000,
    );
    let cured = case.simulate(&plain, |r| r.stop == PlainStop::Extinct);
    case.proportion("P(eradication)", 0.2632477180511487, 0.003, cured);
}

/// The likelier allele against the more resistant one; the larger one at relapse wins.
fn two_alleles(checks: &mut Checks) {
    let b = 0.008787593984962407;
    let (growth, treated) = (0.006151315789473684, -0.03289473684210526);
    let (in_a, in_b) = (0.006, 0.0042);
    let net = |growth: f64| (b, b - growth);
    let mut grow = phase(1e7, &[net(growth); 3]);
    grow.until = total(100_000_000);
    // By day 100 of treatment the lesion is below 5%; then it is watched for relapse.
    let treat = phase(100.0, &[net(treated), net(in_a), net(in_b)]);
    let mut relapse = treat.clone();
    relapse.duration = 1e5;
    relapse.until = total(100_000_000);
    let mu = 4e-8;
    let plain = model(
        &[100, 0, 0],
        &[(0, 1, 0.03 * mu), (0, 2, 0.97 * mu)],
        &[],
        vec![grow, treat, relapse],
        None,
    );
    let mut case = checks.case(
        "two alleles, likelier or more resistant",
        "Leighow et al. 2020 Cell Rep 30:3951",
        Interval,
        10_000,
    );
    let ends = case.simulate(&plain, |r| (r.stop == PlainStop::Extinct, r.cells[1] > r.cells[2]));
    // The formula lets surviving clones grow out deterministically, and lets clones founded before
    // treatment survive as they do without it; the source of the value allows 0.03 for that.
    let none = ends.iter().map(|e| e.0);
    case.proportion("P(no relapse)", 0.010918612874734019, 0.015, none);
    let likelier = ends.iter().map(|e| !e.0 && !e.1);
    case.proportion("P(likelier allele dominates)", 0.856986314921971, 0.03, likelier);
    let stronger = ends.iter().map(|e| !e.0 && e.1);
    case.proportion(
        "P(more resistant allele dominates)",
        0.13209507220329497,
        0.03,
        stronger,
    );
}
