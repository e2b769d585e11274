//! Whole flasks on both engines: a small vessel, mechanisms made frequent.

use crate::laws::*;
use escalade::engine::record::{FlaskRecord, Outcome};
use escalade::engine::{Identity, Method, Settings, run_flask, run_flask_unless, sample_flask};
use escalade::knowledge::KnowledgeBase;
use escalade::model::biology::Biology;
use escalade::model::design::Design;
use escalade::model::protocol::{
    Course, CrashRule, Dosing, Flask, Protocol, ResistanceRule, StepRule, Stock, StopRule, Timing,
};
use std::sync::atomic::AtomicBool;

/// H3122 under alectinib with every heritable alteration `factor` times as frequent.
pub fn biology(factor: f64) -> Biology {
    let base = KnowledgeBase::builtin().expect("the knowledge base loads");
    let mut biology = base.resolve("H3122", &["alectinib"]).expect("H3122 resolves").biology;
    for allele in &mut biology.alleles {
        allele.per_division *= factor;
    }
    for bypass in &mut biology.bypasses {
        bypass.per_division = (bypass.per_division * factor).min(1e-3);
    }
    biology.ladder.first_gain = (biology.ladder.first_gain * factor).min(1e-3);
    biology
}

pub fn protocol(courses: Vec<Course>, after: f64) -> Protocol {
    Protocol {
        stock: Stock::Clone { expand_to: 600.0 },
        flask: Flask {
            vessel: "a small well".into(),
            capacity: 2_000.0,
            seed_cells: 300,
            passage_at: 0.8,
            passage_every: Some(7.0),
            medium_every: None,
            split: 0.2,
        },
        courses,
        resistance: ResistanceRule {
            growth: 0.7,
            held_for: 1,
            detection_limit: 0.01,
        },
        stop: StopRule {
            after,
            at_resistance: false,
        },
        look_every: 1.0,
        design: Design::default(),
    }
}

pub fn course(from: f64, until: Option<f64>, dosing: Dosing) -> Course {
    Course {
        drug: 0,
        from,
        until,
        half_life: None,
        timing: Timing::default(),
        actual: 1.0,
        dosing,
    }
}

pub fn flasks(biology: &Biology, protocol: &Protocol, method: Method, seed: u64, n: u64) -> Vec<FlaskRecord> {
    let settings = Settings {
        method,
        tolerance: TOLERANCE,
    };
    let seed = 2 * seed + u64::from(method == Method::Exact);
    (0..n)
        .map(|replicate| run_flask(biology, protocol, &settings, seed, replicate))
        .collect()
}

#[track_caller]
pub fn agree(name: &str, biology: &Biology, protocol: &Protocol, seed: u64, n: u64) {
    let columns = [
        "resistant",
        "extinct",
        "day",
        "end",
        "cells",
        "passages",
        "dose steps",
        "acquired",
        "pre-existing",
        "via tolerant",
        "lineages",
        "cells at look 10",
    ];
    let read = |r: &FlaskRecord| {
        [
            f64::from(u8::from(r.outcome == Outcome::Resistant)),
            f64::from(u8::from(r.outcome == Outcome::Extinct)),
            r.outcome_day,
            r.end_day,
            r.cells as f64,
            f64::from(r.passages),
            f64::from(r.dose_steps),
            r.acquired,
            r.pre_existing,
            r.via_tolerant,
            r.lineages.iter().map(|l| l.founders as f64).sum::<f64>(),
            r.looks.get(9).map_or(0.0, |look| look.cells as f64),
        ]
    };
    let [ours, oracle] = [Method::Interval, Method::Exact].map(|method| {
        flasks(biology, protocol, method, seed, n)
            .iter()
            .map(read)
            .collect::<Vec<_>>()
    });
    assert_same_laws(name, columns, &ours, &oracle);
    // Without lineages the draws are others, the law is the same.
    let settings = Settings {
        method: Method::Interval,
        tolerance: TOLERANCE,
    };
    let never = AtomicBool::new(false);
    let pooled = (0..n).map(|replicate| {
        run_flask_unless(
            &never,
            biology,
            protocol,
            &settings,
            Identity::Origins,
            2 * seed,
            replicate,
        )
        .expect("nobody halts it")
    });
    let pooled: Vec<FlaskRecord> = pooled.collect();
    assert!(pooled.iter().all(|r| r.lineages.is_empty()), "{name}: no lineages");
    let without = |rows: &[[f64; 12]]| {
        let rows = rows.iter().map(|row| {
            let mut row = *row;
            row[10] = 0.0;
            row
        });
        rows.collect::<Vec<_>>()
    };
    let pooled: Vec<_> = pooled.iter().map(read).collect();
    assert_same_laws(
        &format!("{name}, without lineages"),
        columns,
        &without(&pooled),
        &without(&oracle),
    );
}

