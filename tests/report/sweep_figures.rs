//! Figures of sweeps: one key, two keys as a map, many keys in order, and which points are wanted.

use super::*;
use crate::counted::{HORIZON, ends, flasks, mean, resistant, restricted};
use crate::drawn::{Drawn, assert_dot};
use escalade::report::Aim;
use escalade::report::figure::axis::Panel;
use escalade::report::figure::canvas::Point;
use escalade::report::figure::sweep;
use escalade::report::palette::{INK, POPULATION, RESISTANT};
use escalade::report::sweep::{PointResult, SweepKey, SweepReport};
use escalade::scenario::Want;
use escalade::statistics::sweep::SweepPoint;

fn swept(points: u64, keys: usize) -> SweepReport {
    wanted(points, keys, Want::Later)
}

/// The doses of its second point do not hold the unaltered cells.
fn wanted(points: u64, keys: usize, want: Want) -> SweepReport {
    let point = |i: u64| PointResult {
        values: (0..keys).map(|k| format!("{k}-{i}")).collect(),
        unaltered_held: i != 1,
        untreated: false,
        result: SweepPoint::of(&ends(&flasks(i)), HORIZON),
    };
    let key = |k: usize| SweepKey {
        key: format!("flask.{k}.key"),
        values: (0..points).map(|i| format!("{k}-{i}")).collect(),
        words: format!("key {k}"),
        told: (0..points).map(|i| format!("{k}-{i}")).collect(),
        short: (0..points).map(|i| format!("key {k} = {k}-{i}")).collect(),
    };
    SweepReport {
        of_patients: false,
        version: String::new(),
        name: "swept".into(),
        question: String::new(),
        seed: 1,
        replicates: 60,
        sampler_version: 1,
        points_hash: String::new(),
        knowledge_hash: String::new(),
        engine: String::new(),
        horizon: HORIZON,
        keys: (0..keys).map(key).collect(),
        points: (0..points).map(point).collect(),
        synergy: None,
        protocol_words: Vec::new(),
        worlds: None,
        no_world: None,
        aim: Aim { want, asked: false },
        warnings: Vec::new(),
        assumptions: Vec::new(),
    }
}

#[test]
fn a_swept_key_has_its_share_and_time_at_each_value() {
    let shown = sweep::lines::data(&swept(4, 1));
    let drawn = Drawn::read(&sweep::lines::draw(&shown).unwrap());
    for (i, (share, time)) in shown.shares.iter().zip(&shown.times).enumerate() {
        let records = flasks(i as u64);
        assert!((share.value - resistant(&records, HORIZON)).abs() < 1e-12, "{i}");
        assert!((time.value - mean(records.iter().map(restricted))).abs() < 1e-9, "{i}");
    }
    for (panel, dots, colour) in [
        (shown.share_panel(), &shown.shares, RESISTANT),
        (shown.time_panel(), &shown.times, POPULATION),
    ] {
        let upward = drawn.upward(&panel);
        let at = drawn.dots(colour, &panel);
        assert_eq!(at.len(), 4);
        for (i, (at, dot)) in at.iter().zip(dots).enumerate() {
            assert!(
                upward.holds(at.1, dot.value) && (at.0 - panel.px(i as f64)).abs() < 0.06,
                "{dot:?}"
            );
            let lines = drawn.lines(colour, 1.0, &panel);
            let whiskers: Vec<&Vec<Point>> = lines.iter().filter(|line| line.len() == 2).collect();
            let (low, high) = (whiskers[i][0].1, whiskers[i][1].1);
            assert!(upward.holds(low, dot.low) && upward.holds(high, dot.high), "{dot:?}");
        }
    }
}

#[test]
fn stacks_of_a_swept_key_add_up_to_the_resistant() {
    let report = swept(4, 1);
    let shown = sweep::profile::data(&report);
    let drawn = Drawn::read(&sweep::profile::draw(&shown).unwrap());
    let panel = shown.panel();
    let upward = drawn.upward(&panel);
    for i in 0..4 {
        let records = flasks(i as u64);
        let sum: f64 = shown.layers.iter().map(|layer| layer.shares[i]).sum();
        assert!((sum - resistant(&records, HORIZON)).abs() < 1e-9);
        let mut below = 0.0;
        for layer in &shown.layers {
            let top = below + layer.shares[i];
            if top > below {
                let boxes = drawn.boxes(layer.colour, 1.0, &panel);
                let x = panel.px(i as f64);
                let mut here = boxes.iter().filter(|(a, b)| a.0 < x && x < b.0);
                assert!(
                    here.any(|(a, b)| upward.holds(a.1, top) && upward.holds(b.1, below)),
                    "{} at {i}",
                    layer.name
                );
            }
            below = top;
        }
    }
    let records = flasks(2);
    let first = records.iter().filter(|r| {
        let counted = r.outcome == Outcome::Resistant && r.outcome_day <= HORIZON;
        counted && r.composition[0].mechanism.label == shown.layers[0].name
    });
    let first = first.count();
    assert!((shown.layers[0].shares[2] - first as f64 / 60.0).abs() < 1e-12);
}

