//! Comparison of simulated with theoretical values, one row each.

use super::effort::Effort;
use super::fault::Fault;
use crate::engine::record::PlainRecord;
use crate::engine::{Method, Settings, run_plain};
use crate::ensemble;
use crate::model::plain::PlainModel;
use serde::Serialize;

/// Largest |z| that passes: two-sided alpha of 1e-6.
pub const Z_LIMIT: f64 = 4.89;

/// Largest relative error of a value that a function computes.
pub const FORMULA_LIMIT: f64 = 1e-9;

/// One comparison.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// Name of the case.
    pub case: String,
    /// What is compared, with its unit.
    pub quantity: String,
    /// Where the theory is published or derived.
    pub source: &'static str,
    /// Engine that simulated, or "formula" for a value that a function computes.
    pub engine: &'static str,
    /// Expected value, in the unit of the quantity.
    pub theory: f64,
    /// Simulated or computed value, in the same unit.
    pub simulated: f64,
    /// Distance in standard errors, after the allowance for the error of a limit formula.
    pub z: f64,
    /// Replicates simulated; 0 for formulas.
    pub replicates: u64,
    /// The two agree: |z| up to [`Z_LIMIT`], or the relative error up to 1e-9.
    pub passed: bool,
}

/// Moments of a law.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moments {
    pub mean: f64,
    pub variance: f64,
    /// Fourth central moment over the squared variance.
    pub kurtosis: f64,
}

/// The rows so far, and the settings of the suite.
pub(super) struct Checks {
    pub rows: Vec<Row>,
    effort: Effort,
    fault: Fault,
    /// Only cases whose name contains this.
    only: &'static str,
    seed: u64,
}

/// The simulations of one case on one engine.
pub(super) struct Case<'a> {
    checks: &'a mut Checks,
    name: &'static str,
    source: &'static str,
    method: Method,
    replicates: u64,
}

impl Checks {
    pub fn new(effort: Effort, fault: Fault, only: &'static str) -> Self {
        Self {
            rows: Vec::new(),
            effort,
            fault,
            only,
            seed: 20_260_000,
        }
    }

    /// A case with so many replicates (a tenth when quick).
    pub fn case(&mut self, name: &'static str, source: &'static str, method: Method, replicates: u64) -> Case<'_> {
        let replicates = match (name.contains(self.only), self.effort.quick) {
            (false, _) => 0,
            (true, true) => replicates / 10,
            (true, false) => replicates,
        };
        Case {
            checks: self,
            name,
            source,
            method,
            replicates,
        }
    }

    /// A value that a function computes: equal to theory within a relative 1e-9, without chance.
    pub fn formula(&mut self, case: &str, source: &'static str, quantity: &str, theory: f64, computed: f64) {
        if !case.contains(self.only) {
            return;
        }
        let error = (computed - theory).abs() / theory.abs().max(1e-3);
        self.rows.push(Row {
            case: case.to_owned(),
            quantity: quantity.to_owned(),
            source,
            engine: "formula",
            theory,
            simulated: computed,
            z: 0.0,
            replicates: 0,
            passed: error <= FORMULA_LIMIT,
        });
    }
}

