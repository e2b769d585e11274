//! Cells and doses over time: quantiles of the flasks under way, and a drug's courses as one line.

use super::*;
use crate::counted::{outline, records, stepped};
use crate::drawn::{Drawn, assert_line};
use escalade::report::figure::axis::Panel;
use escalade::report::figure::canvas::Point;
use escalade::report::figure::series::Span;
use escalade::report::figure::{course, muller};
use escalade::report::palette::{Colour, INK, POPULATION};

/// A share `p` of the values lie below: to 1% of the values, and to the 13% that a bin of the histogram is wide.
fn assert_quantile(told: f64, values: &[f64], p: f64, what: &str) {
    let below = |limit: f64| values.iter().filter(|&&value| value < limit).count() as f64 / values.len() as f64;
    let (low, high) = (below(0.88 * told), below(1.13 * told));
    assert!(
        low <= p + 0.01 && high >= p - 0.01,
        "{what}: {told} lies at {low} to {high}, not {p}"
    );
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[(values.len() - 1) / 2]
}

#[test]
fn cells_and_doses_over_time_are_those_of_flasks_under_way() {
    let (records, protocol) = (records(), protocol(vec![escalation()]));
    let shown = course::data(&summarised(&protocol, &records), &protocol);
    let looks = |day: f64| -> Vec<&Look> {
        let all = records.iter().flat_map(|r| r.looks.iter().find(|look| look.day == day));
        all.collect()
    };
    let at = |points: &[Point], day: f64| points.iter().find(|point| point.0 == day).map(|point| point.1);
    for day in [0.0, 10.0, 60.0, 90.0, 120.0] {
        let under_way = looks(day);
        assert_eq!(at(&shown.under_way, day), Some(under_way.len() as f64), "day {day}");
        let cells: Vec<f64> = under_way.iter().map(|look| look.cells as f64).collect();
        let span = |band: &[Span]| *band.iter().find(|span| span.at == day).unwrap();
        let (half, most) = (span(&shown.cell_band.half), span(&shown.cell_band.most));
        for (told, p) in [
            (most.low, 0.05),
            (half.low, 0.25),
            (at(&shown.cell_band.median, day).unwrap(), 0.5),
            (half.high, 0.75),
            (most.high, 0.95),
        ] {
            assert_quantile(told, &cells, p, &format!("day {day}"));
        }
        let doses = &shown.doses.as_ref().unwrap().courses[0];
        let given = median(under_way.iter().map(|look| look.doses[0]).collect());
        assert_eq!(stepped(&doses.band.median, day), given, "day {day}");
        for (flask, record) in doses.flasks.iter().zip(&records) {
            if let Some(look) = record.looks.iter().find(|look| look.day == day) {
                assert_eq!(stepped(flask, day), look.doses[0]);
            }
        }
    }
    let names: Vec<&str> = shown.levels.iter().map(|level| level.name.as_str()).collect();
    assert_eq!(names, ["capacity 1.2 × 10⁷", "passage at 80%", "seeding 10⁶"]);
    let levels: Vec<f64> = shown.levels.iter().map(|level| level.cells).collect();
    assert_eq!(levels, [1.2e7, 9.6e6, 1e6]);
    let course = &shown.doses.as_ref().unwrap().courses[0];
    assert_eq!((course.goal, course.goal_name.as_str()), (1000.0, "goal 1 µM"));
}

