//! Flasks that hang together: arms of one stock, pooled vessels, plating loss, barcodes; and what the
//! statistics make of them. Fixed seeds, alpha 1e-6 per comparison; each test says its size and shows
//! that it notices a planted error.

#[path = "../laws/mod.rs"]
mod laws;
mod made_up;
mod told;

use escalade::engine::record::FlaskRecord;
use escalade::engine::{Method, Settings, run_flask, sample_flask};
use escalade::knowledge::KnowledgeBase;
use escalade::model::biology::Biology;
use escalade::model::design::{Barcodes, Design};
use escalade::model::protocol::{Course, Dosing, Flask, Protocol, ResistanceRule, Stock, StopRule, Timing};
use escalade::scenario::{Body, load};
use escalade::statistics::FlaskAccumulator;
use escalade::statistics::barcodes::Verdict;
use laws::*;

const SETTINGS: Settings = Settings {
    method: Method::Interval,
    tolerance: TOLERANCE,
};

/// H3122 under alectinib with every heritable alteration `factor` times as frequent and no switching.
fn biology(factor: f64) -> Biology {
    let base = KnowledgeBase::builtin().expect("the knowledge base loads");
    let mut biology = base.resolve("H3122", &["alectinib"]).expect("H3122 resolves").biology;
    biology.transitions.clear();
    for allele in &mut biology.alleles {
        allele.per_division *= factor;
    }
    for bypass in &mut biology.bypasses {
        bypass.per_division = (bypass.per_division * factor).min(1e-3);
    }
    biology.ladder.first_gain = (biology.ladder.first_gain * factor).min(1e-3);
    biology
}

fn protocol(expand_to: f64, seed_cells: u64, after: f64, design: Design) -> Protocol {
    Protocol {
        stock: Stock::Clone { expand_to },
        flask: Flask {
            vessel: "a small flask".into(),
            capacity: 10.0 * seed_cells as f64,
            seed_cells,
            passage_at: 0.8,
            passage_every: None,
            medium_every: None,
            split: 0.2,
        },
        courses: vec![Course {
            drug: 0,
            from: 0.0,
            until: None,
            half_life: None,
            timing: Timing::default(),
            actual: 1.0,
            dosing: Dosing::Constant { dose: 500.0 },
        }],
        resistance: ResistanceRule {
            growth: 0.7,
            held_for: 1,
            detection_limit: 0.01,
        },
        stop: StopRule {
            after,
            at_resistance: true,
        },
        look_every: 1.0,
        design,
    }
}

fn arms(arms: u64) -> Design {
    Design {
        arms,
        ..Design::default()
    }
}

/// ln(1 + altered cells) on day 0 of flasks 0, 1, 2, ...
fn altered_at_start(biology: &Biology, protocol: &Protocol, n: u64) -> Vec<f64> {
    let wild_type = biology.wild_type();
    let one = |flask| {
        let (_, samples) = sample_flask(biology, protocol, &SETTINGS, 31, flask, &[0.0]);
        let altered = samples[0].cells.iter().filter(|cells| cells.genotype != wild_type);
        (altered.map(|cells| cells.cells).sum::<u64>() as f64).ln_1p()
    };
    (0..n).map(one).collect()
}

/// Correlation of neighbours 0 and 1, 2 and 3, ..., as a normal deviate under independence.
fn correlation(values: &[f64]) -> f64 {
    let n = (values.len() / 2) as f64;
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let variance = values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / values.len() as f64;
    let product = values
        .chunks_exact(2)
        .map(|pair| (pair[0] - mean) * (pair[1] - mean))
        .sum::<f64>()
        / n;
    product / variance * n.sqrt()
}

/// 300 pairs. Mutants of the stock are jackpots, which sisters share and others do not.
#[test]
fn arms_share_the_mutants_of_their_stock() {
    let biology = biology(300.0);
    let z = |design| {
        correlation(&altered_at_start(
            &biology,
            &protocol(2e5, 2e4 as u64, 5.0, design),
            600,
        ))
    };
    let (sisters, others) = (z(arms(2)), z(arms(1)));
    assert!(sisters > Z, "sisters share nothing: z = {sisters:.1}");
    assert!(others.abs() <= Z, "unrelated flasks agree: z = {others:.1}");
}

