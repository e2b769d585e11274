//! Speed of the interval engine, as ratios within one run: `cargo bench --bench engine`.
//!
//! The *floor* of a workload is the time to draw only the variates that an exact next-mutation
//! method needs (per mutation: a waiting time, the survivors and the families at that moment, the
//! route, and the mutant's fate), with the same generator and samplers and no other work. Rounds of
//! the compared things alternate, and medians are printed, so that a drifting machine cancels out.

use escalade::engine::{Method, PlainPlan, Settings};
use escalade::model::plain::{BirthDeath, PlainModel, PlainMutation, PlainPhase, PlainType, Threshold};
use escalade::random::{Purpose, stream};
use escalade::sampling::{Geometric, binomial, exponential, pick_cumulative, poisson, uniform};
use rebop::gillespie::{Gillespie, Rate};
use std::hint::black_box;
use std::time::Instant;

const SETTINGS: Settings = Settings {
    method: Method::Interval,
    tolerance: 0.01,
};
const ROUNDS: usize = 9;

/// Twenty targets from one wild type.
fn workload(
    founders: u64,
    targets: usize,
    u: f64,
    wt: (f64, f64),
    mutant: (f64, f64),
    days: f64,
    stop: u64,
) -> PlainModel {
    let rate = |(birth, death)| BirthDeath { birth, death };
    let mut types = vec![PlainType {
        name: "wild-type".into(),
        founders,
    }];
    types.extend((1..=targets).map(|i| PlainType {
        name: format!("target-{i}"),
        founders: 0,
    }));
    let mut rates = vec![rate(mutant); targets + 1];
    rates[0] = rate(wt);
    PlainModel {
        types,
        mutations: (1..=targets)
            .map(|to| PlainMutation {
                from: 0,
                to,
                and: None,
                per_division: u,
            })
            .collect(),
        switches: Vec::new(),
        phases: vec![PlainPhase {
            duration: days,
            rates,
            keep: 1.0,
            until: None,
            repeat: 1,
            changes: None,
        }],
        capacity: None,
        stop: Some(Threshold {
            of_type: None,
            cells: stop,
        }),
        record_every: None,
    }
}

fn w1() -> PlainModel {
    workload(1_000_000, 20, 1e-7, (0.7, 0.2), (0.7, 0.2), 1e5, 1_000_000_000)
}

fn w2() -> PlainModel {
    workload(10_000_000, 20, 1e-7, (0.7, 1.0), (0.7, 0.3), 30.0, 100_000_000)
}

/// Draws the variates of one replicate: `events` mutations from a wild type that goes from `start`
/// to `end` cells along its mean path.
fn floor(seed: u64, replicate: u64, events: f64, start: f64, end: f64) -> u64 {
    let mut rng = stream(seed, replicate, Purpose::Growth);
    let n = poisson(&mut rng, events);
    let routes: [f64; 20] = std::array::from_fn(|i| (i + 1) as f64);
    let step = (end / start).ln() / n.max(1) as f64;
    let mut cells = start;
    let mut sum = 0u64;
    for _ in 0..n {
        let before = cells as u64;
        cells *= step.exp();
        let wait = exponential(&mut rng);
        let share = (cells / before as f64).min(1.0) * 0.97;
        let survivors = binomial(&mut rng, before, share);
        let families = Geometric {
            eta: 0.03,
            one_minus_eta: 0.97,
        }
        .sum(&mut rng, survivors);
        let route = pick_cumulative(&mut rng, &routes) as u64;
        let alive = uniform(&mut rng);
        let size = exponential(&mut rng);
        sum = sum.wrapping_add(families + route + (wait + alive + size) as u64);
    }
    sum
}

/// W2 in rebop, an exact simulator that pays for every division.
fn rebop_w2(seed: u64) {
    let mut start = [0isize; 21];
    start[0] = 10_000_000;
    let mut system = Gillespie::new_with_seed(start, true, seed);
    let mut add = |rate: f64, reactant: usize, gains: usize, by: isize| {
        let (mut reactants, mut change) = ([0u32; 21], [0isize; 21]);
        reactants[reactant] = 1;
        change[gains] = by;
        system.add_reaction(Rate::lma(rate, reactants), change);
    };
    add(0.7 * (1.0 - 20.0 * 1e-7), 0, 0, 1);
    add(1.0, 0, 0, -1);
    for target in 1..21 {
        add(0.7 * 1e-7, 0, target, 1);
        add(0.7, target, target, 1);
        add(0.3, target, target, -1);
    }
    system.advance_until(30.0);
    black_box(system.get_species(0));
}

