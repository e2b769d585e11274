//! Figures of a run: what they show is what the records say, and what is drawn is what they show.

use super::*;
use crate::drawn::{Drawn, assert_line};
use escalade::model::biology::MechanismClass;
use escalade::report::figure::axis::Panel;
use escalade::report::figure::canvas::Point;
use escalade::report::figure::series::{Dot, Span};
use escalade::report::figure::{course, incidence, muller, over_time, profile};
use escalade::report::palette::{self, Colour, INK, POPULATION, Texture};

fn records() -> Vec<FlaskRecord> {
    (0..200).map(made_up_flask).collect()
}

fn share(records: &[FlaskRecord], holds: impl Fn(&FlaskRecord) -> bool) -> f64 {
    records.iter().filter(|record| holds(record)).count() as f64 / records.len() as f64
}

/// Value of a step function at a place.
fn stepped(line: &[Point], at: f64) -> f64 {
    line.iter().rfind(|point| point.0 <= at).unwrap().1
}

/// Upper edge from left to right, then lower edge back.
fn outline(band: &[Span]) -> Vec<Point> {
    let upper = band.iter().map(|span| (span.at, span.high));
    upper.chain(band.iter().rev().map(|span| (span.at, span.low))).collect()
}

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

#[test]
fn bars_of_the_profile_are_the_shares_of_resistant_flasks() {
    let (records, protocol) = (records(), protocol(vec![escalation()]));
    let resistant: Vec<FlaskRecord> = (records.iter())
        .filter(|r| r.outcome == Outcome::Resistant)
        .cloned()
        .collect();
    let shown = profile::data(&summarised(&protocol, &records));
    assert_eq!(
        (shown.resistant.count, shown.resistant.n),
        (resistant.len() as u64, 200)
    );
    for bar in shown.mechanisms.iter().filter(|bar| bar.pale.is_some()) {
        let first = share(&resistant, |r| r.composition[0].mechanism.label == bar.label);
        assert!((bar.share.share - first).abs() < 1e-12, "{}", bar.label);
        let present = share(&resistant, |r| {
            r.composition
                .iter()
                .any(|entry| entry.present && entry.mechanism.label == bar.label)
        });
        assert!((bar.pale.unwrap() - present).abs() < 1e-12, "{}", bar.label);
    }
    let all: f64 = shown.classes.iter().map(|bar| bar.share.share).sum();
    assert!((all - 1.0).abs() < 1e-12, "every resistant flask has a class: {all}");
    assert!(shown.mechanisms.is_sorted_by(|a, b| a.share.count >= b.share.count));

    let drawn = Drawn::read(&profile::draw(&shown).unwrap());
    let axis = drawn.across(&Panel {
        bottom: shown.mechanism_panel().bottom + 3.0,
        ..shown.mechanism_panel()
    });
    for (bars, panel) in [
        (&shown.classes, shown.class_panel()),
        (&shown.mechanisms, shown.mechanism_panel()),
    ] {
        for (i, bar) in bars.iter().enumerate() {
            let y = panel.top + (i as f64 + 0.5) * 22.0;
            let in_row = |opacity| -> Vec<f64> {
                let boxes = drawn.boxes(bar.colour, opacity, &panel).into_iter();
                boxes.filter(|(a, b)| a.1 < y && y < b.1).map(|(_, b)| b.0).collect()
            };
            assert!(axis.holds(in_row(1.0)[0], bar.share.share), "{}", bar.label);
            let pale = in_row(0.28);
            assert_eq!(pale.len(), usize::from(bar.pale.is_some()), "{}", bar.label);
            assert!(bar.pale.is_none_or(|share| axis.holds(pale[0], share)), "{}", bar.label);
        }
        let ends: Vec<f64> = (drawn.lines(INK, 1.0, &panel).iter())
            .filter(|line| line[0].1 == line[1].1)
            .flat_map(|line| [line[0].0, line[1].0])
            .collect();
        let wanted = bars.iter().flat_map(|bar| [bar.share.low, bar.share.high]);
        assert!(wanted.zip(ends).all(|(value, x)| axis.holds(x, value)));
    }
}

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

