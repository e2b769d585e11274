//! Two samples, one law? Tests at a stated alpha, and plain models in few words.
#![allow(dead_code)] // each test file uses some of them

use escalade::engine::record::PlainRecord;
use escalade::engine::{Method, Settings, run_plain};
use escalade::model::plain::{BirthDeath, PlainModel, PlainMutation, PlainPhase, PlainSwitch, PlainType, Threshold};
use statrs::distribution::{ChiSquared, ContinuousCDF};

/// Every single comparison rejects a true hypothesis with at most this probability.
pub const ALPHA: f64 = 1e-6;
/// The same as a two-sided normal deviate.
pub const Z: f64 = 4.89;
/// The default accuracy.
pub const TOLERANCE: f64 = 0.01;

/// Largest distance between the two empirical distribution functions, in units of its scale
/// sqrt((n + m) / (n m)). Ties make the test on it conservative.
fn kolmogorov_smirnov(a: &[f64], b: &[f64]) -> f64 {
    let (mut i, mut j, mut largest) = (0, 0, 0.0f64);
    while i < a.len() && j < b.len() {
        let at = a[i].min(b[j]);
        i += a[i..].partition_point(|&x| x <= at);
        j += b[j..].partition_point(|&x| x <= at);
        largest = largest.max((i as f64 / a.len() as f64 - j as f64 / b.len() as f64).abs());
    }
    let (n, m) = (a.len() as f64, b.len() as f64);
    largest / ((n + m) / (n * m)).sqrt()
}

/// P-value of the chi-square test over at most 24 bins cut at pooled quantiles.
fn chi_square(a: &[f64], b: &[f64]) -> f64 {
    let mut pooled: Vec<f64> = a.iter().chain(b).copied().collect();
    pooled.sort_by(f64::total_cmp);
    let bins = (pooled.len() / 40).clamp(2, 24);
    let mut cuts: Vec<f64> = (1..bins).map(|i| pooled[i * pooled.len() / bins]).collect();
    // The smallest value has a bin of its own: often it is an atom (extinction, no mutant).
    cuts.insert(0, pooled[0]);
    cuts.dedup();
    let count = |sample: &[f64]| -> Vec<f64> {
        let below: Vec<usize> = cuts.iter().map(|&cut| sample.partition_point(|&x| x <= cut)).collect();
        let ends = below.iter().copied().chain([sample.len()]);
        let starts = [0].into_iter().chain(below.iter().copied());
        ends.zip(starts).map(|(end, start)| (end - start) as f64).collect()
    };
    let (share, mut chi, mut used) = (a.len() as f64 / pooled.len() as f64, 0.0, 0u32);
    let (mut left, mut right) = (0.0, 0.0);
    for (x, y) in count(a).into_iter().zip(count(b)) {
        (left, right) = (left + x, right + y);
        let all = left + right;
        if all * share.min(1.0 - share) >= 8.0 {
            let expected = all * share;
            chi += (left - expected) * (left - expected) / (expected * (1.0 - share));
            used += 1;
            (left, right) = (0.0, 0.0);
        }
    }
    match used {
        0 | 1 => 1.0,
        _ => ChiSquared::new(f64::from(used - 1)).map_or(1.0, |law| law.sf(chi)),
    }
}

/// Deviation of the means of ln(1 + x) in standard errors: sensitive to a shift, safe in heavy tails.
fn log_mean_deviate(a: &[f64], b: &[f64]) -> f64 {
    let moments = |sample: &[f64]| {
        let n = sample.len() as f64;
        let mean = sample.iter().map(|x| x.ln_1p()).sum::<f64>() / n;
        let square = sample.iter().map(|x| (x.ln_1p() - mean).powi(2)).sum::<f64>() / n;
        (mean, square / n)
    };
    let ((mean_a, var_a), (mean_b, var_b)) = (moments(a), moments(b));
    let se = (var_a + var_b).sqrt();
    if se == 0.0 { 0.0 } else { (mean_a - mean_b) / se }
}

