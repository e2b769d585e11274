//! Figures of comparisons, sweeps, tornados, barcodes and dose-response: what they show is what they are given, and
//! what is drawn is what they show.

use super::*;
use crate::drawn::{Axis, Drawn, assert_line};
use escalade::assay::viability::dose_response::DoseResponse;
use escalade::assay::viability::plate::{DosePoint, PlateReadings};
use escalade::assay::viability::potency::Potency;
use escalade::report::Aim;
use escalade::report::compare::{Arm, Comparison};
use escalade::report::figure::assay::{curves, dots, drug_level, vaf};
use escalade::report::figure::axis::Panel;
use escalade::report::figure::canvas::Point;
use escalade::report::figure::series::Dot;
use escalade::report::figure::{barcodes, compare, sweep, tornado};
use escalade::report::palette::{self, Colour, FAINT, INK, NONE, POPULATION, RESISTANT};
use escalade::report::sweep::{PointResult, SweepKey, SweepReport};
use escalade::scenario::Want;
use escalade::statistics::barcodes::{Overlap, Verdict};
use escalade::statistics::paired::{self, FlaskEnd, Flasks, Side};
use escalade::statistics::sweep::SweepPoint;
use escalade::statistics::tornado::{Largest, Over, Reach, Row, Shift, Tornado};

const HORIZON: f64 = 200.0;

/// Flasks of the i-th protocol: the same for all but their made-up numbers.
fn flasks(i: u64) -> Vec<FlaskRecord> {
    (300 * i..300 * i + 60).map(made_up_flask).collect()
}

fn ends(records: &[FlaskRecord]) -> Vec<FlaskEnd> {
    records.iter().map(|record| FlaskEnd::of(record, 1, HORIZON)).collect()
}

fn resistant(records: &[FlaskRecord], day: f64) -> f64 {
    let by = |r: &&FlaskRecord| r.outcome == Outcome::Resistant && r.outcome_day <= day;
    records.iter().filter(by).count() as f64 / records.len() as f64
}

fn restricted(record: &FlaskRecord) -> f64 {
    match record.outcome {
        Outcome::Resistant => record.outcome_day.min(HORIZON),
        _ => HORIZON,
    }
}

fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let n = values.len() as f64;
    values.sum::<f64>() / n
}

fn arms() -> (Vec<Arm>, Vec<Comparison>) {
    let protocol = protocol(vec![escalation()]);
    let drugs = ["alectinib".to_owned()];
    let arm = |i: u64| Arm {
        name: format!("protocol {i}"),
        protocol_words: Vec::new(),
        doses: Vec::new(),
        scenario_hash: String::new(),
        knowledge_hash: String::new(),
        method: escalade::engine::Method::Interval,
        tolerance: 0.02,
        after: 240.0,
        warnings: Vec::new(),
        drugs: drugs.to_vec(),
        columns: drugs.to_vec(),
        summary: summarised(&protocol, &flasks(i)),
    };
    let comparison = |other: u64, flasks_of: Flasks| Comparison {
        other: other as usize,
        shares_flasks: flasks_of == Flasks::Shared,
        paired: paired::compare(
            Side {
                ends: &ends(&flasks(0)),
                drugs: &drugs,
            },
            Side {
                ends: &ends(&flasks(other)),
                drugs: &drugs,
            },
            HORIZON,
            flasks_of,
        ),
    };
    let comparisons = vec![comparison(1, Flasks::Shared), comparison(2, Flasks::Unrelated)];
    ((0..3).map(arm).collect(), comparisons)
}

