//! Figures of tornados: the strongest values on top.

use crate::counted::HORIZON;
use crate::drawn::Drawn;
use escalade::report::figure::axis::Panel;
use escalade::report::figure::canvas::Point;
use escalade::report::figure::tornado;
use escalade::report::palette::{self, INK};
use escalade::statistics::tornado::{Largest, Over, Reach, Row, Shift, Tornado};

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