#[test]
fn maps_of_two_keys_colour_every_cell_by_its_value() {
    let mut report = swept(6, 2);
    report.keys[0].told.truncate(2);
    report.keys[1].told.truncate(3);
    report.keys[0].values.truncate(2);
    report.keys[1].values.truncate(3);
    let shown = sweep::maps::data(&report);
    for (k, of) in [resistant as fn(&[FlaskRecord], f64) -> f64, |records, _| {
        mean(records.iter().map(restricted))
    }]
    .into_iter()
    .enumerate()
    {
        for i in 0..6 {
            let told = shown.maps[k].values[i / 3][i % 3].unwrap();
            assert!(
                (told - of(&flasks(i as u64), HORIZON)).abs() < 1e-9,
                "map {k}, point {i}"
            );
        }
    }
    let drawn = Drawn::read(&sweep::maps::draw(&shown).unwrap());
    // The first map: its rows rise from the bottom.
    let body = Panel {
        left: 82.0,
        right: 346.0,
        top: 50.0,
        bottom: 142.0,
        ..sweep::lines::data(&report).share_panel()
    };
    let map = &shown.maps[0];
    for (i, value) in map.values.iter().flatten().enumerate() {
        let (row, column) = (i / 3, i % 3);
        let (x, y) = (82.0 + 88.0 * (column as f64 + 0.5), 142.0 - 46.0 * (row as f64 + 0.5));
        let boxes = drawn.boxes(map.scale.colour(value.unwrap()), 1.0, &body);
        let covers = |(a, b): &(Point, Point)| a.0 < x && x < b.0 && a.1 < y && y < b.1;
        assert!(boxes.iter().any(covers), "row {row}, column {column}");
    }
    // The corner of the point that does not hold the unaltered cells, and of no other, is cut off.
    assert_eq!(map.marked, [[false, true, false], [false; 3]]);
    let corners = drawn.lines(INK, 1.0, &body);
    let (left, right) = (82.0 + 88.0, 82.0 + 176.0);
    let inside = |line: &Vec<Point>| {
        line.iter()
            .all(|at| left < at.0 && at.0 < right && at.1 < 142.0 && at.1 >= 96.0)
    };
    assert!(corners.len() == 1 && corners.iter().all(inside), "{corners:?}");
}

/// Who makes a resistant line wants it soon, but not from cells that the drug never held.
#[test]
fn a_resistant_line_is_wanted_soon_and_resistant() {
    let report = wanted(5, 3, Want::Sooner);
    let shown = sweep::rank::data(&report);
    let rows: Vec<_> = shown.rows.iter().flatten().collect();
    let held: Vec<bool> = rows.iter().map(|row| row.held).collect();
    assert_eq!(held, [true, true, true, true, false]);
    let times: Vec<f64> = rows[..4].iter().map(|row| row.time.value).collect();
    assert!(times.is_sorted(), "{times:?}");
    let best = (0..5)
        .filter(|i| *i != 1)
        .map(|i| mean(flasks(i).iter().map(restricted)));
    assert!((times[0] - best.fold(f64::INFINITY, f64::min)).abs() < 1e-9);
    let told = escalade::report::sweep::answer(&report);
    let first = format!("Resistance comes soonest at key 0 = {}", rows[0].values[0]);
    assert!(told.starts_with(&first), "{told}");
}

#[test]
fn points_of_many_keys_stand_in_order_of_control() {
    let shown = sweep::rank::data(&swept(5, 3));
    let drawn = Drawn::read(&sweep::rank::draw(&shown).unwrap());
    let times: Vec<f64> = shown.rows.iter().flatten().map(|row| row.time.value).collect();
    // Last is the point that does not hold the unaltered cells, however long it lasts.
    let held: Vec<bool> = shown.rows.iter().flatten().map(|row| row.held).collect();
    assert_eq!(held, [true, true, true, true, false]);
    assert!(times[..4].is_sorted_by(|a, b| a >= b), "{times:?}");
    for (r, row) in shown.rows.iter().flatten().enumerate() {
        let point: u64 = row.values[0].split_once('-').unwrap().1.parse().unwrap();
        let records = flasks(point);
        assert!((row.share.value - resistant(&records, HORIZON)).abs() < 1e-12);
        assert!((row.time.value - mean(records.iter().map(restricted))).abs() < 1e-9);
        let (left, right) = (shown.share_panel(), shown.time_panel());
        let y = left.top + 17.0 * (r as f64 + 0.5);
        assert_dot(&drawn, &left, &drawn.across(&left), RESISTANT, y, row.share, "share");
        assert_dot(&drawn, &right, &drawn.across(&right), POPULATION, y, row.time, "time");
    }
}
