//! Mutants in growing populations: Luria-Delbrueck laws and resistance that pre-exists.

use super::check::Checks;
use super::plain::{model, of_type, phase, total};
use crate::engine::Method::{self, Exact, Interval};
use crate::engine::record::PlainStop;

const LD: &str = "Lea & Coulson 1949; Ma et al. 1992; Zheng 1999";
const IWASA: &str = "Iwasa, Nowak & Michor 2006 Genetics 172:2557";

pub(super) fn cases(checks: &mut Checks) {
    for method in [Interval, Exact] {
        luria_delbrueck(checks, method);
        two_types(checks, method);
        pre_existing(checks, method);
    }
    dual_therapy(checks);
}

/// Final wild-type size and replicates of a fluctuation test.
fn size(method: Method) -> (u64, u64) {
    if method == Interval {
        (10_000_000, 40_000)
    } else {
        (10_000, 10_000)
    }
}

/// Number of mutants when the wild type reaches its final size, `m` mutations expected.
fn mutants(
    case: &mut super::check::Case,
    m: f64,
    size: u64,
    wt: (f64, f64),
    mutant: (f64, f64),
    keep: f64,
) -> Vec<u64> {
    let mut grow = phase(1e4, &[wt, mutant]);
    grow.until = of_type(0, size);
    grow.keep = keep;
    // Each division of the wild type either adds a wild-type cell or a mutant.
    let u = m / (size as f64 * wt.0 / (wt.0 - wt.1));
    let founders = size / 10_000;
    case.simulate(
        &model(&[founders.max(1), 0], &[(0, 1, u)], &[], vec![grow], None),
        |r| r.cells[1],
    )
}

fn luria_delbrueck(checks: &mut Checks, method: Method) {
    let (cells, replicates) = size(method);
    // A clone cannot be larger than the culture: allow for the truncation of the tail.
    let cut = if method == Interval { 1e-3 } else { 4e-3 };
    let mut case = checks.case("Luria-Delbrueck, m = 1", LD, method, replicates);
    let n = mutants(&mut case, 1.0, cells, (0.7, 0.0), (0.7, 0.0), 1.0);
    let points = [
        (0, 0.36787944117144233),
        (1, 0.5518191617571635),
        (2, 0.6591173320988342),
        (5, 0.8098776482247351),
        (20, 0.9466545585477925),
        (100, 0.9896823891136617),
    ];
    case.cdf("mutants", &points, cut, &n);

    let mut case = checks.case("Luria-Delbrueck, m = 10", LD, method, replicates);
    let n = mutants(&mut case, 10.0, cells, (0.7, 0.0), (0.7, 0.0), 1.0);
    let points = [
        (5, 0.008419164752620804),
        (10, 0.05242980622165009),
        (20, 0.2319946245366981),
        (50, 0.6505685889214599),
        (100, 0.8504248402138544),
        (200, 0.9361034433693904),
    ];
    case.cdf("mutants", &points, 3.0 * cut, &n);

    let mut case = checks.case("Mandelbrot-Koch, fitter mutant", LD, method, replicates);
    let n = mutants(&mut case, 3.0, cells, (0.8, 0.0), (1.0, 0.0), 1.0);
    let points = [
        (0, 0.049787068367863944),
        (2, 0.1841331258684492),
        (10, 0.5392736182556939),
        (50, 0.8618106744264509),
        (200, 0.957113223248236),
    ];
    case.cdf("mutants", &points, 2.0 * cut, &n);

    let mut case = checks.case("Luria-Delbrueck, mutants die", LD, method, replicates);
    let n = mutants(&mut case, 3.0, cells, (0.6, 0.0), (0.8, 0.2), 1.0);
    let points = [
        (0, 0.07508468627929603),
        (2, 0.2569812380533161),
        (10, 0.6602408395110829),
        (50, 0.9301425745093668),
        (200, 0.9840418940098917),
    ];
    case.cdf("mutants", &points, 2.0 * cut, &n);

    let mut case = checks.case("Luria-Delbrueck, one in ten plated", LD, method, replicates);
    let n = mutants(&mut case, 3.0, cells, (0.7, 0.0), (0.7, 0.0), 0.1);
    let points = [
        (0, 0.4641588833612779),
        (1, 0.7052782650587928),
        (5, 0.927635144260965),
        (20, 0.983904690166427),
    ];
    case.cdf("plated mutants", &points, 2.0 * cut, &n);
}

