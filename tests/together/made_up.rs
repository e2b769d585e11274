//! Statistics of made-up flasks, where the answer is known.

use super::{SETTINGS, arms, biology, protocol};
use crate::laws::Z;
use escalade::engine::record::{BarcodeCounts, FlaskRecord, LineageRecord, MechanismShare, Outcome};
use escalade::engine::run_flask;
use escalade::model::biology::{Mechanism, MechanismClass};
use escalade::model::design::{Barcodes, Design};
use escalade::model::protocol::Protocol;
use escalade::random::{Generator, Purpose, stream};
use escalade::sampling::uniform;
use escalade::statistics::barcodes::{Overlap, Verdict};
use escalade::statistics::{FlaskAccumulator, FlaskSummary};

fn summarised(protocol: &Protocol, records: impl Iterator<Item = FlaskRecord>) -> FlaskSummary {
    let mut statistics = FlaskAccumulator::with_drugs(protocol, vec!["a drug".to_owned()]);
    records.for_each(|record| statistics.add(&record));
    statistics.finish()
}

fn template() -> FlaskRecord {
    run_flask(
        &biology(1.0),
        &protocol(1e3, 100, 1.0, Design::default()),
        &SETTINGS,
        1,
        0,
    )
}

fn mechanism(label: &str) -> Mechanism {
    Mechanism {
        label: label.into(),
        class: MechanismClass::OnTarget,
        region: "gatekeeper".into(),
        order: 1,
    }
}

fn clone(lineage: u32, parent: Option<u32>, label: &str, cells: u64) -> LineageRecord {
    LineageRecord {
        lineage,
        parent,
        mechanism: mechanism(label),
        founded_day: 1.0,
        founded_state: "naive".into(),
        under_drug: true,
        spiked: false,
        barcode: None,
        founders: 1,
        max_cells: cells,
        max_share: 0.5,
        end_cells: vec![cells],
    }
}

/// 10,000 wells of which 3,935 are positive: half a founder per well, and 77.07% of the positive ones would
/// hold a single one (the Poisson screen of the theory list, y.plate at a mean of 0.5).
#[test]
fn wells_are_counted_as_a_screen_counts_them() {
    let mut plate = protocol(1e3, 100, 1.0, Design::default());
    plate.flask.vessel = "96-well".into();
    let template = template();
    let well = |replicate: u64| {
        let mut record = template.clone();
        record.replicate = replicate;
        record.outcome = if replicate < 3_935 {
            Outcome::Resistant
        } else {
            Outcome::TimeOver
        };
        // Clone 4 arose inside clone 3; clone 5 is below the limit; every tenth positive well has a second clone.
        record.lineages = vec![
            clone(3, Some(0), "A", 500),
            clone(4, Some(3), "B", 400),
            clone(5, Some(0), "C", 3),
        ];
        if replicate.is_multiple_of(10) {
            record.lineages.push(clone(6, Some(0), "A", 200));
        }
        record
    };
    let wells = summarised(&plate, (0..10_000).map(well)).wells.expect("a plate");
    assert!((wells.founders_per_well.unwrap() - 0.5).abs() < 1e-3);
    assert!(wells.founders_low < 0.5 && wells.founders_high.unwrap() > 0.5);
    assert!((wells.single_by_chance.unwrap() - 0.7707).abs() < 1e-3);
    assert_eq!((wells.clonal.count, wells.single_clone.count), (3_935, 3_935 - 394));
    assert_eq!(
        wells.mutations.len(),
        1,
        "one clone is counted once, with what arose inside it"
    );
    assert_eq!(
        (wells.mutations[0].wells.count, wells.mutations[0].clones),
        (3_935, 3_935 + 394)
    );
    assert!(
        summarised(
            &protocol(1e3, 100, 1.0, Design::default()),
            [template.clone()].into_iter()
        )
        .wells
        .is_none()
    );
}

/// Draws `n` of the barcodes one after the other, each in proportion to its cells.
fn drawn(seeded: &[(u32, u64)], n: usize, rng: &mut Generator) -> Vec<u32> {
    let mut left = seeded.to_vec();
    let mut won = Vec::new();
    for _ in 0..n {
        let total: u64 = left.iter().map(|b| b.1).sum();
        let mut at = uniform(rng) * total as f64;
        let found = left.iter().position(|b| {
            at -= b.1 as f64;
            at < 0.0
        });
        won.push(left.remove(found.expect("below the total")).0);
    }
    won
}