/// 3,000 stocks of three arms at a dose at which many alterations grow: sisters agree in their mechanism where resistance
/// pre-exists in the stock; flasks that are taken for sisters but come from stocks of their own do not. Gains of copies are left
/// out, which would carry every flask alike. Alpha 1e-6; the excess is 0.52 with a standard deviation of 0.04, against a limit
/// of 0.18.
#[test]
fn sister_flasks_agree_where_resistance_pre_exists() {
    let mut biology = biology(3_000.0);
    for bypass in biology
        .bypasses
        .iter_mut()
        .filter(|bypass| bypass.name.contains("amplification"))
    {
        bypass.per_division = 0.0;
    }
    biology.ladder.first_gain = 0.0;
    let excess = |simulated: u64| {
        let told = protocol(3e5, 3_000, 60.0, arms(3));
        let mut run = protocol(3e5, 3_000, 60.0, arms(simulated));
        run.courses[0].dosing = Dosing::Constant { dose: 100.0 };
        let mut statistics = FlaskAccumulator::new(&told, &biology);
        (0..9_000).for_each(|flask| statistics.add(&run_flask(&biology, &run, &SETTINGS, 32, flask)));
        let summary = statistics.finish().arms.expect("three arms");
        let excess = summary.excess.expect("many stocks");
        // The 95% interval, widened to alpha 1e-6.
        (excess.difference, (excess.high - excess.difference) / 1.96 * Z)
    };
    let (shared, limit) = excess(3);

    assert!(shared > limit, "{shared} within {limit}");
    let (own, limit) = excess(1);
    assert!(own.abs() <= limit, "{own} beyond {limit}");
}

/// 200 flasks; the share that attaches is 80%, and a test against 78% notices.
#[test]
fn plating_takes_its_share_at_seeding_and_at_passages() {
    let mut biology = biology(0.0);
    biology.ladder.first_gain = 0.0;
    let design = Design {
        plating: 0.8,
        ..Design::default()
    };
    let mut protocol = protocol(1e5, 2_000, 50.0, design);
    protocol.courses[0].dosing = Dosing::Constant { dose: 0.0 };
    protocol.stop.at_resistance = false;
    let runs: Vec<(f64, FlaskRecord)> = (0..200)
        .map(|flask| {
            let (record, samples) = sample_flask(&biology, &protocol, &SETTINGS, 33, flask, &[0.0]);
            (samples[0].cells.iter().map(|cells| cells.cells as f64).sum(), record)
        })
        .collect();
    assert!(
        runs.iter().all(|(_, record)| record.passages >= 3),
        "every flask is passaged"
    );
    let attached: Vec<f64> = runs.iter().map(|(cells, _)| *cells).collect();
    assert_mean("attached", &attached, 0.8 * 2_000.0, 0.0);
    // Per cell that is thrown away at a split of 1:5, a quarter is carried over.
    let lost: Vec<f64> = runs
        .iter()
        .map(|(_, record)| record.work.lost as f64 - 0.2 * 0.25 * record.work.discarded as f64)
        .collect();
    assert_mean("lost", &lost, 0.2 * 2_000.0, 0.0);
    let caught = std::panic::catch_unwind(|| assert_mean("attached", &attached, 0.78 * 2_000.0, 0.0));
    assert!(caught.is_err(), "two points of plating are noticed");
    for (_, record) in &runs {
        // Growth from 1,600 cells by 1:5 and 80% per passage: the doublings add up.
        let least = f64::from(record.passages - 1) * (1.0f64 / 0.16).log2() * 0.9;
        assert!(record.work.doublings > least, "{} of {least}", record.work.doublings);
    }
}

/// 8 stocks of 5,000 barcodes that grow from one cell to a mean of ten: all three arms, a fifth of the pool
/// each, get the barcode with probability 1 - 3 G(0.8) + 3 G(0.6) - G(0.4), G being the generating function of
/// a family under birth and death (Kendall 1948). The stopping size moves G by less than 0.2%.
#[test]
fn barcodes_reach_all_arms_as_theory_says() {
    let biology = biology(1.0);
    let barcodes = Barcodes {
        library: 5_000,
        cells_per_barcode: 10,
        moi: None,
    };
    let design = Design {
        barcodes: Some(barcodes),
        ..arms(3)
    };
    let protocol = protocol(2e5, 10_000, 0.5, design);
    let (stocks, library) = (8, barcodes.library as usize);
    let mut all = 0;
    for stock in 0..stocks {
        let mut seen = vec![0; library];
        for arm in 0..3 {
            let record = run_flask(&biology, &protocol, &SETTINGS, 34, 3 * stock + arm);
            for (barcode, _) in record.barcodes.expect("barcoded").seeded {
                seen[barcode as usize] += 1;
            }
        }
        all += seen.iter().filter(|&&arms| arms == 3).count();
    }
    let rates = biology.phenotype(&biology.wild_type(), 0, &[0.0]);
    let (b, d, m) = (rates.birth, rates.death, barcodes.cells_per_barcode as f64);
    let (xi, eta) = (d * (m - 1.0) / (b * m - d), b * (m - 1.0) / (b * m - d));
    let g = |s: f64| xi + (1.0 - xi) * (1.0 - eta) * s / (1.0 - eta * s);
    let theory = 1.0 - 3.0 * g(0.8) + 3.0 * g(0.6) - g(0.4);
    let n = stocks as f64 * library as f64;
    let limit = Z * (theory * (1.0 - theory) / n).sqrt() + 0.002 * theory;
    let got = all as f64 / n;
    assert!((got - theory).abs() <= limit, "{got} against {theory}, allowed {limit}");
    // Planted: every family of exactly ten cells.
    let p = |x: f64| x.powi(10);
    let wrong = 1.0 - 3.0 * p(0.8) + 3.0 * p(0.6) - p(0.4);
    assert!((got - wrong).abs() > limit, "families of one size are noticed");
}