/// Seconds per call of `work` over replicates 0..n.
fn time(n: u64, mut work: impl FnMut(u64)) -> f64 {
    let start = Instant::now();
    (0..n).for_each(&mut work);
    start.elapsed().as_secs_f64() / n as f64
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Medians of the ratio and of both times over alternating rounds.
fn compare(n: u64, mut a: impl FnMut(u64), mut b: impl FnMut(u64)) -> (f64, f64, f64) {
    let rounds: Vec<(f64, f64)> = (0..ROUNDS).map(|_| (time(n, &mut a), time(n, &mut b))).collect();
    let ratios = rounds.iter().map(|(x, y)| x / y).collect();
    let (xs, ys) = rounds.into_iter().unzip();
    (median(ratios), median(xs), median(ys))
}

fn replicate(plan: &PlainPlan, i: u64) {
    black_box(plan.run(&SETTINGS, 1, i));
}

fn main() {
    let (w1, w2) = (w1(), w2());
    let (w1, w2) = (PlainPlan::new(&w1), PlainPlan::new(&w2));
    let us = 1e6;

    let (ratio, engine, floor_time) = compare(
        2_000,
        |i| replicate(&w2, i),
        |i| {
            black_box(floor(1, i, 46.7, 1e7, 1e3));
        },
    );
    println!(
        "W2 replicate {:7.1} us   floor {:7.1} us   ratio {ratio:.2}   goal 1.5 or less",
        engine * us,
        floor_time * us
    );

    let (ratio, engine, floor_time) = compare(
        200,
        |i| replicate(&w1, i),
        |i| {
            black_box(floor(1, i, 2_797.0, 1e6, 1e9));
        },
    );
    println!(
        "W1 replicate {:7.1} us   floor {:7.1} us   ratio {ratio:.2}   goal 0.25 or less",
        engine * us,
        floor_time * us
    );

    let (rounds, ours) = (2, 20_000);
    let ratios = (0..rounds)
        .map(|i| time(1, |_| rebop_w2(i)) / time(ours, |j| replicate(&w2, j)))
        .collect();
    println!("W2 in rebop over W2 here: {:.0}   goal 150000 or more", median(ratios));

    println!("\nFlat cost: 20 targets, cells x mutation probability held at 1, 30 days of decline (goal 1.5 or less)");
    let at = |cells: u64| workload(cells, 20, 1.0 / cells as f64, (0.7, 1.0), (0.7, 0.3), 30.0, 1 << 52);
    let base = at(1_000_000);
    let base = PlainPlan::new(&base);
    for cells in [100_000_000u64, 10_000_000_000, 1_000_000_000_000] {
        let model = at(cells);
        let model = PlainPlan::new(&model);
        let (ratio, large, small) = compare(1_000, |i| replicate(&model, i), |i| replicate(&base, i));
        println!(
            "  {cells:e} cells {:7.1} us   1e6 cells {:7.1} us   ratio {ratio:.2}",
            large * us,
            small * us
        );
    }

    println!("\nFlat cost at fixed probability (1e-7), targets pooled by genotype, growth a thousandfold");
    let base = workload(1_000_000, 20, 1e-7, (0.7, 0.2), (0.7, 0.2), 1e5, 1_000_000_000);
    let base = PlainPlan::new(&base);
    for start in [1_000_000_000u64, 1_000_000_000_000] {
        let model = workload(start, 20, 1e-7, (0.7, 0.2), (0.7, 0.2), 1e5, start * 1_000);
        let model = PlainPlan::new(&model);
        let (ratio, large, small) = compare(200, |i| replicate(&model, i), |i| replicate(&base, i));
        println!(
            "  from {start:e} {:7.1} us   from 1e6 {:7.1} us   ratio {ratio:.2}",
            large * us,
            small * us
        );
    }
}