fn two_types(checks: &mut Checks, method: Method) {
    let rates = [(0.8, 0.2), (0.8, 0.2)];
    let plain = model(&[100, 0], &[(0, 1, 1e-4)], &[], vec![phase(7.0, &rates)], None);
    let replicates = if method == Interval { 40_000 } else { 10_000 };
    let mut case = checks.case(
        "two types at a fixed time",
        "Bartlett 1955; Antal & Krapivsky 2011",
        method,
        replicates,
    );
    let alive = case.simulate(&plain, |r| r.cells[1] > 0);
    case.proportion(
        "P(no living mutant)",
        0.47108633785382087,
        0.0,
        alive.iter().map(|&a| !a),
    );
}

fn pre_existing(checks: &mut Checks, method: Method) {
    // (name, b, d, mutant b, mutant d, u, size, by type, P, replicates)
    type Setting = (&'static str, (f64, f64), (f64, f64), f64, u64, bool, f64, u64);
    let large: [Setting; 3] = [
        (
            "pre-existing at 1e8, high turnover",
            (0.14, 0.13),
            (0.14, 0.13),
            1e-9,
            100_000_000,
            false,
            0.2473885401747291,
            100_000,
        ),
        (
            "pre-existing at 1e6",
            (0.8, 0.2),
            (0.8, 0.2),
            1e-7,
            1_000_000,
            false,
            0.10869877101699832,
            20_000,
        ),
        (
            "pre-existing, costly mutant",
            (0.8, 0.2),
            (0.7, 0.2),
            1e-6,
            1_000_000,
            true,
            0.6796163329572155,
            20_000,
        ),
    ];
    // F of the limit formula holds for the oracle's small culture too, with u M kept.
    let small: [Setting; 1] = [(
        "pre-existing at 1e4",
        (0.8, 0.2),
        (0.8, 0.2),
        1e-5,
        10_000,
        false,
        0.10869877101699832,
        10_000,
    )];
    let settings: &[Setting] = if method == Interval { &large } else { &small };
    for &(name, wt, mutant, u, size, by_type, p, replicates) in settings {
        let stop = if by_type { of_type(0, size) } else { total(size) };
        let plain = model(&[1, 0], &[(0, 1, u)], &[], vec![phase(1e5, &[wt, mutant])], stop);
        let mut case = checks.case(name, IWASA, method, replicates);
        let runs = case.simulate(&plain, |r| (r.stop != PlainStop::Extinct, r.cells[1] > 0));
        let survivors = runs.iter().filter(|r| r.0).map(|r| r.1);
        case.proportion("P(mutant | culture survives)", p, 0.003, survivors);
    }
}

/// Growth to detection, then two drugs: only the doubly resistant live.
fn dual_therapy(checks: &mut Checks) {
    let free = [(0.7, 0.1); 4];
    let treated = [(0.7, 1.0), (0.7, 1.0), (0.7, 1.0), (0.7, 0.1)];
    let mut grow = phase(1e5, &free);
    grow.until = total(1_000_000);
    let routes = [(0, 1, 2e-5), (0, 2, 2e-5), (1, 3, 2e-5), (2, 3, 2e-5)];
    let plain = model(
        &[1, 0, 0, 0],
        &routes,
        &[],
        vec![grow, phase(1e5, &treated)],
        of_type(3, 100_000),
    );
    let mut case = checks.case(
        "two drugs, no shared mutation",
        "Bozic et al. 2013 eLife 2:e00747",
        Interval,
        40_000,
    );
    // Cultures that die before treatment are told apart by their few foundings and early day.
    let runs = case.simulate(&plain, |r| (r.stop, r.end_day, r.mutations[0] + r.mutations[1]));
    let treated = runs.iter().filter(|r| r.0 == PlainStop::TypeCells || r.2 > 0);
    case.proportion(
        "P(eradication)",
        0.9708921367363914,
        0.003,
        treated.map(|r| r.0 == PlainStop::Extinct),
    );
}
