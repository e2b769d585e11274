//! Lineages of one flask (the Muller plot): as wide as their share of the cells, named where they fill it, on a phone as well.

use super::*;
use crate::counted::{outline, stepped};
use crate::drawn::{Drawn, assert_line};
use escalade::model::biology::MechanismClass;
use escalade::report::figure::axis::Panel;
use escalade::report::figure::canvas::Point;
use escalade::report::figure::muller;
use escalade::report::figure::series::Span;
use escalade::report::palette::{self, POPULATION};

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