#[test]
fn months_are_stacked_from_what_dominates_every_flask() {
    let protocol = protocol(vec![escalation()]);
    let mut records = records();
    for record in &mut records {
        // Unaltered until the outcome.
        let months = (record.outcome_day / 30.0).ceil() as usize - 1;
        record.months = vec![Some(none()); months];
    }
    let shown = over_time::data(&summarised(&protocol, &records)).unwrap();
    let extinct = shown.layers.last().unwrap();
    assert_eq!((extinct.name.as_str(), shown.days[0]), ("extinct", 30.0));
    for (month, &day) in shown.days.iter().enumerate() {
        let gone = share(&records, |r| r.outcome == Outcome::Extinct && r.outcome_day <= day);
        assert!((extinct.shares[month] - gone).abs() < 1e-12, "day {day}");
        let dominated = |label: &str| {
            let first = |r: &FlaskRecord| {
                r.composition
                    .first()
                    .is_some_and(|entry| entry.mechanism.label == label)
            };
            share(&records, |r| r.outcome_day <= day && first(r))
        };
        for layer in shown
            .layers
            .iter()
            .filter(|layer| layer.name.contains("1202") || layer.name == "V1180L")
        {
            assert!(
                (layer.shares[month] - dominated(&layer.name)).abs() < 1e-12,
                "{} on {day}",
                layer.name
            );
        }
    }
    let drawn = Drawn::read(&over_time::draw(&shown).unwrap());
    let panel = shown.panel();
    let (across, upward) = (drawn.across(&panel), drawn.upward(&panel));
    for (month, &day) in shown.days.iter().enumerate() {
        let mut below = 0.0;
        for layer in shown.layers.iter().filter(|layer| layer.shares[month] > 0.0) {
            let top = below + layer.shares[month];
            let boxes = drawn.boxes(layer.colour, 1.0, &panel);
            let mut here = boxes
                .iter()
                .filter(|(a, b)| across.value(a.0) < day && day < across.value(b.0));
            let drawn = here.any(|(a, b)| upward.holds(a.1, top) && upward.holds(b.1, below));
            assert!(drawn, "{} on day {day}", layer.name);
            below = top;
        }
        assert!(below < 1.0 + 1e-9);
    }
}

#[test]
fn lineages_are_as_wide_as_their_share_of_cells() {
    let trace = made_up_trace(made_up_flask(0));
    let shown = muller::data(&trace, &["alectinib".to_owned()]);
    let by = |label: &str, day: usize| -> f64 {
        let rows = trace.rows.iter().filter(|row| row.mechanism.label == label);
        let all: u64 = trace.rows.iter().map(|row| row.cells[day]).sum();
        rows.map(|row| row.cells[day]).sum::<u64>() as f64 / all.max(1) as f64
    };
    for day in [0, trace.days.len() / 2, trace.days.len() - 2] {
        for label in ["MET amplification", "I1171N", "CCN1-high"] {
            let bands = shown
                .bands
                .iter()
                .filter(|band| shown.nest.mechanisms[band.row].label == label);
            let leaves = bands.filter(|band| shown.nest.children[band.row].is_empty());
            let width: f64 = leaves.map(|band| band.high[day] - band.low[day]).sum();
            assert!((width - by(label, day)).abs() < 1e-9, "{label} on day {day}");
        }
        assert!(
            (shown.bands[0].high[day] - shown.bands[0].low[day] - 1.0).abs() < 1e-9,
            "all descend from the first"
        );
    }
    let looks = &trace.record.looks;
    assert!(
        looks
            .iter()
            .zip(&shown.cells)
            .all(|(look, &at)| at == (look.day, look.cells as f64))
    );
    assert!(
        looks
            .iter()
            .all(|look| stepped(&shown.doses[0].line, look.day) == look.doses[0])
    );

    let drawn = Drawn::read(&muller::draw(&shown).unwrap());
    let across = drawn.across(&shown.dose_panel());
    let check = |panel: &Panel, colour, line: &[Point], what: &str| {
        let lines = drawn.lines(colour, 1.0, panel);
        assert_line(&lines[0], line, (&across, &drawn.upward(panel)), what);
    };
    check(&shown.cell_panel(), POPULATION, &shown.cells, "cells");
    check(&shown.dose_panel(), palette::series(0), &shown.doses[0].line, "dose");
    let panel = shown.share_panel();
    let upward = drawn.upward(&panel);
    for band in shown
        .bands
        .iter()
        .filter(|band| band.high.iter().zip(&band.low).all(|(a, b)| a - b > 1e-9))
    {
        let spans = trace.days.iter().zip(band.low.iter().zip(&band.high));
        let spans: Vec<Span> = spans.map(|(&at, (&low, &high))| Span { at, low, high }).collect();
        let colour = palette::mechanism(shown.nest.mechanisms[band.row]);
        assert_line(
            &drawn.areas(colour, 1.0, &panel)[0],
            &outline(&spans),
            (&across, &upward),
            "a lineage",
        );
    }
}

