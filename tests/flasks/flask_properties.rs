//! What must hold of whole flasks whatever their parameters: doses that change nothing, one seed, consistent records.

use crate::laws::*;
use crate::parameters::holds;
use escalade::engine::Method::Interval;
use escalade::engine::record::FlaskRecord;
use escalade::engine::{Settings, run_flask, trace_flask};
use escalade::knowledge::KnowledgeBase;
use escalade::model::biology::Biology;
use escalade::model::design::Design;
use escalade::model::protocol::{
    Course, CrashRule, Dosing, Flask, Protocol, ResistanceRule, StepRule, Stock, StopRule, Timing,
};

fn h3122(drugs: &[&str]) -> Biology {
    let base = KnowledgeBase::builtin().expect("the knowledge base loads");
    base.resolve("H3122", drugs).expect("H3122 resolves").biology
}

fn steady(drug: usize, dose: f64) -> Course {
    Course {
        drug,
        from: 0.0,
        until: None,
        dosing: Dosing::Constant { dose },
        half_life: None,
        timing: Timing::default(),
        actual: 1.0,
    }
}

fn escalating(drug: usize, doses: Vec<f64>) -> Course {
    Course {
        drug,
        from: 0.0,
        until: None,
        dosing: Dosing::Escalation {
            doses,
            step_when: StepRule {
                or_after: Some(14.0),
                ..StepRule::growth(0.7, 2)
            },
            hold: 0.0,
            crash_below: 0.2,
            on_crash: CrashRule::Hold,
            give_up_after: Some(60.0),
            give_up_after_crashes: None,
        },
        half_life: None,
        timing: Timing::default(),
        actual: 1.0,
    }
}

fn protocol(courses: Vec<Course>) -> Protocol {
    Protocol {
        stock: Stock::Clone { expand_to: 1e7 },
        flask: Flask {
            vessel: "T75".into(),
            capacity: 1e7,
            seed_cells: 1_000_000,
            passage_at: 0.8,
            passage_every: Some(7.0),
            medium_every: None,
            split: 0.125,
        },
        courses,
        resistance: ResistanceRule {
            growth: 0.7,
            held_for: 2,
            detection_limit: 0.01,
        },
        stop: StopRule {
            after: 90.0,
            at_resistance: true,
        },
        look_every: 1.0,
        design: Design::default(),
    }
}

const SETTINGS: Settings = Settings {
    method: Interval,
    tolerance: TOLERANCE,
};

fn flask(biology: &Biology, courses: Vec<Course>, seed: u64) -> FlaskRecord {
    run_flask(biology, &protocol(courses), &SETTINGS, seed, 0)
}

/// The record as text, with the doses of all courses but the first left out.
fn text(mut record: FlaskRecord) -> String {
    record.looks.iter_mut().for_each(|look| look.doses.truncate(1));
    record.work.drug.truncate(1);
    serde_json::to_string(&record).expect("a record is plain data")
}

#[test]
fn a_drug_at_dose_zero_changes_no_byte() {
    let alone = h3122(&["alectinib"]);
    let both = h3122(&["alectinib", "lorlatinib"]);
    for seed in 0..6 {
        let courses = || vec![escalating(0, vec![100.0, 300.0, 900.0])];
        let first = text(flask(&both, courses(), seed));
        let beside = text(flask(&both, [courses(), vec![steady(1, 0.0)]].concat(), seed));
        assert_eq!(first, beside, "seed {seed}: a course at dose zero");
        assert_eq!(
            text(flask(&alone, courses(), seed)),
            first,
            "seed {seed}: a drug nobody gives"
        );
    }
}

#[test]
fn half_a_dose_twice_is_the_dose() {
    let mut biology = h3122(&["alectinib"]);
    let whole = biology.clone();
    biology.drugs.push(biology.drugs[0].clone());
    biology
        .alleles
        .iter_mut()
        .for_each(|allele| allele.potency.push(allele.potency[0]));
    for compound in &mut biology.compounds {
        let again: Vec<_> = compound
            .potency
            .iter()
            .map(|p| escalade::model::biology::CompoundPotency { drug: 1, ..*p })
            .collect();
        compound.potency.extend(again);
    }
    let wild_type = whole.wild_type();
    let mut genotypes = vec![wild_type.clone(), wild_type.with_gain(0)];
    genotypes.extend((0..whole.alleles.len()).map(|a| wild_type.with_allele(0, a as u32)));
    holds(60, (0.1..5_000.0, 0.0..1.0), |(dose, share)| {
        for genotype in &genotypes {
            for state in 0..whole.states().len() {
                let one = whole.phenotype(genotype, state, &[dose]);
                let two = biology.phenotype(genotype, state, &[share * dose, (1.0 - share) * dose]);
                // Off-target toxicity of a pair follows its own rule; the target's is Loewe's.
                assert!(
                    (one.driver_activity - two.driver_activity).abs() < 1e-9 && (one.signal - two.signal).abs() < 1e-9,
                    "{dose} {share} {genotype:?}: {one:?} {two:?}"
                );
            }
        }
    });
    // Two courses of the same drug add up in the medium.
    for seed in 0..4 {
        let one = flask(&whole, vec![steady(0, 300.0)], seed);
        let two = flask(&whole, vec![steady(0, 150.0), steady(0, 150.0)], seed);
        assert_eq!(
            (one.cells, one.outcome, one.lineages),
            (two.cells, two.outcome, two.lineages)
        );
    }
}

#[test]
fn same_seed_same_record_and_reporting_changes_nothing() {
    let biology = h3122(&["alectinib"]);
    let protocol = protocol(vec![escalating(0, vec![100.0, 300.0, 900.0])]);
    for replicate in 0..6 {
        let run = || run_flask(&biology, &protocol, &SETTINGS, 11, replicate);
        let first = run();
        assert_eq!(first, run());
        assert_eq!(first, trace_flask(&biology, &protocol, &SETTINGS, 11, replicate).record);
    }
}

#[test]
fn a_flask_without_mutation_has_one_lineage() {
    let mut biology = h3122(&["alectinib"]);
    biology.alleles.iter_mut().for_each(|allele| allele.per_division = 0.0);
    biology.bypasses.iter_mut().for_each(|bypass| bypass.per_division = 0.0);
    biology.ladder.first_gain = 0.0;
    for seed in 0..4 {
        let record = flask(&biology, vec![steady(0, 300.0)], seed);
        assert_eq!((record.lineages.len(), record.minor_lineages), (1, 0));
        assert_eq!((record.acquired, record.pre_existing), (0.0, 0.0));
    }
}

/// The passage generator and the growth generator are apart: records stay inside their ranges.
#[test]
fn records_are_consistent() {
    let biology = h3122(&["alectinib"]);
    for seed in 0..10 {
        let record = flask(&biology, vec![escalating(0, vec![100.0, 300.0, 900.0])], seed);
        let shares: f64 = record.composition.iter().map(|m| m.share).sum();
        assert!(
            record.cells == 0 || (shares - 1.0).abs() < 1e-9,
            "shares add up to {shares}"
        );
        assert!(record.outcome_day <= record.end_day);
        assert!(record.looks.windows(2).all(|pair| pair[0].day < pair[1].day));
        for lineage in &record.lineages {
            assert!(
                lineage.parent.is_none_or(|parent| parent < lineage.lineage),
                "parents come first"
            );
            assert!(lineage.founded_day <= record.end_day && lineage.founders > 0);
            assert!(lineage.max_share <= 1.0);
        }
    }
}