/// Dots of a colour at a height, and the ends of their intervals, as an axis tells them.
fn assert_dot(drawn: &Drawn, panel: &Panel, axis: &Axis, colour: Colour, y: f64, dot: Dot, what: &str) {
    let dots = drawn.dots(colour, panel);
    let here = dots.iter().find(|at| (at.1 - y).abs() < 0.11);
    let here = here.unwrap_or_else(|| panic!("{what}: no dot at {y}"));
    assert!(axis.holds(here.0, dot.value), "{what}: {dot:?}");
    let lines = drawn.lines(colour, 1.0, panel);
    let level = |line: &&Vec<Point>| line.iter().all(|at| (at.1 - y).abs() < 0.11);
    let held = lines
        .iter()
        .filter(level)
        .any(|line| axis.holds(line[0].0, dot.low) && axis.holds(line[1].0, dot.high));
    assert!(held || dot.low == dot.high, "{what}: {dot:?}");
}

#[test]
fn protocols_have_their_own_incidence_up_to_the_horizon() {
    let (arms, _) = arms();
    let shown = compare::incidence::data(&arms, HORIZON);
    let drawn = Drawn::read(&compare::incidence::draw(&shown).unwrap());
    let panel = shown.panel();
    let axes = (&drawn.across(&panel), &drawn.upward(&panel));
    for (i, curve) in shown.curves.iter().enumerate() {
        for day in [100.0, 150.0, HORIZON] {
            let told = curve.line.iter().rfind(|point| point.0 <= day).unwrap().1;
            assert!(
                (told - resistant(&flasks(i as u64), day)).abs() < 1e-12,
                "{i} on day {day}"
            );
        }
        assert_eq!(curve.line.last().unwrap().0, HORIZON);
        let upper = curve.band.iter().map(|span| (span.at, span.high));
        let lower = curve.band.iter().rev().map(|span| (span.at, span.low));
        let area = &drawn.areas(palette::series(i), 0.14, &panel)[0];
        assert_line(area, &upper.chain(lower).collect::<Vec<_>>(), axes, &curve.name);
    }
    assert_line(
        &drawn.lines(palette::series(0), 1.0, &panel)[0],
        &shown.curves[0].line,
        axes,
        "the first protocol",
    );
}

#[test]
fn differences_are_those_to_the_first_protocol() {
    let (arms, comparisons) = arms();
    let shown = compare::differences::data(&arms, &comparisons);
    let drawn = Drawn::read(&compare::differences::draw(&shown).unwrap());
    let first = flasks(0);
    assert!(shown.paired && shown.rows[0].later.is_some() && shown.rows[1].later.is_none());
    for (i, row) in shown.rows.iter().enumerate() {
        let other = flasks(row.other as u64);
        assert_eq!(row.name, format!("protocol {}", row.other));
        let points = 100.0 * (resistant(&other, HORIZON) - resistant(&first, HORIZON));
        assert!((row.points.value - points).abs() < 1e-9, "{row:?}");
        let days = mean(other.iter().map(restricted)) - mean(first.iter().map(restricted));
        assert!((row.days.value - days).abs() < 1e-9, "{row:?}");
        for dot in [row.points, row.days] {
            assert!(dot.low < dot.value && dot.value < dot.high, "{dot:?}");
        }
        for (panel, dot) in [(shown.point_panel(), row.points), (shown.day_panel(), row.days)] {
            let y = 84.0 + 70.0 * i as f64;
            assert_dot(&drawn, &panel, &drawn.across(&panel), INK, y, dot, &row.name);
        }
    }
    let later = shown.rows[0].later.unwrap();
    let day = |r: &FlaskRecord| match r.outcome {
        Outcome::Resistant if r.outcome_day <= HORIZON => r.outcome_day,
        _ => f64::INFINITY,
    };
    let days: Vec<(f64, f64)> = first.iter().zip(flasks(1)).map(|(a, b)| (day(a), day(&b))).collect();
    let count = |holds: fn(f64, f64) -> bool| days.iter().filter(|&&(a, b)| holds(a, b)).count() as f64 / 60.0;
    let counted = [
        count(|a, b| a > b),
        count(|a, b| a == b && a.is_infinite()),
        count(|a, b| a < b),
    ];
    assert_eq!([later.first, later.tie, later.other], counted);
    // The bar from 500 to 706 pixels.
    let bar = Panel {
        left: 500.0,
        right: 706.0,
        top: 74.0,
        bottom: 94.0,
        ..shown.point_panel()
    };
    let widths = [palette::series(0), FAINT, palette::series(1)].map(|colour| {
        let boxes = drawn.boxes(colour, 1.0, &bar);
        boxes.iter().map(|(a, b)| (b.0 - a.0) / 206.0).sum::<f64>()
    });
    assert!(
        widths
            .iter()
            .zip(counted)
            .all(|(width, share)| (width - share).abs() < 0.001),
        "{widths:?}"
    );
}