/// A state that fills two thirds of a flask for a while and is gone in the end is named, beside the plot with its largest share and
/// within its band, though more mechanisms than have names hold more of the flask in the end.
#[test]
fn what_fills_a_flask_for_a_while_has_a_name() {
    let mut trace = made_up_trace(made_up_flask(0));
    let days = trace.days.len();
    let middle = days / 3;
    let cells = |state: u64, other: u64| move |day: usize| if day.abs_diff(middle) < days / 4 { state } else { other };
    let row = |lineage: u32, mechanism, cells: &dyn Fn(usize) -> u64| escalade::engine::record::TraceRow {
        lineage,
        parent: (lineage > 0).then_some(0),
        mechanism,
        cells: (0..days).map(cells).collect(),
    };
    let allele = |k: u32| mechanism(&format!("A{k}V"), MechanismClass::OnTarget, "roof", 100 + k);
    let state = mechanism("CCN1-high", MechanismClass::State, "", 30);
    trace.rows = vec![
        row(0, none(), &cells(1_000, 1_000)),
        row(1, state.clone(), &cells(2_000, 0)),
    ];
    trace
        .rows
        .extend((0..20).map(|k| row(2 + k, allele(k), &cells(0, 100 + u64::from(k)))));
    let shown = muller::data(&trace, &[]);
    assert_eq!(shown.named.len(), 14);
    let drawn = Drawn::read(&muller::draw(&shown).unwrap());
    let panel = shown.share_panel();
    let places = |text: &str| -> Vec<Point> {
        let all = drawn.texts().iter();
        all.filter(|(_, told)| told == text).map(|(at, _)| *at).collect()
    };
    let (within, beside): (Vec<Point>, Vec<Point>) = places("CCN1-high").into_iter().partition(|at| at.0 < panel.right);
    // In words: its largest share, and in the end less than a trace tells.
    let told = drawn
        .texts()
        .iter()
        .filter(|(at, _)| at.0 > panel.right + 100.0 && (at.1 - beside[0].1).abs() < 0.1);
    let shares: Vec<&str> = told.map(|(_, text)| text.as_str()).collect();
    assert_eq!(shares, ["67%", "&lt;0.1%"]);
    // The name stands between the edges of its band.
    let band = shown
        .bands
        .iter()
        .find(|band| *shown.nest.mechanisms[band.row] == state)
        .unwrap();
    let (across, upward) = (drawn.across(&shown.dose_panel()), drawn.upward(&panel));
    let (day, share) = (across.value(within[0].0), upward.value(within[0].1));
    let near = (0..days)
        .min_by(|&a, &b| (trace.days[a] - day).abs().total_cmp(&(trace.days[b] - day).abs()))
        .unwrap();
    assert!(
        band.low[near] < share && share < band.high[near],
        "day {day}, share {share}"
    );
    // Seven alleles are less than all that are named: their largest share together on any day.
    let rest = shown.rest.unwrap();
    let all: u64 = 1_000 + (100..120).sum::<u64>();
    assert_eq!(rest.count, 22 - 14);
    assert!(
        (rest.most - (100..108).sum::<u64>() as f64 / all as f64).abs() < 1e-9,
        "{rest:?}"
    );
    assert_eq!(places("8 more").len(), 1);
}

/// A trace leaves out lineages that never exceed 0.1%, so that it tells no smaller share.
#[test]
fn shares_below_what_a_trace_keeps_are_told_as_that() {
    let told = [0.0, 0.000_4, muller::KEPT, 0.25, 1.0].map(muller::traced);
    assert_eq!(told, ["<0.1%", "<0.1%", "0.1%", "25%", "100%"]);
}

