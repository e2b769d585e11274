//! What must hold whatever the parameters of a plain model: invariances of both engines.
//! Properties that hold in distribution compare samples of a few hundred replicates at alpha 1e-6 per test.

use crate::laws::*;
use crate::parameters::holds;
use escalade::engine::Method::{self, Exact, Interval};
use escalade::engine::record::PlainRecord;
use escalade::engine::{Settings, run_plain};
use escalade::model::plain::PlainModel;
use proptest::prelude::*;

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