#[test]
fn mechanisms_under_each_protocol_are_shares_of_all_its_flasks() {
    let (arms, comparisons) = arms();
    let shown = compare::profile::data(&arms, &comparisons);
    let drawn = Drawn::read(&compare::profile::draw(&shown).unwrap());
    let (panel, n) = (shown.panel(), 60.0);
    let axis = drawn.across(&panel);
    for (k, row) in shown
        .rows
        .iter()
        .enumerate()
        .filter(|(_, row)| row.name != "no alteration")
    {
        for (i, dot) in row.shares.iter().enumerate() {
            let carried = |r: &&FlaskRecord| {
                let resistant = r.outcome == Outcome::Resistant && r.outcome_day <= HORIZON;
                resistant && r.composition[0].mechanism.label == row.name
            };
            let share = flasks(i as u64).iter().filter(carried).count() as f64 / n;
            assert!((dot.value - share).abs() < 1e-12, "{} under {i}", row.name);
            let y = panel.top + 13.0 + 26.0 * k as f64 + 16.0 / 3.0 * (i as f64 - 1.0);
            assert_dot(&drawn, &panel, &axis, palette::series(i), y, *dot, &row.name);
        }
    }
}

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

#[test]
fn the_strongest_values_stand_on_top_of_the_tornado() {
    let shift = |profile: f64, days: f64| Shift {
        share_beyond: 0.0,
        days_beyond: 0.0,
        resistant: 0.0,
        resistant_error: 0.0,
        days,
        days_error: 1.5,
        profile,
        profile_noise: 0.04,
    };
    let row = |key: &str, low: f64, high: f64, effect: f64| Row {
        key: key.into(),
        what: String::new(),
        unit: "per day".into(),
        value: "1".into(),
        range: "0 to 2".into(),
        over: Over {
            value: 1.0,
            low: 0.0,
            high: 2.0,
            stated: true,
        },
        certainty: "assumed".parse().unwrap(),
        low: Some(shift(low, -40.0 * low)),
        high: Some(shift(high, 70.0 * high)),
        effect,
    };
    let ranked = Tornado {
        scenario: "made up".into(),
        replicates: 100,
        seed: 1,
        horizon: HORIZON,
        resistant: 0.5,
        days: 150.0,
        never_held: false,
        reach: Reach {
            fewest: 12,
            smallest: Some(0.137),
            largest: Some(Largest {
                key: "noise".into(),
                moved: 0.0449,
                flasks: Some(431),
            }),
        },
        rows: vec![
            row("b", 0.31, 0.62, 0.6),
            row("a", 0.2, 0.1, 0.2),
            row("noise", 0.01, 0.01, 0.0),
        ],
        without_part: Vec::new(),
        not_moved: Vec::new(),
    };
    let shown = tornado::data(&ranked, 10);
    let names: Vec<&str> = shown.rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["b", "a"], "what stays within noise is not drawn");
    let drawn = Drawn::read(&tornado::draw(&shown).unwrap());
    let (profile, time) = (shown.profile_panel(), shown.time_panel());
    for (i, row) in shown.rows.iter().enumerate() {
        for (end, colour, dy) in [(row.low, palette::series(0), -5.0), (row.high, palette::series(1), 5.0)] {
            let (shift, y) = (end.unwrap(), 62.0 + 26.0 * (i as f64 + 0.5) + dy);
            let bar = |panel: &Panel| -> (f64, f64) {
                let boxes = drawn.boxes(colour, 1.0, panel).into_iter();
                let (a, b) = boxes.into_iter().find(|(a, b)| a.1 < y && y < b.1).unwrap();
                (a.0, b.0)
            };
            let axis = drawn.across(&profile);
            assert!(
                axis.holds(bar(&profile).0, 0.0) && axis.holds(bar(&profile).1, shift.profile),
                "{}",
                row.name
            );
            let (axis, (from, to)) = (drawn.across(&time), bar(&time));
            let wanted = (shift.days.min(0.0), shift.days.max(0.0));
            assert!(axis.holds(from, wanted.0) && axis.holds(to, wanted.1), "{}", row.name);
            let lines = drawn.lines(INK, 1.0, &time);
            let level = |line: &&Vec<Point>| line.iter().all(|at| (at.1 - y).abs() < 0.11);
            let error = lines.iter().find(level).unwrap();
            assert!(axis.holds(error[0].0, shift.days - 3.0) && axis.holds(error[1].0, shift.days + 3.0));
        }
    }
    let told = "100 flasks at each end find a mechanism whose share moves by 14 points with a probability of 80%, where all that \
                change do so the same way (12 flasks at least). The largest movement within noise, 4 points (noise), would take \
                about 431 flasks at each end.";
    assert!(escalade::report::tornado::text(&ranked, 10).contains(told));
    let files = escalade::report::tornado::files(&ranked, 10, "0").unwrap();
    let file = |name: &str| &files.iter().find(|(file, _)| file == name).unwrap().1;
    assert!(file("tornado.html").contains(told));
    let cell = |line: &str, name: &str| -> String {
        let column = file("tornado.csv")
            .lines()
            .next()
            .unwrap()
            .split(',')
            .position(|head| head == name);
        line.split(',').nth(column.unwrap()).unwrap().to_owned()
    };
    for line in file("tornado.csv").lines().skip(1) {
        assert_eq!(
            (cell(line, "value"), cell(line, "unit")),
            ("1".to_owned(), "per day".to_owned())
        );
    }
}

