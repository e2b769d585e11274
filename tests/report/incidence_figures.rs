//! Incidences over time: shares of their own outcome, drawn where they belong.

use super::*;
use crate::counted::{outline, records, share, stepped};
use crate::drawn::{Drawn, assert_line};
use escalade::report::figure::incidence;
use escalade::report::figure::series::Dot;

#[test]
fn incidences_are_the_shares_of_their_own_outcome() {
    let (records, protocol) = (records(), protocol(vec![escalation()]));
    let shown = incidence::data(&summarised(&protocol, &records), 240.0);
    let outcomes = [
        ("resistant", Outcome::Resistant),
        ("extinct", Outcome::Extinct),
        ("given up", Outcome::GivenUp),
    ];
    assert_eq!(shown.curves.len(), outcomes.len());
    for (curve, (name, outcome)) in shown.curves.iter().zip(outcomes) {
        assert_eq!(curve.name, name);
        for day in [0.0, 70.0, 100.0, 150.5, 200.0, 239.0] {
            let seen = share(&records, |r| r.outcome == outcome && r.outcome_day <= day);
            assert!((stepped(&curve.line, day) - seen).abs() < 1e-12, "{name} by day {day}");
        }
        let end = curve.end.unwrap();
        let n = records.iter().filter(|r| r.outcome == outcome).count() as u64;
        let whole = Dot::from(&escalade::statistics::Proportion::new(n, 200));
        assert!((end.value - whole.value).abs() + (end.low - whole.low).abs() + (end.high - whole.high).abs() < 1e-9);
        assert_eq!(curve.line.last().unwrap().0, 240.0);
    }
}

#[test]
fn incidences_are_drawn_where_they_belong() {
    let (records, protocol) = (records(), protocol(vec![escalation()]));
    let files = flask_run("incidence", &protocol, &records);
    let drawn = Drawn::read(file(&files, "figures/incidence.svg"));
    let shown = incidence::data(&summarised(&protocol, &records), 240.0);
    let panel = shown.panel();
    let (across, upward) = (drawn.across(&panel), drawn.upward(&panel));
    for curve in &shown.curves {
        let lines = drawn.lines(curve.colour, 1.0, &panel);
        match curve.dash {
            None => assert_line(&lines[0], &curve.line, (&across, &upward), &curve.name),
            Some(_) => {
                // Every dash lies on the line, and the last one ends near its end.
                for &(x, y) in lines.iter().flatten() {
                    let day = across.value(x);
                    let around = [day - 0.1, day, day + 0.1].map(|day| stepped(&curve.line, day.max(0.0)));
                    let (low, high) = (around[0].min(around[1]), around[2].max(around[1]));
                    let told = upward.value(y);
                    assert!(
                        (low - 0.001..=high + 0.001).contains(&told),
                        "{} on day {day}",
                        curve.name
                    );
                }
                let days = lines.iter().flatten().map(|point| across.value(point.0));
                assert!(days.fold(0.0, f64::max) > 236.0, "{}", curve.name);
            }
        }
        let areas = drawn.areas(curve.colour, 0.16, &panel);
        assert_line(&areas[0], &outline(&curve.band), (&across, &upward), &curve.name);
    }
}
