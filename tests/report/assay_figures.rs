//! Figures of read-outs: wells and potencies of dose-response, alleles, drug in the medium, dots per culture.

use crate::drawn::{Drawn, assert_dot, assert_line};
use escalade::assay::viability::dose_response::DoseResponse;
use escalade::assay::viability::plate::{DosePoint, PlateReadings};
use escalade::assay::viability::potency::Potency;
use escalade::report::figure::assay::{curves, dots, drug_level, vaf};
use escalade::report::figure::axis::Panel;
use escalade::report::figure::canvas::Point;
use escalade::report::figure::series::Dot;
use escalade::report::palette::{self, INK, NONE, RESISTANT};

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