#[test]
fn barcodes_beyond_eight_arms_are_drawn_together() {
    let overlap = Overlap {
        shared: 0.0,
        by_chance: 0.0,
        excess: 0.0,
        low: None,
        high: None,
        shared_winners: 0.0,
        shared_by_chance: 0.0,
        in_arms: (0..10).map(|i| (f64::from(20 - i), f64::from(10 - i) / 2.0)).collect(),
        seeded_in_all: 0.0,
        first_stock: Vec::new(),
        verdict: Verdict::PreExisting,
    };
    let rows = barcodes::data(&overlap);
    assert_eq!(rows.len(), 8);
    assert_eq!(
        (rows[2].name.as_str(), rows[2].seen, rows[2].chance),
        ("3 arms", 18.0, 4.0)
    );
    assert_eq!(
        (rows[7].name.as_str(), rows[7].seen, rows[7].chance),
        ("8 arms or more", 36.0, 3.0)
    );
    let drawn = Drawn::read(&barcodes::draw(&rows).unwrap());
    let panel = barcodes::panel(&rows);
    let axis = drawn.across(&panel);
    for (colour, value) in [
        (RESISTANT, (|row| row.seen) as fn(&barcodes::ArmsRow) -> f64),
        (NONE, |row| row.chance),
    ] {
        let boxes = drawn.boxes(colour, 1.0, &panel);
        assert!(
            boxes.len() == 8
                && boxes
                    .iter()
                    .zip(&rows)
                    .all(|((_, end), row)| axis.holds(end.0, value(row)))
        );
    }
}

