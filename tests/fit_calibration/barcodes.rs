//! Barcodes of three arms of one stock, read after two weeks under drug: some dozens of marked cells, of which few outgrow it.

use crate::ranks::Prior;
use crate::{Design, arms, lopsided};
use escalade::engine::barcodes_unless;
use escalade::random::Generator;
use escalade::scenario::{Books, load_from, with_overlays};
use escalade::statistics::fit::READ_SCATTER;
use std::sync::atomic::AtomicBool;

const ARMS: u64 = 3;
const READS: u64 = 1_000;
const FREE: [Prior; 2] = [
    Prior {
        key: "barcodes.library",
        low: 15.0,
        high: 150.0,
    },
    Prior {
        key: "met-amplification/rate",
        low: 2e-4,
        high: 2e-2,
    },
];

fn scenario(library: f64) -> String {
    arms::scenario(library, 2, 14)
}

#[test]
#[ignore = "slow; see the head of main.rs"]
fn barcodes_of_three_arms() {
    let base = with_overlays(&[]).unwrap();
    let experiment = |truth: &[f64], experiment: u64, rng: &mut Generator| {
        let moved = base.with_values([(FREE[1].key, truth[1])]).ok()?;
        let loaded = load_from("t", scenario(truth[0].round()), Books::Base(&moved)).ok()?;
        let laboratory = loaded.laboratory()?;
        let (never, flasks) = (AtomicBool::new(false), ARMS * experiment..ARMS * (experiment + 1));
        let (biology, settings) = (&laboratory.biology, &loaded.settings);
        let seen = barcodes_unless(&never, biology, &laboratory.protocol, settings, 991, flasks, &[])?;
        let shape = lopsided(READ_SCATTER, rng).powi(-2);
        let mut rows = "arm,barcode,count\n".to_owned();
        for (arm, seen) in seen.iter().enumerate() {
            let cells = &seen.at_outcome;
            for (barcode, reads) in arms::read(rng, cells, READS, shape) {
                rows += &format!("{arm},{barcode},{reads}\n");
            }
            if cells.is_empty() {
                rows += &format!("{arm},none,0\n");
            }
        }
        Some(rows)
    };
    let design = Design {
        scenario: &scenario(25.0),
        plan: None,
        free: &FREE,
        particles: 60,
        experiment: &experiment,
    };
    assert!(design.holds(81));
}