#[test]
fn cells_and_doses_over_time_are_drawn_where_they_belong() {
    let (records, protocol) = (records(), protocol(vec![escalation()]));
    let shown = course::data(&summarised(&protocol, &records), &protocol);
    let drawn = Drawn::read(&course::draw(&shown).unwrap());
    let doses = shown.doses.as_ref().unwrap();
    let dose_panel = shown.dose_panel(doses.scale);
    let across = drawn.across(&dose_panel);
    let assert_band = |band: &course::Band, panel: &Panel, colours: (Colour, Colour), what: &str| {
        let axes = (&across, &drawn.upward(panel));
        assert_line(
            &drawn.areas(colours.0, 0.14, panel)[0],
            &outline(&band.most),
            axes,
            what,
        );
        assert_line(&drawn.areas(colours.0, 0.2, panel)[0], &outline(&band.half), axes, what);
        let lines = drawn.lines(colours.1, 1.0, panel);
        let longest = lines.iter().max_by_key(|line| line.len()).unwrap();
        assert_line(longest, &band.median, axes, what);
    };
    assert_band(&shown.cell_band, &shown.cell_panel(), (POPULATION, INK), "cells");
    let course = &doses.courses[0];
    assert_band(&course.band, &dose_panel, (course.colour, course.colour), "doses");
    let cell_panel = shown.cell_panel();
    let lines = drawn.lines(POPULATION, 0.3, &cell_panel);
    assert_eq!((lines.len(), shown.cells.len()), (course::DRAWN, course::DRAWN));
    let upward = drawn.upward(&cell_panel);
    for (line, flask) in lines.iter().zip(&shown.cells) {
        assert_line(line, flask, (&across, &upward), "a flask");
    }
    let panel = shown.under_way_panel();
    let area = outline(
        &shown
            .under_way
            .iter()
            .map(|&(at, high)| Span { at, low: 0.0, high })
            .collect::<Vec<_>>(),
    );
    let axes = (&across, &drawn.upward(&panel));
    assert_line(
        &drawn.areas(POPULATION, 0.35, &panel)[0],
        &area,
        axes,
        "flasks under way",
    );
}

/// A dose that goes up and down by the calendar is several courses of a scenario and one line of doses.
#[test]
fn courses_of_one_drug_that_follow_each_other_are_one_line() {
    let constant = |drug, from: f64, until: Option<f64>, dose| Course {
        drug,
        from,
        until,
        half_life: None,
        timing: Timing::default(),
        actual: 1.0,
        dosing: Dosing::Constant { dose },
    };
    let up_and_down = |second| {
        let courses = [
            (0, 0.0, Some(60.0), 300.0),
            (0, second, Some(90.0), 1000.0),
            (1, 90.0, None, 100.0),
        ];
        protocol(
            courses
                .map(|(drug, from, until, dose)| constant(drug, from, until, dose))
                .to_vec(),
        )
    };
    let mut records = records();
    for look in records.iter_mut().flat_map(|record| &mut record.looks) {
        let on = |from: f64, until: f64, dose: f64| if (from..until).contains(&look.day) { dose } else { 0.0 };
        look.doses = vec![
            on(0.0, 60.0, 300.0),
            on(60.0, 90.0, 1000.0),
            on(90.0, f64::INFINITY, 100.0),
        ];
    }
    let lines = |protocol: &Protocol| {
        course::data(&summarised(protocol, &records), protocol)
            .doses
            .unwrap()
            .courses
    };
    let shown = lines(&up_and_down(60.0));
    assert_eq!(shown.len(), 2);
    assert_eq!((shown[0].goal, shown[0].goal_name.as_str()), (1000.0, "at most 1 µM"));
    for (day, dose) in [(10.0, 300.0), (70.0, 1000.0)] {
        assert_eq!(stepped(&shown[0].band.median, day), dose, "day {day}");
        assert!(
            shown[0]
                .flasks
                .iter()
                .all(|flask| flask.last().unwrap().0 < day || stepped(flask, day) == dose)
        );
    }
    // Courses that may be given together stay apart.
    assert_eq!(lines(&up_and_down(30.0)).len(), 3);
    let trace = made_up_trace(records[0].clone());
    let drugs = ["alectinib", "alectinib", "crizotinib"].map(str::to_owned);
    let doses = muller::data(&trace, &drugs).doses;
    assert_eq!(
        doses.iter().map(|one| one.drug.as_str()).collect::<Vec<_>>(),
        ["alectinib", "crizotinib"]
    );
    for look in &trace.record.looks {
        assert_eq!(stepped(&doses[0].line, look.day), look.doses[0] + look.doses[1]);
    }
}