#[test]
fn dose_response_shows_every_well_mean_and_potency() {
    let curve = |name: &str, half: f64, ic50| DoseResponse {
        strays: false,
        specimen: name.into(),
        drug: "alectinib".into(),
        batch: None,
        hours: 72.0,
        readings: PlateReadings {
            points: (0..6)
                .map(|k| 3f64.powi(k))
                .map(|dose| {
                    let mean = 1.0 / (1.0 + dose / half);
                    DosePoint {
                        dose,
                        wells: vec![mean - 0.02, mean + 0.04],
                    }
                })
                .collect(),
            controls: Vec::new(),
            day_zero: Vec::new(),
        },
        control_growth: 4.0,
        fit: None,
        interpolated: Some("no fit".into()),
        ec50: Potency::None,
        ic50,
        gi50: Potency::None,
        gr50: Potency::None,
    };
    let told = Potency::Dose {
        nm: 10.0,
        low: 8.0,
        high: 13.0,
    };
    let plate = vec![
        curve("parental", 10.0, told),
        curve("resistant", 500.0, Potency::Above { nm: 243.0 }),
    ];
    let shown = curves::data(std::slice::from_ref(&plate));
    let drawn = Drawn::read(&curves::draw(&shown).unwrap());
    let panel = curves::panel(&shown, 0);
    let (across, upward) = (drawn.across(&panel), drawn.upward(&panel));
    for (curve, given) in shown[0].curves.iter().zip(&plate) {
        let means: Vec<Point> = given.readings.points.iter().map(|p| (p.dose, p.mean())).collect();
        assert_eq!(curve.means, means);
        assert_eq!(curve.wells.len(), 12);
        let dots = drawn.dots(curve.colour, &panel);
        for (dose, share) in curve.means.iter().chain(&curve.wells) {
            let here = dots
                .iter()
                .any(|at| across.holds(at.0, *dose) && upward.holds(at.1, *share));
            assert!(here, "{} at {dose} nM", curve.name);
        }
        // Between measured points nothing but straight lines.
        let lines = drawn.lines(curve.colour, 1.0, &panel);
        assert_line(&lines[0], &curve.fit, (&across, &upward), &curve.name);
        assert_eq!(curve.fit, means);
    }
    let (parental, resistant) = (&shown[0].curves[0], &shown[0].curves[1]);
    assert_eq!(
        (parental.note.as_str(), resistant.note.as_str()),
        ("IC50 10 nM, means joined", "IC50 above 243 nM, means joined")
    );
    assert!(resistant.ic50.is_none());
    let ic50 = drawn.lines(INK, 1.0, &panel).remove(0);
    assert!(across.holds(ic50[0].0, 8.0) && across.holds(ic50[1].0, 13.0) && upward.holds(ic50[0].1, 0.5));
}

#[test]
fn called_and_missed_alleles_stand_at_their_frequency() {
    let row = |name: &str, kind, value: f64, low: f64, high: f64| vaf::Row {
        name: name.into(),
        kind,
        vaf: Dot { value, low, high },
        note: String::new(),
    };
    let shown = vaf::VafFigure {
        specimen: "made up".into(),
        panels: vec![vaf::VafPanel {
            title: "panel".into(),
            limit: 0.02,
            rows: vec![
                row("new", vaf::Kind::New, 0.31, 0.25, 0.37),
                row("before", vaf::Kind::Before, 0.052, 0.03, 0.08),
                row("missed", vaf::Kind::Missed, 0.004, 0.004, 0.004),
                row("copies", vaf::Kind::Copies, 0.0, 0.0, 0.0),
            ],
        }],
    };
    let drawn = Drawn::read(&vaf::draw(&shown).unwrap());
    let panel = vaf::panel(4, 44.0);
    let axis = drawn.across(&panel);
    for (i, colour) in [RESISTANT, palette::EXTINCT, NONE].into_iter().enumerate() {
        let (dot, y) = (shown.panels[0].rows[i].vaf, panel.top + 20.0 * (i as f64 + 0.5));
        let dots = drawn.dots(colour, &panel);
        assert!(
            dots.len() == 1 && axis.holds(dots[0].0, dot.value) && (dots[0].1 - y).abs() < 0.06,
            "{i}"
        );
        let lines = drawn.lines(INK, 1.0, &panel);
        let interval = lines.iter().find(|line| (line[0].1 - y).abs() < 0.06);
        let held = interval.map(|line| axis.holds(line[0].0, dot.low) && axis.holds(line[1].0, dot.high));
        assert_eq!(held, (i < 2).then_some(true), "{i}");
    }
}

