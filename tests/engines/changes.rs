//! What changes into what in the plain form: two changed daughters, rates of single phases, room for so many cells.

use crate::laws::*;
use escalade::engine::Method::{Exact, Interval};
use escalade::engine::record::{PlainRecord, PlainStop};
use escalade::model::plain::{PhaseChanges, PlainModel, Threshold};

#[track_caller]
fn agree<const N: usize>(
    name: &str,
    model: &PlainModel,
    (seed, n): (u64, u64),
    columns: [&str; N],
    read: impl Fn(&PlainRecord) -> [f64; N],
) -> Vec<[f64; N]> {
    let interval = simulate(model, Interval, seed, n, &read);
    let exact = simulate(model, Exact, seed, n, &read);
    assert_same_laws(name, columns, &interval, &exact);
    interval
}

fn cells(record: &PlainRecord) -> [f64; 3] {
    [0, 1, 2].map(|kind| record.cells.get(kind).map_or(0.0, |n| *n as f64))
}

/// Births 0.6 and deaths 0.1 of S, half of her divisions into two T, of which as many divide as die: after a day
/// 1000 e^-0.1 and 600 (1 - e^-0.1) / 0.1 cells.
fn divided(founders: u64) -> PlainModel {
    let rates = [(0.6, 0.1), (0.1, 0.1)];
    let mut model = model(&[founders, 0], &[(0, 1, 0.5)], &[], vec![phase(1.0, &rates)], None);
    model.mutations[0].and = Some(1);
    model
}

#[test]
fn two_changed_daughters() {
    for (founders, n) in [(3, 20_000), (1_000, 4_000), (30_000, 1_500)] {
        let name = format!("{founders} dividing into two others");
        let columns = ["mothers", "daughters", "divisions"];
        let drawn = agree(&name, &divided(founders), (1, n), columns, |r| {
            [r.cells[0] as f64, r.cells[1] as f64, r.mutations[0] as f64]
        });
        let scale = founders as f64 / 1000.0;
        let of = |column: usize| drawn.iter().map(|row| row[column]).collect::<Vec<_>>();
        assert_mean(&name, &of(0), 904.837_418 * scale, 0.002);
        assert_mean(&name, &of(1), 570.975_492 * scale, 0.002);
        assert_mean(&name, &of(2), 285.487_746 * scale, 0.002);
    }
}

/// Daughters of two types, switching, a rare mutation and crowding at once.
#[test]
fn pairs_beside_everything_else() {
    for (name, founders, capacity) in [("open", 2_000, None), ("crowded", 3_000, Some(6_000))] {
        let rates = [(0.9, 0.1), (0.5, 0.3), (0.3, 0.4)];
        let mut model = model(
            &[founders, 0, 0],
            &[(0, 1, 0.2), (0, 1, 0.002)],
            &[(1, 0, 0.3), (0, 2, 0.1)],
            vec![phase(3.0, &rates)],
            None,
        );
        model.mutations[0].and = Some(2);
        model.capacity = capacity;
        agree(name, &model, (2, 2_500), ["mothers", "one", "other"], cells);
    }
}

/// Half of a pair comes back in the meantime, and divides into a pair again. As many divide as die: with a tenth of the divisions
/// and a tenth of the others per day, 500 (1 + e^-6) and 500 (1 - e^-6) of 1000 are left after 30 days, which one step of an
/// engine that looks at growth alone would span.
#[test]
fn pairs_that_come_back() {
    let pairs = |founders, rates: [(f64, f64); 2], pair, back, days| {
        let mut model = model(
            &[founders, 0],
            &[(0, 1, pair)],
            &[(1, 0, back)],
            vec![phase(days, &rates)],
            None,
        );
        model.mutations[0].and = Some(1);
        model
    };
    let level = pairs(1_000, [(0.5, 0.5); 2], 0.1, 0.1, 30.0);
    let drawn = agree(
        "without growth",
        &level,
        (4, 1_500),
        ["mothers", "daughters", "none"],
        cells,
    );
    for (kind, expected) in [(0, 501.239), (1, 498.761)] {
        let of: Vec<f64> = drawn.iter().map(|row| row[kind]).collect();
        assert_mean("without growth", &of, expected, 0.005);
    }
    let growing = pairs(300, [(1.0, 0.4), (1.3, 0.2)], 0.3, 1.5, 3.0);
    agree(
        "with growth",
        &growing,
        (5, 2_500),
        ["mothers", "daughters", "none"],
        cells,
    );
    let at_once = pairs(1_000, [(1.0, 0.1); 2], 0.2, 5.0, 2.0);
    agree(
        "back at once",
        &at_once,
        (6, 1_500),
        ["mothers", "daughters", "none"],
        cells,
    );
}

/// Mutants that switch back within a day: of cells that all grow alike a share u / (1 + u) (1 - e^-(1 + u) t) are mutants, u
/// mutations a day. Some are founded too late in a step to meet its switching.
#[test]
fn mutants_that_revert_soon() {
    for (name, per_division) in [("tracked singly", 9e-5), ("split off", 1e-3)] {
        let model = model(
            &[100_000, 0],
            &[(0, 1, per_division)],
            &[(1, 0, 1.0)],
            vec![phase(6.0, &[(0.5, 0.1); 2])],
            None,
        );
        let mutants = simulate(&model, Interval, 7, 3_000, |r| r.cells[1] as f64);
        let u = 0.5 * per_division;
        let share = u / (1.0 + u) * (1.0 - f64::exp(-(1.0 + u) * 6.0));
        assert_mean(name, &mutants, 1e5 * f64::exp(0.4 * 6.0) * share, 0.005);
    }
}

