//! Figures of plain runs: what they show is what the records say, and what is drawn is what they show.

use super::*;
use crate::drawn::{Drawn, assert_line};
use escalade::report::figure::plain::{counts, stops, trajectories};
use escalade::report::figure::series::Span;

fn records() -> Vec<PlainRecord> {
    (0..500).map(made_up_replicate).collect()
}

fn summary(records: &[PlainRecord]) -> PlainSummary {
    let mut accumulator = PlainAccumulator::new(&rescue());
    records.iter().for_each(|record| accumulator.add(record));
    accumulator.finish()
}

#[test]
fn bars_are_the_shares_of_replicates_that_ended_so() {
    let records = records();
    let shown = stops::data(&summary(&records));
    let drawn = Drawn::read(&stops::draw(&shown).unwrap());
    let panel = stops::panel(shown.len());
    let axis = drawn.across(&escalade::report::figure::axis::Panel {
        bottom: panel.bottom + 3.0,
        ..panel
    });
    let of = |stop| records.iter().filter(|record| record.stop == stop).count() as f64 / 500.0;
    assert!(of(PlainStop::Extinct) > 0.1 && of(PlainStop::TotalCells) > 0.1);
    for (bar, stop) in [(&shown[3], PlainStop::Extinct), (&shown[1], PlainStop::TotalCells)] {
        assert!((bar.share.share - of(stop)).abs() < 1e-12, "{}", bar.label);
        let boxes = drawn.boxes(bar.colour, 1.0, &panel);
        assert!(
            boxes.iter().any(|corners| axis.holds(corners.1.0, bar.share.share)),
            "{}",
            bar.label
        );
    }
}

#[test]
fn histograms_hold_every_replicate_where_its_cells_are() {
    let records = records();
    let shown = counts::data(&summary(&records));
    let names: Vec<&str> = shown.rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["all cells", "sensitive", "resistant"]);
    let resistant = &shown.rows[2];
    for row in &shown.rows {
        assert!(
            (row.bars.iter().map(|bar| bar.share).sum::<f64>() - 1.0).abs() < 1e-9,
            "{}",
            row.name
        );
    }
    let share = |holds: &dyn Fn(u64) -> bool| records.iter().filter(|r| holds(r.cells[1])).count() as f64 / 500.0;
    assert_eq!(
        (resistant.bars[0].from, resistant.bars[0].share),
        (0.0, share(&|cells| cells == 0))
    );
    // Half-way between bars: 60 of them over the axis.
    for many in [3e7, 1e8] {
        let place = shown.cells.place(many);
        let above = resistant
            .bars
            .iter()
            .filter(|bar| bar.from >= place)
            .map(|bar| bar.share);
        let near = |factor: f64| share(&|cells| cells as f64 >= many * factor);
        let told: f64 = above.sum();
        assert!((near(1.7)..=near(0.6)).contains(&told), "{told} above {many}");
    }
    let drawn = Drawn::read(&counts::draw(&shown).unwrap());
    for (i, row) in shown.rows.iter().enumerate() {
        let panel = shown.panel(i);
        let upward = drawn.upward(&panel);
        let mut boxes = drawn.boxes(row.colour, 0.85, &panel);
        boxes.sort_by(|a, b| a.0.0.total_cmp(&b.0.0));
        assert_eq!(boxes.len(), row.bars.len());
        for ((corner, end), bar) in boxes.iter().zip(&row.bars) {
            assert!(
                upward.holds(corner.1, bar.share) && upward.holds(end.1, 0.0),
                "{} {bar:?}",
                row.name
            );
            let middle = panel.left + (bar.from + bar.to) / 2.0 * (panel.right - panel.left);
            assert!((corner.0..=end.0).contains(&middle), "{} {bar:?}", row.name);
        }
    }
}

#[test]
fn trajectories_are_means_over_replicates_and_drawn_where_they_belong() {
    let records = records();
    let shown = trajectories::data(&summary(&records)).unwrap();
    for (i, each) in shown.types.iter().enumerate() {
        for day in [0.0, 5.0, 20.0, 40.0] {
            let cells: f64 = records
                .iter()
                .map(|r| r.samples.iter().find(|s| s.day == day).unwrap().cells[i] as f64)
                .sum();
            let told = each.curve.line.iter().find(|point| point.0 == day).unwrap().1;
            assert!(
                (told - cells / 500.0).abs() < 1e-6 * (1.0 + cells),
                "{} on day {day}",
                each.curve.name
            );
        }
    }
    let resistant = &shown.types[1];
    let at_40 = resistant.curve.band.iter().find(|span| span.at == 40.0).unwrap();
    let mut cells: Vec<f64> = records.iter().map(|r| r.samples[40].cells[1] as f64).collect();
    cells.sort_by(f64::total_cmp);
    assert!(
        (at_40.high / cells[474] - 1.0).abs() < 0.1 && at_40.low == 0.0,
        "{at_40:?}"
    );

    let drawn = Drawn::read(&trajectories::draw(&shown).unwrap());
    let panel = shown.panel();
    let (across, upward) = (drawn.across(&panel), drawn.upward(&panel));
    // Less than the axis' lowest value is drawn there.
    let lowest = 0.7;
    let seen = |points: &[(f64, f64)]| -> Vec<(f64, f64)> {
        let up = |&(x, y): &(f64, f64)| (x, if y > 0.0 { y.max(lowest) } else { y });
        points.iter().map(up).collect()
    };
    for each in &shown.types {
        let lines = drawn.lines(each.curve.colour, 1.0, &panel);
        let longest = lines.iter().max_by_key(|line| line.len()).unwrap();
        assert_line(longest, &seen(&each.curve.line), (&across, &upward), &each.curve.name);
        let behind = drawn.lines(each.curve.colour, 0.12, &panel);
        assert_eq!(
            behind.len(),
            each.replicates.iter().filter(|line| line.len() > 1).count()
        );
        for (line, points) in behind.iter().zip(each.replicates.iter().filter(|line| line.len() > 1)) {
            assert_line(line, &seen(points), (&across, &upward), &each.curve.name);
        }
        let band: &[Span] = &each.curve.band;
        let upper = band.iter().map(|span| (span.at, span.high));
        let outline: Vec<_> = upper.chain(band.iter().rev().map(|span| (span.at, span.low))).collect();
        let area = &drawn.areas(each.curve.colour, 0.18, &panel)[0];
        assert_line(area, &seen(&outline), (&across, &upward), &each.curve.name);
    }
}