impl Case<'_> {
    /// Simulates; every simulation of the suite has a seed of its own.
    pub fn simulate<T: Send>(&mut self, model: &PlainModel, read: impl Fn(&PlainRecord) -> T + Sync) -> Vec<T> {
        let seed = self.seed();
        let settings = Settings {
            method: self.method,
            tolerance: self.checks.effort.tolerance,
        };
        let fault = self.checks.fault;
        let planted = fault.planted(model);
        ensemble::collect(self.replicates, |replicate| {
            let record = run_plain(&planted, &settings, seed, replicate);
            read(&fault.of_record(model, seed, &record))
        })
    }

    /// A seed that nothing else in the suite uses.
    pub fn seed(&mut self) -> u64 {
        self.checks.seed += 1;
        self.checks.seed
    }

    pub fn replicates(&self) -> u64 {
        self.replicates
    }

    fn row(&mut self, quantity: &str, theory: f64, simulated: f64, z: f64, n: u64) {
        if self.replicates == 0 {
            return;
        }
        let engine = match self.method {
            Method::Interval => "interval",
            Method::Exact => "exact",
        };
        self.checks.rows.push(Row {
            case: self.name.to_owned(),
            quantity: quantity.to_owned(),
            source: self.source,
            engine,
            theory,
            simulated,
            z,
            replicates: n,
            passed: z.abs() <= Z_LIMIT,
        });
    }

    /// Hypothesis: each of `hits` is true with probability `p` (give or take `model_error`).
    pub fn proportion(&mut self, quantity: &str, p: f64, model_error: f64, hits: impl IntoIterator<Item = bool>) {
        let (mut n, mut yes) = (0u64, 0u64);
        for hit in hits {
            n += 1;
            yes += u64::from(hit);
        }
        let simulated = yes as f64 / n.max(1) as f64;
        let slack = model_error + 0.5 / n.max(1) as f64;
        let se = (p * (1.0 - p) / n.max(1) as f64).sqrt();
        self.row(quantity, p, simulated, shrunk(simulated - p, slack) / se.max(1e-12), n);
    }

    /// Hypothesis: the values have this mean (give or take `model_error`, relative) and standard deviation.
    pub fn mean(&mut self, quantity: &str, (mean, sd): (f64, f64), model_error: f64, values: &[f64]) {
        let n = values.len() as f64;
        let simulated = values.iter().sum::<f64>() / n;
        let z = shrunk(simulated - mean, model_error * mean.abs()) / (sd / n.sqrt()).max(1e-300);
        self.row(quantity, mean, simulated, z, values.len() as u64);
    }

    /// Like [`Self::mean`] with the sample's own standard deviation (large samples, light tails).
    pub fn mean_by_sample(&mut self, quantity: &str, mean: f64, model_error: f64, values: &[f64]) {
        let n = values.len() as f64;
        let centre = values.iter().sum::<f64>() / n;
        let sd = (values.iter().map(|v| (v - centre) * (v - centre)).sum::<f64>() / (n - 1.0)).sqrt();
        self.mean(quantity, (mean, sd), model_error, values);
    }

    /// Hypothesis: the variance; the standard error comes from the law's kurtosis.
    pub fn variance(&mut self, quantity: &str, law: Moments, values: &[f64]) {
        let n = values.len() as f64;
        let Moments {
            mean,
            variance,
            kurtosis,
        } = law;
        let simulated = values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / n;
        let se = variance * ((kurtosis - 1.0) / n).sqrt();
        self.row(
            quantity,
            variance,
            simulated,
            (simulated - variance) / se,
            values.len() as u64,
        );
    }

    /// Hypothesis: P(X <= k) for each listed k.
    pub fn cdf(&mut self, quantity: &str, points: &[(u64, f64)], model_error: f64, values: &[u64]) {
        for &(k, p) in points {
            self.proportion(
                &format!("{quantity}: P(X <= {k})"),
                p,
                model_error,
                values.iter().map(|&v| v <= k),
            );
        }
    }

    /// Hypothesis: the whole law, by chi-square over bins that each expect at least 10; the bins are
    /// cut from the cumulative distribution `cdf(k)` over 0, 1, 2, ... The chi-square is turned into
    /// a z by the cube-root transformation of Wilson and Hilferty (1931).
    pub fn law(&mut self, quantity: &str, cdf: impl Fn(u64) -> f64, values: &[u64]) {
        let n = values.len() as f64;
        let mut sorted = values.to_vec();
        sorted.sort_unstable();
        let (mut chi, mut bins, mut below, mut seen, mut k) = (0.0, 0u32, 0.0, 0usize, 0u64);
        let wanted = (n / 40.0).max(10.0);
        loop {
            let mut high = cdf(k);
            while (high - below) * n < wanted && (1.0 - high) * n >= wanted {
                k += 1 + k / 64;
                high = cdf(k);
            }
            let last = (1.0 - high) * n < wanted;
            let upto = if last {
                sorted.len()
            } else {
                sorted.partition_point(|&v| v <= k)
            };
            let expected = if last { (1.0 - below) * n } else { (high - below) * n };
            let observed = (upto - seen) as f64;
            chi += (observed - expected) * (observed - expected) / expected;
            bins += 1;
            (below, seen) = (high, upto);
            if last {
                break;
            }
            k += 1;
        }
        let df = f64::from((bins - 1).max(1));
        let z = ((chi / df).cbrt() - (1.0 - 2.0 / (9.0 * df))) / (2.0 / (9.0 * df)).sqrt();
        self.row(
            &format!("{quantity}: chi-square over {bins} bins"),
            df,
            chi,
            z.max(0.0),
            values.len() as u64,
        );
    }
}

/// A deviation less its allowance, not below zero in size.
fn shrunk(deviation: f64, slack: f64) -> f64 {
    deviation.signum() * (deviation.abs() - slack).max(0.0)
}