/// 150 stocks of three arms with 60 barcodes of 1 to 60 cells and 12 winners each; `common` of them the same
/// in all arms of a stock.
fn overlap(common: usize) -> Overlap {
    let design = Design {
        barcodes: Some(Barcodes {
            library: 60,
            cells_per_barcode: 10,
            moi: None,
        }),
        ..arms(3)
    };
    let template = template();
    let seeded: Vec<(u32, u64)> = (0..60).map(|i| (i, u64::from(i) + 1)).collect();
    let flask = |replicate: u64| {
        let mut shared = stream(41, replicate / 3, Purpose::Barcode);
        let mut own = stream(42, replicate, Purpose::Barcode);
        let mut won = drawn(&seeded, common, &mut shared);
        let rest: Vec<(u32, u64)> = seeded.iter().copied().filter(|b| !won.contains(&b.0)).collect();
        won.extend(drawn(&rest, 12 - common, &mut own));
        won.sort_unstable();
        let mut record = template.clone();
        record.replicate = replicate;
        record.outcome = Outcome::Resistant;
        record.barcodes = Some(BarcodeCounts {
            seeded: seeded.clone(),
            at_outcome: won.into_iter().map(|barcode| (barcode, 1_000)).collect(),
        });
        record
    };
    let summary = summarised(&protocol(1e3, 100, 1.0, design), (0..450).map(flask));
    summary.barcodes.and_then(|b| b.overlap).expect("three arms")
}

/// Winners drawn by size in each arm for itself are shared as often as the chance model says (alpha 1e-6, and
/// 3% for the model's own approximation); one winner in common is noticed.
#[test]
fn the_overlap_by_chance_is_what_chance_gives() {
    let alone = overlap(0);
    // Every one of the 3 x 12 wins of a stock is in some number of arms, seen or by chance.
    let wins = |read: fn(&(f64, f64)) -> f64| -> f64 {
        let numbers = alone.in_arms.iter().map(read).enumerate();
        numbers.map(|(i, barcodes)| (i + 1) as f64 * barcodes).sum()
    };
    assert!((wins(|of| of.0) - 36.0).abs() < 1e-9, "{}", wins(|of| of.0));
    assert!((wins(|of| of.1) - 36.0).abs() < 1e-6, "{}", wins(|of| of.1));
    let limit = (alone.high.unwrap() - alone.excess) / 1.96 * Z + 0.03 * alone.by_chance;
    assert!(alone.excess.abs() <= limit, "{} beyond {limit}", alone.excess);
    assert!(
        alone.by_chance > 2.0,
        "an even draw would share 12 x 12 / 60 = 2.4, larger ones more"
    );
    let common = overlap(1);
    assert!(common.excess > limit, "{} within {limit}", common.excess);
    assert_eq!(common.verdict, Verdict::PreExisting);
}

/// Ten flasks over three months: who dominated when, and what those hold that did not become resistant.
#[test]
fn months_and_the_others_are_told() {
    let protocol = protocol(1e3, 100, 95.0, Design::default());
    let template = template();
    let flask = |replicate: u64| {
        let mut record = template.clone();
        let (early, late) = (mechanism("early"), mechanism("late"));
        record.replicate = replicate;
        let all = |mechanism: Mechanism| {
            vec![MechanismShare {
                mechanism,
                share: 1.0,
                frequency: 1.0,
                present: true,
            }]
        };
        (record.outcome, record.months, record.composition) = match replicate {
            0..4 => (Outcome::Resistant, vec![Some(early.clone())], all(early)),
            4..7 => (Outcome::GivenUp, vec![Some(early), Some(late.clone())], all(late)),
            _ => (Outcome::Extinct, vec![Some(early)], Vec::new()),
        };
        record
    };
    let summary = summarised(&protocol, (0..10).map(flask));
    let count = |month: usize, label: &str| {
        let row = &summary.over_time[month];
        let found = row.dominated.iter().find(|d| d.mechanism.label == label);
        found.map_or(0, |d| d.flasks.count)
    };
    assert_eq!(summary.over_time.len(), 3);
    assert_eq!(
        (count(0, "early"), count(0, "late"), summary.over_time[0].extinct.count),
        (10, 0, 0)
    );
    assert_eq!(
        (count(1, "early"), count(1, "late"), summary.over_time[1].extinct.count),
        (4, 3, 3)
    );
    assert_eq!(
        (count(2, "early"), count(2, "late"), summary.over_time[2].extinct.count),
        (4, 3, 3)
    );
    let others = &summary.not_resistant;
    assert_eq!((others.flasks, others.extinct.count), (6, 3));
    assert_eq!((others.held.len(), others.held[0].dominant.count), (1, 3));
}
