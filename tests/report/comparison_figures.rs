//! Figures of comparisons: incidence, differences and mechanisms under each protocol.

use super::*;
use crate::counted::{HORIZON, ends, flasks, mean, resistant, restricted};
use crate::drawn::{Drawn, assert_dot, assert_line};
use escalade::report::compare::{Arm, Comparison};
use escalade::report::figure::axis::Panel;
use escalade::report::figure::compare;
use escalade::report::palette::{self, FAINT, INK};
use escalade::statistics::paired::{self, Flasks, Side};

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
