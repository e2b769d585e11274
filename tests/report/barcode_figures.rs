//! Figures of barcodes: many arms are drawn together.

use crate::drawn::Drawn;
use escalade::report::figure::barcodes;
use escalade::report::palette::{NONE, RESISTANT};
use escalade::statistics::barcodes::{Overlap, Verdict};

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