#[test]
fn drug_left_in_the_medium_is_drawn_with_its_scatter() {
    let level = |value: f64| Dot {
        value,
        low: 0.9 * value,
        high: 1.1 * value,
    };
    let arm = |name, colour, levels: [f64; 3]| drug_level::LevelArm {
        name,
        colour,
        levels: levels.map(level).to_vec(),
    };
    let shown = drug_level::LevelFigure {
        title: "drug".into(),
        hours: vec![0.0, 24.0, 72.0],
        limit: 0.5,
        arms: [
            arm("plain medium", NONE, [100.0, 95.0, 98.0]),
            arm("co-culture", palette::series(0), [101.0, 40.0, 6.0]),
        ],
        note: String::new(),
    };
    let drawn = Drawn::read(&drug_level::draw(&shown).unwrap());
    let panel = shown.panel();
    let (across, upward) = (drawn.across(&panel), drawn.upward(&panel));
    for arm in &shown.arms {
        let points: Vec<Point> = shown
            .hours
            .iter()
            .copied()
            .zip(arm.levels.iter().map(|dot| dot.value))
            .collect();
        let lines = drawn.lines(arm.colour, 1.0, &panel);
        assert_line(&lines[0], &points, (&across, &upward), arm.name);
        for (i, (dot, bar)) in arm.levels.iter().zip(&lines[1..]).enumerate() {
            let ends = upward.holds(bar[0].1, dot.low) && upward.holds(bar[1].1, dot.high);
            assert!(ends && across.holds(bar[0].0, shown.hours[i]), "{} {dot:?}", arm.name);
        }
        assert_eq!(drawn.dots(arm.colour, &panel).len(), 3);
    }
}

#[test]
fn read_outs_stand_in_rows_with_a_dot_per_culture() {
    let row = |label: &str, first: Dot, second: Option<Dot>| dots::Row {
        label: label.into(),
        dots: vec![Some(first), second],
        marked: false,
    };
    let interval = |value: f64| Dot {
        value,
        low: value - 0.1,
        high: value + 0.15,
    };
    let shown = dots::Dots {
        title: "read-outs".into(),
        series: vec![("parental".into(), NONE), ("resistant".into(), RESISTANT)],
        axis: "signal",
        scale: escalade::report::figure::axis::Scale::Linear { low: 0.0, high: 2.0 },
        tick: escalade::words::number,
        reference: None,
        rows: vec![
            row("pERK", interval(0.4), Some(interval(1.2))),
            row("pAKT", Dot::alone(0.9), None),
        ],
        note: String::new(),
    };
    let drawn = Drawn::read(&dots::draw("read-outs", &shown).unwrap());
    // The rows are 27 pixels high from 62 on; the longest label leaves the panel its least left edge.
    let panel = Panel {
        left: 106.0,
        right: 694.0,
        top: 62.0,
        bottom: 116.0,
        x: shown.scale,
        y: shown.scale,
    };
    let axis = drawn.across(&panel);
    for (i, row) in shown.rows.iter().enumerate() {
        for (k, dot) in row.dots.iter().enumerate() {
            let Some(dot) = dot else { continue };
            let y = 62.0 + 27.0 * (i as f64 + 0.5) + 9.0 * (k as f64 - 0.5);
            assert_dot(&drawn, &panel, &axis, shown.series[k].1, y, *dot, &row.label);
        }
    }
    assert_eq!(drawn.dots(RESISTANT, &panel).len(), 1);
}
