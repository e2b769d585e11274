//! What must hold whatever the parameters: invariances of both engines and of whole flasks.
//!
//! Parameters are drawn by proptest from a fixed generator, so that a failure repeats. Properties
//! that hold in distribution compare samples of a few hundred replicates at alpha 1e-6 per test.

use crate::laws::*;
use escalade::engine::Method::{self, Exact, Interval};
use escalade::engine::record::{FlaskRecord, PlainRecord};
use escalade::engine::{Settings, run_flask, run_plain, trace_flask};
use escalade::knowledge::KnowledgeBase;
use escalade::model::biology::Biology;
use escalade::model::design::Design;
use escalade::model::plain::PlainModel;
use escalade::model::protocol::{
    Course, CrashRule, Dosing, Flask, Protocol, ResistanceRule, StepRule, Stock, StopRule, Timing,
};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, RngSeed, TestRng, TestRunner};

/// Checks a property on `cases` draws of its parameters, the same ones every time.
fn holds<S: Strategy>(cases: u32, strategy: S, property: impl Fn(S::Value)) {
    let config = Config {
        cases,
        rng_algorithm: RngAlgorithm::ChaCha,
        rng_seed: RngSeed::Fixed(20_260_101),
        failure_persistence: None,
        max_shrink_iters: 0,
        ..Config::default()
    };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let outcome = runner.run(&strategy, |value| {
        property(value);
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
}

/// Two types that mutate and switch; few enough cells for the exact engine.
#[derive(Debug, Clone)]
struct Pair {
    founders: [u64; 2],
    rates: [(f64, f64); 2],
    mutation: f64,
    switches: [f64; 2],
    days: f64,
}

fn pairs() -> impl Strategy<Value = Pair> {
    (
        (10u64..400, 0u64..50),
        (0.1..0.9, 0.1..0.9, 0.1..0.9, 0.1..0.9),
        prop_oneof![1e-4..1e-2, 1e-2..0.2],
        (0.0..0.3, 0.0..0.3),
        1.0..6.0,
    )
        .prop_map(|(founders, rates, mutation, switches, days)| Pair {
            founders: [founders.0, founders.1],
            rates: [(rates.0, rates.1), (rates.2, rates.3)],
            mutation,
            switches: [switches.0, switches.1],
            days,
        })
}

impl Pair {
    /// The model with its time cut into phases of the given lengths, rates times `speed`.
    fn model(&self, lengths: &[f64], speed: f64) -> PlainModel {
        let rates = self.rates.map(|(b, d)| (b * speed, d * speed));
        model(
            &self.founders,
            &[(0, 1, self.mutation)],
            &[(0, 1, self.switches[0] * speed), (1, 0, self.switches[1] * speed)],
            lengths.iter().map(|&days| phase(days, &rates)).collect(),
            None,
        )
    }
}

fn counts(record: &PlainRecord) -> [f64; 2] {
    [record.cells[0] as f64, record.cells[1] as f64]
}

fn sample(model: &PlainModel, method: Method, seed: u64) -> Vec<[f64; 2]> {
    simulate_at(model, TOLERANCE, method, seed, 500, counts)
}

const TYPES: [&str; 2] = ["first", "second"];

#[test]
fn splitting_an_interval_in_two_changes_no_distribution() {
    holds(8, (pairs(), 0.1..0.9), |(pair, share)| {
        let whole = pair.model(&[pair.days], 1.0);
        let halves = pair.model(&[share * pair.days, (1.0 - share) * pair.days], 1.0);
        for method in [Interval, Exact] {
            let name = format!("{method:?} {pair:?}");
            assert_same_laws(&name, TYPES, &sample(&whole, method, 1), &sample(&halves, method, 2));
        }
    });
}

#[test]
fn recording_more_often_changes_no_distribution() {
    holds(6, (pairs(), 0.05..0.9), |(pair, every)| {
        let mut plain = pair.model(&[pair.days], 1.0);
        let unrecorded = sample(&plain, Interval, 3);
        let unrecorded_exact = sample(&plain, Exact, 4);
        plain.record_every = Some(every);
        let name = format!("recorded every {every} d, {pair:?}");
        assert_same_laws(&name, TYPES, &unrecorded, &sample(&plain, Interval, 5));
        assert_same_laws(&name, TYPES, &unrecorded_exact, &sample(&plain, Exact, 6));
    });
}

/// Rates times a power of two and times divided by it: the very same numbers.
#[test]
fn faster_rates_in_less_time_give_the_same_counts() {
    holds(20, (pairs(), -2i32..4), |(pair, power)| {
        let speed = 2f64.powi(power);
        let slow = pair.model(&[pair.days], 1.0);
        let fast = pair.model(&[pair.days / speed], speed);
        for method in [Interval, Exact] {
            let settings = Settings {
                method,
                tolerance: TOLERANCE,
            };
            for replicate in 0..5 {
                let a = run_plain(&slow, &settings, 7, replicate);
                let b = run_plain(&fast, &settings, 7, replicate);
                assert_eq!(
                    (&a.cells, &a.mutations, a.stop),
                    (&b.cells, &b.mutations, b.stop),
                    "{pair:?}"
                );
                assert!((a.end_day / speed - b.end_day).abs() <= 1e-9 * b.end_day, "{pair:?}");
            }
        }
    });
}

#[test]
fn no_division_no_mutants() {
    holds(30, (pairs(), any::<u64>()), |(mut pair, seed)| {
        pair.rates[0].0 = 0.0;
        let plain = pair.model(&[pair.days, 2.0], 1.0);
        for method in [Interval, Exact] {
            let founded = simulate_at(&plain, TOLERANCE, method, seed, 3, |r| r.mutations[0]);
            assert_eq!(founded, [0; 3], "{pair:?}");
        }
    });
}

#[test]
fn without_mutation_resistance_comes_from_founders_only() {
    holds(30, (pairs(), any::<u64>()), |(mut pair, seed)| {
        pair.mutation = 0.0;
        pair.switches = [0.0; 2];
        pair.founders[1] = 0;
        let plain = pair.model(&[pair.days], 1.0);
        for method in [Interval, Exact] {
            let mutants = simulate_at(&plain, TOLERANCE, method, seed, 3, |r| r.cells[1]);
            assert_eq!(mutants, [0; 3], "{pair:?}");
        }
    });
}

#[test]
fn a_split_keeps_or_discards_every_cell() {
    use escalade::engine::population::Population;
    use escalade::random::{Purpose, stream};
    let cells = prop::collection::vec(0u64..1_000_000_000_000, 1..6);
    holds(200, (cells, 0.0..1.0, any::<u64>()), |(cells, keep, seed)| {
        let mut population = Population::default();
        for (kind, &n) in cells.iter().enumerate() {
            population.add(kind as u32, n);
        }
        let before = population.total();
        population.sample(&mut stream(seed, 0, Purpose::Passage), keep);
        assert!(population.cells.iter().zip(&cells).all(|(kept, n)| kept <= n));
        let discarded: u64 = cells.iter().zip(&population.cells).map(|(n, kept)| n - kept).sum();
        assert_eq!(population.total() + discarded, before);
        let expected = before as f64 * keep;
        let sd = (expected * (1.0 - keep)).sqrt();
        assert!(
            (population.total() as f64 - expected).abs() <= 6.0 * sd + 1.0,
            "{cells:?} {keep}"
        );
    });
}

#[test]
fn relabelling_types_permutes_outputs() {
    holds(8, pairs(), |pair| {
        let plain = pair.model(&[pair.days], 1.0);
        let mut swapped = plain.clone();
        swapped.types.swap(0, 1);
        swapped.phases[0].rates.swap(0, 1);
        for mutation in &mut swapped.mutations {
            (mutation.from, mutation.to) = (1 - mutation.from, 1 - mutation.to);
        }
        for switch in &mut swapped.switches {
            (switch.from, switch.to) = (1 - switch.from, 1 - switch.to);
        }
        for method in [Interval, Exact] {
            let back: Vec<[f64; 2]> = sample(&swapped, method, 8).iter().map(|&[a, b]| [b, a]).collect();
            assert_same_laws(
                &format!("{method:?} {pair:?}"),
                TYPES,
                &sample(&plain, method, 9),
                &back,
            );
        }
    });
}

// ---- whole flasks

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