/// On a phone the plot is as wide as the screen, its key below it, and all words as large as on paper.
#[test]
fn a_slim_muller_plot_holds_the_same_within_a_phone() {
    let trace = made_up_trace(made_up_flask(0));
    let drugs = ["alectinib".to_owned()];
    let broad = muller::draw(&muller::data(&trace, &drugs)).unwrap();
    let shown = muller::data(&trace, &drugs).slim();
    let slim = muller::draw(&shown).unwrap();
    let size = |svg: &str, name: &str| -> f64 {
        let from = svg.split(&format!(" {name}=\"")).nth(1).unwrap();
        from.split('"').next().unwrap().parse().unwrap()
    };
    assert!((300.0..=366.0).contains(&size(&slim, "width")));
    assert_eq!(size(&broad, "width"), escalade::report::figure::WIDTH);
    let drawn = Drawn::read(&slim);
    let (width, height) = (size(&slim, "width"), size(&slim, "height"));
    let outside = drawn.texts().iter().find(|(at, _)| at.0 > width || at.1 > height - 5.0);
    assert_eq!(outside, None);
    let smallest = |svg: &str| {
        let sizes = svg.split("font-size=\"").skip(1);
        sizes
            .map(|rest| rest.split('"').next().unwrap().parse::<f64>().unwrap())
            .fold(f64::INFINITY, f64::min)
    };
    assert_eq!(smallest(&slim), smallest(&broad));
    let words = |svg: &str| -> Vec<String> {
        let texts = Drawn::read(svg);
        let key = texts
            .texts()
            .iter()
            .filter(|(_, text)| text.parse::<f64>().is_err() && !text.ends_with('%'));
        let mut words: Vec<String> = key.map(|(_, text)| text.clone()).collect();
        words.sort();
        words.dedup();
        words
    };
    let (on_paper, on_phone) = (words(&broad), words(&slim));
    assert!(
        shown.named.iter().all(|one| on_phone
            .iter()
            .any(|text| text == escalade::report::words::mechanism(one.mechanism))),
        "{on_phone:?} {on_paper:?}"
    );
    assert!(on_phone.contains(&"alectinib".to_owned()));
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

/// Mechanisms that are alike in grey print differ in their texture, which is drawn over the band.
#[test]
fn bands_that_are_alike_in_grey_have_textures() {
    let trace = made_up_trace(made_up_flask(0));
    let shown = muller::data(&trace, &["alectinib".to_owned()]);
    let named = &shown.named;
    for (i, a) in named.iter().enumerate() {
        for b in &named[..i] {
            let apart = (a.colour.lightness() - b.colour.lightness()).abs();
            let told = a.texture != b.texture || apart >= palette::ALIKE;
            assert!(told, "{} and {}: {apart}", a.mechanism.label, b.mechanism.label);
        }
    }
    assert!(named.iter().any(|one| one.texture != Texture::Plain));
    let drawn = Drawn::read(&muller::draw(&shown).unwrap());
    let panel = shown.share_panel();
    for one in named
        .iter()
        .filter(|one| one.texture != Texture::Plain && one.most > 0.1)
    {
        let lines = drawn.lines(one.colour.readable(), 0.6, &panel);
        assert!(lines.len() > 5, "{}: {}", one.mechanism.label, lines.len());
    }
}

/// What dominates most flasks for one month only is named in the figure of all months, before what a few flasks hold to the end.
#[test]
fn what_dominates_for_a_month_has_a_name() {
    let protocol = protocol(vec![escalation()]);
    let mut records = records();
    let state = mechanism("CCN1-high", MechanismClass::State, "", 30);
    for (i, record) in records.iter_mut().enumerate() {
        let own = mechanism(
            &format!("A{}V", i % 20),
            MechanismClass::OnTarget,
            "roof",
            100 + i as u32 % 20,
        );
        let months = (record.outcome_day / 30.0).ceil() as usize - 1;
        record.months = vec![Some(own.clone()); months];
        record.months[0] = Some(if i % 9 < 7 { state.clone() } else { own.clone() });
        record
            .composition
            .iter_mut()
            .take(1)
            .for_each(|entry| entry.mechanism = own.clone());
    }
    let shown = over_time::data(&summarised(&protocol, &records)).unwrap();
    let layer = shown.layers.iter().find(|layer| layer.name == "CCN1-high").unwrap();
    let seen = share(&records, |r| r.months[0].as_ref() == Some(&state));
    assert!(
        seen > 0.7 && (layer.shares[0] - seen).abs() < 1e-12,
        "{:?}",
        layer.shares
    );
    let rest = shown.layers.iter().find(|layer| layer.name == "8 more").unwrap();
    assert!(rest.shares[0] < 0.2, "{:?}", rest.shares);
}