/// What separates two samples of values that are at least 0, if anything does; one line each.
pub fn difference(name: &str, a: &[f64], b: &[f64]) -> Option<String> {
    let sorted = |sample: &[f64]| {
        let mut sample = sample.to_vec();
        sample.sort_by(f64::total_cmp);
        sample
    };
    let (a, b) = (&sorted(a), &sorted(b));
    let ks = kolmogorov_smirnov(a, b);
    let limit = (-(ALPHA / 2.0).ln() / 2.0).sqrt();
    let p = chi_square(a, b);
    let z = log_mean_deviate(a, b);
    if ks <= limit && p >= ALPHA && z.abs() <= Z {
        return None;
    }
    let quantiles = |x: &[f64]| [0.05, 0.25, 0.5, 0.75, 0.95].map(|q| x[(q * (x.len() - 1) as f64) as usize]);
    let mean = |x: &[f64]| x.iter().sum::<f64>() / x.len() as f64;
    Some(format!(
        "{name}: KS {ks:.2} of {limit:.2}, chi-square p = {p:.1e}, z of ln(1 + x) {z:.2}\n  means {} and {}\n  quantiles {:?} and {:?}\n",
        mean(a),
        mean(b),
        quantiles(a),
        quantiles(b)
    ))
}

/// Asserts that nothing separates two samples, at alpha 1e-6 for each of three tests: Kolmogorov
/// and Smirnov's, chi-square over pooled quantiles, and the mean of ln(1 + x).
#[track_caller]
pub fn assert_same_law(name: &str, a: &[f64], b: &[f64]) {
    if let Some(text) = difference(name, a, b) {
        panic!("{text}");
    }
}

/// Compares every column of two samples of rows.
#[track_caller]
pub fn assert_same_laws<const N: usize>(name: &str, columns: [&str; N], a: &[[f64; N]], b: &[[f64; N]]) {
    let column = |sample: &[[f64; N]], i: usize| sample.iter().map(|row| row[i]).collect::<Vec<f64>>();
    let found: String = (0..N)
        .filter_map(|i| difference(&format!("{name}, {}", columns[i]), &column(a, i), &column(b, i)))
        .collect();
    assert!(found.is_empty(), "{found}");
}

/// Asserts that a mean differs from the expected one by no more than chance (alpha 1e-6) and `slack`.
#[track_caller]
pub fn assert_mean(name: &str, values: &[f64], expected: f64, slack: f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let sd = (values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt();
    let limit = Z * sd / n.sqrt() + slack * expected.abs();
    assert!(
        (mean - expected).abs() <= limit,
        "{name}: {mean} against {expected}, off by {:+.3}%, {:.1} se, allowed {limit}",
        100.0 * (mean / expected - 1.0),
        (mean - expected) / (sd / n.sqrt())
    );
}

/// A plain model: founders per type, mutations and switches as (from, to, rate), phases, stop.
pub fn model(
    founders: &[u64],
    mutations: &[(usize, usize, f64)],
    switches: &[(usize, usize, f64)],
    phases: Vec<PlainPhase>,
    stop: Option<Threshold>,
) -> PlainModel {
    PlainModel {
        types: founders
            .iter()
            .enumerate()
            .map(|(i, &founders)| PlainType {
                name: format!("type{i}"),
                founders,
            })
            .collect(),
        mutations: mutations
            .iter()
            .map(|&(from, to, per_division)| PlainMutation {
                from,
                to,
                and: None,
                per_division,
            })
            .collect(),
        switches: switches
            .iter()
            .map(|&(from, to, per_day)| PlainSwitch { from, to, per_day })
            .collect(),
        phases,
        capacity: None,
        stop,
        record_every: None,
    }
}

/// A phase of so many days with (birth, death) per type.
pub fn phase(duration: f64, rates: &[(f64, f64)]) -> PlainPhase {
    PlainPhase {
        duration,
        rates: rates
            .iter()
            .map(|&(birth, death)| BirthDeath { birth, death })
            .collect(),
        keep: 1.0,
        until: None,
        repeat: 1,
        changes: None,
    }
}

pub fn total(cells: u64) -> Option<Threshold> {
    Some(Threshold { of_type: None, cells })
}

pub fn of_type(of_type: usize, cells: u64) -> Option<Threshold> {
    Some(Threshold {
        of_type: Some(of_type),
        cells,
    })
}

/// Something of each of `n` replicates. The two engines never share a seed: their draws are independent.
pub fn simulate<T>(model: &PlainModel, method: Method, seed: u64, n: u64, read: impl Fn(&PlainRecord) -> T) -> Vec<T> {
    let seed = 2 * seed + u64::from(method == Method::Exact);
    simulate_at(model, TOLERANCE, method, seed, n, read)
}

/// The same at a given tolerance.
pub fn simulate_at<T>(
    model: &PlainModel,
    tolerance: f64,
    method: Method,
    seed: u64,
    n: u64,
    read: impl Fn(&PlainRecord) -> T,
) -> Vec<T> {
    let settings = Settings { method, tolerance };
    (0..n)
        .map(|replicate| read(&run_plain(model, &settings, seed, replicate)))
        .collect()
}