#[test]
fn one_dose_throughout() {
    let protocol = protocol(vec![course(0.0, None, Dosing::Constant { dose: 300.0 })], 40.0);
    agree("300 nM", &biology(1e5), &protocol, 70, 500);
}

#[test]
fn escalation_with_steps_and_crashes() {
    let dosing = Dosing::Escalation {
        doses: vec![20.0, 60.0, 180.0, 540.0],
        step_when: StepRule {
            or_after: Some(10.0),
            ..StepRule::growth(0.5, 1)
        },
        hold: 0.0,
        crash_below: 0.3,
        on_crash: CrashRule::Rescue,
        give_up_after: None,
        give_up_after_crashes: None,
    };
    let protocol = protocol(vec![course(2.0, None, dosing)], 45.0);
    agree("escalation", &biology(3e4), &protocol, 71, 400);
}

/// A drug that halves every day and a half between medium changes every third day.
#[test]
fn a_dose_that_decays_in_medium() {
    let mut decaying = course(0.0, None, Dosing::Constant { dose: 300.0 });
    decaying.half_life = Some(1.5);
    let mut protocol = protocol(vec![decaying], 30.0);
    protocol.flask.medium_every = Some(3.0);
    agree("decaying", &biology(1e5), &protocol, 73, 400);
}

/// A pooled genotype that died out under a low dose and is founded anew under a high one takes the
/// rates of the dose it lives under, as it does where it was never seen before.
#[test]
fn a_genotype_founded_again_takes_the_rates_of_its_dose() {
    let mut biology = biology(1.0);
    biology.transitions.clear();
    biology.bypasses.clear();
    biology.compounds.clear();
    biology.alleles.truncate(1);
    (biology.ladder.first_gain, biology.ladder.further_gain) = (0.0, 0.0);
    // Twice the parental signal kills; at the high dose it is just the parental one.
    biology.fate.kill_over = 1.0;
    biology.nodes.iter_mut().for_each(|node| node.saturation = 1e12);
    let allele = &mut biology.alleles[0];
    (allele.activity, allele.per_division) = (2.0, 2e-3);
    (allele.potency[0].fold, allele.potency[0].slope) = (1.0, None);
    let half_dose = biology.drugs[0].driver.expect("alectinib acts on the driver").half_dose;
    biology.drugs[0].toxicity = None;
    let late = |low: f64| {
        let low = course(0.0, Some(10.0), Dosing::Constant { dose: low });
        let high = course(10.0, None, Dosing::Constant { dose: half_dose });
        let records = flasks(&biology, &protocol(vec![low, high], 40.0), Method::Interval, 72, 400);
        records
            .iter()
            .map(|r| [r.looks.last().map_or(0.0, |look| look.cells as f64)])
            .collect::<Vec<_>>()
    };
    // A trace of drug changes no rate, but mutants founded on either side of day 10 then share a pool.
    assert_same_laws("trace of drug and none", ["cells"], &late(1e-9), &late(0.0));
}

#[test]
fn samples_show_the_flask_that_ran() {
    let biology = biology(1e4);
    let dosing = Dosing::Constant { dose: 300.0 };
    let protocol = protocol(vec![course(0.0, None, dosing)], 30.0);
    let settings = Settings {
        method: Method::Interval,
        tolerance: 0.02,
    };
    let record = run_flask(&biology, &protocol, &settings, 5, 3);
    let (again, samples) = sample_flask(&biology, &protocol, &settings, 5, 3, &[9.5, 0.0, 4000.0]);
    assert_eq!(record, again, "looking changes no draw");
    let days: Vec<f64> = samples.iter().map(|sample| sample.day).collect();
    assert_eq!(days, [0.0, 10.0, record.end_day]);
    for sample in &samples[1..] {
        let look = record.looks.iter().find(|look| look.day == sample.day);
        let cells: u64 = sample.cells.iter().map(|cells| cells.cells).sum();
        assert_eq!(Some(cells), look.map(|look| look.cells));
    }
}