/// 400 flasks each. A mark on every cell of the stock, without further growth, changes no law.
#[test]
fn barcodes_are_neutral_and_counted_in_full() {
    let mut biology = biology(3e3);
    let base = KnowledgeBase::builtin().expect("the knowledge base loads");
    biology.transitions = base.resolve("H3122", &["alectinib"]).unwrap().biology.transitions;
    let read = |design: Design, seed: u64| -> Vec<[f64; 6]> {
        let protocol = protocol(3_000.0, 600, 40.0, design);
        let one = |flask| {
            let r = run_flask(&biology, &protocol, &SETTINGS, seed, flask);
            if let Some(counts) = &r.barcodes {
                let sum = |list: &[(u32, u64)]| list.iter().map(|&(_, cells)| cells).sum::<u64>();
                assert_eq!(sum(&counts.at_outcome), r.cells);
                assert!(counts.seeded.windows(2).all(|w| w[0].0 < w[1].0) && sum(&counts.seeded) > 250);
            }
            [
                r.outcome_day,
                r.cells as f64,
                r.pre_existing,
                r.acquired,
                r.via_tolerant,
                r.compound,
            ]
        };
        (0..400).map(one).collect()
    };
    let marked = |library| Design {
        barcodes: Some(Barcodes {
            library,
            cells_per_barcode: 1,
            moi: None,
        }),
        ..Design::default()
    };
    let columns = ["day", "cells", "pre-existing", "acquired", "via tolerant", "compound"];
    let plain = read(Design::default(), 35);
    assert_same_laws("marked", columns, &read(marked(3_000), 36), &plain);
    let thinned = Design {
        plating: 0.6,
        ..marked(3_000)
    };
    let cells = |rows: &[[f64; 6]], i: usize| rows.iter().map(|row| row[i]).collect::<Vec<_>>();
    let found = (0..6).find_map(|i| difference(columns[i], &cells(&read(thinned.clone(), 37), i), &cells(&plain, i)));
    assert!(found.is_some(), "a loss of 40% at seeding is noticed");
}

/// 40 stocks of three arms each, whose pool holds mutants when it is split; and 120 flasks that are taken for
/// sisters but come from pools of their own, as if everything had arisen after the split.
#[test]
fn barcodes_tell_resistance_before_the_split_from_resistance_after_it() {
    let biology = biology(300.0);
    let verdict = |simulated: u64| {
        let barcoded = |arms| Design {
            barcodes: Some(Barcodes {
                library: 300,
                cells_per_barcode: 500,
                moi: None,
            }),
            ..arms
        };
        let told = protocol(1e4, 37_500, 60.0, barcoded(arms(3)));
        let run = protocol(1e4, 37_500, 60.0, barcoded(arms(simulated)));
        let mut statistics = FlaskAccumulator::new(&told, &biology);
        (0..120).for_each(|flask| statistics.add(&run_flask(&biology, &run, &SETTINGS, 38, flask)));
        statistics
            .finish()
            .barcodes
            .and_then(|b| b.overlap)
            .expect("resistant arms")
    };
    let before = verdict(3);
    assert_eq!(before.verdict, Verdict::PreExisting, "{before:?}");
    let after = verdict(1);
    assert_eq!(after.verdict, Verdict::Acquired, "{after:?}");
}

#[test]
fn pooled_vessels_are_one_culture_of_their_sizes_together() {
    let text = |flask: &str| {
        format!(
            "schema = 1\nname = \"p\"\n[line]\nid = \"H3122\"\n[flask]\n{flask}\n[[course]]\ndrug = \"alectinib\"\n\
             dose = \"300 nM\"\n[stop]\nafter = \"30 d\"\n"
        )
    };
    let load = |flask: &str| match load("s.toml", text(flask)).expect("a good scenario").body {
        Body::Laboratory(laboratory) => laboratory,
        Body::Plain(_) => panic!("a laboratory scenario"),
    };
    let three = load("capacity = 2e5\nseed_cells = 3e4\npooled = 3");
    let large = load("capacity = 6e5\nseed_cells = 9e4");
    assert_eq!((three.protocol.design.pooled, large.protocol.design.pooled), (3, 1));
    for flask in 0..20 {
        let run = |l: &escalade::scenario::Laboratory| run_flask(&l.biology, &l.protocol, &SETTINGS, 39, flask);
        assert_eq!(run(&three), run(&large), "flask {flask}");
    }
    let single = load("capacity = 2e5\nseed_cells = 3e4");
    assert_ne!(
        single.protocol.flask, large.protocol.flask,
        "and one vessel is not three"
    );
    assert_eq!(
        load("pooled = 3").protocol.design.medium_ml,
        Some(36.0),
        "medium of three T75"
    );
}