/// Close to a small watched size the watched kind goes event by event, the other by its next event.
#[test]
fn pairs_meet_a_watched_size() {
    let rates = [(0.6, 0.2), (0.5, 0.3)];
    for (name, founders) in [("few", 40), ("many", 4_000)] {
        let mut model = model(
            &[founders, 0],
            &[(0, 1, 0.03)],
            &[],
            vec![phase(30.0, &rates)],
            of_type(1, 25),
        );
        model.mutations[0].and = Some(1);
        agree(name, &model, (3, 3_000), ["day", "met", "mothers"], |r| {
            let met = f64::from(u8::from(r.stop == PlainStop::TypeCells));
            [r.end_day, met, r.cells[0] as f64]
        });
    }
}

/// Cells that neither divide nor die only switch: two thirds of 500 are of the second kind once 2 a day go and 1 a day comes
/// back, up to e^(-3 t). A bound on steps by births and deaths must not stop them.
#[test]
fn cells_at_rest_switch() {
    let rates = [(0.0, 0.0), (0.0, 0.0)];
    let switches = [(0, 1, 2.0), (1, 0, 1.0)];
    let plain = model(&[500, 0], &[], &switches, vec![phase(2.0, &rates)], None);
    let second = simulate(&plain, Interval, 74, 2_000, |r| r.cells[1] as f64);
    assert_mean("second kind", &second, 500.0 * 2.0 / 3.0 * (1.0 - libm::exp(-6.0)), 0.0);
}

/// A million mothers bring pairs fast: both daughters of each count for how far a step may go, so that the size is met to a pair.
#[test]
fn pairs_of_many_mothers_pass_no_size_unseen() {
    for size in [900, 5_000] {
        let rates = [(0.5, 0.5), (0.5, 0.1)];
        let mut model = model(
            &[1_000_000, 0],
            &[(0, 1, 1e-3)],
            &[],
            vec![phase(20.0, &rates)],
            of_type(1, size),
        );
        model.mutations[0].and = Some(1);
        let met = simulate(&model, Interval, 73, 100, |r| r.cells[1]);
        let most = if size > 1_000 { size + size / 100 } else { size + 1 };
        assert!(met.iter().all(|cells| (size..=most).contains(cells)), "{size}: {met:?}");
    }
}

/// A mutagen on the first of two days: 1e-4 x 0.6 x 1e6 (e^0.5 - 1) / 0.5 = 77.85 foundings, and none later.
#[test]
fn a_phase_has_rates_of_its_own() {
    let rates = [(0.6, 0.1); 2];
    let mut pulse = model(
        &[1_000_000, 0],
        &[(0, 1, 0.0)],
        &[],
        vec![phase(1.0, &rates), phase(1.0, &rates)],
        None,
    );
    pulse.phases[0].changes = Some(PhaseChanges {
        per_division: vec![1e-4],
        per_day: Vec::new(),
    });
    let founded = |r: &PlainRecord| r.mutations[0] as f64;
    let drawn = simulate(&pulse, Interval, 4, 4_000, founded);
    let first = 1e-4 * 0.6 * 1e6 * (libm::exp(0.5 * (1.0 - 1.2e-4)) - 1.0) / (0.5 * (1.0 - 1.2e-4));
    assert_mean("foundings in a pulse", &drawn, first, 0.0);
    // The other way round: usual in the second phase only.
    let mut late = pulse.clone();
    late.mutations[0].per_division = 1e-4;
    late.phases[0].changes = Some(PhaseChanges {
        per_division: vec![0.0],
        per_day: Vec::new(),
    });
    let drawn = simulate(&late, Interval, 4, 4_000, founded);
    assert_mean("foundings after a phase without", &drawn, first * libm::exp(0.5), 1e-4);
    // Switches too, on both engines.
    let mut away = model(
        &[500, 0],
        &[],
        &[(0, 1, 0.4)],
        vec![phase(2.0, &rates), phase(2.0, &rates)],
        None,
    );
    away.phases[1].changes = Some(PhaseChanges {
        per_division: Vec::new(),
        per_day: vec![0.0],
    });
    agree(
        "switching in the first phase only",
        &away,
        (5, 4_000),
        ["stayed", "left", ""],
        cells,
    );
}

/// Births 1, deaths 0.2 and room for 2,000: the total wanders about the room, and mutants found on the way are there.
#[test]
fn room_for_so_many() {
    let rates = [(1.0, 0.2), (1.0, 0.2)];
    let mut model = model(&[50, 0], &[(0, 1, 1e-3)], &[], vec![phase(25.0, &rates)], None);
    model.capacity = Some(2_000);
    let drawn = agree("logistic", &model, (6, 2_000), ["old", "new", ""], cells);
    let totals: Vec<f64> = drawn.iter().map(|row| row[0] + row[1]).collect();
    // Pull 0.8 to the room, births and deaths 0.2 each: variance C d / (b - d) = 500, which pulls the mean down by half a cell.
    assert_mean("total at its room", &totals, 2_000.0 - 0.25, 0.002);
    let watched = Threshold {
        of_type: None,
        cells: 1_500,
    };
    model.stop = Some(watched);
    agree(
        "day of a size below the room",
        &model,
        (7, 2_000),
        ["day", "", ""],
        |r| [r.end_day, 0.0, 0.0],
    );
}
