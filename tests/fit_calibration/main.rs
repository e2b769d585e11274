//! Simulation-based calibration of fits (Talts and others 2018, arXiv:1804.06788): values drawn from their priors, an
//! experiment simulated with them, and the values' ranks among the draws of the fit. Ranks are uniform where the posterior
//! is right (chi-square of ten bins, alpha 1e-3), 90% intervals hold the truth in 84 to 96% of 200 experiments (three
//! binomial standard errors), and the posterior's log density at the truth exceeds the prior's: returning the prior fails.
//! Slow, and never part of the usual tests:
//!
//! `cargo test --release --test fit_calibration -- --ignored --nocapture`
//!
//! `ESCALADE_EXPERIMENTS=50` says how many experiments, for a first look; a name after `--` picks a design.

#[path = "../arms/mod.rs"]
mod arms;
mod barcodes;
mod colonies;
mod counts;
mod outcomes;
mod plates;
mod ranks;

use escalade::random::{Generator, Purpose, stream};
use escalade::sampling::normal;
use escalade::session::fit::{DataFile, Fit, Wanted};
use escalade::session::{Conduct, InMemory, Outcome, Silent};
use ranks::{Prior, Ranks};
use std::sync::atomic::AtomicBool;

/// The data of an experiment of this number with these values; none where they do not fit together.
type Experiment<'a> = dyn Fn(&[f64], u64, &mut Generator) -> Option<String> + 'a;

/// A design: free values, and an experiment with any of them.
struct Design<'a> {
    scenario: &'a str,
    plan: Option<&'a str>,
    free: &'a [Prior],
    /// Draws of each posterior.
    particles: usize,
    experiment: &'a Experiment<'a>,
}

impl Design<'_> {
    /// Fits as many experiments as are asked for, and says whether all values' ranks are as they should be.
    fn holds(&self, seed: u64) -> bool {
        let asked = std::env::var("ESCALADE_EXPERIMENTS").ok();
        let experiments: u64 = asked.map_or(200, |text| text.parse().expect("a number of experiments"));
        let mut ranks: Vec<Ranks> = self.free.iter().map(|prior| Ranks::new(prior.key)).collect();
        let mut unsettled = 0;
        for experiment in 0..experiments {
            let mut rng = stream(seed, experiment, Purpose::Observation);
            let (truth, data) = self.experiment(experiment, &mut rng);
            let (found, settled) = self.draws(&data, 5_000 + experiment);
            unsettled += u64::from(!settled);
            for ((ranks, prior), (truth, found)) in ranks.iter_mut().zip(self.free).zip(truth.iter().zip(&found)) {
                ranks.add(*truth, found, Some(prior), &mut rng);
            }
        }
        println!("{experiments} experiments, {unsettled} fits not settled");
        let held: Vec<bool> = ranks.iter().map(Ranks::holds).collect();
        held.iter().all(|holds| *holds)
    }

    /// Values from their priors that fit together, and an experiment with them.
    fn experiment(&self, number: u64, rng: &mut Generator) -> (Vec<f64>, String) {
        loop {
            let truth: Vec<f64> = self.free.iter().map(|prior| prior.draw(rng)).collect();
            if let Some(data) = (self.experiment)(&truth, number, rng) {
                return (truth, data);
            }
        }
    }

    /// Draws of every value, and whether the fit calls itself settled.
    fn draws(&self, data: &str, seed: u64) -> (Vec<Vec<f64>>, bool) {
        let file = DataFile {
            name: "data.csv".to_owned(),
            text: data.to_owned(),
            ..DataFile::default()
        };
        let wanted = Wanted {
            free: self.free.iter().map(Prior::free).collect(),
            particles: self.particles,
            seed: Some(seed),
            ..Wanted::default()
        };
        let plan = self.plan.map(|plan| ("plan.toml", plan));
        let fit = Fit::of("s.toml", self.scenario, &[], plan, &[file], wanted).unwrap();
        let never = AtomicBool::new(false);
        let conduct = Conduct {
            threads: 2,
            stop: &never,
            progress: &Silent,
        };
        let Ok(Outcome::Done { result, .. }) = fit.run(&InMemory, &conduct) else {
            panic!("a fit in memory ends");
        };
        let text = result.posterior.text();
        let rows = text.lines().skip(1);
        let rows: Vec<Vec<f64>> = rows
            .map(|row| row.split(',').map(|cell| cell.parse().unwrap()).collect())
            .collect();
        let column = |i: usize| rows.iter().map(|row| row[i]).collect();
        ((0..self.free.len()).map(column).collect(), result.summary.settled)
    }
}

/// A number whose central 90% lie between both ends, lopsided about its median.
fn lopsided((middle, low, high): (f64, f64, f64), rng: &mut Generator) -> f64 {
    let z = normal(rng);
    let end: f64 = if z < 0.0 { low } else { high };
    middle * (end / middle).powf(z.abs() / ranks::SCORE_95)
}
